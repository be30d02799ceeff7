"""The places taken, by facility, slot type and day: what staff look at while they decide.

It counts for showing only: what may still be taken is decided by the register's own stream.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from services.bookings.domain.capacity_pool import is_under_six
from services.bookings.domain.facility import Facility
from services.bookings.domain.held_place import PlaceFreed, PlaceRestored
from services.bookings.domain.register import (
    AskedLine,
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

_KNOWN: dict[tuple[str, date, date], tuple[Any, "Taken"]] = {}

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
    together(tx, [event])


def together(tx: sa.Connection, new: Iterable[Any]) -> None:
    """Each slot is moved once: a row that a work changes a thousand times is read through all its
    thousand forms."""
    moved: dict[Slot, tuple[int, int]] = {}
    for event in new:
        for slot, by, small in _moves(event):
            taken, under_six = moved.get(slot, (0, 0))
            moved[slot] = taken + by, under_six + by * small
    if moved:
        tx.execute(_upsert(tx.dialect.name), [_row(slot, *moved[slot]) for slot in sorted(moved)])


def _moves(event: Any) -> Iterator[tuple[Slot, int, bool]]:
    """Each slot, how many places more, and whether they are those of an under-six."""
    match event:
        case PlacesTaken(line=line):
            yield from _of_line(line, +1)
        case PlacesReleased(line=line):
            yield from _of_line(line, -1)
        case PlaceCancelled():
            yield (event.facility_id, event.slot_type, event.day), -1, event.under_six
        case DaysChanged(line=line):
            for day in event.gone:
                gone_small = day in event.gone_under_six
                yield (line.facility_id, line.slot_type, day), -1, gone_small
            yield from _of_line(line, +1)
        case PlaceFreed(slot=slot):
            yield (slot.facility_id, slot.slot_type, slot.day), -1, event.under_six
        case PlaceRestored(slot=slot):
            yield (slot.facility_id, slot.slot_type, slot.day), +1, event.under_six


def _of_line(line: AskedLine, by: int) -> Iterator[tuple[Slot, int, bool]]:
    for day in line.dates:
        yield (line.facility_id, line.slot_type, day), by, is_under_six(line.six_from, day)


READ_MODEL = ReadModel("occupancy", metadata, project, together=together)

MOVING = (PlacesTaken, PlacesReleased, PlaceCancelled, DaysChanged, PlaceFreed, PlaceRestored)
_MOVED = Question(
    sa.select(
        *(
            sa.select(sa.func.max(events.c.nth))
            .where(events.c.type == moved.__name__)
            .scalar_subquery()
            .label(moved.__name__)
            for moved in MOVING
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


class Taken:
    """The places taken in every facility, and on which days that is all there are."""

    def __init__(self, places: Mapping[Slot, tuple[int, int]]) -> None:
        self._places = places
        self._full: dict[tuple[str, SlotType], tuple[Facility, Mapping[date, int]]] = {}

    def full(self, facility: Facility, slot_type: SlotType) -> Mapping[date, int]:
        """The days on which nobody more can be taken, with how many places there are: worked out
        once for everybody, until the places or the facility change."""
        of, days = self._full.get((facility.facility_id, slot_type), (None, {}))
        if of is not facility:
            days = dict(self._full_days(facility, slot_type))
            self._full[facility.facility_id, slot_type] = facility, days
        return days

    def _full_days(self, facility: Facility, slot_type: SlotType) -> Iterator[tuple[date, int]]:
        here = Counted(facility_id=facility.facility_id, taken=self._places)
        for facility_id, of_type, day in self._places:
            if (facility_id, of_type) != (facility.facility_id, slot_type):
                continue
            if (there := here.taken_on(slot_type, day)) and there >= (
                places := facility.places(slot_type, day, here)
            ):
                yield day, places


def taken_between(tx: sa.Connection, first: date, last: date) -> Taken:
    """The same of every facility, read again only when a place was taken or given back since.

    During an opening it is the same for every family that asks, and thousands of rows.
    """
    asked = str(tx.engine.url), first, last
    moved = _MOVED.first(tx)  # before the places: what comes between is read once more
    known = _KNOWN.get(asked)
    if known is not None and known[0] == moved:
        return known[1]
    rows = _TAKEN.rows(tx, first=first, last=last)
    taken = Taken({(row[0], SLOT_TYPES[row[1]], row[2]): (row[3], row[4]) for row in rows})
    if len(_KNOWN) >= MOST:
        _KNOWN.clear()
    _KNOWN[asked] = moved, taken
    return taken


def _row(slot: Slot, taken: int, under_six: int) -> dict[str, Any]:
    facility_id, slot_type, day = slot
    return {
        "facility_id": facility_id,
        "slot_type": slot_type,
        "day": day,
        "taken": taken,
        "under_six": under_six,
    }


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
