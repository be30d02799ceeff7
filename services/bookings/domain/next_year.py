"""What of a school year is carried on to the next: its openings, and the end of regular bookings.

Slot types, capacities and deadlines are not of a year: they hold until they are described anew.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from services.bookings.domain.deadline import PARIS
from services.bookings.domain.opening_wave import OpeningWaveScheduled, ScheduleOpeningWave
from shared.eventstore.decider import Refused

A_YEAR: Final = timedelta(weeks=52)  # whole weeks, so that an opening on a Friday is on a Friday


def name_after(school_year: str) -> str:
    """« 2026-2027 » is followed by « 2027-2028 ». Raises Refused for a year of another name."""
    first, _dash, last = school_year.partition("-")
    named = len(first) == len(last) == 4 and (first + last).isdecimal()
    if not (named and int(last) == int(first) + 1 < 9999):
        raise Refused("year_without_next", school_year=school_year)
    return f"{int(last)}-{int(last) + 1}"


def same_weekday(instant: datetime) -> datetime:
    """A year later, at the same hour in Paris, whatever the clocks do."""
    local = instant.astimezone(PARIS).replace(tzinfo=None) + A_YEAR
    return local.replace(tzinfo=PARIS).astimezone(UTC)


def carried_openings(
    waves: Iterable[OpeningWaveScheduled], before: str, after: str, at: datetime
) -> tuple[ScheduleOpeningWave, ...]:
    """The openings of the year after; one whose turn would be over already is left out."""
    return tuple(
        ScheduleOpeningWave(
            wave_id=renamed(wave.wave_id, before, after),
            school_year=after,
            who=wave.who,
            opens_at=same_weekday(wave.opens_at),
            time_zone=wave.time_zone,
            asked_at=at,
        )
        for wave in waves
        if same_weekday(wave.opens_at) > at
    )


def renamed(wave_id: str, before: str, after: str) -> str:
    """« maternelle-2026 » is « maternelle-2027 » next year: the old wave stays as it was."""
    first, next_first = before.partition("-")[0], after.partition("-")[0]
    name = wave_id.replace(before, after) if before in wave_id else wave_id
    name = name.replace(first, next_first) if name == wave_id else name
    return name if name != wave_id else f"{wave_id}-{after}"
