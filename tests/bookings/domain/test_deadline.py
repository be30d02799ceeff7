from datetime import UTC, date, datetime, timedelta

from services.bookings.domain.deadline import Counting, DeadlineRule, instant
from tests.bookings.strasbourg import THE_DAY_BEFORE_AT_SIX, paris


def test_the_day_before_at_six_is_six_in_paris():
    assert instant(THE_DAY_BEFORE_AT_SIX, date(2026, 9, 8)) == paris("2026-09-07 18:00")


def test_the_nights_of_a_clock_change_move_the_instant_and_not_the_hour():
    # Clocks go back on Sunday 25 October 2026 and forward on Sunday 28 March 2027.
    in_winter = {date(2026, 10, 26): 17, date(2027, 3, 28): 17}
    in_summer = {date(2026, 10, 25): 16, date(2027, 3, 29): 16}
    for day, hour in (in_winter | in_summer).items():
        eve = day - timedelta(days=1)
        expected = datetime(eve.year, eve.month, eve.day, hour, tzinfo=UTC)
        assert instant(THE_DAY_BEFORE_AT_SIX, day) == expected


def test_an_hour_that_does_not_exist_that_night_is_the_next_one_that_does():
    half_past_two = DeadlineRule(days_before=0, at="02:30")

    assert instant(half_past_two, date(2027, 3, 28)) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_that_night_is_the_first_one():
    half_past_two = DeadlineRule(days_before=0, at="02:30")

    assert instant(half_past_two, date(2026, 10, 25)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_two_working_days_before_easter_tuesday_2026_skip_good_friday_to_easter_monday():
    good_friday, easter_monday = date(2026, 4, 3), date(2026, 4, 6)
    rule = DeadlineRule(days_before=2, at="12:00", counting=Counting.WORKING_DAYS)

    until = instant(rule, date(2026, 4, 7), {good_friday, easter_monday})

    # Tuesday 7 April: Monday, the week-end and Friday are off, so Thursday 2 and Wednesday 1 count.
    assert until == paris("2026-04-01 12:00")
