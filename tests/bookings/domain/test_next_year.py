"""What of a year is carried on to the next."""

import pytest

from services.bookings.domain import school_year
from services.bookings.domain.next_year import carried_openings, name_after, same_weekday
from services.bookings.domain.opening_wave import OpeningWaveScheduled, WaveFor
from services.bookings.domain.school_year import BeginSchoolYear, SchoolYearDescribed
from shared.eventstore.decider import Refused
from tests.bookings.strasbourg import OPENS, YEAR, paris
from tests.support.given import given

FIELDS = {
    name: getattr(YEAR, name)
    for name in ("starts_on", "ends_on", "regular_cutoff_at", "holidays", "public_holidays")
}
begin = BeginSchoolYear(school_year="2026-2027", **FIELDS)
described = SchoolYearDescribed(school_year="2026-2027", closures=(), **FIELDS)
wave = OpeningWaveScheduled(
    wave_id="maternelle-2026",
    school_year="2026-2027",
    who=WaveFor(school_levels=("MATERNELLE",)),
    opens_at=OPENS["MATERNELLE"],
)


def test_a_year_is_begun_once():
    given(school_year).when(begin).then(described)
    given(school_year, described).when(begin).refused("year_exists")


def test_the_year_after_has_the_name_after():
    assert name_after("2026-2027") == "2027-2028"
    for name in ("2026", "2026-2028", "une-deux", "9998-9999"):
        with pytest.raises(Refused, match="year_without_next"):
            name_after(name)


def test_an_opening_on_good_friday_is_on_a_friday_at_the_same_hour_a_year_later():
    (carried,) = carried_openings([wave], "2026-2027", "2027-2028", paris("2026-11-01 10:00"))

    assert carried.opens_at == paris("2027-04-02 19:00")
    assert (carried.wave_id, carried.school_year) == ("maternelle-2027", "2027-2028")
    assert carried.who == wave.who


def test_an_opening_whose_turn_would_be_over_is_left_for_staff_to_plan():
    late = same_weekday(wave.opens_at)

    assert carried_openings([wave], "2026-2027", "2027-2028", late) == ()
