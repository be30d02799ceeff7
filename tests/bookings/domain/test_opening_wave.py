from dataclasses import replace

import pytest

from services.bookings.domain import opening_wave
from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.opening_wave import (
    Applying,
    OpeningWaveScheduled,
    OpeningWaveWithdrawn,
    Residence,
    ScheduleOpeningWave,
    WaveFor,
    WithdrawOpeningWave,
    earliest,
    fits,
)
from services.bookings.domain.slot_type import SlotType
from tests.bookings.strasbourg import paris
from tests.support.given import given

FIELDS = {
    "wave_id": "maternelle-2026",
    "school_year": "2026-2027",
    "who": WaveFor(school_levels=("MATERNELLE",)),
    "opens_at": paris("2026-04-03 19:00"),
}
schedule = ScheduleOpeningWave(**FIELDS)
scheduled = OpeningWaveScheduled(**FIELDS)


def test_a_wave_is_scheduled_on_good_friday_all_the_same():
    given(opening_wave).when(schedule).then(scheduled)


def test_scheduling_it_again_for_the_same_instant_changes_nothing():
    given(opening_wave, scheduled).when(schedule).then_nothing()


def test_a_wave_may_be_moved():
    later = paris("2026-04-07 19:00")

    given(opening_wave, scheduled).when(replace(schedule, opens_at=later)).then(
        replace(scheduled, opens_at=later)
    )


def test_a_condition_said_twice_is_refused():
    twice = replace(schedule, who=WaveFor(school_levels=("MATERNELLE", "MATERNELLE")))

    given(opening_wave).when(twice).refused("said_twice", wave_id="maternelle-2026")


BEFORE, SINCE = paris("2026-04-03 18:59"), paris("2026-04-03 19:00")
withdrawn = OpeningWaveWithdrawn(
    wave_id="maternelle-2026", school_year="2026-2027", withdrawn_at=BEFORE
)


def test_staff_move_and_withdraw_a_wave_until_it_has_opened():
    later = paris("2026-04-07 19:00")
    moving = replace(schedule, opens_at=later, asked_at=BEFORE)
    withdrawing = WithdrawOpeningWave(wave_id="maternelle-2026", asked_at=BEFORE)

    given(opening_wave, scheduled).when(moving).then(replace(scheduled, opens_at=later))
    given(opening_wave, scheduled).when(withdrawing).then(withdrawn)
    for late in (replace(moving, asked_at=SINCE), replace(withdrawing, asked_at=SINCE)):
        given(opening_wave, scheduled).when(late).refused(
            "already_open", opens_at="2026-04-03T17:00:00+00:00"
        )


def test_a_wave_that_was_withdrawn_is_scheduled_anew():
    again = WithdrawOpeningWave(wave_id="maternelle-2026", asked_at=BEFORE)

    given(opening_wave, scheduled, withdrawn).when(again).then_nothing()
    given(opening_wave, scheduled, withdrawn).when(schedule).then(scheduled)


def test_staff_never_move_a_wave_into_another_year():
    moving = replace(schedule, school_year="2027-2028", asked_at=BEFORE)

    given(opening_wave, scheduled).when(moving).refused("wave_of_another_year")


# Whom a wave is for

NURSERY = Applying(school_level="MATERNELLE")
STANDING, ONE_OFF = BookingKind.STANDING, BookingKind.ONE_OFF
LUNCH, WEDNESDAY = SlotType.LUNCH, SlotType.WEDNESDAY


@pytest.mark.parametrize(
    ("who", "fitting", "other"),
    [
        (
            WaveFor(school_levels=("MATERNELLE",)),
            (NURSERY, STANDING, LUNCH),
            (Applying(school_level="ELEMENTAIRE"), STANDING, LUNCH),
        ),
        (
            WaveFor(residence=Residence.INSIDE),
            (replace(NURSERY, resident=True), STANDING, LUNCH),
            (replace(NURSERY, resident=False), STANDING, LUNCH),
        ),
        (
            WaveFor(residence=Residence.OUTSIDE),
            (replace(NURSERY, resident=False), STANDING, LUNCH),
            (replace(NURSERY, resident=True), STANDING, LUNCH),
        ),
        (
            WaveFor(sibling=True),
            (replace(NURSERY, sibling=True), STANDING, LUNCH),
            (NURSERY, STANDING, LUNCH),
        ),
        (WaveFor(kinds=(STANDING,)), (NURSERY, STANDING, LUNCH), (NURSERY, ONE_OFF, LUNCH)),
        (
            WaveFor(slot_types=(WEDNESDAY,)),
            (NURSERY, STANDING, WEDNESDAY),
            (NURSERY, STANDING, LUNCH),
        ),
    ],
)
def test_a_wave_is_for_those_it_names(who, fitting, other):
    assert fits(WaveFor(), *fitting) and fits(WaveFor(), *other)
    assert fits(who, *fitting) and not fits(who, *other)


def test_who_has_told_no_address_counts_as_outside_the_commune():
    assert not fits(WaveFor(residence=Residence.INSIDE), NURSERY, STANDING, LUNCH)
    assert fits(WaveFor(residence=Residence.OUTSIDE), NURSERY, STANDING, LUNCH)


def test_of_several_waves_a_child_falls_under_the_earliest_counts():
    everybody = wave("everybody", WaveFor(), "2026-04-10 19:00")
    inside = wave("inside", WaveFor(residence=Residence.INSIDE), "2026-04-03 19:00")
    sibling = wave("sibling", WaveFor(sibling=True), "2026-04-02 19:00")
    waves = [everybody, inside, sibling]

    def counts(**known):
        return earliest(waves, replace(NURSERY, **known), STANDING, LUNCH).wave_id

    assert counts() == "everybody"
    assert counts(resident=True) == "inside"
    assert counts(resident=True, sibling=True) == "sibling"
    assert earliest([inside], NURSERY, STANDING, LUNCH) is None


def wave(wave_id, who, opens_at):
    return replace(scheduled, wave_id=wave_id, who=who, opens_at=paris(opens_at))
