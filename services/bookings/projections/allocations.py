"""The allocations there are, the newest first; what one of them says is folded from its stream."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.bookings.domain.allocation_run import (
    AllocationPrepared,
    AllocationPublished,
    SeedAnnounced,
)
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

allocations = sa.Table(
    "allocations",
    metadata,
    sa.Column("allocation_id", sa.Uuid, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("school_year", sa.Text, nullable=False),
    sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("seed_at", sa.DateTime(timezone=True)),
    sa.Column("published_at", sa.DateTime(timezone=True)),
)


@dataclass(frozen=True, kw_only=True)
class Allocation:
    allocation_id: UUID
    name: str
    school_year: str
    prepared_at: datetime
    seed_at: datetime | None
    published_at: datetime | None


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case AllocationPrepared():
            tx.execute(
                sa.insert(allocations).values(
                    allocation_id=event.allocation_id,
                    name=event.name,
                    school_year=event.school_year,
                    prepared_at=event.prepared_at,
                )
            )
        case SeedAnnounced():
            tx.execute(_one(event.allocation_id).values(seed_at=event.announced_at))
        case AllocationPublished():
            tx.execute(_one(event.allocation_id).values(published_at=event.published_at))


READ_MODEL = ReadModel("allocations", metadata, project)


def all_allocations(tx: sa.Connection) -> list[Allocation]:
    query = sa.select(allocations).order_by(allocations.c.prepared_at.desc())
    return [
        Allocation(
            allocation_id=row.allocation_id,
            name=row.name,
            school_year=row.school_year,
            prepared_at=_aware(row.prepared_at),
            seed_at=_aware(row.seed_at) if row.seed_at else None,
            published_at=_aware(row.published_at) if row.published_at else None,
        )
        for row in tx.execute(query)
    ]


def _one(allocation_id: UUID) -> sa.Update:
    return sa.update(allocations).where(allocations.c.allocation_id == allocation_id)


def _aware(at: datetime) -> datetime:
    """SQLite forgets the zone; what is stored is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
