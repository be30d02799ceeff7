"""A facility: where it is, what it offers on which weekdays, and how many places it has."""

from dataclasses import dataclass
from typing import assert_never

from services.bookings.domain.deadline import DeadlineRule
from services.bookings.domain.slot_type import SlotType, possible_weekdays
from shared.eventstore.decider import Refused


@dataclass(frozen=True, kw_only=True)
class OfferedSlotType:
    """`deadline` holds for booking and for cancelling a single day."""

    slot_type: SlotType
    weekdays: tuple[int, ...]
    starts: str
    ends: str
    capacity: int
    deadline: DeadlineRule


# Commands


@dataclass(frozen=True, kw_only=True)
class DescribeFacility:
    facility_id: str
    name: str
    address: str
    levels: tuple[str, ...]
    slot_types: tuple[OfferedSlotType, ...]


Command = DescribeFacility


# Events


@dataclass(frozen=True, kw_only=True)
class FacilityDescribed:
    facility_id: str
    name: str
    address: str
    levels: tuple[str, ...]
    slot_types: tuple[OfferedSlotType, ...]


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

    def offers(self, slot_type: SlotType) -> OfferedSlotType | None:
        return next((slot for slot in self.slot_types if slot.slot_type is slot_type), None)


INITIAL = Facility()


# Decide


def decide(command: Command, facility: Facility) -> list[Event]:
    match command:
        case DescribeFacility():
            return describe_facility(command, facility)
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
        seen.add(slot.slot_type)
    described = FacilityDescribed(
        facility_id=command.facility_id,
        name=command.name,
        address=command.address,
        levels=command.levels,
        slot_types=command.slot_types,
    )
    return [] if evolve(facility, described) == facility else [described]


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
            )
    assert_never(event)
