"""The children of each household and their school level: ids and facts, never a name.

A child of two homes has a row in each, as each of them told it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from shared.contracts import households
from shared.eventstore.question import Question
from shared.eventstore.read_model import ReadModel, put

metadata = sa.MetaData()

bookable_children = sa.Table(
    "bookable_children",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("child_id", sa.Uuid, primary_key=True, index=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("school_level", sa.Text, nullable=False),
    sa.Column("school_id", sa.Text, nullable=False),
    sa.Column("six_from", sa.Date),
)

READ_MODEL = ReadModel("bookable_children", metadata)

_CHILDREN = Question(
    sa.select(bookable_children)
    .where(bookable_children.c.household_id == sa.bindparam("household_id"))
    .order_by(bookable_children.c.number)
)


@dataclass(frozen=True, kw_only=True)
class BookableChild:
    child_id: UUID
    school_level: str
    school_id: str
    six_from: date | None


def on_child_registered(tx: sa.Connection, event: households.ChildRegistered) -> None:
    same_household = bookable_children.c.household_id == event.household_id
    registered = tx.scalars(sa.select(bookable_children.c.child_id).where(same_household)).all()
    row = {
        "household_id": event.household_id,
        "child_id": event.child_id,
        "number": len(registered) + 1,
        "school_level": event.school_level,
        "school_id": event.school_id,
        "six_from": event.six_from,
    }
    put(tx, bookable_children, row)


def on_child_updated(tx: sa.Connection, event: households.ChildUpdated) -> None:
    tx.execute(
        sa.update(bookable_children)
        .where(
            bookable_children.c.household_id == event.household_id,
            bookable_children.c.child_id == event.child_id,
        )
        .values(
            school_level=event.school_level,
            school_id=event.school_id,
            six_from=event.six_from,
        )
    )


def children_of(tx: sa.Connection, household_id: UUID) -> list[BookableChild]:
    """In the order in which they were registered."""
    return [
        BookableChild(
            child_id=row.child_id,
            school_level=row.school_level,
            school_id=row.school_id,
            six_from=row.six_from,
        )
        for row in _CHILDREN.rows(tx, household_id=household_id)
    ]


def six_from(tx: sa.Connection, child_ids: Iterable[UUID]) -> dict[UUID, date | None]:
    """From when each of these children counts as six; where two homes differ, the later."""
    query = sa.select(bookable_children.c.child_id, bookable_children.c.six_from)
    rows = tx.execute(query.where(bookable_children.c.child_id.in_(list(child_ids))))
    found: dict[UUID, date | None] = {}
    for row in rows:
        known = found.get(row.child_id, row.six_from)
        found[row.child_id] = max(known, row.six_from) if known and row.six_from else None
    return found
