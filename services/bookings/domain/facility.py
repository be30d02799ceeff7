"""A facility: where it is, what it offers on which weekdays, and how many places it has."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import assert_never

from services.bookings.domain import deadline
from services.bookings.domain.capacity_pool import (
    CapacityPool,
    Occupancy,
    PoolCount,
    PoolException,
    fills,
    too_many,
)
from services.bookings.domain.deadline import DeadlineRule
from services.bookings.domain.slot_type import SlotType, possible_weekdays
from shared.eventstore.decider import Refused


@dataclass(frozen=True, kw_only=True)
class OfferedSlotType:
    """`deadlines` hold for booking, cancelling and changing a single day.

    `capacity` are places of its own; None when it has but those of the pools it draws on.
    """

    slot_type: SlotType
    weekdays: tuple[int, ...]
    starts: str
    ends: str
    capacity: int | None
    deadlines: tuple[DeadlineRule, ...]


@dataclass(frozen=True, kw_only=True)
class AreaDistance:
    """How far it is from an area of the operator's to the facility, in metres."""

    area: str
    metres: int


# Commands


@dataclass(frozen=True, kw_only=True)
class DescribeFacility:
    facility_id: str
    name: str
    address: str
    levels: tuple[str, ...]
    slot_types: tuple[OfferedSlotType, ...]
    pools: tuple[CapacityPool, ...] = ()
    distances: tuple[AreaDistance, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SlotPlaces:
    """The places of a slot type of its own; None when it has but those of its pools."""

    slot_type: SlotType
    capacity: int | None


@dataclass(frozen=True, kw_only=True)
class PoolPlaces:
    pool_id: str
    size: int
    exceptions: tuple[PoolException, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ResizePlaces:
    """What is not named stays as it is. `here` and `days` are who is expected when: fewer places
    than children are refused unless staff have seen it and accept it. Nobody loses a place."""

    facility_id: str
    slots: tuple[SlotPlaces, ...]
    pools: tuple[PoolPlaces, ...]
    here: Occupancy
    days: tuple[date, ...]
    overfull_accepted: bool = False


Command = DescribeFacility | ResizePlaces


# Events


@dataclass(frozen=True, kw_only=True)
class FacilityDescribed:
    facility_id: str
    name: str
    address: str
    levels: tuple[str, ...]
    slot_types: tuple[OfferedSlotType, ...]
    pools: tuple[CapacityPool, ...] = ()
    distances: tuple[AreaDistance, ...] = ()


Event = FacilityDescribed


# State


@dataclass(frozen=True, kw_only=True)
class Facility:
    """What families and staff see; `levels` is empty when every level is welcome."""

    facility_id: str = ""
    name: str = ""
    address: str = ""
    levels: tuple[str, ...] = ()
    slot_types: tuple[OfferedSlotType, ...] = ()
    pools: tuple[CapacityPool, ...] = ()
    distances: tuple[AreaDistance, ...] = ()

    def metres_from(self, area: str | None) -> int | None:
        return next((it.metres for it in self.distances if it.area == area), None)

    def offers(self, slot_type: SlotType) -> OfferedSlotType | None:
        return next((slot for slot in self.slot_types if slot.slot_type is slot_type), None)

    def pools_of(self, slot_type: SlotType) -> tuple[CapacityPool, ...]:
        """What a place of this slot type draws on: its own places first, then what it shares.

        Of a pool that is counted at once, only the slot types whose hours meet its own.
        """
        slot = self.offers(slot_type)
        if slot is None:
            return ()
        shared = tuple(
            replace(pool, slot_types=self._there_with(slot, pool))
            for pool in self.pools
            if slot_type in pool.slot_types
        )
        if slot.capacity is None:
            return shared
        own = CapacityPool(pool_id=slot_type, slot_types=(slot_type,), size=slot.capacity)
        return (own, *shared)

    def places(self, slot_type: SlotType, day: date, here: Occupancy) -> int:
        """How many children there may be on that day, given who is there: the tightest pool."""
        there = fills(self.pools_of(slot_type), day, here, under_six=False)
        return min((here.taken_on(slot_type, day) + fill.left for fill in there), default=0)

    def nominal_places(self, slot_type: SlotType) -> int:
        """How many children there may be on an ordinary day, at most."""
        return min((pool.nominal for pool in self.pools_of(slot_type)), default=0)

    def _there_with(self, slot: OfferedSlotType, pool: CapacityPool) -> tuple[SlotType, ...]:
        if pool.count is PoolCount.PER_DAY:
            return pool.slot_types
        return tuple(
            other.slot_type
            for other in self.slot_types
            if other.slot_type in pool.slot_types
            and other.starts < slot.ends
            and slot.starts < other.ends
        )


INITIAL = Facility()


# Decide


def decide(command: Command, facility: Facility) -> list[Event]:
    match command:
        case DescribeFacility():
            return describe_facility(command, facility)
        case ResizePlaces():
            return resize_places(command, facility)
    assert_never(command)


def describe_facility(command: DescribeFacility, facility: Facility) -> list[Event]:
    seen: set[SlotType] = set()
    for slot in command.slot_types:
        if slot.slot_type in seen:
            raise Refused("slot_type_twice", slot_type=slot.slot_type)
        if wrong := set(slot.weekdays) - possible_weekdays(slot.slot_type):
            raise Refused("wrong_weekday", slot_type=slot.slot_type, weekdays=sorted(wrong))
        if slot.starts >= slot.ends:
            raise Refused("hours_reversed", slot_type=slot.slot_type)
        deadline.check(slot.deadlines)
        seen.add(slot.slot_type)
    _refuse_wrong_pools(command)
    areas = [each.area for each in command.distances]
    if twice := [area for area in areas if areas.count(area) > 1]:
        raise Refused("area_twice", area=twice[0])
    described = FacilityDescribed(
        facility_id=command.facility_id,
        name=command.name,
        address=command.address,
        levels=command.levels,
        slot_types=command.slot_types,
        pools=command.pools,
        distances=command.distances,
    )
    return [] if evolve(facility, described) == facility else [described]


def resize_places(command: ResizePlaces, facility: Facility) -> list[Event]:
    resized = with_places(command, facility)
    events = describe_facility(resized, facility)
    over = overfull(reduce(evolve, events, facility), command.here, command.days)
    if over and not command.overfull_accepted:
        raise Refused("below_taken", days=len({it.day for it in over}))
    return events


def with_places(command: ResizePlaces, facility: Facility) -> DescribeFacility:
    """The facility with other places, all else as it is. Raises Refused for what is not there."""
    if not facility.facility_id:
        raise Refused("unknown_facility")
    slots = {it.slot_type: it for it in command.slots}
    pools = {it.pool_id: it for it in command.pools}
    if unknown := set(slots) - {it.slot_type for it in facility.slot_types}:
        raise Refused("slot_not_offered", slot_type=min(unknown))
    if missing := set(pools) - {it.pool_id for it in facility.pools}:
        raise Refused("unknown_pool", pool=min(missing))
    return DescribeFacility(
        facility_id=facility.facility_id,
        name=facility.name,
        address=facility.address,
        levels=facility.levels,
        slot_types=tuple(
            replace(it, capacity=slots[it.slot_type].capacity) if it.slot_type in slots else it
            for it in facility.slot_types
        ),
        pools=tuple(
            replace(it, size=pools[it.pool_id].size, exceptions=pools[it.pool_id].exceptions)
            if it.pool_id in pools
            else it
            for it in facility.pools
        ),
        distances=facility.distances,
    )


@dataclass(frozen=True, kw_only=True)
class Overfull:
    """A day with more children than places: of a slot type, or of a shared pool by its name."""

    day: date
    pool: CapacityPool
    too_many: int


def overfull(facility: Facility, here: Occupancy, days: Iterable[date]) -> tuple[Overfull, ...]:
    pools = {
        pool.pool_id: pool
        for slot in facility.slot_types
        for pool in facility.pools_of(slot.slot_type)
    }
    return tuple(
        Overfull(day=day, pool=pool, too_many=beyond)
        for day in sorted(days)
        for pool in pools.values()
        if (beyond := too_many(pool, day, here))
    )


def _refuse_wrong_pools(command: DescribeFacility) -> None:
    offered = {slot.slot_type for slot in command.slot_types}
    for pool in command.pools:
        if [it.pool_id for it in command.pools].count(pool.pool_id) > 1:
            raise Refused("pool_twice", pool=pool.pool_id)
        if unknown := set(pool.slot_types) - offered:
            raise Refused("slot_not_offered", pool=pool.pool_id, slot_type=min(unknown))
        for exception in pool.exceptions:
            if exception.first > exception.last:
                raise Refused("dates_reversed", name=pool.pool_id)
    drawn = {slot_type for pool in command.pools for slot_type in pool.slot_types}
    for slot in command.slot_types:
        if slot.capacity is None and slot.slot_type not in drawn:
            raise Refused("no_capacity", slot_type=slot.slot_type)


# Evolve


def evolve(_facility: Facility, event: Event) -> Facility:
    match event:
        case FacilityDescribed():
            return Facility(
                facility_id=event.facility_id,
                name=event.name,
                address=event.address,
                levels=event.levels,
                slot_types=event.slot_types,
                pools=event.pools,
                distances=event.distances,
            )
    assert_never(event)
