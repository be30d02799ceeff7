"""Staff close and reopen days; families and billing hear exactly what changed."""

import pytest

from shared.contracts import bookings
from tests.bookings.strasbourg import LEO, MARTIN, MIA, NOE, OTHER_REQUEST, REQUEST, paris
from tests.bookings.town import MONDAY, school_year, slot_type, tilleuls

LUNCH = "LUNCH"
YEAR = "/school-years/2026-2027"
STRIKE = {"name": "Grève", "first": MONDAY, "last": MONDAY, "kind": "STRIKE"}


@pytest.fixture
def booked(strasbourg, move_clock):
    """Mia and Noé have lunch every Monday; Léo's Mondays wait. It is the summer before."""
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH), (LEO, LUNCH)]})
    strasbourg.send(strasbourg.sacha, OTHER_REQUEST, {MONDAY: [(NOE, LUNCH)]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None), (OTHER_REQUEST, "1", "ACCEPT", None))
    move_clock(paris("2026-08-20 10:00"))
    return strasbourg


def ask(strasbourg, path, closure=STRIKE):
    answer = strasbourg.nadia.post(f"{YEAR}/{path}", json=closure)
    assert answer.status_code == 200, answer.json
    return answer.json


def taken(strasbourg, day=MONDAY):
    slots = strasbourg.nadia.get(f"/occupancy/{day}").json["facilities"][0]["slots"]
    return next((it["taken"] for it in slots if it["slot_type"] == LUNCH), None)


def days_of(strasbourg, month="2026-09"):
    planning = strasbourg.camille.get(f"/planning?month={month}").json
    return [
        (day["day"], entry["state"])
        for day in planning["days"]
        for entry in day["entries"]
        if entry["child_id"] == str(MIA)
    ]


def test_a_strike_is_previewed_before_it_is_declared(booked):
    before = ask(booked, "closures/preview")

    assert before == {"families": 2, "gone": 2, "added": 0}  # Léo is not booked yet
    assert booked.service.published(bookings.BookingDaysChanged) == []
    assert taken(booked) == 2


def test_a_strike_takes_the_places_back_and_tells_each_family_its_days(booked):
    done = ask(booked, "closures")

    assert (done["families"], done["gone"]) == (2, 2)
    told = booked.service.published(bookings.BookingDaysChanged)
    assert {it.household_id for it in told} > {MARTIN}
    martin = next(it for it in told if it.household_id == MARTIN)
    assert (martin.cause, martin.name) == ("STRIKE", "Grève")
    assert [(it.child_id, [d.isoformat() for d in it.gone]) for it in martin.lines] == [
        (MIA, [MONDAY])
    ]
    assert (MONDAY, "ACCEPTED") not in days_of(booked)
    assert ("2026-09-14", "ACCEPTED") in days_of(booked)


def test_who_waits_for_an_answer_asks_for_one_day_less(booked):
    ask(booked, "closures")
    booked.decide((REQUEST, "2", "ACCEPT", None))

    (decided,) = [
        it for it in booked.service.published(bookings.BookingDecided) if it.household_id == MARTIN
    ]
    assert MONDAY not in [d.isoformat() for d in decided.lines[1].dates]
    assert taken(booked, "2026-09-14") == 3


def test_a_strike_called_off_gives_the_day_back(booked):
    ask(booked, "closures")
    before = ask(booked, "reopenings/preview")
    done = ask(booked, "reopenings")

    assert before["families"] == 2
    assert (done["added"], done["gone"]) == (2, 0)
    assert taken(booked) == 2
    assert (MONDAY, "ACCEPTED") in days_of(booked)
    told = booked.service.published(bookings.BookingDaysChanged)
    assert [d.isoformat() for d in told[-1].lines[0].added] == [MONDAY]


def test_a_day_that_is_open_again_goes_only_to_whom_there_is_a_place_for(booked):
    ask(booked, "closures")
    one_place = tilleuls(slot_types=[slot_type(LUNCH, capacity=1)])
    booked.describe("/facilities/tilleuls", one_place)
    done = ask(booked, "reopenings")

    assert done["added"] == 1
    told = booked.service.published(bookings.BookingDaysChanged)[-2:]
    by_day = [(len(it.lines[0].added), len(it.lines[0].full)) for it in told]
    assert sorted(by_day) == [(0, 1), (1, 0)]
    assert taken(booked) == 1


def test_a_single_day_that_waits_is_refused_when_its_day_closes(strasbourg, move_clock):
    move_clock(paris("2026-09-02 10:00"))
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    ask(strasbourg, "closures")

    (decided,) = strasbourg.service.published(bookings.BookingDecided)
    assert (decided.lines[0].decision, decided.lines[0].reason) == ("REFUSED", "day_closed")


def test_closing_twice_changes_nothing_more(booked):
    ask(booked, "closures")

    assert ask(booked, "closures") == {"families": 0, "gone": 0, "added": 0}


def test_the_year_described_anew_keeps_what_staff_closed_and_moves_days_too(booked):
    ask(booked, "closures")
    holiday = {"name": "Pont", "day": "2026-09-14"}
    year = school_year()
    booked.describe(YEAR, year | {"public_holidays": [*year["public_holidays"], holiday]})

    months = booked.nadia.get(f"{YEAR}/calendar").json["months"]
    september = {it["day"]: it["status"] for it in months[0]["days"]}
    assert (september[MONDAY], september["2026-09-14"]) == ("CLOSED", "PUBLIC_HOLIDAY")
    told = booked.service.published(bookings.BookingDaysChanged)[-1]
    assert (told.cause, [d.isoformat() for d in told.lines[0].gone]) == ("CALENDAR", ["2026-09-14"])


def test_days_outside_the_year_are_refused_and_families_may_not_close_anything(booked):
    outside = STRIKE | {"first": "2020-01-01", "last": "2020-01-01"}

    assert booked.nadia.post(f"{YEAR}/closures", json=outside).json["code"] == "outside_school_year"
    assert booked.camille.post(f"{YEAR}/closures", json=STRIKE).status_code == 403


EASTER = "2027-03-29"  # a Monday


def test_an_extra_day_is_given_to_who_has_that_weekday_and_taken_back_again(booked):
    extra = {"name": "Ouverture exceptionnelle", "first": EASTER, "last": EASTER}

    before = ask(booked, "extra-days/preview", extra)
    assert before == {"families": 2, "gone": 0, "added": 2}
    assert taken(booked, EASTER) is None
    assert ask(booked, "extra-days", extra) == before
    assert taken(booked, EASTER) == 2
    told = booked.service.published(bookings.BookingDaysChanged)[-1]
    assert (told.cause, [d.isoformat() for d in told.lines[0].added]) == ("CALENDAR", [EASTER])

    assert ask(booked, "extra-days/removal/preview", extra)["gone"] == 2
    assert ask(booked, "extra-days/removal", extra)["gone"] == 2
    assert (EASTER, "ACCEPTED") not in days_of(booked, "2027-03")


def test_revised_holidays_are_previewed_and_each_family_is_told_what_it_lost_and_won(booked):
    year = booked.nadia.get(f"{YEAR}/calendar").json
    asked = {
        name: year[name]
        for name in ("starts_on", "ends_on", "regular_cutoff_at", "public_holidays", "seen")
    }
    asked["public_holidays"] = [it for it in year["public_holidays"] if it["day"] != EASTER]
    bridge = {"name": "Pont", "first": MONDAY, "last": MONDAY}
    asked["holidays"] = [*year["holidays"], bridge]

    before = ask(booked, "revision/preview", asked)
    done = ask(booked, "revision", asked)

    assert before == done == {"families": 2, "gone": 2, "added": 2}
    told = next(
        it
        for it in booked.service.published(bookings.BookingDaysChanged)
        if it.household_id == MARTIN
    )
    (line,) = told.lines
    assert ([d.isoformat() for d in line.gone], [d.isoformat() for d in line.added]) == (
        [MONDAY],
        [EASTER],
    )
    again = booked.nadia.post(f"{YEAR}/revision", json=asked)
    assert (again.status_code, again.json["code"]) == (409, "changed_elsewhere")


def test_the_calendar_tells_who_changed_it(booked):
    ask(booked, "closures")

    changes = booked.nadia.get(f"{YEAR}/calendar").json["changes"]

    assert [(it["what"], it["actor"][:5]) for it in changes] == [
        ("closed", "staff"),
        ("described", "opera"),
    ]
    assert changes[0]["name"] == "Grève"
