"""Capacity pools: the room, the meals or the staff that the slot types of a facility draw on.

Every place weighs on its pools. A seat or a meal weighs one. A child weighs on the staff what the
supervision ratio says, by its age on that day, so that six small ones and twelve big ones are
counted together in whole numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from services.bookings.domain.slot_type import SlotType

LONG: Final = 5  # hours in a row, beyond which the ratio is stricter


@dataclass(frozen=True, kw_only=True)
class SupervisionRatio:
    """How many children one member of staff may look after."""

    under_six: int
    from_six: int


def supervision_ratio(*, pedt: bool, hours: float) -> SupervisionRatio:
    """The ratio of the law for so many hours in a row. It goes by age, never by level."""
    if pedt:
        under_six, from_six = (14, 18) if hours <= LONG else (10, 14)
    else:
        under_six, from_six = (10, 14) if hours <= LONG else (8, 12)
    return SupervisionRatio(under_six=under_six, from_six=from_six)


class PoolCount(StrEnum):
    AT_ONCE = "AT_ONCE"  # who is there at the same time: a room, the staff
    PER_DAY = "PER_DAY"  # everybody of the day: meals, seats of a bus


@dataclass(frozen=True, kw_only=True)
class PoolException:
    """Another size from the first to the last day: a supervisor away, a smaller room."""

    first: date
    last: date
    size: int


@dataclass(frozen=True, kw_only=True)
class CapacityPool:
    """`size` is a number of children, or of staff when there is a `ratio`.

    `name` is what families read, in the language of the operator; empty for the places of one slot
    type, which need no name of their own.
    """

    pool_id: str
    name: str = ""
    slot_types: tuple[SlotType, ...]
    size: int
    ratio: SupervisionRatio | None = None
    count: PoolCount = PoolCount.AT_ONCE
    exceptions: tuple[PoolException, ...] = ()

    def size_on(self, day: date) -> int:
        """The last exception of that day holds."""
        sizes = [it.size for it in self.exceptions if it.first <= day <= it.last]
        return sizes[-1] if sizes else self.size

    @property
    def nominal(self) -> int:
        """Children at most on an ordinary day; with a ratio, when all of them are six or older."""
        return self.size * self.ratio.from_six if self.ratio else self.size


class Occupancy(Protocol):
    """Who is there: the places taken of a slot type on a day, and how many by under-sixes."""

    def taken_on(self, slot_type: SlotType, day: date) -> int: ...

    def under_six_on(self, slot_type: SlotType, day: date) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Fill:
    """A pool on a day: the children there, and how many there may be given their ages."""

    pool: CapacityPool
    day: date
    taken: int
    capacity: int

    @property
    def left(self) -> int:
        return max(self.capacity - self.taken, 0)


def is_under_six(six_from: date | None, day: date) -> bool:
    """Who has an unknown age counts as small: too many staff is no danger."""
    return six_from is None or day < six_from


def fill(pool: CapacityPool, day: date, here: Occupancy, *, under_six: bool) -> Fill:
    """How full the pool is for one more child of that age."""
    taken = sum(here.taken_on(slot_type, day) for slot_type in pool.slot_types)
    size = pool.size_on(day)
    if pool.ratio is None:
        return Fill(pool=pool, day=day, taken=taken, capacity=size)
    small = sum(here.under_six_on(slot_type, day) for slot_type in pool.slot_types)
    weight_small, weight_big = pool.ratio.from_six, pool.ratio.under_six
    room = size * weight_small * weight_big - small * weight_small - (taken - small) * weight_big
    more = max(room, 0) // (weight_small if under_six else weight_big)
    return Fill(pool=pool, day=day, taken=taken, capacity=taken + more)


def too_many(pool: CapacityPool, day: date, here: Occupancy) -> int:
    """How many children there are beyond what the pool has; the least it can be with a ratio."""
    taken = sum(here.taken_on(slot_type, day) for slot_type in pool.slot_types)
    size = pool.size_on(day)
    if pool.ratio is None:
        return max(taken - size, 0)
    small = sum(here.under_six_on(slot_type, day) for slot_type in pool.slot_types)
    weight_small, weight_big = pool.ratio.from_six, pool.ratio.under_six
    weight = small * weight_small + (taken - small) * weight_big
    beyond = max(weight - size * weight_small * weight_big, 0)
    return -(-beyond // max(weight_small, weight_big))


def fills(
    pools: Iterable[CapacityPool], day: date, here: Occupancy, *, under_six: bool
) -> list[Fill]:
    return [fill(pool, day, here, under_six=under_six) for pool in pools]
