from dataclasses import fields, replace
from datetime import date

from services.bookings.domain import school_year
from services.bookings.domain.school_year import (
    DescribeSchoolYear,
    Holiday,
    SchoolYearDescribed,
)
from tests.bookings.strasbourg import YEAR, closed
from tests.support.given import given

FIELDS = {field.name: getattr(YEAR, field.name) for field in fields(YEAR)}
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
