"""The places taken, by facility, slot type and day: what staff look at while they decide.

It counts for showing only: what may still be taken is decided by the register's own stream.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from services.bookings.domain.capacity_pool import is_under_six
from services.bookings.domain.register import (
    DaysChanged,
    PlaceCancelled,
    PlacesReleased,
    PlacesTaken,
)
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.question import Question
from shared.eventstore.read_model import ReadModel
from shared.eventstore.schema import events

Slot = tuple[str, SlotType, date]  # of a facility

SLOT_TYPES = {slot_type.value: slot_type for slot_type in SlotType}
MOST = 8  # ranges of days that are remembered

_KNOWN: dict[tuple[str, date, date], tuple[Any, Mapping[Slot, tuple[int, int]]]] = {}

metadata = sa.MetaData()

occupancy = sa.Table(
    "occupancy",
    metadata,
    sa.Column("facility_id", sa.Text, primary_key=True),
    sa.Column("slot_type", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("taken", sa.Integer, nullable=False),
    sa.Column("under_six", sa.Integer, nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The places taken of each slot, as the capacity pools of one facility count them."""

    facility_id: str
    taken: Mapping[Slot, tuple[int, int]]  # how many, and by how many under-sixes

    def taken_on(self, slot_type: SlotType, day: date) -> int:
        return self.taken.get((self.facility_id, slot_type, day), (0, 0))[0]

    def under_six_on(self, slot_type: SlotType, day: date) -> int:
        return self.taken.get((self.facility_id, slot_type, day), (0, 0))[1]


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case PlacesTaken(line=line):
            small = [day for day in line.dates if is_under_six(line.six_from, day)]
            _move(tx, line.facility_id, line.slot_type, line.dates, small, +1)
        case PlacesReleased(line=line):
            small = [day for day in line.dates if is_under_six(line.six_from, day)]
            _move(tx, line.facility_id, line.slot_type, line.dates, small, -1)
        case PlaceCancelled():
            small = [event.day] if event.under_six else []
            _move(tx, event.facility_id, event.slot_type, (event.day,), small, -1)
        case DaysChanged(line=line):
            gone = event.gone, event.gone_under_six
            _move(tx, line.facility_id, line.slot_type, *gone, -1)
            small = [day for day in line.dates if is_under_six(line.six_from, day)]
            _move(tx, line.facility_id, line.slot_type, line.dates, small, +1)


READ_MODEL = ReadModel("occupancy", metadata, project)

_MOVED = Question(
    sa.select(
        *(
            sa.select(sa.func.max(events.c.nth))
            .where(events.c.type == moved.__name__)
            .scalar_subquery()
            .label(moved.__name__)
            for moved in (PlacesTaken, PlacesReleased, PlaceCancelled, DaysChanged)
        )
    )
)
_TAKEN = Question(
    sa.select(occupancy).where(
        occupancy.c.day >= sa.bindparam("first"), occupancy.c.day <= sa.bindparam("last")
    )
)


def taken_on(
    tx: sa.Connection,
    facility_ids: Collection[str],
    *,
    first: date | None = None,
    last: date | None = None,
) -> dict[Slot, tuple[int, int]]:
    """The places taken in these facilities between two days, and by how many under-sixes."""
    query = sa.select(occupancy).where(occupancy.c.facility_id.in_(facility_ids))
    if first is not None:
        query = query.where(occupancy.c.day >= first)
    if last is not None:
        query = query.where(occupancy.c.day <= last)
    return {
        (row.facility_id, SlotType(row.slot_type), row.day): (row.taken, row.under_six)
        for row in tx.execute(query)
    }


def taken_between(tx: sa.Connection, first: date, last: date) -> Mapping[Slot, tuple[int, int]]:
    """The same of every facility, read again only when a place was taken or given back since.

    During an opening it is the same for every family that asks, and thousands of rows.
    """
    asked = str(tx.engine.url), first, last
    moved = _MOVED.first(tx)  # before the places: what comes between is read once more
    known = _KNOWN.get(asked)
    if known is not None and known[0] == moved:
        return known[1]
    rows = _TAKEN.rows(tx, first=first, last=last)
    taken = {(row[0], SLOT_TYPES[row[1]], row[2]): (row[3], row[4]) for row in rows}
    if len(_KNOWN) >= MOST:
        _KNOWN.clear()
    _KNOWN[asked] = moved, taken
    return taken


def _move(
    tx: sa.Connection,
    facility_id: str,
    slot_type: SlotType,
    days: Iterable[date],
    small: Collection[date],
    by: int,
) -> None:
    rows = [
        {
            "facility_id": facility_id,
            "slot_type": slot_type,
            "day": day,
            "taken": by,
            "under_six": by if day in small else 0,
        }
        for day in sorted(days)
    ]
    if rows:
        tx.execute(_upsert(tx.dialect.name), rows)


@cache
def _upsert(dialect: str) -> Any:
    """Made once: thousands of lines are decided in one go."""
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(occupancy)
    return insert.on_conflict_do_update(
        index_elements=["facility_id", "slot_type", "day"],
        set_={
            "taken": occupancy.c.taken + insert.excluded.taken,
            "under_six": occupancy.c.under_six + insert.excluded.under_six,
        },
    )
