"""The facilities a family can choose from, with their slot types, hours and places."""

from typing import Any

import msgspec
import sqlalchemy as sa

from services.bookings.domain.facility import Facility, FacilityDescribed
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

facilities = sa.Table(
    "facilities",
    metadata,
    sa.Column("facility_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("described", sa.Text, nullable=False),
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case FacilityDescribed():
            tx.execute(sa.delete(facilities).where(facilities.c.facility_id == event.facility_id))
            tx.execute(
                sa.insert(facilities).values(
                    facility_id=event.facility_id,
                    name=event.name,
                    described=msgspec.json.encode(event).decode(),
                )
            )


READ_MODEL = ReadModel("facilities", metadata, project)


def all_facilities(tx: sa.Connection) -> list[Facility]:
    rows = tx.scalars(sa.select(facilities.c.described).order_by(facilities.c.name))
    return [msgspec.json.decode(row, type=Facility) for row in rows]


def facility(tx: sa.Connection, facility_id: str) -> Facility | None:
    query = sa.select(facilities.c.described).where(facilities.c.facility_id == facility_id)
    content = tx.scalar(query)
    return msgspec.json.decode(content, type=Facility) if content else None
