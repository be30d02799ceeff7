"""The register of a facility for a school year: the one stream that owns its places.

Every place of a facility is taken and given back here, one after the other, so no click, load or
race can take more places than there are: of two decisions made at once, one is made again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from typing import Final, assert_never
from uuid import UUID

from rpds import HashTrieMap

from services.bookings.domain.capacity_pool import CapacityPool, Fill, fill, is_under_six
from services.bookings.domain.deadline import Surcharge
from services.bookings.domain.held_place import (
    FreePlace,
    HeldSlot,
    Place,
    PlaceFreed,
    PlaceRestored,
    RestorePlace,
    counted_again,
    free_place,
    restore_place,
)
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.decider import Refused

# Why a place at the canteen may be refused although there is room: the school is not the child's,
# or it is the family's own wish.
AT_THE_CANTEEN: Final = frozenset(
    {
        "not_eligible",
        "bundle_not_whole",
        "not_needed",
        "offer_declined",
        "offer_expired",
        "left_waiting_list",
    }
)


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    """A line of a request: one child and slot type, on all of these dates or on none.

    `six_from` is the first day on which the child counts as six years old, None when unknown.
    """

    facility_id: str
    school_year: str
    request_id: UUID
    line_id: str
    household_id: UUID
    child_id: UUID
    slot_type: SlotType
    dates: tuple[date, ...]
    six_from: date | None = None


# Commands


@dataclass(frozen=True, kw_only=True)
class TakePlaces:
    """`pools` are those the slot type draws on at this instant, the one to name first before.

    With an `offer_id` they are held for who was offered them. `elsewhere` are days on which the
    child lives in its other home: those are for that one to book.
    """

    line: AskedLine
    pools: tuple[CapacityPool, ...]
    decided_at: datetime
    decided_by: str
    offer_id: UUID | None = None
    elsewhere: frozenset[date] = frozenset()


@dataclass(frozen=True, kw_only=True)
class ReleasePlaces:
    """Of an offer that was not accepted."""

    line: AskedLine
    offer_id: UUID
    released_at: datetime


@dataclass(frozen=True, kw_only=True)
class RefuseLine:
    """`elsewhere` is what was full for a line that this one comes together with."""

    line: AskedLine
    pools: tuple[CapacityPool, ...]
    reason: str
    decided_at: datetime
    decided_by: str
    elsewhere: Fill | None = None


@dataclass(frozen=True, kw_only=True)
class CancelDay:
    """`until` is the last instant of that day, None when nothing ends it; `surcharge` what it costs
    by now; `request_id` the request that asks for it, if any."""

    facility_id: str
    school_year: str
    request_id: UUID | None
    household_id: UUID
    child_id: UUID
    slot_type: SlotType
    day: date
    until: datetime | None
    cancelled_at: datetime
    surcharge: Surcharge | None = None


@dataclass(frozen=True, kw_only=True)
class WaitlistLine:
    """`elsewhere` as in a refusal."""

    line: AskedLine
    pools: tuple[CapacityPool, ...]
    decided_at: datetime
    decided_by: str
    elsewhere: Fill | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeDays:
    """The calendar changed under a line: `gone` are days without care, `line.dates` those with care
    again, to be booked as far as there is room and the child is in this home (not `elsewhere`)."""

    line: AskedLine
    gone: tuple[date, ...]
    pools: tuple[CapacityPool, ...]
    changed_at: datetime
    changed_by: str
    elsewhere: frozenset[date] = frozenset()


@dataclass(frozen=True, kw_only=True)
class HandOverDay:
    """The place of a child goes from one of its homes to the other: who pays it changes, nobody
    else can have it meanwhile. `request_id` and `line_id` are what the other home has it by."""

    facility_id: str
    school_year: str
    child_id: UUID
    slot_type: SlotType
    day: date
    from_household_id: UUID
    household_id: UUID
    request_id: UUID
    line_id: str
    handed_over_at: datetime


Command = (
    TakePlaces
    | ReleasePlaces
    | RefuseLine
    | WaitlistLine
    | CancelDay
    | ChangeDays
    | FreePlace
    | RestorePlace
    | HandOverDay
)


# Events


@dataclass(frozen=True, kw_only=True)
class PlacesTaken:
    """`taken` of `capacity` places in the fullest pool on the fullest date, this one included.

    With an `offer_id` they are held until the family has answered.
    """

    line: AskedLine
    capacity: int
    taken: int
    decided_at: datetime
    decided_by: str
    pool: str | None = None
    offer_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PlacesReleased:
    """Places that were held for an offer are free again."""

    line: AskedLine
    offer_id: UUID
    released_at: datetime


@dataclass(frozen=True, kw_only=True)
class LineRefused:
    """What was true when it was decided: `taken` places of `capacity` in the pool that was full.

    `full_on` is the first date without a place, None when there was room (another reason counted);
    then the figures are those of the fullest pool on the fullest of the dates.
    """

    line: AskedLine
    reason: str
    capacity: int
    taken: int
    full_on: date | None
    decided_at: datetime
    decided_by: str
    pool: str | None = None
    pool_name: str = ""


@dataclass(frozen=True, kw_only=True)
class LineWaitlisted:
    """What was full when it was decided; the order is in the waiting list of the year."""

    line: AskedLine
    capacity: int
    taken: int
    full_on: date
    decided_at: datetime
    decided_by: str
    pool: str | None = None
    pool_name: str = ""


@dataclass(frozen=True, kw_only=True)
class PlaceCancelled:
    """`booked_by` and `line_id` name the line the place came from.

    `under_six` is how its age was counted: small, as long as it was unknown.
    """

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
    under_six: bool = True
    surcharge: Surcharge | None = None


@dataclass(frozen=True, kw_only=True)
class DaysChanged:
    """`line.dates` are the days added, `gone_under_six` those of `gone` that counted as small."""

    line: AskedLine
    gone: tuple[date, ...]
    gone_under_six: tuple[date, ...]
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, kw_only=True)
class PlaceHandedOver:
    """`booked_by` and `booked_line` name the line that the place came from, in the home that gave
    it; `request_id` and `line_id` what it is booked by now."""

    facility_id: str
    school_year: str
    child_id: UUID
    slot_type: SlotType
    day: date
    from_household_id: UUID
    booked_by: UUID
    booked_line: str
    household_id: UUID
    request_id: UUID
    line_id: str
    handed_over_at: datetime


Event = (
    PlacesTaken
    | PlacesReleased
    | LineRefused
    | LineWaitlisted
    | PlaceCancelled
    | DaysChanged
    | PlaceFreed
    | PlaceRestored
    | PlaceHandedOver
)


# State


Slot = tuple[SlotType, date]
Counts = Mapping[SlotType, Mapping[date, int]]


@dataclass(frozen=True, kw_only=True)
class Register:
    """`places` goes by child; each register shares with the one before it what did not change."""

    taken: Counts = field(default_factory=dict)
    under_six: Counts = field(default_factory=dict)  # of those
    places: "HashTrieMap[UUID, Mapping[Slot, Place]]" = HashTrieMap()

    def taken_on(self, slot_type: SlotType, day: date) -> int:
        return self.taken.get(slot_type, {}).get(day, 0)

    def under_six_on(self, slot_type: SlotType, day: date) -> int:
        return self.under_six.get(slot_type, {}).get(day, 0)

    def place(self, child_id: UUID, slot_type: SlotType, day: date) -> Place | None:
        return self.places.get(child_id, {}).get((slot_type, day))

    def days_of_line(self, child_id: UUID, request_id: UUID, line_id: str) -> tuple[date, ...]:
        """The days on which the child has a place from this line."""
        return tuple(
            sorted(
                day
                for (_slot_type, day), place in self.places.get(child_id, {}).items()
                if (place.booked_by, place.line_id) == (request_id, line_id)
            )
        )


INITIAL = Register()


# Decide


def decide(command: Command, register: Register) -> list[Event]:
    match command:
        case TakePlaces():
            return take_places(command, register)
        case ReleasePlaces():
            return release_places(command, register)
        case RefuseLine():
            return refuse_line(command, register)
        case WaitlistLine():
            return waitlist_line(command, register)
        case CancelDay():
            return cancel_day(command, register)
        case ChangeDays():
            return change_days(command, register)
        case FreePlace(slot=slot):
            return [*free_place(command, _place_of(slot, register))]
        case RestorePlace(slot=slot):
            place = _place_of(slot, register)
            return [*restore_place(command, place, full=_has_no_room(command, place, register))]
        case HandOverDay():
            return hand_over_day(command, register)
    assert_never(command)


def take_places(command: TakePlaces, register: Register) -> list[Event]:
    _refuse_days_of_the_other_home(command, register)
    line = _without_places_held(command.line, register)
    if not line.dates:
        return []
    if (full := first_full(register, line, command.pools)) is not None:
        raise Refused(
            "slot_full",
            full_on=full.day.isoformat(),
            capacity=full.capacity,
            taken=full.taken,
            pool=full.pool.pool_id,
            pool_name=full.pool.name,
        )
    tightest = fullest(register, line, command.pools)
    return [
        PlacesTaken(
            line=line,
            capacity=tightest.capacity,
            taken=tightest.taken + 1,
            decided_at=command.decided_at,
            decided_by=command.decided_by,
            pool=tightest.pool.pool_id,
            offer_id=command.offer_id,
        )
    ]


def _refuse_days_of_the_other_home(command: TakePlaces, register: Register) -> None:
    """Else its line would be answered "accepted" for days that the other home holds and pays."""
    line = command.line
    for day in line.dates:
        if day in command.elsewhere:
            raise Refused("day_of_other_home", day=day.isoformat())
        place = register.place(line.child_id, line.slot_type, day)
        if place is not None and place.household_id != line.household_id:
            raise Refused("held_by_other_home", day=day.isoformat())


def release_places(command: ReleasePlaces, register: Register) -> list[Event]:
    line = command.line
    held = tuple(day for day in line.dates if _is_of(line, register, day))
    if not held:
        return []
    return [
        *_counted_again(line, held, register, command.released_at),
        PlacesReleased(
            line=replace(line, dates=held),
            offer_id=command.offer_id,
            released_at=command.released_at,
        ),
    ]


def refuse_line(command: RefuseLine, register: Register) -> list[Event]:
    """A place may be refused as full only if it is: what the family reads must be true.

    A place at the canteen is a right, refused only when capacity is reached at the date of the
    decision (Code de l'éducation, L131-13; Conseil d'État, 22 March 2021, 429361).
    """
    line = command.line
    full = first_full(register, line, command.pools)
    where = full or command.elsewhere
    evidence = where or fullest(register, line, command.pools)
    if command.reason == "slot_full" and full is None:
        raise Refused("not_full", capacity=evidence.capacity, taken=evidence.taken)
    at_the_canteen = line.slot_type is SlotType.LUNCH
    if at_the_canteen and full is None and command.reason not in AT_THE_CANTEEN:
        raise Refused("canteen_is_a_right", capacity=evidence.capacity, taken=evidence.taken)
    return [
        LineRefused(
            line=line,
            reason=command.reason,
            capacity=evidence.capacity,
            taken=evidence.taken,
            full_on=where.day if where else None,
            decided_at=command.decided_at,
            decided_by=command.decided_by,
            pool=evidence.pool.pool_id,
            pool_name=evidence.pool.name,
        )
    ]


def waitlist_line(command: WaitlistLine, register: Register) -> list[Event]:
    """Nobody waits for a place that is there."""
    full = first_full(register, command.line, command.pools) or command.elsewhere
    if full is None:
        raise Refused("not_full")
    return [
        LineWaitlisted(
            line=command.line,
            capacity=full.capacity,
            taken=full.taken,
            full_on=full.day,
            decided_at=command.decided_at,
            decided_by=command.decided_by,
            pool=full.pool.pool_id,
            pool_name=full.pool.name,
        )
    ]


def cancel_day(command: CancelDay, register: Register) -> list[Event]:
    place = register.place(command.child_id, command.slot_type, command.day)
    if place is None:
        return []
    if place.household_id != command.household_id:
        raise Refused("held_by_other_home", day=command.day.isoformat())
    if command.until is not None and command.cancelled_at > command.until:
        raise Refused(
            "deadline_passed", day=command.day.isoformat(), until=command.until.isoformat()
        )
    slot = HeldSlot(
        facility_id=command.facility_id,
        school_year=command.school_year,
        household_id=command.household_id,
        child_id=command.child_id,
        slot_type=command.slot_type,
        day=command.day,
    )
    return [
        *counted_again(slot, place, command.cancelled_at),
        PlaceCancelled(
            facility_id=command.facility_id,
            school_year=command.school_year,
            request_id=command.request_id,
            household_id=command.household_id,
            child_id=command.child_id,
            slot_type=command.slot_type,
            day=command.day,
            booked_by=place.booked_by,
            line_id=place.line_id,
            cancelled_at=command.cancelled_at,
            under_six=place.under_six,
            surcharge=command.surcharge,
        ),
    ]


def change_days(command: ChangeDays, register: Register) -> list[Event]:
    """A day that is open again but full is not added: the family is told so."""
    line = command.line
    held = {
        day: place
        for day in command.gone
        if (place := register.place(line.child_id, line.slot_type, day)) is not None
        and (place.booked_by, place.line_id) == (line.request_id, line.line_id)
    }
    wanted = _without_places_held(line, register)
    added = tuple(
        day
        for day in wanted.dates
        if day not in command.elsewhere
        and first_full(register, replace(wanted, dates=(day,)), command.pools) is None
    )
    if not held and not added:
        return []
    return [
        *_counted_again(line, held, register, command.changed_at),
        DaysChanged(
            line=replace(line, dates=added),
            gone=tuple(held),
            gone_under_six=tuple(day for day, place in held.items() if place.under_six),
            changed_at=command.changed_at,
            changed_by=command.changed_by,
        ),
    ]


def _counted_again(
    line: AskedLine, days: Iterable[date], register: Register, at: datetime
) -> list[Event]:
    """What is given back counts as taken, also that of an absent child."""
    return [
        event
        for day in days
        if (place := register.place(line.child_id, line.slot_type, day)) is not None
        for event in counted_again(_slot_of(line, day), place, at)
    ]


def _slot_of(line: AskedLine, day: date) -> HeldSlot:
    return HeldSlot(
        facility_id=line.facility_id,
        school_year=line.school_year,
        household_id=line.household_id,
        child_id=line.child_id,
        slot_type=line.slot_type,
        day=day,
    )


def _place_of(slot: HeldSlot, register: Register) -> Place | None:
    return register.place(slot.child_id, slot.slot_type, slot.day)


def _has_no_room(command: RestorePlace, place: Place | None, register: Register) -> bool:
    return place is not None and not all(
        fill(pool, command.slot.day, register, under_six=place.under_six).left
        for pool in command.pools
    )


def hand_over_day(command: HandOverDay, register: Register) -> list[Event]:
    """Counts nobody more or less: so it is possible in a full slot, and after a deadline."""
    place = register.place(command.child_id, command.slot_type, command.day)
    if place is None or place.household_id != command.from_household_id:
        return []
    if place.freed:  # somebody else may have it by now
        raise Refused("absence_on_that_day", day=command.day.isoformat())
    return [
        PlaceHandedOver(
            facility_id=command.facility_id,
            school_year=command.school_year,
            child_id=command.child_id,
            slot_type=command.slot_type,
            day=command.day,
            from_household_id=command.from_household_id,
            booked_by=place.booked_by,
            booked_line=place.line_id,
            household_id=command.household_id,
            request_id=command.request_id,
            line_id=command.line_id,
            handed_over_at=command.handed_over_at,
        )
    ]


def first_full(register: Register, line: AskedLine, pools: Iterable[CapacityPool]) -> Fill | None:
    """The pool that has no place for this line, on the first of the dates where there is one."""
    full = (fill for fill in _fills(register, line, pools) if not fill.left)
    return min(full, key=lambda fill: fill.day, default=None)


def fullest(register: Register, line: AskedLine, pools: Iterable[CapacityPool]) -> Fill:
    """The pool with the least room for this line, on the date where it has the least."""
    return min(_fills(register, line, pools), key=lambda fill: fill.left)


def _fills(register: Register, line: AskedLine, pools: Iterable[CapacityPool]) -> list[Fill]:
    return [
        fill(pool, day, register, under_six=is_under_six(line.six_from, day))
        for day in line.dates
        for pool in pools
    ]


def _is_of(line: AskedLine, register: Register, day: date) -> bool:
    place = register.place(line.child_id, line.slot_type, day)
    return place is not None and (place.booked_by, place.line_id) == (
        line.request_id,
        line.line_id,
    )


def _without_places_held(line: AskedLine, register: Register) -> AskedLine:
    free = (d for d in line.dates if register.place(line.child_id, line.slot_type, d) is None)
    return replace(line, dates=tuple(free))


# Evolve


def evolve(register: Register, event: Event) -> Register:
    match event:
        case PlacesTaken():
            return _with_places(register, event.line)
        case PlaceCancelled():
            return _without_places(register, event.child_id, event.slot_type, (event.day,))
        case PlacesReleased():
            line = event.line
            return _without_places(register, line.child_id, line.slot_type, line.dates)
        case DaysChanged():
            line = event.line
            left = _without_places(register, line.child_id, line.slot_type, event.gone)
            return _with_places(left, line)
        case PlaceFreed():
            return _counting(register, event, -1)
        case PlaceRestored():
            return _counting(register, event, +1)
        case PlaceHandedOver():
            return _handed_over(register, event)
        case LineRefused() | LineWaitlisted():
            return register
    assert_never(event)


def _handed_over(register: Register, event: PlaceHandedOver) -> Register:
    places = dict(register.places.get(event.child_id, {}))
    slot = _slot(event.slot_type, event.day)
    places[slot] = places[slot]._replace(
        booked_by=event.request_id, line_id=event.line_id, household_id=event.household_id
    )
    return replace(register, places=register.places.insert(event.child_id, places))


def _with_places(register: Register, line: AskedLine) -> Register:
    # As few objects as can be: a register has hundreds of thousands of places.
    older, younger = (
        Place(line.request_id, line.line_id, small, line.household_id) for small in (False, True)
    )
    slots = {
        _slot(line.slot_type, day): younger if is_under_six(line.six_from, day) else older
        for day in line.dates
    }
    small = [day for (_slot_type, day), place in slots.items() if place.under_six]
    places = {**register.places.get(line.child_id, {}), **slots}
    return replace(
        register,
        taken=_moved(register.taken, line.slot_type, line.dates, +1),
        under_six=_moved(register.under_six, line.slot_type, small, +1),
        places=register.places.insert(line.child_id, places),
    )


@cache
def _slot(slot_type: SlotType, day: date) -> Slot:
    return slot_type, day


def _without_places(
    register: Register, child_id: UUID, slot_type: SlotType, dates: Collection[date]
) -> Register:
    places = dict(register.places.get(child_id, {}))
    small = [day for day in dates if places.pop((slot_type, day)).under_six]
    return replace(
        register,
        taken=_moved(register.taken, slot_type, dates, -1),
        under_six=_moved(register.under_six, slot_type, small, -1),
        places=register.places.insert(child_id, places),
    )


def _counting(register: Register, event: PlaceFreed | PlaceRestored, by: int) -> Register:
    """The place stays the child's, and counts as taken or not."""
    slot = event.slot
    places = dict(register.places.get(slot.child_id, {}))
    key = slot.slot_type, slot.day
    places[key] = places[key]._replace(freed=by < 0)
    small = [slot.day] if event.under_six else []
    return replace(
        register,
        taken=_moved(register.taken, slot.slot_type, [slot.day], by),
        under_six=_moved(register.under_six, slot.slot_type, small, by),
        places=register.places.insert(slot.child_id, places),
    )


def _moved(counts: Counts, slot_type: SlotType, dates: Iterable[date], by: int) -> Counts:
    days = dict(counts.get(slot_type, {}))
    for day in dates:
        days[day] = days.get(day, 0) + by
    return {**counts, slot_type: days}
