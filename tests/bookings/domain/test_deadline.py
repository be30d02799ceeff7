"""Until when a day may be booked or cancelled: the rules of real operators, and the clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as some

from services.bookings.domain import deadline
from services.bookings.domain.calendar import Calendar
from services.bookings.domain.deadline import (
    Act,
    Anchor,
    Consequence,
    DeadlineRule,
    NoHolidays,
    Surcharge,
    instant,
    reach,
    terms,
)
from services.bookings.domain.school_year import Holiday, PublicHoliday, SchoolYear
from shared.eventstore.decider import Refused
from tests.bookings.strasbourg import (
    FRI,
    MON,
    THE_DAY_BEFORE_AT_SIX,
    THU,
    TUE,
    WED,
    YEAR,
    closed,
    paris,
)

PLAIN = NoHolidays()
CALENDAR = Calendar(YEAR, "tilleuls")
EASTER_2026 = Calendar(
    SchoolYear(
        school_year="2025-2026",
        starts_on=date(2025, 9, 1),
        ends_on=date(2026, 7, 3),
        holidays=(Holiday(name="Printemps", first=date(2026, 4, 11), last=date(2026, 4, 26)),),
        public_holidays=(
            PublicHoliday(name="Vendredi saint", day=date(2026, 4, 3)),
            PublicHoliday(name="Lundi de Pâques", day=date(2026, 4, 6)),
        ),
    )
)


# The clocks


def test_the_day_before_at_six_is_six_in_paris():
    assert instant(THE_DAY_BEFORE_AT_SIX, date(2026, 9, 8), PLAIN) == paris("2026-09-07 18:00")


def test_the_nights_of_a_clock_change_move_the_instant_and_not_the_hour():
    # Clocks go back on Sunday 25 October 2026 and forward on Sunday 28 March 2027.
    in_winter = {date(2026, 10, 26): 17, date(2027, 3, 28): 17}
    in_summer = {date(2026, 10, 25): 16, date(2027, 3, 29): 16}
    for day, hour in (in_winter | in_summer).items():
        eve = day - timedelta(days=1)
        expected = datetime(eve.year, eve.month, eve.day, hour, tzinfo=UTC)
        assert instant(THE_DAY_BEFORE_AT_SIX, day, PLAIN) == expected


def test_an_hour_that_does_not_exist_that_night_is_the_next_one_that_does():
    half_past_two = DeadlineRule(before=0, at="02:30")

    assert instant(half_past_two, date(2027, 3, 28), PLAIN) == datetime(
        2027, 3, 28, 1, 30, tzinfo=UTC
    )


def test_an_hour_that_comes_twice_that_night_is_the_first_one():
    half_past_two = DeadlineRule(before=0, at="02:30")

    assert instant(half_past_two, date(2026, 10, 25), PLAIN) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_a_week_with_a_clock_change_in_it_keeps_the_hour():
    tuesday = DeadlineRule(anchor=Anchor.WEEK, before=1, on=TUE, at="23:59")

    # The Monday after the clocks went back: 23:59 on the Tuesday before was still summer.
    assert instant(tuesday, date(2026, 10, 26), PLAIN) == datetime(2026, 10, 20, 21, 59, tzinfo=UTC)


# The eight rules met at real operators


def test_tuesday_23_59_for_the_next_week():
    rule = DeadlineRule(anchor=Anchor.WEEK, before=1, on=TUE, at="23:59")

    for day in (date(2026, 9, 14), date(2026, 9, 15), date(2026, 9, 18)):
        assert instant(rule, day, PLAIN) == paris("2026-09-08 23:59")


def test_the_day_before_at_18_00():
    assert instant(THE_DAY_BEFORE_AT_SIX, date(2026, 9, 14), PLAIN) == paris("2026-09-13 18:00")


def test_2_working_days():
    rule = DeadlineRule(anchor=Anchor.WORKING_DAYS, before=2, at="12:00")

    assert instant(rule, date(2026, 9, 14), CALENDAR) == paris("2026-09-10 12:00")


def test_monday_and_tuesday_until_friday_9_00_thursday_and_friday_until_tuesday_9_00():
    rules = (
        DeadlineRule(weekdays=(MON, TUE), anchor=Anchor.WEEK, before=1, on=FRI, at="09:00"),
        DeadlineRule(weekdays=(THU, FRI), anchor=Anchor.WEEK, before=0, on=TUE, at="09:00"),
    )

    def until(day):
        (limit,) = deadline.limits(rules, Act.ADD, day, PLAIN)
        return limit.until

    assert until(date(2026, 9, 14)) == until(date(2026, 9, 15)) == paris("2026-09-11 09:00")
    assert until(date(2026, 9, 17)) == until(date(2026, 9, 18)) == paris("2026-09-15 09:00")


def test_7_days_for_wednesdays():
    rule = DeadlineRule(weekdays=(WED,), before=7, at="23:59")

    assert instant(rule, date(2026, 9, 16), PLAIN) == paris("2026-09-09 23:59")
    assert instant(rule, date(2026, 9, 17), PLAIN) is None


def test_wednesday_12_00_for_the_next_week():
    rule = DeadlineRule(anchor=Anchor.WEEK, before=1, on=WED, at="12:00")

    assert instant(rule, date(2026, 9, 14), PLAIN) == paris("2026-09-09 12:00")
    assert instant(rule, date(2026, 9, 18), PLAIN) == paris("2026-09-09 12:00")


def test_the_day_before_at_noon_skipping_wednesday():
    rule = DeadlineRule(before=1, at="12:00", skipping=(WED,))

    assert instant(rule, date(2026, 9, 17), PLAIN) == paris("2026-09-15 12:00")  # a Thursday
    assert instant(rule, date(2026, 9, 18), PLAIN) == paris("2026-09-17 12:00")


def test_15_clear_days_before_a_holiday_period():
    rule = DeadlineRule(anchor=Anchor.HOLIDAY_PERIOD, before=15, at="23:59")

    # Holidays from Saturday 17 October: the 2nd to the 16th are the fifteen clear days.
    assert instant(rule, date(2026, 10, 17), CALENDAR) == paris("2026-10-01 23:59")
    assert instant(rule, date(2026, 10, 28), CALENDAR) == paris("2026-10-01 23:59")
    assert instant(rule, date(2026, 10, 16), CALENDAR) is None  # of no period


# Other forms


def test_a_day_of_the_month_before_also_over_new_year():
    the_20th = DeadlineRule(anchor=Anchor.MONTH, before=1, on=20, at="23:59")

    assert instant(the_20th, date(2026, 10, 5), PLAIN) == paris("2026-09-20 23:59")
    assert instant(the_20th, date(2027, 1, 4), PLAIN) == paris("2026-12-20 23:59")


def test_j_minus_2_working_days_over_good_friday_the_week_end_and_easter_monday_2026():
    rule = DeadlineRule(anchor=Anchor.WORKING_DAYS, before=2, at="12:00")

    # Tuesday 7 April: Monday, the week-end and Friday are off, so Thursday 2 and Wednesday 1 count.
    assert instant(rule, date(2026, 4, 7), EASTER_2026) == paris("2026-04-01 12:00")


def test_school_open_days_skip_wednesdays_holidays_and_closures_too():
    rule = DeadlineRule(anchor=Anchor.OPEN_DAYS, before=2, at="12:00")
    strike = closed("Grève", date(2026, 11, 2), date(2026, 11, 2), "tilleuls")
    year = SchoolYear(**{**vars(YEAR), "closures": (strike,)})

    # Tuesday 3 November: Monday is on strike, before it are the holidays, and Friday 16 October.
    assert instant(rule, date(2026, 11, 3), Calendar(year, "tilleuls")) == paris("2026-10-15 12:00")
    assert instant(rule, date(2026, 11, 3), Calendar(year, "ruche")) == paris("2026-10-16 12:00")
    # Thursday 17 September: no school on Wednesday.
    assert instant(rule, date(2026, 9, 17), CALENDAR) == paris("2026-09-14 12:00")


def test_school_open_days_before_the_first_day_of_the_year_are_those_of_any_week():
    rule = DeadlineRule(anchor=Anchor.OPEN_DAYS, before=2, at="12:00")

    assert instant(rule, date(2026, 9, 1), CALENDAR) == paris("2026-08-28 12:00")


# What follows


HALF_MORE = Surcharge(percent=50)
EARLY = DeadlineRule(
    anchor=Anchor.WEEK,
    before=1,
    on=TUE,
    at="23:59",
    acts=(Act.ADD,),
    consequence=Consequence.SURCHARGE,
    surcharge=HALF_MORE,
)
MONDAY = date(2026, 9, 14)


def test_first_a_surcharge_then_a_refusal():
    rules = (THE_DAY_BEFORE_AT_SIX, EARLY)

    in_time = terms(rules, Act.ADD, MONDAY, paris("2026-09-08 23:59"), PLAIN)
    costs = terms(rules, Act.ADD, MONDAY, paris("2026-09-09 00:00"), PLAIN)
    over = terms(rules, Act.ADD, MONDAY, paris("2026-09-13 18:01"), PLAIN)

    assert (in_time.consequence, in_time.until) == (None, paris("2026-09-08 23:59"))
    assert (costs.consequence, costs.surcharge) == (Consequence.SURCHARGE, HALF_MORE)
    assert costs.until == paris("2026-09-13 18:00")
    assert (over.refused, over.until, over.surcharge) == (True, paris("2026-09-13 18:00"), None)


def test_a_rule_for_adding_says_nothing_of_cancelling():
    late = terms((EARLY,), Act.CANCEL, MONDAY, paris("2026-09-13 12:00"), PLAIN)

    assert (late.consequence, late.until) == (None, None)


def test_what_comes_late_may_be_left_to_the_staff():
    rule = DeadlineRule(before=2, at="12:00", consequence=Consequence.STAFF)

    late = terms((rule,), Act.ADD, MONDAY, paris("2026-09-13 12:00"), PLAIN)

    assert (late.consequence, late.refused) == (Consequence.STAFF, False)


def test_the_very_instant_is_in_time_and_the_next_one_is_not():
    until = paris("2026-09-13 18:00")
    rules = (THE_DAY_BEFORE_AT_SIX,)

    assert not terms(rules, Act.ADD, MONDAY, until, PLAIN).refused
    assert terms(rules, Act.ADD, MONDAY, until.replace(microsecond=1), PLAIN).refused


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (DeadlineRule(anchor=Anchor.WEEK, before=1, at="12:00"), "deadline_without_weekday"),
        (DeadlineRule(anchor=Anchor.MONTH, before=1, at="12:00"), "deadline_without_day"),
        (DeadlineRule(anchor=Anchor.MONTH, before=0, on=1, at="12:00"), "deadline_after_the_day"),
        (
            DeadlineRule(anchor=Anchor.WEEK, before=0, on=TUE, weekdays=(MON,), at="12:00"),
            "deadline_after_the_day",
        ),
        (
            DeadlineRule(before=1, at="12:00", consequence=Consequence.SURCHARGE),
            "surcharge_without_amount",
        ),
        (DeadlineRule(before=1, at="12:00", skipping=tuple(range(7))), "deadline_skips_every_day"),
    ],
)
def test_a_rule_that_means_nothing_is_refused(rule, code):
    with pytest.raises(Refused, match=f"^{code}$"):
        deadline.check([rule])


some_rules = some.builds(
    DeadlineRule,
    anchor=some.sampled_from(Anchor),
    before=some.integers(1, 30),
    on=some.integers(1, 6),
    at=some.sampled_from(("00:00", "09:00", "23:59")),
    weekdays=some.sampled_from(((), (MON, TUE), (THU,))),
    skipping=some.sampled_from(((), (WED,), (5, 6))),
)
days_of_the_year = some.dates(YEAR.starts_on, YEAR.ends_on)


@for_any(some_rules, days_of_the_year)
def test_no_limit_is_further_from_its_day_than_the_reach_of_its_rule(rule, day):
    until = instant(rule, day, CALENDAR)

    assert until is None or paris(f"{day} 00:00") - until <= reach([rule]) + timedelta(days=1)
