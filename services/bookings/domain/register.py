"""The register of a facility for a school year: the one stream that owns its places.

Every place of a facility is taken and given back here, one after the other, so no click, load or
race can take more places than there are: of two decisions made at once, one is made again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import assert_never
from uuid import UUID

from rpds import HashTrieMap

from services.bookings.domain.slot_type import SlotType
from shared.eventstore.decider import Refused


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    """A line of a request: one child and slot type, on all of these dates or on none."""

    facility_id: str
    school_year: str
    request_id: UUID
    line_id: str
    household_id: UUID
    child_id: UUID
    slot_type: SlotType
    dates: tuple[date, ...]


# Commands


@dataclass(frozen=True, kw_only=True)
class TakePlaces:
    """`capacity` is how many places the facility has at this instant."""

    line: AskedLine
    capacity: int
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class RefuseLine:
    line: AskedLine
    capacity: int
    reason: str
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class CancelDay:
    """`until` is the deadline of that day; `request_id` the request that asks for it, if any."""

    facility_id: str
    school_year: str
    request_id: UUID | None
    household_id: UUID
    child_id: UUID
    slot_type: SlotType
    day: date
    until: datetime
    cancelled_at: datetime


Command = TakePlaces | RefuseLine | CancelDay


# Events


@dataclass(frozen=True, kw_only=True)
class PlacesTaken:
    """`taken` is how many places the fullest of the dates has taken, this one included."""

    line: AskedLine
    capacity: int
    taken: int
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class LineRefused:
    """What was true when it was decided: `taken` places of `capacity` on the fullest of the dates.

    `full_on` is the first date without a place, None when there was room (another reason counted).
    """

    line: AskedLine
    reason: str
    capacity: int
    taken: int
    full_on: date | None
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class PlaceCancelled:
    """`booked_by` and `line_id` name the line the place came from."""

    facility_id: str
    school_year: str
    request_id: UUID | None
    household_id: UUID
    child_id: UUID
    slot_type: SlotType
    day: date
    booked_by: UUID
    line_id: str
    cancelled_at: datetime


Event = PlacesTaken | LineRefused | PlaceCancelled


# State


LineId = tuple[UUID, str]  # of a request
Slot = tuple[SlotType, date]


@dataclass(frozen=True, kw_only=True)
class Register:
    """`places` goes by child; each register shares with the one before it what did not change."""

    taken: Mapping[SlotType, Mapping[date, int]] = field(default_factory=dict)
    places: "HashTrieMap[UUID, Mapping[Slot, LineId]]" = HashTrieMap()

    def taken_on(self, slot_type: SlotType, day: date) -> int:
        return self.taken.get(slot_type, {}).get(day, 0)

    def place(self, child_id: UUID, slot_type: SlotType, day: date) -> LineId | None:
        return self.places.get(child_id, {}).get((slot_type, day))


INITIAL = Register()


# Decide


def decide(command: Command, register: Register) -> list[Event]:
    match command:
        case TakePlaces():
            return take_places(command, register)
        case RefuseLine():
            return refuse_line(command, register)
        case CancelDay():
            return cancel_day(command, register)
    assert_never(command)


def take_places(command: TakePlaces, register: Register) -> list[Event]:
    line = _without_places_held(command.line, register)
    if not line.dates:
        return []
    taken = fullest(register, line.slot_type, line.dates)
    if (full_on := _full_on(line, command.capacity, register)) is not None:
        raise Refused(
            "slot_full", full_on=full_on.isoformat(), capacity=command.capacity, taken=taken
        )
    return [
        PlacesTaken(
            line=line,
            capacity=command.capacity,
            taken=taken + 1,
            decided_at=command.decided_at,
            decided_by=command.decided_by,
        )
    ]


def refuse_line(command: RefuseLine, register: Register) -> list[Event]:
    """A place may be refused as full only if it is: what the family reads must be true."""
    line = command.line
    taken = fullest(register, line.slot_type, line.dates)
    full_on = _full_on(line, command.capacity, register)
    if command.reason == "slot_full" and full_on is None:
        raise Refused("not_full", capacity=command.capacity, taken=taken)
    return [
        LineRefused(
            line=line,
            reason=command.reason,
            capacity=command.capacity,
            taken=taken,
            full_on=full_on,
            decided_at=command.decided_at,
            decided_by=command.decided_by,
        )
    ]


def cancel_day(command: CancelDay, register: Register) -> list[Event]:
    line = register.place(command.child_id, command.slot_type, command.day)
    if line is None:
        return []
    if command.cancelled_at > command.until:
        raise Refused(
            "deadline_passed", day=command.day.isoformat(), until=command.until.isoformat()
        )
    booked_by, line_id = line
    return [
        PlaceCancelled(
            facility_id=command.facility_id,
            school_year=command.school_year,
            request_id=command.request_id,
            household_id=command.household_id,
            child_id=command.child_id,
            slot_type=command.slot_type,
            day=command.day,
            booked_by=booked_by,
            line_id=line_id,
            cancelled_at=command.cancelled_at,
        )
    ]


def fullest(register: Register, slot_type: SlotType, dates: tuple[date, ...]) -> int:
    """The places taken on the fullest of these dates."""
    return max((register.taken_on(slot_type, day) for day in dates), default=0)


def _without_places_held(line: AskedLine, register: Register) -> AskedLine:
    free = (d for d in line.dates if register.place(line.child_id, line.slot_type, d) is None)
    return replace(line, dates=tuple(free))


def _full_on(line: AskedLine, capacity: int, register: Register) -> date | None:
    full = (day for day in line.dates if register.taken_on(line.slot_type, day) >= capacity)
    return min(full, default=None)


# Evolve


def evolve(register: Register, event: Event) -> Register:
    match event:
        case PlacesTaken():
            line = event.line
            slots = {(line.slot_type, day): (line.request_id, line.line_id) for day in line.dates}
            places = {**register.places.get(line.child_id, {}), **slots}
            return replace(
                register,
                taken=_moved(register, line.slot_type, line.dates, +1),
                places=register.places.insert(line.child_id, places),
            )
        case PlaceCancelled():
            places = dict(register.places[event.child_id])
            del places[event.slot_type, event.day]
            return replace(
                register,
                taken=_moved(register, event.slot_type, (event.day,), -1),
                places=register.places.insert(event.child_id, places),
            )
        case LineRefused():
            return register
    assert_never(event)


def _moved(
    register: Register, slot_type: SlotType, dates: tuple[date, ...], by: int
) -> Mapping[SlotType, Mapping[date, int]]:
    days = dict(register.taken.get(slot_type, {}))
    for day in dates:
        days[day] = days.get(day, 0) + by
    return {**register.taken, slot_type: days}
