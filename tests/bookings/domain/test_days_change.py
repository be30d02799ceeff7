"""What a change of the calendar does to the days a family has booked."""

from dataclasses import replace
from datetime import date, timedelta

from services.bookings.domain import days_change
from services.bookings.domain.calendar import Calendar
from services.bookings.domain.days_change import (
    ChangedLine,
    FamilyDaysChanged,
    Moved,
    TellFamily,
    moved,
    moved_home,
)
from services.bookings.domain.school_year import ClosureKind
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.week_pattern import WeekPattern
from tests.bookings.strasbourg import (
    MARTIN,
    MIA,
    MON,
    NADIA,
    OPENING_EVENING,
    REQUEST,
    YEAR,
    closed,
    offered,
    paris,
)
from tests.support.given import given

LUNCH = offered(SlotType.LUNCH)
MONDAY, NEXT_MONDAY = date(2026, 9, 7), date(2026, 9, 14)
SUMMER = date(2026, 8, 1)
STRIKE = replace(closed("Grève", MONDAY, MONDAY), kind=ClosureKind.STRIKE)

OPEN = Calendar(YEAR, "tilleuls")
ON_TWO_STRIKES = Calendar(
    replace(YEAR, closures=(closed("Grève", MONDAY, NEXT_MONDAY),)), "tilleuls"
)
ON_STRIKE = Calendar(replace(YEAR, closures=(STRIKE,)), "tilleuls")


def mondays(calendar=OPEN) -> set[date]:
    return {day for day in calendar.open_days(LUNCH) if day.weekday() == MON}


def test_a_standing_monday_lunch_over_a_year_skips_holidays_easter_monday_and_whit_monday():
    days = mondays()

    # 43 Mondays from 7 September 2026 to 28 June 2027: four holidays take two each, Easter Monday
    # and Whit Monday are two more.
    assert len(days) == 43 - 4 * 2 - 2
    assert date(2027, 3, 29) not in days and date(2027, 5, 17) not in days
    assert not days & {date(2026, 10, 19), date(2026, 10, 26), date(2026, 12, 21)}
    assert date(2026, 11, 2) in days and date(2027, 1, 4) in days


def test_a_closure_of_one_facility_takes_its_day_and_no_other_facility_s():
    there = Calendar(replace(YEAR, closures=(closed("x", MONDAY, MONDAY, "tilleuls"),)), "tilleuls")
    elsewhere = Calendar(
        replace(YEAR, closures=(closed("x", MONDAY, MONDAY, "ruche"),)), "tilleuls"
    )

    assert len(mondays(there)) == 32
    assert len(mondays(elsewhere)) == 33


def test_a_strike_takes_its_day_out_of_a_standing_booking():
    change = moved(mondays(), MON, WeekPattern.EVERY_WEEK, LUNCH, OPEN, ON_STRIKE, SUMMER)

    assert change == Moved(gone=(MONDAY,), added=())


def test_a_strike_taken_back_gives_the_day_back_to_the_standing_booking():
    left = mondays() - {MONDAY}

    change = moved(left, MON, WeekPattern.EVERY_WEEK, LUNCH, ON_STRIKE, OPEN, SUMMER)

    assert change == Moved(gone=(), added=(MONDAY,))


def test_only_the_weeks_of_its_pattern_come_back():
    even = {day for day in mondays() if day.isocalendar().week % 2 == 0}  # week 37 is odd

    change = moved(even, MON, WeekPattern.EVEN_WEEKS, LUNCH, ON_STRIKE, OPEN, SUMMER)

    assert change == Moved(gone=(), added=())


def test_a_single_day_does_not_come_back_by_itself():
    assert moved(set(), None, None, LUNCH, ON_STRIKE, OPEN, SUMMER).added == ()


def test_what_was_is_not_changed_and_nobody_is_expected_today_who_was_not_yesterday():
    after_monday = date(2026, 9, 8)

    late = moved(mondays(), MON, None, LUNCH, OPEN, ON_STRIKE, after_monday)
    today = moved(mondays() - {MONDAY}, MON, None, LUNCH, ON_STRIKE, OPEN, MONDAY)
    this_morning = moved(mondays(), MON, None, LUNCH, OPEN, ON_STRIKE, MONDAY)

    assert (late.gone, today.added, this_morning.gone) == ((), (), (MONDAY,))


# What the family is told


def line(**changes) -> ChangedLine:
    fields = {
        "request_id": REQUEST,
        "line_id": "1",
        "child_id": MIA,
        "facility_id": "tilleuls",
        "slot_type": SlotType.LUNCH,
        "weekday": MON,
        "gone": (MONDAY,),
        "added": (),
    }
    return ChangedLine(**fields | changes)


def tell(*lines) -> TellFamily:
    return TellFamily(
        change_id=REQUEST,
        household_id=MARTIN,
        cause=STRIKE,
        lines=lines,
        changed_at=OPENING_EVENING,
        changed_by=NADIA,
    )


def told(*lines) -> FamilyDaysChanged:
    return FamilyDaysChanged(**vars(tell(*lines)))


def test_a_family_is_told_once_everything_that_changed():
    nothing = line(line_id="2", gone=())

    given(days_change).when(tell(line(), nothing)).then(told(line()))
    given(days_change, told(line())).when(tell(line())).then_nothing()


def test_a_family_for_which_nothing_changed_is_told_nothing():
    given(days_change).when(tell(line(gone=()))).then_nothing()


def test_a_day_that_is_open_again_but_full_is_told():
    full = line(gone=(), full=(MONDAY,))

    given(days_change).when(tell(full)).then(told(full))


# Shared custody


def test_another_custody_moves_the_days_that_can_still_be_moved():
    at = paris("2026-09-13 18:01")  # too late to give back or ask for Monday 14 September
    monday = {date(2026, 9, 7) + timedelta(days=7 * n): n for n in range(5)}
    even = {day for day in monday if day.isocalendar().week % 2 == 0}
    odd = set(monday) - even

    change = moved_home(
        even, set(), MON, LUNCH, OPEN, lambda day: day in odd | {date(2026, 9, 14)}, at
    )
    given_back = moved_home(set(), odd, MON, LUNCH, OPEN, lambda day: day in odd, at)

    assert date(2026, 9, 14) not in change.gone + change.added
    assert set(change.gone) == {day for day in even if day > date(2026, 9, 14)}
    assert set(change.added) == {day for day in odd if day > date(2026, 9, 14)}
    assert given_back == Moved(gone=(), added=())


def test_a_line_that_follows_custody_comes_again_only_on_days_at_home():
    after = Calendar(YEAR, "tilleuls")
    here = {NEXT_MONDAY}

    change = moved(
        set(), MON, WeekPattern.CUSTODY, LUNCH, ON_TWO_STRIKES, after, SUMMER, here.__contains__
    )

    assert change == Moved(gone=(), added=(NEXT_MONDAY,))
