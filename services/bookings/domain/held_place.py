"""A place that a child holds in the register, and what becomes of it while the child is absent.

The booking stays, and is billed; the place may be given to another child for that day. Then it does
not count as taken, until the absence is withdrawn.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from services.bookings.domain.capacity_pool import CapacityPool
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.decider import Refused


class Place(NamedTuple):
    """Which line of which request it came from, how the child's age was counted, and which home
    it belongs to.

    One that is `freed` is booked, and does not count as taken.
    """

    booked_by: UUID
    line_id: str
    under_six: bool
    household_id: UUID
    freed: bool = False


@dataclass(frozen=True, kw_only=True)
class HeldSlot:
    facility_id: str
    school_year: str
    household_id: UUID
    child_id: UUID
    slot_type: SlotType
    day: date


# Commands


@dataclass(frozen=True, kw_only=True)
class FreePlace:
    """The child will not come."""

    slot: HeldSlot
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RestorePlace:
    """The child comes after all; `pools` are those the slot type draws on."""

    slot: HeldSlot
    pools: tuple[CapacityPool, ...]
    at: datetime


# Events


@dataclass(frozen=True, kw_only=True)
class PlaceFreed:
    slot: HeldSlot
    under_six: bool
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PlaceRestored:
    """The place counts as taken again."""

    slot: HeldSlot
    under_six: bool
    at: datetime


# Decide


def free_place(command: FreePlace, place: Place | None) -> list[PlaceFreed]:
    if place is None or place.freed or place.household_id != command.slot.household_id:
        return []
    return [PlaceFreed(slot=command.slot, under_six=place.under_six, at=command.at)]


def restore_place(command: RestorePlace, place: Place | None, *, full: bool) -> list[PlaceRestored]:
    """Nobody loses a place that was given to it meanwhile, nor one it is offered."""
    if place is None or place.household_id != command.slot.household_id:
        return []
    if place.freed and full:
        raise Refused("place_given_away", day=command.slot.day.isoformat())
    return counted_again(command.slot, place, command.at)


def counted_again(slot: HeldSlot, place: Place, at: datetime) -> list[PlaceRestored]:
    """Before a place is given back, it counts as taken."""
    return [PlaceRestored(slot=slot, under_six=place.under_six, at=at)] if place.freed else []
