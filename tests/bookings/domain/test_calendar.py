from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.bookings.domain.calendar import (
    Calendar,
    DayStatus,
    calendar_of,
    days_of_month,
    month_after,
)
from services.bookings.domain.school_year import ExtraDays, PublicHoliday
from services.bookings.domain.slot_type import SlotType
from tests.bookings.strasbourg import FRI, MON, THU, TUE, WED, YEAR, closed, offered

LUNCH = offered(SlotType.LUNCH)
WEDNESDAY = offered(SlotType.WEDNESDAY)


def days(weekday: int, slot=LUNCH) -> list[date]:
    return [day for day in Calendar(YEAR).open_days(slot) if day.weekday() == weekday]


def test_a_standing_monday_lunch_counts_33_days_in_2026_2027():
    # By hand, zone B with the days of Alsace-Moselle:
    # September 7 14 21 28 (4); October 5 12 (2: holidays from the 17th); November 2 9 16 23 30 (5);
    # December 7 14 (2); January 4 11 18 25 (4); February 1 8 15 (3: holidays from the 20th);
    # March 8 15 22 (3: the 29th is Easter Monday); April 5 12 (2: holidays from the 17th);
    # May 3 10 24 31 (4: the 17th is Whit Monday); June 7 14 21 28 (4).
    # 4 + 2 + 5 + 2 + 4 + 3 + 3 + 2 + 4 + 4 = 33.
    assert len(days(MON)) == 33


@pytest.mark.parametrize(
    ("weekday", "count"),
    [
        (TUE, 36),  # 5 in September, 2, 4, 3, 4, 3, 4, 2, 4, 5 in June
        (THU, 35),  # Ascension falls out; the last one is 1 July
        (FRI, 34),  # Good Friday and the day after Ascension fall out; the last one is 2 July
    ],
)
def test_the_other_weekdays_are_counted_by_hand_too(weekday, count):
    assert len(days(weekday)) == count


def test_a_wednesday_care_counts_35_wednesdays_without_armistice_day():
    # 5 2 3 (11 November falls out) 3 4 3 4 2 4 5
    assert len(days(WED, WEDNESDAY)) == 35


def test_a_standing_monday_skips_easter_monday_and_whit_monday():
    mondays = days(MON)

    assert date(2027, 3, 22) in mondays and date(2027, 3, 29) not in mondays
    assert date(2027, 5, 10) in mondays and date(2027, 5, 17) not in mondays


def test_good_friday_is_a_day_off_in_alsace():
    assert date(2027, 3, 26) not in days(FRI)


def test_26_december_is_a_day_off_even_without_holidays():
    boxing_day = PublicHoliday(name="Saint-Étienne", day=date(2025, 12, 26))
    year = replace(YEAR, starts_on=date(2025, 9, 1), holidays=(), public_holidays=(boxing_day,))

    open_days = Calendar(year).open_days(LUNCH)

    assert date(2025, 12, 26) not in open_days and date(2025, 12, 19) in open_days


def test_the_first_day_back_is_open_and_the_last_day_of_holidays_is_not():
    calendar = Calendar(YEAR)

    assert calendar.day(date(2026, 11, 1)).status is DayStatus.WEEKEND
    assert calendar.day(date(2026, 10, 30)).label == "Toussaint"
    assert calendar.day(date(2026, 11, 2)).status is DayStatus.OPEN


def test_a_public_holiday_within_holidays_is_named_for_itself():
    christmas = Calendar(YEAR).day(date(2026, 12, 25))

    assert (christmas.status, christmas.label) == (DayStatus.PUBLIC_HOLIDAY, "Noël")


def test_a_closure_closes_one_facility_or_all_of_them():
    strike = date(2026, 11, 20)
    year = replace(YEAR, closures=(closed("Grève", strike, strike, "tilleuls"),))

    assert Calendar(year, "tilleuls").day(strike).status is DayStatus.CLOSED
    assert Calendar(year, "la-ruche").day(strike).status is DayStatus.OPEN


def test_an_extra_day_is_open_in_the_holidays_where_it_is_opened():
    bridge = ExtraDays(
        name="Pont", first=date(2027, 5, 6), last=date(2027, 5, 7), facility_id="tilleuls"
    )
    year = replace(YEAR, extra=(bridge,))

    assert [Calendar(year, "tilleuls").day(it).status for it in (bridge.first, bridge.last)] == [
        DayStatus.OPEN,
        DayStatus.OPEN,
    ]
    assert Calendar(year, "la-ruche").day(bridge.last).status is DayStatus.HOLIDAY


def test_a_strike_closes_an_extra_day_all_the_same():
    bridge = ExtraDays(name="Pont", first=date(2027, 5, 7), last=date(2027, 5, 7))
    strike = closed("Grève", bridge.first, bridge.last)

    day = Calendar(replace(YEAR, extra=(bridge,), closures=(strike,))).day(bridge.first)

    assert day.status is DayStatus.CLOSED


def test_lunch_is_never_on_a_wednesday_and_the_wednesday_on_no_other_day():
    calendar = Calendar(YEAR)
    monday, wednesday = date(2026, 9, 7), date(2026, 9, 9)

    assert calendar.is_open(LUNCH, monday) and not calendar.is_open(LUNCH, wednesday)
    assert calendar.is_open(WEDNESDAY, wednesday) and not calendar.is_open(WEDNESDAY, monday)


def test_nothing_is_open_before_the_first_and_after_the_last_day():
    calendar = Calendar(YEAR)

    assert calendar.day(date(2026, 8, 31)).status is DayStatus.NO_SERVICE
    assert calendar.day(date(2027, 7, 5)).status is DayStatus.NO_SERVICE


def test_53_weeks_of_2026_are_two_odd_weeks_running():
    last, first = date(2026, 12, 28), date(2027, 1, 4)

    assert (last.isocalendar().week, first.isocalendar().week) == (53, 1)
    assert first - last == timedelta(weeks=1)


def test_the_months_of_a_school_year_run_from_september_to_july():
    months = Calendar(YEAR).months()

    assert (months[0], months[4], months[-1], len(months)) == ("2026-09", "2027-01", "2027-07", 11)


def test_a_month_has_all_its_days():
    assert month_after("2026-12") == "2027-01" and month_after("2027-01", -1) == "2026-12"
    assert days_of_month("2027-02")[-1] == date(2027, 2, 28)


def test_everybody_reads_the_same_calendar_until_the_year_changes():
    changed = replace(YEAR, closures=())

    assert calendar_of(YEAR, "tilleuls") is calendar_of(replace(YEAR), "tilleuls")
    assert calendar_of(changed, "tilleuls") is not calendar_of(replace(YEAR, holidays=()), "ruche")
    monday = YEAR.holidays[0].first + timedelta(days=2)
    assert calendar_of(YEAR).day(monday).status is DayStatus.HOLIDAY
    assert calendar_of(replace(YEAR, holidays=())).day(monday).status is DayStatus.OPEN
