from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.bookings.domain import custody
from services.bookings.domain.custody import (
    CustodyCalendar,
    CustodyDescribed,
    CustodyException,
    DescribeCustody,
    Parity,
    lives_here,
)
from services.bookings.domain.draft import Draft, lines_to_send, with_week
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.week_pattern import WeekPattern
from shared.eventstore.decider import Refused
from tests.bookings.strasbourg import LEO, MARTIN, MIA, YEAR, facts, paris
from tests.support.given import given

ODD = CustodyCalendar(weeks=Parity.ODD)
EVEN = CustodyCalendar(weeks=Parity.EVEN)
WEEK_53 = date(2026, 12, 28)
WEEK_1 = date(2027, 1, 4)
SPRING = next(it for it in YEAR.holidays if it.name == "Printemps")
TOUSSAINT = next(it for it in YEAR.holidays if it.name == "Toussaint")
MONDAY = date(2026, 9, 7)
DESCRIBED_AT = paris("2026-04-03 19:10")


def describe(calendar=ODD) -> DescribeCustody:
    return DescribeCustody(
        household_id=MARTIN, child_id=MIA, calendar=calendar, described_at=DESCRIBED_AT
    )


described = CustodyDescribed(
    household_id=MARTIN, child_id=MIA, calendar=ODD, described_at=DESCRIBED_AT
)


def here(calendar, day) -> bool:
    return lives_here(calendar, day, YEAR.holidays)


def test_week_53_of_2026_and_the_week_1_after_it_are_two_odd_weeks_running():
    assert WEEK_53.isocalendar().week == 53 and WEEK_1.isocalendar().week == 1
    assert [here(ODD, WEEK_53 + timedelta(days=7 * n)) for n in range(3)] == [True, True, False]
    assert [here(EVEN, WEEK_53 + timedelta(days=7 * n)) for n in range(3)] == [False, False, True]


def test_on_every_day_a_child_lives_in_one_of_its_two_homes():
    exception = CustodyException(first=MONDAY, last=MONDAY, here=True)
    halved = replace(ODD, first_halves=Parity.ODD, exceptions=(exception,))
    other = replace(EVEN, first_halves=Parity.EVEN, exceptions=(replace(exception, here=False),))
    year = [YEAR.starts_on + timedelta(days=n) for n in range(305)]

    assert all(here(halved, day) is not here(other, day) for day in year)


def test_holidays_are_halved_and_the_halves_change_with_the_year():
    halved = replace(EVEN, first_halves=Parity.EVEN)
    toussaint = [TOUSSAINT.first + timedelta(days=n) for n in range(16)]
    spring = [SPRING.first + timedelta(days=n) for n in range(16)]

    assert [here(halved, day) for day in toussaint] == [True] * 8 + [False] * 8  # 2026
    assert [here(halved, day) for day in spring] == [False] * 8 + [True] * 8  # 2027


def test_holidays_that_begin_in_one_year_and_end_in_the_next_go_by_the_first():
    halved = replace(ODD, first_halves=Parity.EVEN)

    assert here(halved, date(2026, 12, 19)) and not here(halved, date(2027, 1, 3))


def test_a_single_period_may_differ_and_the_last_one_told_counts():
    away = CustodyException(first=MONDAY, last=date(2026, 9, 13), here=False)
    back = CustodyException(first=MONDAY, last=MONDAY, here=True)
    told = replace(ODD, exceptions=(away, back))

    assert MONDAY.isocalendar().week == 37
    assert here(told, MONDAY) and not here(told, date(2026, 9, 8))


def test_a_calendar_is_told_once_and_periods_go_forward():
    backwards = CustodyException(first=date(2026, 9, 8), last=MONDAY, here=True)

    given(custody).when(describe()).then(described)
    given(custody, described).when(describe()).then_nothing()
    given(custody).when(describe(replace(ODD, exceptions=(backwards,)))).refused("period_reversed")
    given(custody).when(describe(replace(ODD, exceptions=(back_to_back(),) * 61))).refused(
        "too_many_exceptions"
    )


def back_to_back() -> CustodyException:
    return CustodyException(first=MONDAY, last=MONDAY, here=True)


def test_a_standing_booking_follows_the_custody_of_its_child():
    skipped = CustodyException(first=MONDAY, last=MONDAY, here=False)
    known = facts(custody={MIA: replace(ODD, exceptions=(skipped,))})
    week = [MONDAY + timedelta(days=n) for n in range(5)]
    ticked = {(MIA, "tilleuls", SlotType.LUNCH, MONDAY)}
    follows = {MIA: WeekPattern.CUSTODY}

    draft = with_week(Draft(), week, ticked, follows, known)
    (line,) = lines_to_send(draft.choices, known)

    assert line.weeks is WeekPattern.CUSTODY
    assert MONDAY not in line.dates and date(2026, 9, 21) in line.dates
    assert {day.isocalendar().week % 2 for day in line.dates} == {1}


def test_no_booking_follows_a_custody_that_nobody_told():
    week = [MONDAY + timedelta(days=n) for n in range(5)]

    with pytest.raises(Refused, match="no_custody_calendar"):
        with_week(Draft(), week, frozenset(), {LEO: WeekPattern.CUSTODY}, facts())
