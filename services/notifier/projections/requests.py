"""When each booking request was received, to recall it in the answer."""

from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa

from shared.contracts import bookings
from shared.eventstore.read_model import ReadModel, put_first

metadata = sa.MetaData()

requests = sa.Table(
    "requests",
    metadata,
    sa.Column("request_id", sa.Uuid, primary_key=True),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
)


def on_booking_requested(tx: sa.Connection, event: bookings.BookingRequested) -> None:
    row = {"request_id": event.request_id, "received_at": event.received_at.astimezone(UTC)}
    put_first(tx, requests, row)


def received_at(tx: sa.Connection, request_id: UUID) -> datetime | None:
    query = sa.select(requests.c.received_at).where(requests.c.request_id == request_id)
    at = tx.scalar(query)
    return None if at is None else at.replace(tzinfo=at.tzinfo or UTC)


READ_MODEL = ReadModel("requests", metadata)
