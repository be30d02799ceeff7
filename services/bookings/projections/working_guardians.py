"""The households whose guardian works: care may go to them first, never the canteen."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from shared.contracts import households
from shared.eventstore.read_model import ReadModel, put

metadata = sa.MetaData()

working_guardians = sa.Table(
    "working_guardians",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("working", sa.Boolean, nullable=False),
)

READ_MODEL = ReadModel("working_guardians", metadata)


def on_guardian_work_told(tx: sa.Connection, event: households.GuardianWorkTold) -> None:
    put(tx, working_guardians, {"household_id": event.household_id, "working": event.working})


def who_works(tx: sa.Connection, household_ids: Collection[UUID]) -> dict[UUID, bool]:
    """Of these households; one that told nothing is left out."""
    query = sa.select(working_guardians).where(
        working_guardians.c.household_id.in_(list(household_ids))
    )
    return {row.household_id: row.working for row in tx.execute(query)}
