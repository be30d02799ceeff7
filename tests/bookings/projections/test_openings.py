from dataclasses import fields, replace
from datetime import date

from services.bookings.domain.opening_wave import (
    OpeningWaveScheduled,
    OpeningWaveWithdrawn,
    WaveFor,
)
from services.bookings.domain.school_year import SchoolYearDescribed
from services.bookings.projections.openings import (
    READ_MODEL,
    all_school_years,
    current_school_year,
    every_wave_of,
    school_year,
    waves_of,
)
from tests.bookings.strasbourg import OPENS, YEAR, paris

this_year = SchoolYearDescribed(
    **{field.name: getattr(YEAR, field.name) for field in fields(SchoolYearDescribed)}
)
last_year = replace(
    this_year, school_year="2025-2026", starts_on=date(2025, 9, 1), ends_on=date(2026, 7, 3)
)


def wave(level, **changes):
    fields = {
        "wave_id": level,
        "school_year": "2026-2027",
        "who": WaveFor(school_levels=(level,)),
        "opens_at": OPENS[level],
    }
    return OpeningWaveScheduled(**fields | changes)


def test_a_school_year_is_kept_whole(tables):
    tx = tables(READ_MODEL, this_year)

    assert school_year(tx, "2026-2027") == YEAR
    assert school_year(tx, "2031-2032") is None


def test_describing_it_again_replaces_it(tables):
    tx = tables(READ_MODEL, this_year, replace(this_year, holidays=()))

    assert [year.holidays for year in all_school_years(tx)] == [()]


def test_waves_come_in_the_order_of_their_openings_and_may_move(tables):
    later = wave("MATERNELLE", opens_at=paris("2026-04-08 19:00"))
    tx = tables(READ_MODEL, this_year, wave("MATERNELLE"), wave("ELEMENTAIRE"), later)

    waves = waves_of(tx, YEAR)

    assert [it.wave_id for it in waves] == ["ELEMENTAIRE", "MATERNELLE"]
    assert waves[1].opens_at == paris("2026-04-08 19:00")


def test_the_year_to_book_is_the_one_whose_opening_has_begun(tables):
    tx = tables(READ_MODEL, this_year, last_year, wave("MATERNELLE"))

    def booked_at(text):
        return current_school_year(tx, paris(text)).school_year

    assert booked_at("2026-04-03 18:59") == "2025-2026"
    assert booked_at("2026-04-03 19:00") == "2026-2027"
    assert booked_at("2027-07-02 12:00") == "2026-2027"
    assert current_school_year(tx, paris("2027-07-03 12:00")) is None


def test_a_wave_that_was_withdrawn_opens_nothing_and_its_history_stays_the_years(tables):
    withdrawn = OpeningWaveWithdrawn(
        wave_id="MATERNELLE", school_year="2026-2027", withdrawn_at=paris("2026-03-20 10:00")
    )
    tx = tables(READ_MODEL, this_year, wave("MATERNELLE"), wave("ELEMENTAIRE"), withdrawn)

    assert [it.wave_id for it in waves_of(tx, YEAR)] == ["ELEMENTAIRE"]
    assert every_wave_of(tx, YEAR) == ["ELEMENTAIRE", "MATERNELLE"]
