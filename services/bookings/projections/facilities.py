"""The facilities a family can choose from, with their slot types, hours and places."""

from functools import lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa

from services.bookings.domain.facility import Facility, FacilityDescribed
from shared.eventstore.question import Question
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

_ALL = Question(sa.select(facilities.c.described).order_by(facilities.c.name))
_ONE = Question(
    sa.select(facilities.c.described).where(facilities.c.facility_id == sa.bindparam("facility_id"))
)


def all_facilities(tx: sa.Connection) -> list[Facility]:
    return [_facility(described) for described in _ALL.values(tx)]


def facility(tx: sa.Connection, facility_id: str) -> Facility | None:
    described = _ONE.value(tx, facility_id=facility_id)
    return _facility(described) if described else None


@lru_cache(maxsize=256)
def _facility(described: str) -> Facility:
    """The same one for everybody, and what it has worked out of itself with it."""
    return msgspec.json.decode(described, type=Facility)
