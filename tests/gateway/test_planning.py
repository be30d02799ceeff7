"""« Mon planning »: never a dead end before the opening, every state in words after it."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from tests.gateway.bookable import (
    REQUEST,
    draft,
    eligibility,
    line,
    opening_evening,
    winter_morning,
)
from tests.gateway.conftest import at
from tests.gateway.reading import read
from tests.gateway.recorded import (
    LEO,
    MIA,
    Services,
    complete,
    entry,
    household,
    planned,
    planning,
)


@pytest.fixture
def opening(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    at(monkeypatch, datetime(2026, 4, 3, 17, 4, tzinfo=UTC))
    return opening_evening(services)


@pytest.fixture
def winter(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    at(monkeypatch, datetime(2026, 11, 12, 7, 15, tzinfo=UTC))
    return winter_morning(services)


def unapproved(services: Services, why: str) -> None:
    answer = eligibility()
    for child in answer["children"]:
        child |= {"can_book": False, "can_prepare": False, "why": why}
    services.answer("bookings", "GET", "/eligibility", answer)


def test_a_file_with_gaps_is_told_each_of_them_with_its_link(
    camille: FlaskClient, opening: Services
) -> None:
    unapproved(opening, "file_not_submitted")
    opening.answer("households", "GET", "/household", household())

    page = read(camille.get("/planning"))

    assert "Il manque 2 points à votre dossier." in page.words
    assert page.link("Renvoyer : Justificatif de domicile") == "/dossier/documents/home"
    assert page.link("le nom du médecin").endswith("/modifier?champ=doctor_name#doctor_name")
    assert "Réserver" not in page.links


def test_a_file_under_review_has_nothing_to_do(camille: FlaskClient, opening: Services) -> None:
    unapproved(opening, "file_under_review")
    sent = complete("SUBMITTED", submitted_at="2026-03-30T10:00:00Z")
    opening.answer("households", "GET", "/household", sent)

    page = read(camille.get("/planning"))

    assert "Votre dossier, envoyé lundi 30 mars, est en cours de vérification." in page.words
    assert "Léo Samedi 4 avril 2026 à 19 h dans 23 heures et 56 minutes" in page.words


def test_approval_that_bookings_has_not_heard_of_is_told(
    camille: FlaskClient, opening: Services
) -> None:
    unapproved(opening, "file_under_review")

    assert "Votre dossier est validé." in read(camille.get("/planning")).words


def test_each_child_has_its_own_opening(camille: FlaskClient, opening: Services) -> None:
    page = read(camille.get("/planning"))

    assert "Léo Samedi 4 avril 2026 à 19 h dans 23 heures et 56 minutes" in page.words
    assert "Mia C’est ouvert" in page.words
    assert page.link("Réserver") == "/reserver"


def test_before_every_opening_choices_can_be_prepared(
    camille: FlaskClient, opening: Services
) -> None:
    answer = eligibility()
    answer["children"][1] |= {"can_book": False, "why": "not_open_yet", "opens_at": None}
    opening.answer("bookings", "GET", "/eligibility", answer)

    page = read(camille.get("/planning"))

    assert page.link("Préparer ma demande") == "/reserver"
    assert "Mia La date n’est pas encore annoncée" in page.words


def test_a_filled_request_is_sent_by_one_button_with_its_sums_beside_it(
    camille: FlaskClient, opening: Services
) -> None:
    later = {"can_send": False, "why": "not_open_yet", "opens_at": "2026-04-04T17:00:00Z"}
    filled = draft(
        line(MIA, "LUNCH"),
        line(MIA, "EVENING"),
        line(LEO, "LUNCH") | later,
        seen=4,
        shown="digest",
        rules_accepted=True,
    )
    opening.answer("bookings", "GET", "/requests/draft", filled)

    page = read(camille.get("/planning"))
    sent = camille.post(f"/reserver/{REQUEST}/recapitulatif", data=page.hidden)

    assert "Mia 2 accueils par semaine, 4 jusqu’à la fin de l’année 13,20 €" in page.words
    assert "Les choix de Léo qui ouvrent plus tard restent en préparation." in page.words
    assert page.link("Vérifier le détail") == f"/reserver/{REQUEST}/recapitulatif"
    assert sent.location == f"/demandes/{REQUEST}/recu"
    (submission,) = opening.asked("POST", f"/requests/{REQUEST}/submission")
    assert (submission.json["seen"], submission.json["shown"]) == (4, "digest")


def test_what_comes_late_is_read_in_full_before_it_is_sent(
    camille: FlaskClient, opening: Services
) -> None:
    late = {"late": "SURCHARGE", "surcharge": {"percent": 50, "cents": 0}}
    opening.answer("bookings", "GET", "/requests/draft", draft(line(MIA, "LUNCH") | late))

    page = read(camille.get("/planning"))

    assert "Valider ma demande" not in page.words
    assert page.link("La continuer") == f"/reserver/{REQUEST}/recapitulatif"


def test_a_request_in_preparation_is_not_taken_for_a_booking(
    camille: FlaskClient, opening: Services
) -> None:
    later = {"can_send": False, "why": "not_open_yet", "opens_at": "2026-04-04T17:00:00Z"}
    opening.answer("bookings", "GET", "/requests/draft", draft(line(MIA, "LUNCH") | later))

    page = read(camille.get("/planning"))

    assert "Une demande est en préparation. Rien n’est encore envoyé." in page.words
    assert page.link("La continuer") == f"/reserver/{REQUEST}/recapitulatif"


def test_a_month_says_every_state_and_its_reason(camille: FlaskClient, winter: Services) -> None:
    page = read(camille.get("/planning?mois=2026-11"))

    assert winter.asked("GET", "/planning")[0].asked["params"] == {"month": "2026-11"}
    assert "mer. 11 Férié Armistice" in page.words
    assert "jeu. 12 Aujourd’hui Midi Réservé" in page.words
    assert "lun. 16 Soir Refusé Complet : 40 places sur 40" in page.words
    assert page.link("Décembre 2026") == f"/planning?mois=2026-12&enfant={LEO}"


def test_each_child_has_its_own_month(camille: FlaskClient, winter: Services) -> None:
    page = read(camille.get(f"/planning?enfant={MIA}"))

    assert "lun. 16 Midi Demandé" in page.words
    assert "Refusé Complet" not in page.words


def test_the_last_moment_to_change_a_day_is_told(camille: FlaskClient, winter: Services) -> None:
    page = read(camille.get("/planning"))

    assert "Vendredi 13 novembre se modifie jusqu’à ce soir à 18 h" in page.words


def test_while_the_year_is_booked_no_single_day_is_given_back(
    camille: FlaskClient, opening: Services
) -> None:
    booked = planned(
        "2026-09-07", entry(MIA, "LUNCH", cancel_until="2026-09-06T16:00:00Z", facility_id="t")
    )
    opening.answer("bookings", "GET", "/planning", planning("2026-09", booked))

    page = read(camille.get(f"/planning?enfant={MIA}"))

    assert "se modifie" not in page.words
    assert "Réservations à l’année jusqu’au jeudi 30 avril à 23 h 59" in page.words


def test_the_pencil_is_there_where_something_can_change(
    camille: FlaskClient, winter: Services
) -> None:
    answer = camille.get("/planning").text

    assert 'value="la-fontaine 2026-11-13"' in answer  # tomorrow, booked
    assert 'value="la-fontaine 2026-11-16"' in answer  # refused: may be asked again
    assert "la-fontaine 2026-11-12" not in answer  # today: it is too late


@pytest.mark.parametrize("month", ("2026-13", "novembre", ""))
def test_a_month_that_does_not_exist_is_not_found(
    camille: FlaskClient, winter: Services, month: str
) -> None:
    assert camille.get(f"/planning?mois={month}").status_code == 404
