"""The names of the facilities."""

import sqlalchemy as sa

from shared.contracts import bookings
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

facilities = sa.Table(
    "facilities",
    metadata,
    sa.Column("facility_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)


def on_facility_described(tx: sa.Connection, event: bookings.FacilityDescribed) -> None:
    changed = tx.execute(
        sa.update(facilities)
        .where(facilities.c.facility_id == event.facility_id)
        .values(name=event.name)
    )
    if changed.rowcount == 0:
        tx.execute(sa.insert(facilities).values(facility_id=event.facility_id, name=event.name))


def names(tx: sa.Connection) -> dict[str, str]:
    return {row.facility_id: row.name for row in tx.execute(sa.select(facilities))}


READ_MODEL = ReadModel("facilities", metadata)
