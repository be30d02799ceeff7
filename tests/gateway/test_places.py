"""A freed place is taken or let go; a request says its rank; an answer says what it rests on."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.bookings.api.decisions import REASONS as STAFF_REASONS
from services.bookings.domain.allocation import Because
from services.bookings.domain.register import AT_THE_CANTEEN
from services.gateway.web.booking_words import BY_THE_FAMILY, NOT_REFUSED
from shared.web.client import NotThere, Refusal
from tests.gateway.bookable import REQUEST, line, sent, winter_morning
from tests.gateway.conftest import at
from tests.gateway.reading import read
from tests.gateway.recorded import MIA, Services

OFFER = "5eed0000-0000-4000-8000-0000000000f1"
MONDAYS = ["2026-11-16", "2026-11-23"]
EVIDENCE = f"/requests/{REQUEST}/lines/1/evidence"


def offer(state: str = "OPEN", **changes: Any) -> dict[str, Any]:
    return {
        "offer_id": OFFER,
        "request_id": REQUEST,
        "state": state,
        "offered_at": "2026-11-12T07:00:00Z",
        "answer_by": "2026-11-14T07:00:00Z",
        "answered_at": None,
        "lines": [
            {
                "line_id": "1",
                "child_id": MIA,
                "facility_id": "tilleuls",
                "slot_type": "LUNCH",
                "weekday": 0,
                "days": 2,
                "dates": MONDAYS,
            }
        ],
    } | changes


def evidence(**changes: Any) -> dict[str, Any]:
    return {
        "reference": "D-2026-4127XX",
        "received_at": "2026-04-03T17:06:12Z",
        "line_id": "1",
        "child_id": MIA,
        "facility_id": "tilleuls",
        "slot_type": "LUNCH",
        "weekday": 0,
        "days": 2,
        "dates": MONDAYS,
        "decision": "REFUSED",
        "reason": "slot_full",
        "message": None,
        "decided_at": "2026-05-04T08:12:00Z",
        "decided_by_name": "Grandir Ensemble",
        "rule": "BY_HAND",
        "pool_name": "Repas",
        "capacity": 60,
        "taken": 60,
        "full_on": "2026-11-16",
        "rank_then": None,
        "allocation": None,
        "appeal": ["Recours gracieux, dans les deux mois.", "Tribunal administratif."],
    } | changes


ALLOCATED = {
    "name": "Année 2026-2027",
    "mode": "PRIORITIES",
    "criteria": ["SIBLING", "LEVEL"],
    "values": [1, 0],
    "late": False,
    "rank": 213,
    "turn": 214,
    "turns": 312,
    "ticket": "D-2026-4127XX/1",
    "seed": "7 12 23 31 45 / 8",
    "seed_source": "Loto du samedi 2 mai 2026",
    "draw": "00ab",
}


@pytest.fixture
def november(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    at(monkeypatch, datetime(2026, 11, 12, 7, 15, tzinfo=UTC))
    winter_morning(services)
    services.answer("bookings", "GET", f"/offers/{OFFER}", offer())
    services.answer("bookings", "POST", f"/offers/{OFFER}/answer", offer("ACCEPTED"))
    services.answer("bookings", "GET", EVIDENCE, evidence())
    return services


def test_the_offer_says_what_until_when_and_at_what_price(
    camille: FlaskClient, november: Services
) -> None:
    page = read(camille.get(f"/places/{OFFER}"))

    assert "Une place pour Mia" in page.words
    assert "gardée pour vous jusqu’au samedi 14 novembre à 8 h" in page.words
    assert "Tous les lundis : midi" in page.words
    assert "Rien n’est réservé sans votre réponse." in page.words


@pytest.mark.parametrize(("answer", "accept"), [("accepter", True), ("laisser", False)])
def test_the_family_takes_the_place_or_lets_it_go(
    camille: FlaskClient, november: Services, answer: str, accept: bool
) -> None:
    sent_form = camille.post(f"/places/{OFFER}", data={"reponse": answer})

    assert sent_form.status_code == 302
    (asked,) = november.asked("POST", f"/offers/{OFFER}/answer")
    assert asked.json == {"accept": accept}


def test_an_answer_nobody_offers_is_asked_again(camille: FlaskClient, november: Services) -> None:
    page = camille.post(f"/places/{OFFER}", data={"reponse": "peut-être"})

    assert page.status_code == 422
    assert november.asked("POST", f"/offers/{OFFER}/answer") == []


def test_an_answer_that_comes_too_late_is_told(camille: FlaskClient, november: Services) -> None:
    november.answer("bookings", "POST", f"/offers/{OFFER}/answer", Refusal("offer_expired", {}))
    november.answer("bookings", "GET", f"/offers/{OFFER}", offer("EXPIRED"))

    page = camille.post(f"/places/{OFFER}", data={"reponse": "accepter"})

    assert page.status_code == 409
    assert "Le délai pour répondre est passé" in read(page).words
    assert "Prendre la place" not in page.text


def test_an_offer_to_answer_is_the_first_thing_to_do(
    camille: FlaskClient, november: Services
) -> None:
    november.answer("bookings", "GET", "/offers", {"offers": [offer()], "waiting": []})

    page = read(camille.get("/accueil"))

    assert "Répondre : une place s’est libérée pour Mia" in page.words


def test_who_waits_reads_the_rank_and_what_would_change_it(
    camille: FlaskClient, november: Services
) -> None:
    waiting = line(
        MIA,
        "LUNCH",
        "WAITLISTED",
        reason="slot_full",
        capacity=60,
        taken=60,
        full_on="2026-11-16",
        rank=3,
        decided_at="2026-05-04T08:12:00Z",
    )
    november.answer("bookings", "GET", f"/requests/{REQUEST}", sent(waiting, status="DECIDED"))

    page = read(camille.get(f"/demandes/{REQUEST}"))

    assert "Rang 3 sur la liste d’attente." in page.words
    assert "2 familles sont avant vous" in page.words
    assert "1 en liste d’attente" in page.words


def test_a_refusal_is_explained_in_plain_words_with_its_appeal(
    camille: FlaskClient, november: Services
) -> None:
    page = read(camille.get(f"/demandes/{REQUEST}/lignes/1"))

    assert "C’était complet le lundi 16 novembre 2026 : Repas, 60 places sur 60." in page.words
    assert "lundi 4 mai 2026 à 10 h 12, par Grandir Ensemble" in page.words
    assert "Chaque accueil est décidé l’un après l’autre, par ordre d’arrivée." in page.words
    assert "Recours gracieux, dans les deux mois. Tribunal administratif." in page.words


def test_a_lottery_is_explained_so_that_it_can_be_drawn_again(
    camille: FlaskClient, november: Services
) -> None:
    november.answer("bookings", "GET", EVIDENCE, evidence(allocation=ALLOCATED))

    page = read(camille.get(f"/demandes/{REQUEST}/lignes/1"))

    assert "au tour 214 sur 312" in page.words
    assert "un frère ou une sœur qui a déjà une place ici et le niveau" in page.words
    assert "7 12 23 31 45 / 8|D-2026-4127XX/1" in page.words


def waits(**changes: Any) -> dict[str, Any]:
    full = {"capacity": 60, "taken": 60, "full_on": "2026-11-16"}
    listed = line(MIA, "LUNCH", "WAITLISTED", reason="slot_full", rank=3, **full)
    return listed | {"line_id": "1"} | changes


DEPARTURE = f"/requests/{REQUEST}/lines/1/departure"
LEAVE = f"/demandes/{REQUEST}/lignes/1/quitter"


def test_who_waits_may_leave_the_list_and_is_told_what_is_given_up(
    camille: FlaskClient, november: Services
) -> None:
    november.answer("bookings", "GET", f"/requests/{REQUEST}", sent(waits(), status="DECIDED"))
    november.answer("bookings", "POST", DEPARTURE, {})

    assert "Quitter la liste d’attente" in read(camille.get(f"/demandes/{REQUEST}")).words
    asked = read(camille.get(LEAVE))
    left = camille.post(LEAVE)

    assert "Vous perdez votre rang (3)." in asked.words
    assert november.asked("GET", DEPARTURE) == []
    assert (left.status_code, left.location) == (303, f"/demandes/{REQUEST}")
    assert len(november.asked("POST", DEPARTURE)) == 1


def test_a_place_that_is_offered_is_answered_before_the_list_is_left(
    camille: FlaskClient, november: Services
) -> None:
    offered = sent(waits(offer_id=OFFER), status="DECIDED")
    november.answer("bookings", "GET", f"/requests/{REQUEST}", offered)
    november.answer("bookings", "POST", DEPARTURE, Refusal("place_offered", {}))

    assert "Quitter la liste" not in read(camille.get(f"/demandes/{REQUEST}")).words
    page = camille.post(LEAVE)

    assert page.status_code == 409
    assert "répondez d’abord à cette proposition" in read(page).words
    assert f"/places/{OFFER}" in page.text


REASONS = {*Because, *STAFF_REASONS, *AT_THE_CANTEEN, "day_closed"} - {Because.BY_HAND}
NOBODY_WAS_FULL = {"capacity": None, "taken": None, "full_on": None, "pool_name": ""}


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_is_a_sentence_with_its_instant_and_its_figures_or_its_appeal(
    camille: FlaskClient, november: Services, reason: str
) -> None:
    of_places = reason in ("slot_full", "bundle_not_whole")
    kept = evidence(reason=reason, **({} if of_places else NOBODY_WAS_FULL))
    november.answer("bookings", "GET", EVIDENCE, kept)

    page = read(camille.get(f"/demandes/{REQUEST}/lignes/1"))

    assert reason == "other" or "La demande n’a pas pu être acceptée" not in page.words
    assert "Décision lundi 4 mai 2026 à 10 h 12" in page.words
    assert ("le lundi 16 novembre 2026 : Repas, 60 places sur 60" in page.words) is of_places
    assert (
        "Vous n’êtes pas d’accord ? Recours gracieux, dans les deux mois. Tribunal administratif."
        in page.words
    ) is (reason not in BY_THE_FAMILY)
    assert ("Refusé" in page.words) is (reason not in NOT_REFUSED)


def test_what_the_family_chose_itself_has_no_appeal(
    camille: FlaskClient, november: Services
) -> None:
    left = evidence(reason="left_waiting_list", rule="FAMILY", appeal=["Recours gracieux."])
    november.answer("bookings", "GET", EVIDENCE, left)

    page = read(camille.get(f"/demandes/{REQUEST}/lignes/1"))

    assert "par vous" in page.words
    assert "Recours gracieux" not in page.words


def test_a_place_whose_days_close_is_no_longer_there_to_take(
    camille: FlaskClient, november: Services
) -> None:
    november.answer("bookings", "GET", f"/offers/{OFFER}", offer("WITHDRAWN"))

    page = read(camille.get(f"/places/{OFFER}"))

    assert "L’accueil est fermé ces jours-là" in page.words
    assert "Prendre la place" not in page.words


def test_another_familys_answer_is_not_there(camille: FlaskClient, november: Services) -> None:
    november.answer("bookings", "GET", EVIDENCE, NotThere("nobody"))

    assert camille.get(f"/demandes/{REQUEST}/lignes/1").status_code == 404
