"""In which of the operator's areas each household lives, and whether that is in the commune."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from shared.contracts import households
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

household_areas = sa.Table(
    "household_areas",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("area", sa.Text),
    sa.Column("resident", sa.Boolean, nullable=False),
)

READ_MODEL = ReadModel("household_areas", metadata)


@dataclass(frozen=True, kw_only=True)
class Home:
    area: str | None
    resident: bool


def on_household_located(tx: sa.Connection, event: households.HouseholdLocated) -> None:
    known = household_areas.c.household_id == event.household_id
    tx.execute(sa.delete(household_areas).where(known))
    tx.execute(
        sa.insert(household_areas).values(
            household_id=event.household_id, area=event.area, resident=event.resident
        )
    )


def homes(tx: sa.Connection, household_ids: Collection[UUID]) -> dict[UUID, Home]:
    """Of these households; one nothing was heard of is left out."""
    query = sa.select(household_areas).where(
        household_areas.c.household_id.in_(list(household_ids))
    )
    return {
        row.household_id: Home(area=row.area, resident=row.resident) for row in tx.execute(query)
    }
