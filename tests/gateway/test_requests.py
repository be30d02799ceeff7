"""What was sent: one receipt for good, and an answer with its reason to every line."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from tests.gateway.bookable import (
    NEXT_REQUEST,
    REQUEST,
    choice,
    draft,
    facilities,
    line,
    opening_evening,
    sent,
)
from tests.gateway.conftest import at
from tests.gateway.reading import read
from tests.gateway.recorded import LEO, MIA, Services

DECIDED = {"decided_at": "2026-05-04T12:05:00Z", "decided_by_name": "Grandir Ensemble"}


@pytest.fixture
def opening(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    at(monkeypatch, datetime(2026, 4, 3, 17, 7, tzinfo=UTC))
    return opening_evening(services)


def test_the_receipt_says_when_to_the_second_and_what_the_rank_means(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", sent(line(MIA, "LUNCH", "REQUESTED")))

    page = read(camille.get(f"/demandes/{REQUEST}/recu"))

    assert "Demande bien reçue Merci Camille." in page.words
    assert "Référence D-2026-4127XX" in page.words
    assert "Reçue le vendredi 3 avril 19 h 06 min 12 s" in page.words
    assert "Rang d’arrivée 213 e" in page.words
    assert "ordre d’arrivée parmi toutes les demandes" in page.words
    assert "Maternelle Les Tilleuls : midi (cantine), 60 places." in page.words


def test_the_receipt_says_what_is_still_to_be_sent(camille: FlaskClient, opening: Services) -> None:
    later = [{"child_id": LEO, "opens_at": "2026-04-04T17:00:00Z"}]
    asked = sent(line(MIA, "LUNCH", "REQUESTED"), later=later, next_request_id=NEXT_REQUEST)
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", asked)

    page = read(camille.get(f"/demandes/{REQUEST}/recu"))

    assert "Reste à envoyer : Léo À partir du samedi 4 avril 2026 à 19 h" in page.words
    assert page.link("Voir ces choix") == f"/reserver/{NEXT_REQUEST}/recapitulatif"


def test_giving_days_back_needs_no_answer(camille: FlaskClient, opening: Services) -> None:
    back = {"facility_id": "tilleuls", "day": "2026-11-13", **choice(MIA, "LUNCH")}
    asked = sent(status="DECIDED", kind="ONE_OFF", cancellations=[back])
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", asked)

    page = read(camille.get(f"/demandes/{REQUEST}/recu"))

    assert "Annulation enregistrée" in page.words
    assert "La place est rendue" in page.words
    assert "parmi toutes les demandes" not in page.words


@pytest.mark.parametrize("page", ("", "/recu"))
def test_a_draft_has_no_receipt(camille: FlaskClient, opening: Services, page: str) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", draft(line(MIA, "LUNCH")))

    assert camille.get(f"/demandes/{REQUEST}{page}").location == "/reserver"


def test_every_line_has_its_state_and_a_refusal_its_reason(
    camille: FlaskClient, opening: Services
) -> None:
    full = {"reason": "slot_full", "capacity": 56, "taken": 56, "full_on": "2026-05-04"}
    asked = sent(
        line(MIA, "LUNCH", "ACCEPTED", **DECIDED),
        line(MIA, "EVENING", "REFUSED", **full, **DECIDED, message="Une place au matin ?"),
        line(LEO, "LUNCH", "REFUSED", reason="no_staff", **DECIDED),
        line(LEO, "EVENING", "REQUESTED"),
    )
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", asked)

    words = read(camille.get(f"/demandes/{REQUEST}")).words

    assert "1 accepté, 2 refusés et 1 sans réponse." in words
    assert "2 lundis, du 7 septembre 2026 au 14 septembre 2026" in words
    assert "Complet le lundi 4 mai 2026 : 56 places sur 56. Une place au matin ?" in words
    assert "Il manque des encadrants" in words
    assert "Décidé le lundi 4 mai 2026 à 14 h 05 par Grandir Ensemble. Réservé" in words
    assert (
        "Tous les lundis : soir 2 lundis, du 7 septembre 2026 au 14 septembre 2026 Demandé" in words
    )


def test_what_is_booked_says_until_when_a_day_of_it_can_be_given_back(
    camille: FlaskClient, opening: Services
) -> None:
    rule = {
        "anchor": "WORKING_DAYS",
        "before": 2,
        "on": None,
        "at": "09:00",
        "acts": ["CANCEL"],
        "weekdays": [],
        "skipping": [],
        "consequence": "REFUSE",
        "surcharge": None,
    }
    there = facilities()
    for slot in there[1]["slot_types"]:
        slot["deadlines"] = [rule]
    opening.answer("bookings", "GET", "/facilities", {"facilities": there})
    booked = sent(line(MIA, "LUNCH", "ACCEPTED", **DECIDED), line(MIA, "EVENING", "REQUESTED"))
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", booked)

    words = read(camille.get(f"/demandes/{REQUEST}")).words

    assert (
        "Cantine Au plus tard 2 jours ouvrés avant, à 9 h. Ensuite, ce jour reste facturé." in words
    )
    assert "s’ouvrent à la fin des réservations à l’année, jeudi 30 avril à 23 h 59." in words


def test_a_change_that_came_too_late_is_told(camille: FlaskClient, opening: Services) -> None:
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", sent(line(MIA, "LUNCH", "REQUESTED")))

    words = read(camille.get(f"/demandes/{REQUEST}?deja")).words

    assert "Cette demande était déjà envoyée. Votre dernier changement n’a pas été pris" in words


def test_the_list_has_the_draft_first_then_what_was_sent(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "GET", "/requests/draft", draft(line(LEO, "LUNCH")))
    without_dates = line(MIA, "LUNCH", "ACCEPTED")
    del without_dates["dates"]
    requests = {"requests": [sent(without_dates, status="DECIDED")]}
    opening.answer("bookings", "GET", "/requests", requests)

    page = read(camille.get("/demandes"))

    assert page.link("La continuer") == f"/reserver/{REQUEST}/recapitulatif"
    assert page.link("Maternelle Les Tilleuls, à l’année") == f"/demandes/{REQUEST}"
    assert "N° D-2026-4127XX · envoyée le vendredi 3 avril 2026 à 19 h 06" in page.words
    assert "1 accepté Réponse donnée" in page.words


def test_a_receipt_says_that_the_basket_went_by_itself(
    camille: FlaskClient, opening: Services
) -> None:
    told = sent(line(MIA, "LUNCH", "REQUESTED"), automatic_sending=True)
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", told)

    words = read(camille.get(f"/demandes/{REQUEST}/recu")).words

    assert "Elle est partie toute seule à l’ouverture, comme vous l’aviez choisi." in words


def test_lines_say_what_the_family_wished(camille: FlaskClient, opening: Services) -> None:
    monday, thursday = line(MIA, "LUNCH", "REQUESTED"), line(MIA, "EVENING", "REQUESTED")
    alternatives = [{"wanted": [monday["line_id"]], "instead": [thursday["line_id"]]}]
    bundles = [{"line_ids": [monday["line_id"], "of a sibling"]}]
    told = sent(monday, thursday, alternatives=alternatives, bundles=bundles)
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", told)

    words = read(camille.get(f"/demandes/{REQUEST}")).words

    assert "Seulement à la place de : lundi." in words
    assert "Avec ses frères et sœurs, ou pas du tout." in words
