"""An opening wave: who may book a school year, and from which instant.

A child may fall under several waves: the earliest that fits counts. Holidays play no part in it: an
opening on Good Friday is an opening.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, assert_never

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.decider import Refused

PARIS: Final = "Europe/Paris"


class Residence(StrEnum):
    INSIDE = "INSIDE"  # of the commune, as the operator's list of areas has it
    OUTSIDE = "OUTSIDE"


@dataclass(frozen=True, kw_only=True)
class WaveFor:
    """Whom and what a wave is for; what is empty leaves nobody out.

    `sibling`: only children with a brother or sister who has a place for the year, this one or the
    last.
    """

    school_levels: tuple[str, ...] = ()
    residence: Residence | None = None
    sibling: bool = False
    kinds: tuple[BookingKind, ...] = ()
    slot_types: tuple[SlotType, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Applying:
    """What a wave may ask of a child. `resident` is None when nobody knows: not inside, then."""

    school_level: str
    resident: bool | None = None
    sibling: bool = False


# Commands


@dataclass(frozen=True, kw_only=True)
class ScheduleOpeningWave:
    """`opens_at` with the zone the operator meant it in: kept in UTC, and said in that zone.

    `asked_at` is when staff ask: what has opened is not theirs to move. The operator's own file,
    which is loaded as a whole, has none.
    """

    wave_id: str
    school_year: str
    who: WaveFor
    opens_at: datetime
    time_zone: str = PARIS
    asked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class WithdrawOpeningWave:
    wave_id: str
    asked_at: datetime


Command = ScheduleOpeningWave | WithdrawOpeningWave


# Events


@dataclass(frozen=True, kw_only=True)
class OpeningWaveScheduled:
    """Said again when the instant is moved: the last one holds."""

    wave_id: str
    school_year: str
    who: WaveFor
    opens_at: datetime
    time_zone: str = PARIS


@dataclass(frozen=True, kw_only=True)
class OpeningWaveWithdrawn:
    """It will not open; it may be scheduled anew."""

    wave_id: str
    school_year: str
    withdrawn_at: datetime


Event = OpeningWaveScheduled | OpeningWaveWithdrawn


# State


@dataclass(frozen=True, kw_only=True)
class OpeningWave:
    scheduled: OpeningWaveScheduled | None = None

    def has_opened(self, at: datetime) -> bool:
        return self.scheduled is not None and self.scheduled.opens_at <= at


INITIAL = OpeningWave()


# Decide


def decide(command: Command, wave: OpeningWave) -> list[Event]:
    match command:
        case ScheduleOpeningWave():
            return schedule_opening_wave(command, wave)
        case WithdrawOpeningWave():
            return withdraw_opening_wave(command, wave)
    assert_never(command)


def schedule_opening_wave(command: ScheduleOpeningWave, wave: OpeningWave) -> list[Event]:
    for names in (command.who.school_levels, command.who.kinds, command.who.slot_types):
        if len(set(names)) < len(names):
            raise Refused("said_twice", wave_id=command.wave_id)
    if command.asked_at is not None:
        _refuse_what_has_opened(wave, command.asked_at)
        if wave.scheduled is not None and wave.scheduled.school_year != command.school_year:
            raise Refused("wave_of_another_year", wave_id=command.wave_id)
    scheduled = OpeningWaveScheduled(
        wave_id=command.wave_id,
        school_year=command.school_year,
        who=command.who,
        opens_at=command.opens_at.astimezone(UTC),
        time_zone=command.time_zone,
    )
    return [] if scheduled == wave.scheduled else [scheduled]


def withdraw_opening_wave(command: WithdrawOpeningWave, wave: OpeningWave) -> list[Event]:
    if wave.scheduled is None:
        return []
    _refuse_what_has_opened(wave, command.asked_at)
    return [
        OpeningWaveWithdrawn(
            wave_id=command.wave_id,
            school_year=wave.scheduled.school_year,
            withdrawn_at=command.asked_at,
        )
    ]


def _refuse_what_has_opened(wave: OpeningWave, at: datetime) -> None:
    if wave.scheduled is not None and wave.has_opened(at):
        raise Refused("already_open", opens_at=wave.scheduled.opens_at.isoformat())


# Evolve


def evolve(_wave: OpeningWave, event: Event) -> OpeningWave:
    match event:
        case OpeningWaveScheduled():
            return OpeningWave(scheduled=event)
        case OpeningWaveWithdrawn():
            return INITIAL
    assert_never(event)


# Which one counts


def earliest(
    waves: Iterable[OpeningWaveScheduled],
    child: Applying,
    kind: BookingKind,
    slot_type: SlotType,
) -> OpeningWaveScheduled | None:
    """The wave that lets this child book this slot type first; None when none ever does."""
    fitting = (wave for wave in waves if fits(wave.who, child, kind, slot_type))
    return min(fitting, key=lambda wave: (wave.opens_at, wave.wave_id), default=None)


def fits(who: WaveFor, child: Applying, kind: BookingKind, slot_type: SlotType) -> bool:
    if who.school_levels and child.school_level not in who.school_levels:
        return False
    if who.residence and (who.residence is Residence.INSIDE) is not bool(child.resident):
        return False
    if who.sibling and not child.sibling:
        return False
    return (not who.kinds or kind in who.kinds) and (
        not who.slot_types or slot_type in who.slot_types
    )
