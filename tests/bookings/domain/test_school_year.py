from dataclasses import fields, replace
from datetime import date

from services.bookings.domain import school_year
from services.bookings.domain.school_year import (
    AddExtraDays,
    CloseDays,
    ClosureKind,
    DaysClosed,
    DaysReopened,
    DescribeSchoolYear,
    ExtraDays,
    ExtraDaysAdded,
    ExtraDaysRemoved,
    Holiday,
    RemoveExtraDays,
    ReopenDays,
    ReviseSchoolYear,
    SchoolYearDescribed,
)
from tests.bookings.strasbourg import YEAR, closed
from tests.support.given import given

FIELDS = {field.name: getattr(YEAR, field.name) for field in fields(DescribeSchoolYear)}
describe = DescribeSchoolYear(**FIELDS)
described = SchoolYearDescribed(**FIELDS)


def test_a_school_year_is_described_with_everything_that_falls_out_of_it():
    given(school_year).when(describe).then(described)


def test_describing_it_again_in_the_same_words_changes_nothing():
    given(school_year, described).when(describe).then_nothing()


def test_a_closure_during_the_year_is_a_new_description():
    strike = (closed("Grève", date(2026, 11, 20), date(2026, 11, 20), "tilleuls"),)

    given(school_year, described).when(replace(describe, closures=strike)).then(
        replace(described, closures=strike)
    )


def test_a_year_or_holidays_that_end_before_they_begin_are_refused():
    reversed_holiday = Holiday(name="Noël", first=date(2027, 1, 3), last=date(2026, 12, 19))

    given(school_year).when(replace(describe, ends_on=date(2026, 7, 2))).refused("dates_reversed")
    given(school_year).when(replace(describe, holidays=(reversed_holiday,))).refused(
        "dates_reversed", name="Noël"
    )


# What staff close and reopen

STRIKE = replace(closed("Grève", date(2026, 11, 20), date(2026, 11, 20)), kind=ClosureKind.STRIKE)
WORKS = closed("Travaux", date(2026, 11, 23), date(2026, 11, 24), "tilleuls")
close_for_strike = CloseDays(school_year="2026-2027", closure=STRIKE)
strike_declared = DaysClosed(school_year="2026-2027", closure=STRIKE)
strike_called_off = DaysReopened(school_year="2026-2027", closure=STRIKE)


def closures_after(*history):
    return given(school_year, described, *history).state.closures


def test_staff_close_days_once():
    given(school_year, described).when(close_for_strike).then(strike_declared)
    given(school_year, described, strike_declared).when(close_for_strike).then_nothing()


def test_staff_take_a_closure_back_and_what_was_not_closed_stays_open():
    reopen = ReopenDays(school_year="2026-2027", closure=STRIKE)

    given(school_year, described, strike_declared).when(reopen).then(strike_called_off)
    given(school_year, described).when(reopen).then_nothing()
    assert closures_after(strike_declared, strike_called_off) == ()


def test_the_same_description_again_keeps_what_staff_have_closed():
    given(school_year, described, strike_declared).when(describe).then_nothing()


def test_a_new_description_keeps_what_staff_added_and_not_what_they_took_back():
    with_works = replace(described, closures=(WORKS,))
    works_off = DaysReopened(school_year="2026-2027", closure=WORKS)
    anew = replace(with_works, regular_cutoff_at=YEAR.regular_cutoff_at.replace(hour=1))

    assert closures_after(strike_declared, with_works) == (WORKS, STRIKE)
    assert closures_after(with_works, works_off, anew) == ()


def test_days_outside_the_year_and_reversed_ones_are_not_closed():
    outside = closed("x", date(2020, 1, 1), date(2020, 1, 1))
    backwards = closed("x", date(2026, 11, 20), date(2026, 11, 19))

    for closure, code in ((outside, "outside_school_year"), (backwards, "dates_reversed")):
        given(school_year, described).when(replace(close_for_strike, closure=closure)).refused(code)


# What staff revise, and the days they open although they are holidays

revise = ReviseSchoolYear(**{name: it for name, it in FIELDS.items() if name != "closures"})
BRIDGE = ExtraDays(name="Pont", first=date(2027, 5, 7), last=date(2027, 5, 7))
add_bridge = AddExtraDays(school_year="2026-2027", extra=BRIDGE)
bridge_added = ExtraDaysAdded(school_year="2026-2027", extra=BRIDGE)
bridge_removed = ExtraDaysRemoved(school_year="2026-2027", extra=BRIDGE)


def test_a_revision_leaves_closures_and_extra_days_as_they_are():
    later = date(2026, 9, 2)
    history = (described, strike_declared, bridge_added)

    given(school_year, *history).when(replace(revise, starts_on=later)).then(
        replace(described, starts_on=later)
    )
    after = given(school_year, *history, replace(described, starts_on=later)).state
    assert (after.closures[-1], after.extra) == (STRIKE, (BRIDGE,))


def test_a_revision_in_the_same_words_changes_nothing():
    given(school_year, described, strike_declared).when(revise).then_nothing()


def test_only_a_year_that_is_known_is_revised_and_none_gets_endless():
    given(school_year).when(revise).refused("unknown_school_year")
    given(school_year, described).when(replace(revise, ends_on=date(2028, 7, 2))).refused(
        "year_too_long"
    )


def test_a_bridge_day_is_opened_and_taken_back_once():
    remove = RemoveExtraDays(school_year="2026-2027", extra=BRIDGE)

    given(school_year, described).when(add_bridge).then(bridge_added)
    given(school_year, described, bridge_added).when(add_bridge).then_nothing()
    given(school_year, described, bridge_added).when(remove).then(bridge_removed)
    given(school_year, described, bridge_added, bridge_removed).when(remove).then_nothing()


def test_extra_days_are_days_of_the_year():
    outside = replace(BRIDGE, first=date(2027, 8, 1), last=date(2027, 8, 2))

    given(school_year, described).when(replace(add_bridge, extra=outside)).refused(
        "outside_school_year"
    )
