"""The names of the facilities, as invoices print them."""

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

READ_MODEL = ReadModel("facilities", metadata)


def on_facility_described(tx: sa.Connection, event: bookings.FacilityDescribed) -> None:
    tx.execute(sa.delete(facilities).where(facilities.c.facility_id == event.facility_id))
    tx.execute(sa.insert(facilities).values(facility_id=event.facility_id, name=event.name))


def facility_names(tx: sa.Connection) -> dict[str, str]:
    rows = tx.execute(sa.select(facilities.c.facility_id, facilities.c.name))
    return {row.facility_id: row.name for row in rows}
