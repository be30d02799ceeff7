"""An allocation: prepared for some facilities, its seed announced, simulated, and published once.

What was published is kept whole: rules, seed, pools and what was known of every line, so that the
result can be worked out again on any later day.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never
from uuid import UUID

from services.bookings.domain.allocation import Because
from services.bookings.domain.capacity_pool import CapacityPool
from services.bookings.domain.outcome import Decision
from services.bookings.domain.serving_order import Mode, RuleSet
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.decider import Refused


@dataclass(frozen=True, kw_only=True)
class AllocatedLine:
    """What was known of a line, where it stood, and what it got. `turn` is that of its wish."""

    request_id: UUID
    line_id: str
    rank: int
    school_level: str
    sibling: bool
    working_parents: bool | None
    resident: bool | None
    distance_m: int | None
    six_from: date | None
    late: bool
    values: tuple[int, ...]
    ticket: str
    turn: int
    decision: Decision | None
    because: Because | None
    pool: str | None
    full_on: date | None
    capacity: int | None
    taken: int | None


@dataclass(frozen=True, kw_only=True)
class PoolsOfSlotType:
    facility_id: str
    slot_type: SlotType
    pools: tuple[CapacityPool, ...]


@dataclass(frozen=True, kw_only=True)
class RegisterVersion:
    """How far the register of a facility had come."""

    facility_id: str
    version: int


# Commands


@dataclass(frozen=True, kw_only=True)
class PrepareAllocation:
    """`window_ends_at`: requests received before it are treated alike, later ones by arrival."""

    allocation_id: UUID
    name: str
    school_year: str
    facility_ids: tuple[str, ...]
    window_ends_at: datetime | None
    prepared_at: datetime
    prepared_by: str


@dataclass(frozen=True, kw_only=True)
class AnnounceSeed:
    """`source` says where the seed comes from: a public draw that nobody here decides."""

    allocation_id: UUID
    seed: str
    source: str
    announced_at: datetime
    announced_by: str


@dataclass(frozen=True, kw_only=True)
class PublishAllocation:
    allocation_id: UUID
    rules: RuleSet
    lines: tuple[AllocatedLine, ...]
    pools: tuple[PoolsOfSlotType, ...]
    registers: tuple[RegisterVersion, ...]
    published_at: datetime
    published_by: str


Command = PrepareAllocation | AnnounceSeed | PublishAllocation


# Events


@dataclass(frozen=True, kw_only=True)
class AllocationPrepared:
    allocation_id: UUID
    name: str
    school_year: str
    facility_ids: tuple[str, ...]
    window_ends_at: datetime | None
    prepared_at: datetime
    prepared_by: str


@dataclass(frozen=True, kw_only=True)
class SeedAnnounced:
    allocation_id: UUID
    seed: str
    source: str
    announced_at: datetime
    announced_by: str


@dataclass(frozen=True, kw_only=True)
class AllocationPublished:
    allocation_id: UUID
    rules: RuleSet
    seed: str
    lines: tuple[AllocatedLine, ...]
    pools: tuple[PoolsOfSlotType, ...]
    registers: tuple[RegisterVersion, ...]
    published_at: datetime
    published_by: str


Event = AllocationPrepared | SeedAnnounced | AllocationPublished


# State


@dataclass(frozen=True, kw_only=True)
class AllocationRun:
    prepared: AllocationPrepared | None = None
    seed: SeedAnnounced | None = None
    published: AllocationPublished | None = None


INITIAL = AllocationRun()


# Decide


def decide(command: Command, run: AllocationRun) -> list[Event]:
    match command:
        case PrepareAllocation():
            return prepare_allocation(command, run)
        case AnnounceSeed():
            return announce_seed(command, run)
        case PublishAllocation():
            return publish_allocation(command, run)
    assert_never(command)


def prepare_allocation(command: PrepareAllocation, run: AllocationRun) -> list[Event]:
    if run.prepared is not None:
        return []
    return [
        AllocationPrepared(
            allocation_id=command.allocation_id,
            name=command.name,
            school_year=command.school_year,
            facility_ids=command.facility_ids,
            window_ends_at=command.window_ends_at,
            prepared_at=command.prepared_at,
            prepared_by=command.prepared_by,
        )
    ]


def announce_seed(command: AnnounceSeed, run: AllocationRun) -> list[Event]:
    """Once, and after the window: nobody can ask, or draw, until it suits somebody."""
    if run.prepared is None:
        raise Refused("unknown_allocation")
    if run.seed is not None:
        if run.seed.seed == command.seed:
            return []
        raise Refused("seed_already_announced")
    ends = run.prepared.window_ends_at
    if ends is None:
        raise Refused("no_window")
    if command.announced_at < ends:
        raise Refused("window_still_open", window_ends_at=ends.isoformat())
    return [
        SeedAnnounced(
            allocation_id=command.allocation_id,
            seed=command.seed,
            source=command.source,
            announced_at=command.announced_at,
            announced_by=command.announced_by,
        )
    ]


def publish_allocation(command: PublishAllocation, run: AllocationRun) -> list[Event]:
    if run.prepared is None:
        raise Refused("unknown_allocation")
    if run.published is not None:
        raise Refused("already_published")
    if command.rules.mode is Mode.MANUAL:
        raise Refused("nothing_to_publish")
    if command.rules.mode is Mode.PRIORITIES and run.seed is None:
        raise Refused("seed_not_announced")
    return [
        AllocationPublished(
            allocation_id=command.allocation_id,
            rules=command.rules,
            seed=run.seed.seed if run.seed else "",
            lines=command.lines,
            pools=command.pools,
            registers=command.registers,
            published_at=command.published_at,
            published_by=command.published_by,
        )
    ]


# Evolve


def evolve(run: AllocationRun, event: Event) -> AllocationRun:
    match event:
        case AllocationPrepared():
            return replace(run, prepared=event)
        case SeedAnnounced():
            return replace(run, seed=event)
        case AllocationPublished():
            return replace(run, published=event)
    assert_never(event)
