"""A home tells when its child lives there, and the year's booking follows."""

from datetime import date
from uuid import UUID

from shared.contracts import bookings
from tests.bookings.strasbourg import LEO, MIA, NOE, REQUEST, paris
from tests.bookings.town import MONDAY

PATH = f"/custody/{MIA}"
ODD = {"weeks": "ODD", "first_halves": None, "exceptions": []}


def book(strasbourg):
    """Mia's Monday lunches, as custody goes; the request as it was sent."""
    week = {
        "request_id": str(UUID(int=0xE1)),
        "seen": 0,
        "choices": [
            {
                "child_id": str(MIA),
                "facility_id": "tilleuls",
                "slot_type": "LUNCH",
                "day": "2026-08-31",
            }
        ],
        "patterns": [{"child_id": str(MIA), "weeks": "CUSTODY"}],
    }
    return strasbourg.camille.put("/week", json=week)


def test_a_year_follows_custody_and_another_custody_moves_what_is_booked(strasbourg, move_clock):
    assert book(strasbourg).json["code"] == "no_custody_calendar"
    assert strasbourg.camille.put(PATH, json=ODD).json == {"gone": 0, "added": 0}
    draft = book(strasbourg).json["request_id"]
    assert strasbourg.submit(strasbourg.camille, draft).status_code == 200
    strasbourg.decide((draft, "1", "ACCEPT", None))
    (decided,) = strasbourg.service.published(bookings.BookingDecided)
    (line,) = decided.lines
    assert line.weeks == "CUSTODY"
    assert {day.isocalendar().week % 2 for day in line.dates} == {1}

    move_clock(paris("2026-09-13 18:01"))
    moved = strasbourg.camille.put(PATH, json=ODD | {"weeks": "EVEN"}).json

    (told,) = strasbourg.service.published(bookings.BookingDaysChanged)
    (change,) = told.lines
    assert told.cause == "CUSTODY"
    assert (len(change.gone), len(change.added)) == (moved["gone"], moved["added"])
    assert {day.isocalendar().week % 2 for day in change.gone} == {1}
    assert {day.isocalendar().week % 2 for day in change.added} == {0}
    assert min(change.gone) == date(2026, 9, 21)


def test_parents_separate_in_mid_year(strasbourg, move_clock):
    """Booked for every week; from January on this home keeps the odd weeks, and what was stays."""
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, "LUNCH"), (LEO, "LUNCH")]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None), (REQUEST, "2", "ACCEPT", None))
    move_clock(paris("2027-01-12 09:00"))

    kept = strasbourg.camille.put(PATH, json=ODD).json
    moved = strasbourg.camille.put(PATH, json=ODD | {"give_back": True}).json
    again = strasbourg.camille.put(PATH, json=ODD | {"give_back": True}).json

    (told,) = strasbourg.service.published(bookings.BookingDaysChanged)
    (change,) = told.lines
    assert kept == again == {"gone": 0, "added": 0}
    assert (change.child_id, len(change.gone), change.added) == (MIA, moved["gone"], ())
    assert min(change.gone) == date(2027, 1, 25)
    assert {day.isocalendar().week % 2 for day in change.gone} == {0}
    answer = strasbourg.nadia.get("/registers/2027-01-25").json
    (lunch,) = [it for it in answer["facilities"][0]["slots"] if it["slot_type"] == "LUNCH"]
    assert lunch["children"] == [str(LEO)]


def test_a_custody_calendar_is_its_own_homes_alone(strasbourg):
    strasbourg.camille.put(PATH, json=ODD)

    assert strasbourg.camille.get(PATH).json["calendar"]["weeks"] == "ODD"
    assert len(strasbourg.camille.get(PATH).json["weeks"]) == 12
    assert strasbourg.camille.get(f"/custody/{LEO}").json["calendar"] is None
    assert strasbourg.sacha.get(PATH).status_code == 404
    assert strasbourg.sacha.put(PATH, json=ODD).status_code == 404
    assert strasbourg.camille.put(f"/custody/{NOE}", json=ODD).status_code == 404
