"""Which household an account acts for: a family is whoever signed in, never whoever it says."""

from uuid import UUID

import sqlalchemy as sa

from shared.contracts import households
from shared.eventstore.question import Question
from shared.eventstore.read_model import ReadModel, put

metadata = sa.MetaData()

guardians = sa.Table(
    "guardians",
    metadata,
    sa.Column("account_id", sa.Uuid, primary_key=True),
    sa.Column("household_id", sa.Uuid, nullable=False),
)

READ_MODEL = ReadModel("guardians", metadata)

_HOUSEHOLD = Question(
    sa.select(guardians.c.household_id).where(guardians.c.account_id == sa.bindparam("account_id"))
)


def on_household_opened(tx: sa.Connection, event: households.HouseholdOpened) -> None:
    put(tx, guardians, {"account_id": event.account_id, "household_id": event.household_id})


def household_of(tx: sa.Connection, account_id: UUID) -> UUID | None:
    return _HOUSEHOLD.value(tx, account_id=account_id)


def account_of(tx: sa.Connection, household_id: UUID) -> UUID | None:
    """The first account that acts for this household."""
    query = sa.select(guardians.c.account_id).where(guardians.c.household_id == household_id)
    return tx.scalar(query.order_by(guardians.c.account_id).limit(1))
