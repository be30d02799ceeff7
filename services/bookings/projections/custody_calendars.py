"""The custody calendar of each child, home by home."""

from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from services.bookings.domain.custody import CustodyCalendar, CustodyDescribed
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

custody_calendars = sa.Table(
    "custody_calendars",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("child_id", sa.Uuid, primary_key=True),
    sa.Column("calendar", sa.Text, nullable=False),
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case CustodyDescribed():
            tx.execute(
                sa.delete(custody_calendars).where(
                    custody_calendars.c.household_id == event.household_id,
                    custody_calendars.c.child_id == event.child_id,
                )
            )
            tx.execute(
                sa.insert(custody_calendars).values(
                    household_id=event.household_id,
                    child_id=event.child_id,
                    calendar=msgspec.json.encode(event.calendar).decode(),
                )
            )


READ_MODEL = ReadModel("custody_calendars", metadata, project)


def calendars_of(tx: sa.Connection, household_id: UUID) -> dict[UUID, CustodyCalendar]:
    """By child, those of one home."""
    query = sa.select(custody_calendars.c.child_id, custody_calendars.c.calendar)
    rows = tx.execute(query.where(custody_calendars.c.household_id == household_id))
    return {row.child_id: _calendar(row) for row in rows}


def all_calendars(tx: sa.Connection) -> dict[tuple[UUID, UUID], CustodyCalendar]:
    """By household and child."""
    rows = tx.execute(sa.select(custody_calendars))
    return {(row.household_id, row.child_id): _calendar(row) for row in rows}


def _calendar(row: Any) -> CustodyCalendar:
    return msgspec.json.decode(row.calendar, type=CustodyCalendar)
