"""« Mon enfant sera absent »: said once, with a certificate until its delay is over."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.web.client import NotThere, Refusal
from tests.gateway.bookable import winter_morning
from tests.gateway.conftest import at
from tests.gateway.reading import read
from tests.gateway.recorded import LEO, Services, entry, planned

DAY = "2026-11-12"
PATH = f"/absences/{LEO}/{DAY}"
LUNCH = {"facility_id": "tilleuls", "slot_type": "LUNCH"}


@pytest.fixture
def morning(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    at(monkeypatch, datetime(2026, 11, 12, 7, 15, tzinfo=UTC))
    return winter_morning(services)


def booked(absence: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "over": False,
        "certificate_days": 7,
        "withdraw_until": "2026-11-12T08:00:00Z",
        "booked": [LUNCH | {"free_until": None}],
        "absence": absence,
    } | changes


def absent(status: str = "DECLARED", **changes: Any) -> dict[str, Any]:
    return {
        "absence_id": "5eed0000-0000-4000-8000-0000000000aa",
        "slots": [LUNCH],
        "status": status,
        "certificate_until": "2026-11-19T23:00:00Z",
        "document_id": None,
        "content_type": None,
        "reason": None,
    } | changes


def test_a_day_that_cannot_be_cancelled_any_more_offers_to_report_an_absence(
    camille: FlaskClient, morning: Services
) -> None:
    told = entry(LEO, "LUNCH", may_tell_absence=True)
    days = [planned(DAY, told), planned("2026-11-13", entry(LEO, "LUNCH"))]
    morning.answer("bookings", "GET", "/planning/days", {"today": DAY, "days": days})

    page = read(camille.get("/planning/semaine"))

    assert page.words.count("Signaler une absence") == 1
    assert page.link("Signaler une absence Léo, midi, jeudi 12 novembre") == PATH


def test_the_page_says_what_an_absence_costs_and_it_is_declared_by_one_click(
    camille: FlaskClient, morning: Services
) -> None:
    morning.answer("bookings", "GET", PATH, booked())
    morning.answer("bookings", "PUT", PATH, {})

    page = read(camille.get(PATH))
    sent = camille.post(PATH)

    assert "Avec un certificat envoyé dans les 7 jours qui suivent et accepté" in page.words
    assert (sent.status_code, sent.location) == (303, PATH)
    assert len(morning.asked("PUT", PATH)) == 1


def test_the_certificate_is_sent_and_may_be_replaced(
    camille: FlaskClient, morning: Services
) -> None:
    morning.answer("bookings", "GET", PATH, booked(absent()))
    morning.answer("bookings", "POST", f"{PATH}/certificate", {})
    file = {"file": (io.BytesIO(b"%PDF"), "c.pdf")}

    nothing = camille.post(f"{PATH}/certificat")
    sent = camille.post(f"{PATH}/certificat", data=file)
    morning.answer("bookings", "GET", PATH, booked(absent("CERTIFICATE_SENT")))

    assert nothing.status_code == 422
    assert (sent.status_code, sent.location) == (303, PATH)
    assert "Remplacer le certificat" in read(camille.get(PATH)).words


def test_a_refused_certificate_says_why_and_a_late_one_is_not_asked_for(
    camille: FlaskClient, morning: Services
) -> None:
    refused = absent("CERTIFICATE_REFUSED", reason="UNREADABLE")
    morning.answer("bookings", "GET", PATH, booked(refused))
    page = read(camille.get(PATH))
    late = absent(certificate_until="2026-11-11T23:00:00Z")
    morning.answer("bookings", "GET", PATH, booked(late))

    assert "Nous n’avons pas réussi à le lire." in page.words
    assert "Envoyer le certificat" not in read(camille.get(PATH)).words


def test_a_refusal_is_said_on_the_page_and_another_child_has_none(
    camille: FlaskClient, morning: Services
) -> None:
    morning.answer("bookings", "GET", PATH, booked())
    until = {"until": "2026-11-12T17:00:00+00:00"}
    morning.answer("bookings", "PUT", PATH, Refusal("can_be_cancelled", until))

    answer = camille.post(PATH)

    assert answer.status_code == 409
    assert "sans frais, jusqu’à jeudi 12 novembre" in read(answer).words
    assert camille.get(f"/absences/{LEO}/someday").status_code == 404
    assert camille.get(f"/absences/5eed0000-0000-4000-8000-0000000000ff/{DAY}").status_code == 404
    morning.answer("bookings", "GET", PATH, NotThere())
    assert camille.get(PATH).status_code == 404


def test_until_the_meals_are_counted_an_absence_can_be_withdrawn(
    camille: FlaskClient, morning: Services
) -> None:
    morning.answer("bookings", "GET", PATH, booked(absent()))
    morning.answer("bookings", "DELETE", PATH, booked())

    words = read(camille.get(PATH)).words
    answer = camille.post(f"{PATH}/retrait")

    assert "Léo vient finalement ? Retirer l’absence" in words
    assert "Possible jusqu’à aujourd’hui à 9 h : ensuite, les repas sont comptés." in words
    assert (answer.status_code, answer.location) == (303, f"{PATH}?retiree")
    morning.answer("bookings", "GET", PATH, booked())
    assert (
        "L’absence est retirée : nous attendons Léo comme prévu."
        in read(camille.get(answer.location)).words
    )


def test_afterwards_it_is_too_late_to_withdraw(camille: FlaskClient, morning: Services) -> None:
    morning.answer("bookings", "GET", PATH, booked(absent(), withdraw_until="2026-11-12T07:00:00Z"))
    morning.answer("bookings", "DELETE", PATH, Refusal("too_late_to_withdraw", {}))

    assert "Retirer l’absence" not in read(camille.get(PATH)).words
    refused = read(camille.post(f"{PATH}/retrait"))
    assert "Les repas de ce jour sont déjà comptés." in refused.words


def test_when_the_delay_is_over_the_page_says_so_and_offers_help(
    camille: FlaskClient, morning: Services
) -> None:
    morning.answer("bookings", "GET", PATH, booked(absent("UNEXCUSED"), over=True))

    words = read(camille.get(PATH)).words

    assert "Non justifiée" in words
    assert "Le délai pour envoyer un certificat est passé : ce jour est facturé." in words
    assert "Envoyer le certificat" not in words
