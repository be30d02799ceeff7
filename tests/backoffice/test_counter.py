"""Booking at the desk: the rules hold, or staff say why not."""

from flask.testing import FlaskClient

from shared.web.client import Refusal
from tests.backoffice.reading import words_of
from tests.backoffice.recorded import LEO, MARTIN, Services

DESK = f"/familles/{MARTIN}/guichet"
REQUEST = "5eed0000-0000-4000-8000-0000000000d5"
FORM = {
    "demande": REQUEST,
    "enfant": LEO,
    "site": "tilleuls",
    "jour": "2026-11-16",
    "accueil": ["LUNCH", "EVENING"],
}


def test_days_are_booked_for_a_family_and_its_request_is_shown(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("bookings", "POST", "/desk/bookings", {"request_id": REQUEST})

    page = nadia.get(DESK)
    sent = nadia.post(DESK, data=FORM)

    assert "Léo Martin" in words_of(page)
    assert sent.headers["Location"] == f"/demandes/{REQUEST}"
    (asked,) = services.asked("POST", "/desk/bookings")
    assert [it["slot_type"] for it in asked.json["days"]] == ["LUNCH", "EVENING"]
    assert (asked.json["household_id"], asked.json["reason"]) == (MARTIN, None)


def test_a_rule_in_the_way_asks_for_the_reason(nadia: FlaskClient, services: Services) -> None:
    refusal = Refusal("deadline_passed", {"rules": ["deadline_passed"]})
    services.answer("bookings", "POST", "/desk/bookings", refusal)

    page = nadia.post(DESK, data=FORM)

    assert page.status_code == 409
    assert "Le délai pour ce jour est passé. Pour réserver quand même" in words_of(page)
    assert f'value="{REQUEST}"' in page.text and 'value="2026-11-16"' in page.text


def test_a_full_day_stays_full(nadia: FlaskClient, services: Services) -> None:
    services.answer("bookings", "POST", "/desk/bookings", Refusal("slot_full", {}))

    page = nadia.post(DESK, data=FORM | {"motif": "Urgence"})

    assert page.status_code == 409
    assert "Complet ce jour-là : rien n’a été réservé." in words_of(page)


def test_what_is_missing_is_said_and_nothing_is_sent(
    nadia: FlaskClient, services: Services
) -> None:
    page = nadia.post(DESK, data={"demande": REQUEST, "jour": "demain"})

    assert page.status_code == 422
    said = words_of(page)
    assert "Choisissez l’enfant" in said and "Cochez au moins un accueil" in said
    assert services.asked("POST", "/desk/bookings") == []
