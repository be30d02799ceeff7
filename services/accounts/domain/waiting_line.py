"""How many families may come in at once, and who of those who wait is next.

A password takes 30 ms of a processor, on purpose: when a whole town signs in at the same minute,
the others would wait behind it with their half-made requests. So a bucket holds the sign-ins that
may begin; when it is empty, families wait in line, first come first served.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

GONE_AFTER = timedelta(seconds=60)  # whose page did not ask again is not waited for
TURN_LASTS = timedelta(minutes=10)  # to type a password


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The bucket: how many sign-ins it holds, and how fast it fills again."""

    at_once: int
    per_second: float


@dataclass(frozen=True, kw_only=True)
class Door:
    """How many may come in at that instant."""

    free: float
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Waiting:
    ticket_id: UUID
    arrived_at: datetime


def door_at(door: Door | None, pace: Pace, at: datetime) -> Door:
    """The door at a later instant; before anybody came it is wide open."""
    if door is None:
        return Door(free=pace.at_once, at=at)
    gained = max(0.0, (at - door.at).total_seconds()) * pace.per_second
    return Door(free=min(float(pace.at_once), door.free + gained), at=max(at, door.at))


def through(door: Door, count: int = 1) -> Door:
    return replace(door, free=door.free - count)


def in_order(waiting: Sequence[Waiting]) -> list[Waiting]:
    return sorted(waiting, key=lambda each: (each.arrived_at, each.ticket_id))


def next_ones(
    waiting: Sequence[Waiting], door: Door, most: int | None = None
) -> tuple[list[UUID], Mapping[UUID, int]]:
    """Whose turn it is now, `most` of them, and how many stand before each of the others, himself
    included."""
    line = in_order(waiting)
    count = min(len(line), int(door.free), len(line) if most is None else most)
    positions = {each.ticket_id: n for n, each in enumerate(line[count:], start=1)}
    return [each.ticket_id for each in line[:count]], positions
