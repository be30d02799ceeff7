from dataclasses import replace

from services.bookings.domain import opening_wave
from services.bookings.domain.opening_wave import OpeningWaveScheduled, ScheduleOpeningWave
from tests.bookings.strasbourg import paris
from tests.support.given import given

FIELDS = {
    "wave_id": "maternelle-2026",
    "school_year": "2026-2027",
    "school_level": "MATERNELLE",
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
