"""A week, a year, a list and the family's own calendar: every day's state in words."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from shared.web.client import NotThere
from tests.gateway.bookable import winter_morning
from tests.gateway.conftest import at
from tests.gateway.reading import read
from tests.gateway.recorded import CAMILLE, LEO, MIA, Services, entry, planned, planning


@pytest.fixture
def winter(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    at(monkeypatch, datetime(2026, 11, 12, 7, 15, tzinfo=UTC))
    return winter_morning(services)


def days() -> list[dict[str, Any]]:
    return [
        planned("2026-11-09"),
        planned("2026-11-10", entry(LEO, "LUNCH")),
        planned("2026-11-11", status="PUBLIC_HOLIDAY") | {"label": "Armistice"},
        planned("2026-11-12", entry(LEO, "LUNCH"), entry(MIA, "EVENING", "REQUESTED")),
        planned("2026-11-13", entry(LEO, "LUNCH", cancel_until="2026-11-12T17:00:00Z")),
    ]


def test_a_week_shows_all_children_with_their_states_and_deadlines(
    camille: FlaskClient, winter: Services
) -> None:
    winter.answer("bookings", "GET", "/planning/days", {"today": "2026-11-12", "days": days()})

    page = read(camille.get("/planning/semaine"))

    assert "Semaine du 9 novembre" in page.words
    assert "Jeudi 12 novembre" in page.words and "Mia, soir Demandé" in page.words
    assert "Léo, midi Réservé" in page.words
    assert "À annuler jusqu’à ce soir à 18 h." in page.words
    assert "Férié : Armistice" in page.words and "Rien de prévu" in page.words
    assert page.link("Modifier cette semaine") == "/reserver/semaine?lundi=2026-11-09"
    assert page.link("Semaine d’après") == "/planning/semaine?jour=2026-11-16"
    (call,) = winter.asked("GET", "/planning/days")
    assert call.asked["params"] == {"first": "2026-11-09", "last": "2026-11-13"}


def test_words_that_were_made_once_are_those_of_the_reader(
    camille: FlaskClient, winter: Services
) -> None:
    winter.answer("bookings", "GET", "/planning/days", {"today": "2026-11-12", "days": days()})

    for _again in range(2):
        camille.set_cookie("language", "fr")
        words = read(camille.get("/planning/semaine")).words
        assert "Léo, midi Réservé" in words and "Jeudi 12 novembre" in words
        camille.set_cookie("language", "en")
        words = read(camille.get("/planning/semaine")).words
        assert "Booked" in words and "Réservé" not in words and "Thursday 12 November" in words


def test_a_week_that_is_none_does_not_exist(camille: FlaskClient, winter: Services) -> None:
    assert camille.get("/planning/semaine?jour=hier").status_code == 404


def test_the_list_reads_from_top_to_end(camille: FlaskClient, winter: Services) -> None:
    winter.answer("bookings", "GET", "/planning", planning("2026-11", *days()))

    answer = camille.get("/planning/liste")

    words = read(answer).words
    assert "Vendredi 13 novembre Léo, midi" in words
    assert "de 11 h 45 à 13 h 45, École Jean-de-La-Fontaine" in words
    assert 'value="la-fontaine 2026-11-13"' in answer.text


def test_a_year_at_a_glance_says_each_day_in_words_and_signs(
    camille: FlaskClient, winter: Services
) -> None:
    def shown(day: str, status: str = "OPEN", *states: tuple[str, str]) -> dict[str, Any]:
        entries = [{"child_id": LEO, "slot_type": s, "state": state} for s, state in states]
        return {"day": day, "status": status, "label": "Armistice", "entries": entries}

    year = {
        "school_year": "2026-2027",
        "previous": None,
        "next": None,
        "today": "2026-11-12",
        "days": [
            shown("2026-11-10", "OPEN", ("LUNCH", "ACCEPTED"), ("EVENING", "REFUSED")),
            shown("2026-11-11", "PUBLIC_HOLIDAY"),
            shown("2026-12-01", "OPEN"),
        ],
    }
    winter.answer("bookings", "GET", "/planning/year", year)

    page = read(camille.get(f"/planning/annee?enfant={LEO}"))

    assert "mardi 10 novembre : Midi réservé, Soir refusé" in page.words
    assert "✓ Mi" in page.words and "✕ So" in page.words
    assert "mercredi 11 novembre : Férié : Armistice" in page.words
    assert "Novembre 2026 1 jour" in page.words


def test_a_year_that_nobody_announced_does_not_exist(
    camille: FlaskClient, winter: Services
) -> None:
    winter.answer("bookings", "GET", "/planning/year", NotThere("/planning/year"))

    assert camille.get("/planning/annee?annee=1999-2000").status_code == 404
    assert camille.get("/planning/annee").location == "/planning"


SECRET = "unGuessable-0123456789"


def test_a_family_gets_a_link_for_its_calendar_and_takes_it_back(
    camille: FlaskClient, winter: Services
) -> None:
    winter.answer("bookings", "GET", "/calendar-feed", {"secret": None, "opened_at": None})
    winter.answer("bookings", "POST", "/calendar-feed", {"secret": SECRET})
    winter.answer("bookings", "DELETE", "/calendar-feed", None)
    assert "Créer mon lien" in read(camille.get("/agenda")).words
    assert camille.post("/agenda").location == "/agenda"

    opened = {"secret": SECRET, "opened_at": "2026-11-12T07:15:00Z"}
    winter.answer("bookings", "GET", "/calendar-feed", opened)
    page = read(camille.get("/agenda"))

    assert page.link("Ajouter à mon agenda").startswith("webcal://")
    assert f"/agenda/{SECRET}.ics" in page.words
    assert camille.post("/agenda/fin").location == "/agenda"
    assert winter.asked("DELETE", "/calendar-feed")


def test_a_calendar_program_reads_first_names_hours_and_states(
    visitor: FlaskClient, winter: Services
) -> None:
    def told(child_id: str, day: str, state: str) -> dict[str, str]:
        return {
            "child_id": child_id,
            "facility": "École Jean-de-La-Fontaine",
            "slot_type": "LUNCH",
            "day": day,
            "starts": "11:45",
            "ends": "13:45",
            "state": state,
        }

    feed = {
        "account_id": CAMILLE,
        "entries": [
            told(LEO, "2026-11-13", "ACCEPTED"),
            told(MIA, "2026-11-16", "REQUESTED"),
            told(LEO, "2026-06-16", "CANCELLED"),
        ],
    }
    winter.answer("bookings", "POST", "/calendar-feed/entries", feed)

    answer = visitor.get(f"/agenda/{SECRET}.ics")

    assert answer.content_type == "text/calendar; charset=utf-8"
    events = list(Calendar.from_ical(answer.data).walk("VEVENT"))
    assert [str(it["SUMMARY"]) for it in events] == [
        "Léo, midi",
        "Mia, midi (demandé)",
        "Léo, midi",
    ]
    assert [str(it["STATUS"]) for it in events] == ["CONFIRMED", "TENTATIVE", "CANCELLED"]
    starts = [it["DTSTART"].dt.isoformat() for it in events]
    assert starts[0] == "2026-11-13T10:45:00+00:00"
    assert starts[2] == "2026-06-16T09:45:00+00:00"  # summer time
    assert len({str(it["UID"]) for it in events}) == 3 and "Martin" not in answer.text


def test_a_link_that_is_none_reads_nothing(visitor: FlaskClient, winter: Services) -> None:
    assert visitor.get("/agenda/autre.ics").status_code == 404
