"""The names of the facilities, and until when a booked day can be given back there."""

from collections.abc import Mapping

import msgspec
import sqlalchemy as sa

from services.notifier.domain.letter import Deadline
from shared.contracts import bookings
from shared.eventstore.read_model import ReadModel, put

metadata = sa.MetaData()

facilities = sa.Table(
    "facilities",
    metadata,
    sa.Column("facility_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("deadlines", sa.Text, nullable=False),
)

_DEADLINES = msgspec.json.Decoder(tuple[Deadline, ...])


def on_facility_described(tx: sa.Connection, event: bookings.FacilityDescribed) -> None:
    of_cancelling = [rule for rule in event.deadlines if "CANCEL" in rule.acts]
    row = {
        "facility_id": event.facility_id,
        "name": event.name,
        "deadlines": msgspec.json.encode(of_cancelling).decode(),
    }
    put(tx, facilities, row)


def names(tx: sa.Connection) -> dict[str, str]:
    return {row.facility_id: row.name for row in tx.execute(sa.select(facilities))}


def deadlines(tx: sa.Connection) -> Mapping[str, tuple[Deadline, ...]]:
    """Of giving a single day back, by facility."""
    rows = tx.execute(sa.select(facilities))
    return {row.facility_id: _DEADLINES.decode(row.deadlines) for row in rows}


READ_MODEL = ReadModel("facilities", metadata, version=2)
