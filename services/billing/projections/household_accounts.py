"""Which household an account acts for."""

from uuid import UUID

import sqlalchemy as sa

from shared.contracts import households
from shared.eventstore.read_model import ReadModel, put

metadata = sa.MetaData()

household_accounts = sa.Table(
    "household_accounts",
    metadata,
    sa.Column("account_id", sa.Uuid, primary_key=True),
    sa.Column("household_id", sa.Uuid, nullable=False),
)

READ_MODEL = ReadModel("household_accounts", metadata)


def on_household_opened(tx: sa.Connection, event: households.HouseholdOpened) -> None:
    acts = {"account_id": event.account_id, "household_id": event.household_id}
    put(tx, household_accounts, acts)


def household_of(tx: sa.Connection, account_id: UUID) -> UUID | None:
    found: UUID | None = tx.scalar(
        sa.select(household_accounts.c.household_id).where(
            household_accounts.c.account_id == account_id
        )
    )
    return found
