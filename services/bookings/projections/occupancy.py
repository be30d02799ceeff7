"""The places taken, by facility, slot type and day: what staff look at while they decide.

It counts for showing only: what may still be taken is decided by the register's own stream.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from services.bookings.domain.register import PlaceCancelled, PlacesTaken
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.read_model import ReadModel

Slot = tuple[str, SlotType, date]  # of a facility

metadata = sa.MetaData()

occupancy = sa.Table(
    "occupancy",
    metadata,
    sa.Column("facility_id", sa.Text, primary_key=True),
    sa.Column("slot_type", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("taken", sa.Integer, nullable=False),
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case PlacesTaken():
            _move(tx, event.line.facility_id, event.line.slot_type, event.line.dates, +1)
        case PlaceCancelled():
            _move(tx, event.facility_id, event.slot_type, (event.day,), -1)


READ_MODEL = ReadModel("occupancy", metadata, project)


def taken_on(
    tx: sa.Connection,
    facility_ids: Collection[str],
    *,
    first: date | None = None,
    last: date | None = None,
) -> dict[Slot, int]:
    """The places taken in these facilities between two days."""
    query = sa.select(occupancy).where(occupancy.c.facility_id.in_(facility_ids))
    if first is not None:
        query = query.where(occupancy.c.day >= first)
    if last is not None:
        query = query.where(occupancy.c.day <= last)
    return {
        (row.facility_id, SlotType(row.slot_type), row.day): row.taken for row in tx.execute(query)
    }


def _move(
    tx: sa.Connection, facility_id: str, slot_type: SlotType, days: Iterable[date], by: int
) -> None:
    insert = (postgresql if tx.dialect.name == "postgresql" else sqlite).insert(occupancy)
    upsert = insert.on_conflict_do_update(
        index_elements=["facility_id", "slot_type", "day"],
        set_={"taken": occupancy.c.taken + by},
    )
    rows = [
        {"facility_id": facility_id, "slot_type": slot_type, "day": day, "taken": by}
        for day in sorted(days)
    ]
    tx.execute(upsert, rows)
