"""Who opens when, and what is odd about the openings of a year."""

from dataclasses import replace

import pytest

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.calendar import Calendar
from services.bookings.domain.opening_plan import (
    Concern,
    MovedOpening,
    Oddity,
    concerns,
    concerns_of_change,
    first_openings,
    moved_openings,
    with_wave,
)
from services.bookings.domain.opening_wave import (
    Applying,
    OpeningWaveScheduled,
    Residence,
    WaveFor,
)
from services.bookings.domain.slot_type import SlotType
from tests.bookings.strasbourg import YEAR, paris

LUNCH, WEDNESDAY = SlotType.LUNCH, SlotType.WEDNESDAY
OFFERED = (LUNCH, WEDNESDAY)
STANDING, ONE_OFF = BookingKind.STANDING, BookingKind.ONE_OFF
A_TUESDAY, A_FORTNIGHT_LATER = paris("2026-03-24 19:00"), paris("2026-04-07 19:00")
IN_MARCH = paris("2026-03-01 10:00")
LAST_YEAR = replace(YEAR, school_year="2025-2026", starts_on=paris("2025-09-01 00:00").date())


def wave(wave_id, opens_at=A_TUESDAY, **who):
    return OpeningWaveScheduled(
        wave_id=wave_id, school_year="2026-2027", who=WaveFor(**who), opens_at=opens_at
    )


def odd(*waves, at=IN_MARCH):
    return list(concerns(waves, YEAR, [Calendar(YEAR)], OFFERED, at))


nursery = wave("maternelle", school_levels=("MATERNELLE",))
primary = wave("elementaire", school_levels=("ELEMENTAIRE",))


def test_openings_that_let_everybody_in_are_not_odd():
    assert odd(nursery, primary) == []


def test_a_year_without_a_wave_never_opens_for_anybody():
    assert odd() == [Concern(code=Oddity.NEVER_OPENS, who=WaveFor())]


@pytest.mark.parametrize(
    ("waves", "left_out"),
    [
        ((nursery,), WaveFor(school_levels=("ELEMENTAIRE",))),
        (
            (nursery, wave("b", school_levels=("ELEMENTAIRE",), residence=Residence.INSIDE)),
            WaveFor(school_levels=("ELEMENTAIRE",), residence=Residence.OUTSIDE),
        ),
        ((wave("a", kinds=(STANDING,)),), WaveFor(kinds=(ONE_OFF,))),
        ((wave("a", slot_types=(LUNCH,)),), WaveFor(slot_types=(WEDNESDAY,))),
        ((wave("a", sibling=True),), WaveFor()),
        (
            (wave("a", kinds=(STANDING,)), wave("b", kinds=(ONE_OFF,), slot_types=(LUNCH,))),
            WaveFor(kinds=(ONE_OFF,), slot_types=(WEDNESDAY,)),
        ),
    ],
)
def test_who_never_opens_is_said_in_as_few_words_as_can_be(waves, left_out):
    assert [it.who for it in odd(*waves) if it.code is Oddity.NEVER_OPENS] == [left_out]


def test_a_wave_behind_an_earlier_one_that_lets_everybody_in_serves_nobody():
    behind = wave("freres", A_FORTNIGHT_LATER, sibling=True)

    assert odd(wave("tous"), behind) == [Concern(code=Oddity.NEVER_FIRST, wave_id="freres")]


def test_good_friday_is_a_day_to_open_and_one_to_look_at():
    calendar = Calendar(replace(LAST_YEAR, ends_on=YEAR.starts_on, public_holidays=()))
    saturday = wave("samedi", paris("2026-03-28 19:00"))

    found = concerns([saturday], YEAR, [calendar], OFFERED, IN_MARCH)

    assert found == (Concern(code=Oddity.NOBODY_AT_WORK, wave_id="samedi"),)


def test_a_day_of_the_holidays_is_told_by_its_name():
    in_the_holidays = wave("noel", paris("2026-12-23 19:00"))

    found = [it for it in odd(in_the_holidays) if it.code is Oddity.NOBODY_AT_WORK]

    assert found and found[0].day in {it.name for it in YEAR.holidays}


def test_a_wave_for_the_year_after_the_end_of_regular_bookings_comes_too_late():
    late = wave("tard", YEAR.regular_cutoff_at, kinds=(STANDING,))

    assert Concern(code=Oddity.AFTER_CUTOFF, wave_id="tard") in odd(late)


def test_of_what_has_opened_nothing_is_said():
    assert odd(wave("samedi", paris("2026-03-28 19:00")), at=paris("2026-03-28 19:00")) == []


def test_an_instant_that_is_over_opens_at_once():
    moved = replace(nursery, opens_at=IN_MARCH)

    found = concerns_of_change(moved, [nursery, primary], YEAR, [], OFFERED, IN_MARCH)

    assert found == (Concern(code=Oddity.OPENS_AT_ONCE, wave_id="maternelle"),)


def test_who_opens_when_is_told_for_each_kind_and_care():
    lunch_first = wave("midi", slot_types=(LUNCH,))
    rest = wave("reste", A_FORTNIGHT_LATER)
    child = Applying(school_level="MATERNELLE")

    found = first_openings([rest, lunch_first], child, OFFERED)

    assert [(it.slot_type, it.wave.wave_id) for it in found if it.kind is STANDING] == [
        (LUNCH, "midi"),
        (WEDNESDAY, "reste"),
    ]


def test_a_change_tells_how_many_children_open_at_another_instant():
    small, big = Applying(school_level="MATERNELLE"), Applying(school_level="ELEMENTAIRE")
    before = [nursery, primary]
    after = with_wave(before, replace(primary, opens_at=A_FORTNIGHT_LATER))

    moved = moved_openings(before, after, {small: 120, big: 200}, OFFERED)

    assert moved == (
        MovedOpening(child=big, children=200, before=A_TUESDAY, after=A_FORTNIGHT_LATER),
    )
