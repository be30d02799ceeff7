"""Booking by the guide's gesture: nothing counts twice, nothing is overwritten unseen."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.web.client import Refusal, Unavailable
from tests.gateway.bookable import (
    A_MONDAY,
    NEXT_REQUEST,
    REQUEST,
    a_day,
    calendar,
    choice,
    chosen,
    day_of,
    draft,
    eligibility,
    line,
    may_book,
    opening_evening,
    prices,
    sent,
    slot,
    winter_morning,
)
from tests.gateway.conftest import at
from tests.gateway.reading import read
from tests.gateway.recorded import LEO, MIA, Services

DAY = f"/reserver/{REQUEST}/jour/{A_MONDAY}"
SUMMARY = f"/reserver/{REQUEST}/recapitulatif"
CHOOSING = f"/requests/{REQUEST}/days/{A_MONDAY}"


@pytest.fixture
def opening(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    at(monkeypatch, datetime(2026, 4, 3, 17, 4, tzinfo=UTC))
    return opening_evening(services)


@pytest.fixture
def winter(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    at(monkeypatch, datetime(2026, 11, 12, 7, 15, tzinfo=UTC))
    return winter_morning(services)


# The facility


def test_only_the_facilities_of_the_children_are_offered(
    camille: FlaskClient, opening: Services
) -> None:
    page = read(camille.get("/reserver"))

    assert "Maternelle Les Tilleuls" in page.words and "Pour Mia" in page.words
    assert "École Jean-de-La-Fontaine" in page.words and "Pour Léo" in page.words
    assert "Un lundi coché vaut pour tous les lundis de l’année." in page.words


def test_a_facility_must_be_chosen(camille: FlaskClient, opening: Services) -> None:
    answer = camille.post("/reserver", data={"request_id": REQUEST, "jour": ""})

    assert answer.status_code == 422
    assert read(answer).title.startswith("Erreur :")
    assert "Choisissez un établissement" in read(answer).words
    assert not opening.asked("POST", "/requests")


def test_suivant_starts_the_draft_and_shows_its_calendar(
    camille: FlaskClient, opening: Services
) -> None:
    answer = camille.post("/reserver", data={"request_id": REQUEST, "facility_id": "tilleuls"})

    assert answer.location == f"/reserver/{REQUEST}/calendrier"
    asked = {"request_id": REQUEST, "facility_id": "tilleuls"}
    assert opening.asked("POST", "/requests")[0].json == asked


def test_the_pencil_of_the_planning_leads_to_its_day(
    camille: FlaskClient, opening: Services
) -> None:
    answer = camille.post("/reserver", data={"request_id": REQUEST, "jour": f"tilleuls {A_MONDAY}"})

    assert answer.location == DAY


def test_a_pencil_without_a_facility_asks_for_it_and_keeps_the_day(
    camille: FlaskClient, opening: Services
) -> None:
    page = read(camille.post("/reserver", data={"request_id": REQUEST, "jour": f" {A_MONDAY}"}))

    assert page.hidden["jour"] == f" {A_MONDAY}"
    assert not page.title.startswith("Erreur")


def test_a_page_kept_from_a_request_that_was_sent_starts_another(
    camille: FlaskClient, opening: Services
) -> None:
    def start(asked: dict[str, Any]) -> dict[str, str]:
        if asked["json"]["request_id"] == REQUEST:
            raise Refusal("already_submitted", {"reference": "D-2026-4127XX"})
        return {"request_id": NEXT_REQUEST}

    opening.answer("bookings", "POST", "/requests", start)
    opening.answer("bookings", "GET", f"/requests/{NEXT_REQUEST}", draft())

    answer = camille.post("/reserver", data={"request_id": REQUEST, "facility_id": "tilleuls"})

    assert answer.location == f"/reserver/{NEXT_REQUEST}/calendrier"


def test_coming_back_one_continues_the_draft_or_drops_it(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "GET", "/requests/draft", draft(line(MIA, "LUNCH")))
    opening.answer("bookings", "DELETE", f"/requests/{REQUEST}", None)

    page = read(camille.get("/reserver"))
    assert "Une demande est en préparation" in page.words
    assert "Mia Tous les lundis : midi" in page.words
    assert page.link("Continuer cette demande") == f"/reserver/{REQUEST}/calendrier"

    answer = camille.post(f"/reserver/{REQUEST}/abandon")
    assert answer.location == "/reserver"
    assert opening.asked("DELETE", f"/requests/{REQUEST}")


def test_another_facility_waits_for_the_draft_there_is(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", draft(facility_id="la-fontaine"))

    answer = camille.post("/reserver", data={"request_id": REQUEST, "facility_id": "tilleuls"})

    assert answer.location == "/reserver"


def test_a_draft_of_the_year_that_missed_the_cutoff_is_told(
    camille: FlaskClient, winter: Services
) -> None:
    winter.answer("bookings", "GET", "/requests/draft", draft(line(MIA, "LUNCH")))

    words = read(camille.get("/reserver")).words

    assert "Votre demande à l’année n’a pas été envoyée à temps." in words
    assert "Choisissez l’établissement" in words


def test_who_can_book_for_no_child_is_sent_to_the_explanation(
    camille: FlaskClient, opening: Services
) -> None:
    none = eligibility()
    for child in none["children"]:
        child |= {"can_book": False, "can_prepare": False, "why": "file_returned"}
    opening.answer("bookings", "GET", "/eligibility", none)

    assert camille.get("/reserver").location == "/planning"


# The calendar


def test_the_calendar_shows_what_is_chosen_what_is_held_and_why_a_day_is_shut(
    camille: FlaskClient, opening: Services
) -> None:
    days = calendar(
        a_day("2026-09-07", chosen=[choice(MIA, "LUNCH")]),
        a_day("2026-09-08", booked=[choice(MIA, "EVENING") | {"state": "ACCEPTED"}]),
        a_day("2026-09-09", "NO_SERVICE"),
        a_day("2026-09-10", "CLOSED", label="Journée pédagogique"),
    )
    opening.answer("bookings", "GET", f"/requests/{REQUEST}/calendar", days)
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", draft(line(MIA, "LUNCH")))

    page = read(camille.get(f"/reserver/{REQUEST}/calendrier"))

    assert "lun. 7 M Mia : Midi choisi" in page.words
    assert "mar. 8 M Mia : Soir réservé" in page.words
    assert "mer. 9 Pas d’accueil ici ce jour-là" in page.words
    assert "jeu. 10 Fermé Journée pédagogique" in page.words
    assert page.link("Choisir le lundi 7 septembre") == DAY
    assert not [said for said in page.links if "mercredi 9" in said or "jeudi 10" in said]


def test_what_is_chosen_so_far_is_listed_with_its_price(
    camille: FlaskClient, opening: Services
) -> None:
    lines = line(MIA, "LUNCH"), line(MIA, "EVENING")
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", draft(*lines))

    page = read(camille.get(f"/reserver/{REQUEST}/calendrier"))

    assert "Tous les lundis : midi et soir 2 lundis × 6,60 €" in page.words
    assert "6,60 € par semaine 2 accueils par semaine" in page.words
    assert page.link("Suivant") == SUMMARY


def test_with_nothing_chosen_there_is_nothing_to_go_on_to(
    camille: FlaskClient, opening: Services
) -> None:
    assert "Suivant" not in read(camille.get(f"/reserver/{REQUEST}/calendrier")).links


def test_pages_of_a_request_that_was_sent_lead_to_its_receipt(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", sent(line(MIA, "LUNCH", "REQUESTED")))

    for address in (f"/reserver/{REQUEST}/calendrier", DAY, SUMMARY):
        assert camille.get(address).location == f"/demandes/{REQUEST}/recu"


# A day


def test_a_day_offers_the_slots_of_each_child_with_hours_and_price(
    camille: FlaskClient, opening: Services
) -> None:
    page = read(camille.get(DAY))

    assert "Tous les lundis Un lundi coché vaut pour tous les lundis de l’année." in page.words
    assert "Il reste 33 lundis, hors vacances et jours fériés." in page.words
    assert "Midi (cantine) de 11 h 45 à 13 h 45 3,80 €" in page.words
    assert "Accueil du soir de 16 h 15 à 18 h 30 30 lundis 2,80 €" in page.words
    assert "Léo Maternelle Les Tilleuls accueille la maternelle." in page.words


def test_valider_keeps_the_choice_and_returns_to_the_calendar(
    camille: FlaskClient, opening: Services
) -> None:
    answer = camille.post(DAY, data={"seen": "1", "choix": f"{MIA}:LUNCH"})

    assert answer.location == f"/reserver/{REQUEST}/calendrier?mois=2026-09#j{A_MONDAY}"
    assert opening.asked("PUT", CHOOSING)[0].json == {
        "seen": 1,
        "choices": [choice(MIA, "LUNCH")],
    }


def test_the_same_slots_can_be_added_to_other_weekdays_at_once(
    camille: FlaskClient, opening: Services
) -> None:
    tuesday = f"/requests/{REQUEST}/days/2026-09-08"
    there = day_of("2026-09-08", 1)
    there["children"][1]["slots"] = [slot("LUNCH"), slot("EVENING", "CHOSEN")]
    opening.answer("bookings", "GET", tuesday, there)
    opening.answer("bookings", "PUT", tuesday, chosen(3))

    data = {"seen": "1", "choix": f"{MIA}:LUNCH", "aussi": ["1"]}
    assert camille.post(DAY, data=data).status_code == 303

    assert opening.asked("PUT", tuesday)[0].json == {
        "seen": 2,
        "choices": [choice(MIA, "EVENING"), choice(MIA, "LUNCH")],
    }


def test_a_change_in_another_tab_is_told_and_nothing_is_overwritten(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "PUT", CHOOSING, Refusal("changed_elsewhere", {"version": 5}))
    there = day_of(seen=5)
    there["children"][1]["slots"][1] |= {"state": "CHOSEN", "ticked": True}
    opening.answer("bookings", "GET", CHOOSING, there)
    now = draft(line(MIA, "EVENING"), seen=5)
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", now)

    answer = camille.post(DAY, data={"seen": "1", "choix": f"{MIA}:LUNCH"})
    page = read(answer)

    assert answer.status_code == 409
    assert "Cette demande a changé entre-temps, dans un autre onglet ou appareil." in page.words
    assert "Mia Enregistré : soir Écrit ici : midi" in page.words
    assert "Ce que la demande contient maintenant" in page.words
    assert page.ticked == {("choix", f"{MIA}:LUNCH")}
    assert page.hidden["seen"] == "5"


def test_a_slot_that_was_lost_meanwhile_is_told_with_its_reason(
    camille: FlaskClient, opening: Services
) -> None:
    refusal = Refusal("slot_not_offered", {"day": A_MONDAY, "slot_type": "LUNCH"})
    opening.answer("bookings", "PUT", CHOOSING, refusal)

    answer = camille.post(DAY, data={"seen": "1", "choix": f"{MIA}:LUNCH"})

    assert answer.status_code == 409
    assert "Cet accueil n’est pas proposé ce jour-là." in read(answer).words


def test_a_choice_made_after_the_request_was_sent_is_told(
    camille: FlaskClient, opening: Services
) -> None:
    refusal = Refusal("already_submitted", {"reference": "D-2026-4127XX"})
    opening.answer("bookings", "PUT", CHOOSING, refusal)

    answer = camille.post(DAY, data={"seen": "1", "choix": f"{MIA}:LUNCH"})

    assert answer.location == f"/demandes/{REQUEST}?deja"


def test_single_days_say_until_when_they_change(camille: FlaskClient, winter: Services) -> None:
    winter.answer("bookings", "GET", f"/requests/{REQUEST}", draft(kind="ONE_OFF"))
    until = "2026-11-12T17:00:00Z"
    mia = may_book(MIA, "MATERNELLE", None, None) | {
        "slots": [
            slot("LUNCH", "ACCEPTED", until=until),
            slot("EVENING", until=until),
            slot("MORNING", "ACCEPTED", until="2026-11-11T17:00:00Z", locked="deadline_passed"),
        ]
    }
    day = day_of("2026-11-13", 4, kind="ONE_OFF", children=[mia])
    winter.answer("bookings", "GET", f"/requests/{REQUEST}/days/2026-11-13", day)

    page = read(camille.get(f"/reserver/{REQUEST}/jour/2026-11-13"))

    assert "Vendredi 13 novembre 2026" in page.words
    assert "Décochez pour annuler. À annuler jusqu’à ce soir à 18 h." in page.words
    assert "À demander jusqu’à ce soir à 18 h." in page.words
    assert (
        "Trop tard pour annuler : c’était possible jusqu’à mercredi 11 novembre à 18 h."
        in page.words
    )
    assert page.ticked == {("choix", f"{MIA}:LUNCH")}


def test_a_day_without_care_says_why(camille: FlaskClient, opening: Services) -> None:
    closed = day_of(status="HOLIDAY", label="Vacances de Noël", children=[])
    opening.answer("bookings", "GET", CHOOSING, closed)

    page = read(camille.get(DAY))

    assert "Vacances de Noël" in page.words
    assert "Vacances :" not in page.words
    assert page.link("Choisir un autre jour") == f"/reserver/{REQUEST}/calendrier?mois=2026-09"


@pytest.mark.parametrize("day", ("2026-02-30", "lundi"))
def test_a_day_that_does_not_exist_is_not_found(
    camille: FlaskClient, opening: Services, day: str
) -> None:
    assert camille.get(f"/reserver/{REQUEST}/jour/{day}").status_code == 404


# The summary


def prepared() -> dict[str, Any]:
    """Mia's Mondays, and Léo's, whose level opens tomorrow."""
    later = {"can_send": False, "why": "not_open_yet", "opens_at": "2026-04-04T17:00:00Z"}
    return draft(line(MIA, "LUNCH"), line(MIA, "EVENING"), line(LEO, "LUNCH") | later, seen=4)


def test_the_summary_counts_days_and_money_and_says_what_stays(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", prepared())

    page = read(camille.get(SUMMARY))

    assert "Tous les lundis : midi et soir 2 lundis × 6,60 €" in page.words
    assert "4 accueils, tarif du quotient 820" in page.words
    assert "13,20 €" in page.words
    assert "Pas dans cet envoi L’élémentaire ouvre samedi 4 avril 2026 à 19 h." in page.words
    assert ("accept", "yes") not in page.ticked
    assert page.hidden["seen"] == "4"


def test_the_summary_says_what_comes_late_and_the_button_agrees_to_it(
    camille: FlaskClient, opening: Services
) -> None:
    late = {"late": "SURCHARGE", "surcharge": {"percent": 50, "cents": 0}}
    monday = line(MIA, "LUNCH", weekday=None, dates=[A_MONDAY], **late)
    single = draft(monday, kind="ONE_OFF", seen=4)
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", single)

    page = read(camille.get(SUMMARY))
    camille.post(SUMMARY, data={**page.hidden, "accept": "yes"})

    assert "Mia, lundi 7 septembre : midi. Hors délai : supplément de 50 % du prix." in page.words
    submission = opening.asked("POST", f"/requests/{REQUEST}/submission")[0]
    assert submission.json == {
        "seen": 4,
        "accept_rules": True,
        "accept_surcharge": True,
        "shown": None,
    }


def test_valider_ma_demande_leads_to_the_receipt(camille: FlaskClient, opening: Services) -> None:
    answer = camille.post(SUMMARY, data={"seen": "4", "accept": "yes"})

    assert answer.location == f"/demandes/{REQUEST}/recu"
    submission = opening.asked("POST", f"/requests/{REQUEST}/submission")[0]
    assert submission.json == {
        "seen": 4,
        "accept_rules": True,
        "accept_surcharge": False,
        "shown": None,
    }


def test_the_rules_are_accepted_by_hand(camille: FlaskClient, opening: Services) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", prepared())
    address = f"/requests/{REQUEST}/submission"
    opening.answer("bookings", "POST", address, Refusal("rules_not_accepted", {}))

    answer = camille.post(SUMMARY, data={"seen": "4"})
    page = read(answer)

    assert answer.status_code == 422
    assert page.link("Cochez la case du règlement pour envoyer") == "#accept"


def test_a_summary_changed_in_another_tab_is_shown_anew_and_nothing_leaves(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", prepared())
    address = f"/requests/{REQUEST}/submission"
    opening.answer("bookings", "POST", address, Refusal("changed_elsewhere", {"version": 4}))

    answer = camille.post(SUMMARY, data={"seen": "2", "accept": "yes"})
    page = read(answer)

    assert answer.status_code == 409
    assert "Rien n’est encore envoyé La demande a changé entre-temps" in page.words
    assert page.hidden["seen"] == "4"
    assert ("accept", "yes") not in page.ticked


def test_prices_that_changed_since_they_were_read_send_nothing(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", prepared())
    read_before = read(camille.get(SUMMARY)).hidden
    opening.answer("billing", "GET", "/prices", prices() | {"quotient": 1200})

    answer = camille.post(SUMMARY, data={**read_before, "accept": "yes"})
    page = read(answer)

    assert answer.status_code == 409
    assert "Rien n’est encore envoyé Vos tarifs ont changé" in page.words
    assert not opening.asked("POST", f"/requests/{REQUEST}/submission")
    assert camille.post(SUMMARY, data={**page.hidden, "accept": "yes"}).status_code == 303


@pytest.mark.parametrize(
    "refusal, words, way_out",
    (
        (Refusal("file_not_approved", {"child_id": MIA}), "Voir ce qu’il manque", "/planning"),
        (
            Refusal("regular_bookings_closed", {"closed_at": "2026-04-30T21:59:00Z"}),
            "Demander des jours un par un",
            "/reserver",
        ),
        (
            Refusal("deadline_passed", {"day": A_MONDAY, "until": "2026-09-06T16:00:00Z"}),
            "Modifier le lundi 7 septembre",
            DAY,
        ),
    ),
)
def test_each_refusal_shows_where_it_can_be_put_right(
    camille: FlaskClient, opening: Services, refusal: Refusal, words: str, way_out: str
) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", prepared())
    opening.answer("bookings", "POST", f"/requests/{REQUEST}/submission", refusal)

    answer = camille.post(SUMMARY, data={"seen": "4", "accept": "yes"})

    assert answer.status_code == 409
    assert read(answer).link(words) == way_out


def test_an_opening_not_announced_is_no_empty_sentence(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", prepared())
    refusal = Refusal("not_open_yet", {"child_id": LEO, "opens_at": None})
    opening.answer("bookings", "POST", f"/requests/{REQUEST}/submission", refusal)

    words = read(camille.post(SUMMARY, data={"seen": "4", "accept": "yes"})).words

    assert "La date d’ouverture des réservations n’est pas encore annoncée." in words


def test_when_no_level_is_open_there_is_no_button_to_press(
    camille: FlaskClient, opening: Services
) -> None:
    later = {"can_send": False, "why": "not_open_yet", "opens_at": "2026-04-04T17:00:00Z"}
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", draft(line(LEO, "LUNCH") | later))

    answer = camille.get(SUMMARY)

    assert "Rien ne peut encore être envoyé." in read(answer).words
    assert "Valider ma demande" not in answer.text


THE_DAY_BEFORE = {
    "anchor": "CALENDAR_DAYS",
    "before": 1,
    "on": None,
    "at": "18:00",
    "acts": ["ADD", "CANCEL"],
    "weekdays": [],
    "skipping": [],
    "consequence": "REFUSE",
    "surcharge": None,
}


def test_days_asked_for_and_given_back_are_named_with_their_deadlines_before_they_are_sent(
    camille: FlaskClient, winter: Services
) -> None:
    until = {"until": "2026-11-12T17:00:00Z", "rule": THE_DAY_BEFORE, "then": "REFUSE"}
    back = {"facility_id": "tilleuls", "day": "2026-11-13", **choice(MIA, "LUNCH"), **until}
    friday = line(MIA, "EVENING", weekday=None, dates=["2026-11-13"], **until)
    asked = draft(friday, kind="ONE_OFF", cancellations=[back])
    winter.answer("bookings", "GET", f"/requests/{REQUEST}", asked)

    page = read(camille.get(SUMMARY))

    assert "À annuler Mia, vendredi 13 novembre : midi" in page.words
    assert "Annulé à l’envoi, non facturé" in page.words
    six = "jusqu’à ce soir à 18 h, soit la veille. Ensuite,"
    assert f"À annuler {six} ce jour reste facturé." in page.words
    assert f"À demander {six} il sera trop tard." in page.words


def test_without_prices_the_request_can_still_be_sent(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", prepared())
    opening.answer("billing", "GET", "/prices", Unavailable("billing does not answer"))

    answer = camille.get(SUMMARY)

    assert "ils n’empêchent pas l’envoi" in read(answer).words
    assert "Valider ma demande" in answer.text


# Prepared before the opening

WAITS = {"can_send": False, "why": "not_open_yet", "opens_at": "2026-04-04T17:00:00Z"}
SENDING = f"/requests/{REQUEST}/sending"


def test_a_prepared_basket_may_go_by_itself_at_the_opening(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", draft(line(LEO, "LUNCH", **WAITS)))
    opening.answer("bookings", "PUT", SENDING, None)
    page = read(camille.get(f"/reserver/{REQUEST}/recapitulatif"))
    assert "À l’ouverture, samedi 4 avril 2026 à 19 h" in page.words
    assert "un par un, dans l’ordre où ils ont été demandés" in page.words

    answer = camille.post(f"/reserver/{REQUEST}/envoi", data={"envoi": "auto", "regles": "yes"})

    assert answer.location == f"/reserver/{REQUEST}/recapitulatif#ouverture"
    (call,) = opening.asked("PUT", SENDING)
    assert call.asked["json"] == {"automatic": True, "accept_rules": True}


def test_a_basket_that_goes_by_itself_says_its_place_and_can_be_taken_back(
    camille: FlaskClient, opening: Services
) -> None:
    automatic = {"since": "2026-03-28T09:00:00Z", "place": 12}
    told = draft(line(LEO, "LUNCH", **WAITS), automatic=automatic, rules_accepted=True)
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", told)
    opening.answer("bookings", "PUT", SENDING, None)

    words = read(camille.get(f"/reserver/{REQUEST}/recapitulatif")).words
    camille.post(f"/reserver/{REQUEST}/envoi", data={"envoi": "moi"})

    assert "Vos choix partiront tout seuls" in words
    assert "Votre place dans l’ordre des envois : 12" in words
    (call,) = opening.asked("PUT", SENDING)
    assert call.asked["json"] == {"automatic": False, "accept_rules": False}


def test_rules_accepted_beforehand_leave_one_click(camille: FlaskClient, opening: Services) -> None:
    told = draft(line(MIA, "LUNCH"), rules_accepted=True)
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", told)

    page = read(camille.get(f"/reserver/{REQUEST}/recapitulatif"))

    assert "Règlement accepté" in page.words and "accept" not in page.ids


def test_an_automatic_sending_that_failed_is_told(camille: FlaskClient, opening: Services) -> None:
    told = draft(line(MIA, "LUNCH"), rules_accepted=True, sending_failed="file_not_approved")
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", told)

    words = read(camille.get(f"/reserver/{REQUEST}/recapitulatif")).words

    assert "L’envoi automatique n’a pas pu se faire." in words


def test_the_rules_are_accepted_before_anything_goes_by_itself(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", draft(line(LEO, "LUNCH", **WAITS)))
    opening.answer("bookings", "PUT", SENDING, Refusal("rules_not_accepted", {}))

    answer = camille.post(f"/reserver/{REQUEST}/envoi", data={"envoi": "auto"})

    assert answer.status_code == 422 and "Cochez la case du règlement" in answer.text
