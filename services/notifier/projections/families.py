"""Which account acts for a household, so that a mail about a household finds its reader."""

from uuid import UUID

import sqlalchemy as sa

from shared.contracts import households
from shared.eventstore.read_model import ReadModel, put_first

metadata = sa.MetaData()

families = sa.Table(
    "families",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("account_id", sa.Uuid, nullable=False),
)


def on_household_opened(tx: sa.Connection, event: households.HouseholdOpened) -> None:
    row = {"household_id": event.household_id, "account_id": event.account_id}
    put_first(tx, families, row)


def account_of(tx: sa.Connection, household_id: UUID) -> UUID | None:
    query = sa.select(families.c.account_id).where(families.c.household_id == household_id)
    return tx.scalar(query)


READ_MODEL = ReadModel("families", metadata)
