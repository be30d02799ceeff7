"""Mia lives with the Martins and, from now on, with the Petits: each home books its own days."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from shared.contracts import bookings, households
from tests.bookings.strasbourg import LEO, MARTIN, MIA, PETIT, REQUEST, paris
from tests.bookings.town import MONDAY, OPERATOR, tilleuls

PATH = f"/custody/{MIA}"
PROPOSAL, SWAP = UUID(int=0x71), UUID(int=0x72)
THEIRS, LATER = UUID(int=0xF1), UUID(int=0xF2)
AFTER_THE_CUTOFF = paris("2026-09-01 10:00")
# Mondays of an odd week and of an even one: the Martins' and the Petits'.
ODD, EVEN = "2026-09-21", "2026-09-28"
ODD_WEEKS = {"weeks": "ODD", "first_halves": None, "exceptions": []}


@pytest.fixture
def homes(strasbourg):
    strasbourg.service.hear(
        households.OtherHomeJoined(
            household_id=PETIT,
            first_household_id=MARTIN,
            child_id=MIA,
            joined_at=datetime(2026, 5, 1, tzinfo=UTC),
        )
    )
    strasbourg.service.hear(
        households.ChildRegistered(
            household_id=PETIT,
            child_id=MIA,
            school_level="MATERNELLE",
            school_id="tilleuls",
            six_from=None,
        )
    )
    return strasbourg


def agree(town, starts_on="2026-09-14"):
    """The Petits propose, as they see it; the Martins agree."""
    wanted = {"proposal_id": str(PROPOSAL), "starts_on": starts_on, **ODD_WEEKS, "weeks": "EVEN"}
    assert town.sacha.post(f"{PATH}/proposals", json=wanted).status_code == 200
    agreed = town.camille.post(f"{PATH}/proposals/{PROPOSAL}/answer", json={"accept": True})
    assert agreed.status_code == 200, agreed.json


def lunch(town, who, request_id, day):
    return town.send(who, request_id, {day: [(MIA, "LUNCH")]})


def locked(town, who, request_id, day):
    page = who.get(f"/requests/{request_id}/days/{day}").json
    return next(
        it["locked"]
        for child in page["children"]
        if child["child_id"] == str(MIA)
        for it in child["slots"]
        if it["slot_type"] == "LUNCH"
    )


def there(town, day):
    answer = town.nadia.get(f"/registers/{day}").json
    (slot,) = [it for it in answer["facilities"][0]["slots"] if it["slot_type"] == "LUNCH"]
    return slot["children"]


def entry(who, day):
    entries = who.get(f"/planning?month={day[:7]}").json["days"]
    return [
        (it["slot_type"], it["state"])
        for each in entries
        if each["day"] == day
        for it in each["entries"]
        if it["child_id"] == str(MIA)
    ]


def test_until_both_agree_the_second_home_books_nothing(homes, move_clock):
    move_clock(AFTER_THE_CUTOFF)
    draft = homes.choose(homes.sacha, THEIRS, {})

    assert locked(homes, homes.sacha, draft, EVEN) == "day_of_other_home"
    page = homes.sacha.get(f"/requests/{draft}/days/{EVEN}").json
    ticked = {
        "seen": page["seen"],
        "choices": [{"child_id": str(MIA), "slot_type": "LUNCH"}],
    }
    refused = homes.sacha.put(f"/requests/{draft}/days/{EVEN}", json=ticked)
    assert (refused.status_code, refused.json["code"]) == (409, "day_of_other_home")


def test_each_home_books_its_own_days_and_none_of_the_other(homes, move_clock):
    move_clock(AFTER_THE_CUTOFF)
    agree(homes)
    mine = homes.choose(homes.camille, REQUEST, {})
    theirs = homes.choose(homes.sacha, THEIRS, {})

    assert locked(homes, homes.camille, mine, ODD) is None
    assert locked(homes, homes.camille, mine, EVEN) == "day_of_other_home"
    assert locked(homes, homes.sacha, theirs, EVEN) is None
    assert locked(homes, homes.sacha, theirs, ODD) == "day_of_other_home"


def test_a_weekday_of_the_year_is_booked_by_both_homes_without_a_day_in_common(homes):
    agree(homes)
    lunch(homes, homes.camille, REQUEST, MONDAY)
    lunch(homes, homes.sacha, THEIRS, MONDAY)
    homes.decide((REQUEST, "1", "ACCEPT", None), (THEIRS, "1", "ACCEPT", None))

    first, second = homes.service.published(bookings.BookingDecided)
    ours, others = first.lines[0].dates, second.lines[0].dates
    assert not set(ours) & set(others)
    assert {day.isocalendar().week % 2 for day in others} == {0}
    assert {day.isocalendar().week % 2 for day in ours if day >= date(2026, 9, 14)} == {1}
    assert [line.decision for line in (*first.lines, *second.lines)] == ["ACCEPTED"] * 2


def test_what_was_booked_before_is_given_back_from_the_day_both_agreed_on(homes, move_clock):
    """Parents separate in mid-year: until the first day of the calendar nothing changes."""
    lunch(homes, homes.camille, REQUEST, MONDAY)
    homes.decide((REQUEST, "1", "ACCEPT", None))
    move_clock(paris("2027-01-12 09:00"))

    agree(homes, starts_on="2027-03-01")

    (told,) = homes.service.published(bookings.BookingDaysChanged)
    (change,) = told.lines
    assert (told.household_id, told.cause, change.added) == (MARTIN, "CUSTODY", ())
    assert min(change.gone) >= date(2027, 3, 1)
    assert {day.isocalendar().week % 2 for day in change.gone} == {0}
    assert there(homes, "2027-01-25") == [str(MIA)]  # of an even week, before it
    assert there(homes, change.gone[0].isoformat()) == []


def test_what_one_home_only_asked_for_gives_back_the_days_of_the_other(homes):
    lunch(homes, homes.camille, REQUEST, MONDAY)

    agree(homes)
    homes.decide((REQUEST, "1", "ACCEPT", None))

    (decided,) = homes.service.published(bookings.BookingDecided)
    dates = [day for day in decided.lines[0].dates if day >= date(2026, 9, 14)]
    assert dates
    assert {day.isocalendar().week % 2 for day in dates} == {1}


def test_a_day_whose_deadline_is_over_stays_with_the_home_that_booked_it(homes, move_clock):
    lunch(homes, homes.camille, REQUEST, MONDAY)
    homes.decide((REQUEST, "1", "ACCEPT", None))
    move_clock(paris("2026-09-27 19:00"))  # after 18:00 of the day before the even Monday

    agree(homes, starts_on=EVEN)

    assert there(homes, EVEN) == [str(MIA)]
    assert entry(homes.camille, EVEN) == [("LUNCH", "ACCEPTED")]
    assert entry(homes.sacha, EVEN) == []


def swap(town, who, **days):
    wanted = {"swap_id": str(SWAP), **days}
    return who.post(f"{PATH}/swaps", json=wanted)


def answer(town, who, accept=True):
    return who.post(f"{PATH}/swaps/{SWAP}/answer", json={"accept": accept})


@pytest.fixture
def booked(homes, move_clock):
    """Each home has booked the lunch of its Monday; there is one place."""
    homes.describe("/facilities/tilleuls", _small())
    move_clock(AFTER_THE_CUTOFF)
    agree(homes)
    lunch(homes, homes.camille, REQUEST, ODD)
    lunch(homes, homes.sacha, THEIRS, EVEN)
    homes.decide((REQUEST, "1", "ACCEPT", None), (THEIRS, "1", "ACCEPT", None))
    return homes


def _small():
    there = tilleuls()
    for slot in there["slot_types"]:
        slot["capacity"] = 1
    return there


def test_a_swap_keeps_the_places_and_moves_who_pays(booked):
    assert swap(booked, booked.camille, gives=ODD, takes=EVEN).status_code == 200
    third = booked.send(booked.camille, LATER, {ODD: [(MIA, "LUNCH"), (LEO, "LUNCH")]})

    done = answer(booked, booked.sacha)

    assert done.status_code == 200, done.json
    assert there(booked, ODD) == there(booked, EVEN) == [str(MIA)]
    assert entry(booked.camille, ODD) == [("LUNCH", "CANCELLED")]
    assert entry(booked.camille, EVEN) == [("LUNCH", "ACCEPTED")]
    assert entry(booked.sacha, ODD) == [("LUNCH", "ACCEPTED")]
    left = booked.decide((LATER, "1", "ACCEPT", None))["left"]
    assert [it["code"] for it in left] == ["slot_full"], third
    handed = booked.service.published(bookings.PlaceHandedOver)
    assert {(it.day.isoformat(), it.from_household_id, it.household_id) for it in handed} == {
        (ODD, MARTIN, PETIT),
        (EVEN, PETIT, MARTIN),
    }
    assert booked.service.published(bookings.BookingCancelled) == []


def test_a_swapped_day_is_cancelled_by_the_home_that_has_it_now(booked):
    swap(booked, booked.camille, gives=ODD)
    answer(booked, booked.sacha)

    draft = booked.choose(booked.sacha, LATER, {ODD: []})
    assert booked.submit(booked.sacha, draft).status_code == 200

    (given_back,) = booked.service.published(bookings.BookingCancelled)
    assert (given_back.household_id, given_back.day.isoformat()) == (PETIT, ODD)
    assert there(booked, ODD) == []


def test_after_the_cut_off_a_swap_is_possible_since_as_many_meals_are_eaten(booked, move_clock):
    move_clock(paris("2026-09-20 19:00"))  # after 18:00 of the day before

    assert swap(booked, booked.camille, gives=ODD).status_code == 200
    assert answer(booked, booked.sacha).status_code == 200
    assert entry(booked.sacha, ODD) == [("LUNCH", "ACCEPTED")]


def test_an_operator_may_end_swaps_with_the_deadline(booked, move_clock):
    booked.describe("/operator", OPERATOR | {"swaps_after_deadline": False})
    move_clock(paris("2026-09-20 19:00"))

    assert swap(booked, booked.camille, gives=ODD).json["code"] == "swap_too_late"


def test_a_swap_that_nobody_answers_lapses(booked, move_clock):
    swap(booked, booked.camille, gives=ODD)
    move_clock(paris("2026-09-04 10:01"))

    booked.service.worker.timekeeper.look()

    (told,) = booked.service.published(bookings.SwapAnswered)
    assert told.answer == "LAPSED"
    assert answer(booked, booked.sacha).json["code"] == "swap_over"
    assert entry(booked.camille, ODD) == [("LUNCH", "ACCEPTED")]


def test_what_was_changed_since_a_swap_was_proposed_is_looked_at_again(booked):
    swap(booked, booked.camille, gives=ODD)
    draft = booked.choose(booked.camille, LATER, {ODD: []})
    booked.submit(booked.camille, draft)

    assert answer(booked, booked.sacha).json["code"] == "changed_elsewhere"


def test_a_home_without_an_approved_file_takes_no_booked_day(booked):
    booked.service.hear(
        households.HouseholdFileReturned(
            household_id=PETIT, reason="DOCUMENTS", rejected_documents=()
        )
    )
    swap(booked, booked.camille, gives=ODD)

    assert answer(booked, booked.sacha).json["code"] == "other_file_not_approved"
    assert entry(booked.camille, ODD) == [("LUNCH", "ACCEPTED")]


def test_of_the_other_home_nothing_is_shown_but_what_it_proposes(booked):
    booked.sacha.post(
        f"{PATH}/proposals",
        json={"proposal_id": str(LATER), "starts_on": "2026-12-01", **ODD_WEEKS},
    )
    swap(booked, booked.sacha, gives=EVEN)

    shown = booked.camille.get(PATH)

    assert str(PETIT) not in shown.text
    assert shown.json["homes"]["proposal"]["calendar"]["weeks"] == "EVEN"
    assert shown.json["homes"]["swaps"][0]["takes"] == EVEN
    assert str(THEIRS) not in booked.camille.get("/planning?month=2026-09").text
    assert booked.camille.get(f"/requests/{THEIRS}").status_code == 404


def test_a_child_of_one_home_has_nobody_to_agree_with(strasbourg):
    wanted = {"proposal_id": str(PROPOSAL), "starts_on": "2026-09-14", **ODD_WEEKS}

    assert strasbourg.camille.post(f"{PATH}/proposals", json=wanted).json["code"] == "no_other_home"
    assert strasbourg.sacha.post(f"{PATH}/proposals", json=wanted).status_code == 404
    assert strasbourg.camille.get(PATH).json["homes"] is None


def test_once_it_is_ended_what_the_second_home_has_booked_is_still_its_own(booked):
    booked.service.hear(
        households.OtherHomeEnded(
            household_id=PETIT,
            first_household_id=MARTIN,
            child_id=MIA,
            ended_by=MARTIN,
            ended_at=datetime(2026, 9, 2, tzinfo=UTC),
        )
    )
    theirs = booked.choose(booked.sacha, LATER, {})

    assert entry(booked.sacha, EVEN) == [("LUNCH", "ACCEPTED")]
    assert locked(booked, booked.sacha, theirs, "2026-10-12") == "day_of_other_home"
    mine = booked.choose(booked.camille, UUID(int=0xF3), {})
    assert locked(booked, booked.camille, mine, "2026-10-12") is None
