"""Where each child lives, home by home: as its own home tells it, and as two homes have agreed."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from services.bookings.domain import two_homes
from services.bookings.domain.custody import CustodyCalendar, CustodyDescribed
from services.bookings.domain.two_homes import Fence, HomesEnded, fence_after, mirrored
from shared.eventstore.question import Question
from shared.eventstore.read_model import ReadModel, put

metadata = sa.MetaData()

custody_calendars = sa.Table(
    "custody_calendars",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("child_id", sa.Uuid, primary_key=True),
    sa.Column("calendar", sa.Text),
    sa.Column("fence", sa.Text),  # of a child of two homes
)

NOTHING_OF_IT: Final = Fence(first=False)

_ROW = sa.select(custody_calendars.c.fence).where(
    custody_calendars.c.household_id == sa.bindparam("household_id"),
    custody_calendars.c.child_id == sa.bindparam("child_id"),
)


@dataclass(frozen=True, kw_only=True)
class Custody:
    """By child, of one home: what it told alone, and which days of a child of two homes are its."""

    calendars: dict[UUID, CustodyCalendar] = field(default_factory=dict)
    fences: dict[UUID, Fence] = field(default_factory=dict)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case CustodyDescribed():
            calendar = msgspec.json.encode(event.calendar).decode()
            _set(tx, event.household_id, event.child_id, calendar=calendar)
        case two_homes.HomesRecorded() | two_homes.CalendarAgreed():
            first, second = event.first_household_id, event.second_household_id
            _fence(tx, first, second, event)
        case HomesEnded():
            _set(tx, event.first_household_id, event.child_id, fence=None)
            nothing = msgspec.json.encode(NOTHING_OF_IT).decode()
            _set(tx, event.second_household_id, event.child_id, fence=nothing)
        case two_homes.SwapAnswered():
            first = event.first_household_id
            proposer, other = event.household_id, event.other_household_id
            _fence(tx, first, other if proposer == first else proposer, event)


def _fence(tx: sa.Connection, first: UUID, second: UUID, event: Any) -> None:
    """The first home's row is written first: whoever books a place for it has looked it up, and
    waits, or is waited for."""
    known = tx.scalar(_ROW, {"household_id": first, "child_id": event.child_id})
    fence = msgspec.json.decode(known, type=Fence) if known else Fence(first=True)
    after = fence_after(fence, event)
    for home, seen in ((first, after), (second, mirrored(after))):
        _set(tx, home, event.child_id, fence=msgspec.json.encode(seen).decode())


def _set(tx: sa.Connection, household_id: UUID, child_id: UUID, **values: Any) -> None:
    row = tx.execute(
        sa.update(custody_calendars)
        .where(
            custody_calendars.c.household_id == household_id,
            custody_calendars.c.child_id == child_id,
        )
        .values(**values)
    )
    if not row.rowcount:
        empty = {"calendar": None, "fence": None}
        put(
            tx,
            custody_calendars,
            {**empty, **values, "household_id": household_id, "child_id": child_id},
        )


READ_MODEL = ReadModel("custody_calendars", metadata, project)

_OF_HOUSEHOLD = Question(
    sa.select(custody_calendars).where(
        custody_calendars.c.household_id == sa.bindparam("household_id")
    )
)
_FENCE_TO_BOOK = Question(_ROW.with_for_update(read=True))


def custody_of(tx: sa.Connection, household_id: UUID) -> Custody:
    found = Custody()
    for row in _OF_HOUSEHOLD.rows(tx, household_id=household_id):
        if row.calendar is not None:
            found.calendars[row.child_id] = _calendar(row)
        if row.fence is not None:
            found.fences[row.child_id] = msgspec.json.decode(row.fence, type=Fence)
    return found


def calendars_of(tx: sa.Connection, household_id: UUID) -> dict[UUID, CustodyCalendar]:
    """By child, those of one home."""
    return custody_of(tx, household_id).calendars


def all_calendars(tx: sa.Connection) -> dict[tuple[UUID, UUID], CustodyCalendar]:
    """By household and child."""
    rows = tx.execute(sa.select(custody_calendars).where(custody_calendars.c.calendar.is_not(None)))
    return {(row.household_id, row.child_id): _calendar(row) for row in rows}


def all_fences(tx: sa.Connection) -> dict[tuple[UUID, UUID], Fence]:
    """By household and child, of the children of two homes."""
    rows = tx.execute(sa.select(custody_calendars).where(custody_calendars.c.fence.is_not(None)))
    return {
        (row.household_id, row.child_id): msgspec.json.decode(row.fence, type=Fence) for row in rows
    }


def fence_to_book(tx: sa.Connection, household_id: UUID, child_id: UUID) -> Fence | None:
    """None for a child of one home. Until this work is kept nobody moves the fence (PostgreSQL
    holds the row; on SQLite whoever writes is alone)."""
    known = _FENCE_TO_BOOK.value(tx, household_id=household_id, child_id=child_id)
    return msgspec.json.decode(known, type=Fence) if known else None


def _calendar(row: Any) -> CustodyCalendar:
    return msgspec.json.decode(row.calendar, type=CustodyCalendar)
