"""An opening wave: from which instant a school level may book a school year."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

# Commands


@dataclass(frozen=True, kw_only=True)
class ScheduleOpeningWave:
    wave_id: str
    school_year: str
    school_level: str
    opens_at: datetime


Command = ScheduleOpeningWave


# Events


@dataclass(frozen=True, kw_only=True)
class OpeningWaveScheduled:
    """Said again when the instant is moved: the last one holds."""

    wave_id: str
    school_year: str
    school_level: str
    opens_at: datetime


Event = OpeningWaveScheduled


# State


@dataclass(frozen=True, kw_only=True)
class OpeningWave:
    scheduled: OpeningWaveScheduled | None = None


INITIAL = OpeningWave()


# Decide


def decide(command: Command, wave: OpeningWave) -> list[Event]:
    match command:
        case ScheduleOpeningWave():
            return schedule_opening_wave(command, wave)
    assert_never(command)


def schedule_opening_wave(command: ScheduleOpeningWave, wave: OpeningWave) -> list[Event]:
    scheduled = OpeningWaveScheduled(
        wave_id=command.wave_id,
        school_year=command.school_year,
        school_level=command.school_level,
        opens_at=command.opens_at,
    )
    return [] if scheduled == wave.scheduled else [scheduled]


# Evolve


def evolve(_wave: OpeningWave, event: Event) -> OpeningWave:
    match event:
        case OpeningWaveScheduled():
            return OpeningWave(scheduled=event)
    assert_never(event)
