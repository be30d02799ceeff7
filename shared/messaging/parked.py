"""Messages that could not be heard wait here, stream by stream and in order, for a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
import structlog

from shared.eventstore import clock
from shared.messaging.envelope import Told
from shared.messaging.kept import metadata

log = structlog.get_logger()

parked = sa.Table(
    "parked",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("lane", sa.SmallInteger, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("parked_of_a_stream", "source", "stream", "position"),
)

_HELD = (
    sa.select(parked.c.source, parked.c.stream)
    .where(parked.c.stream.in_(sa.bindparam("streams", expanding=True)))
    .distinct()
)

BEHIND = "an earlier event of this stream is parked"

Stream = tuple[str, str]  # source, stream


@dataclass(frozen=True, kw_only=True)
class Parked:
    """`attempts` is 0 for a message that only waits behind another of its stream."""

    id: str
    source: str
    stream: str
    position: int
    lane: int
    type: str
    error: str
    attempts: int
    message: str
    parked_at: datetime


def park(tx: sa.Connection, message: Told, error: str, attempts: int) -> None:
    log.error("message parked", id=message.id, type=message.type, stream=message.stream)
    tx.execute(
        sa.insert(parked).values(
            id=message.id,
            source=message.source,
            stream=message.stream,
            position=message.position,
            lane=message.lane,
            type=message.type,
            error=error,
            attempts=attempts,
            message=message.text,
            parked_at=clock.now(),
        )
    )


def held(tx: sa.Connection, streams: Collection[str]) -> set[Stream]:
    """Those of the streams that wait for a person."""
    rows = tx.execute(_HELD, {"streams": sorted(set(streams))})
    return {(row.source, row.stream) for row in rows}


def failed_again(tx: sa.Connection, message_id: str, error: str) -> None:
    tx.execute(
        sa.update(parked)
        .where(parked.c.id == message_id)
        .values(error=error, attempts=parked.c.attempts + 1)
    )


def remove(tx: sa.Connection, message_id: str) -> None:
    tx.execute(sa.delete(parked).where(parked.c.id == message_id))


def first(tx: sa.Connection, source: str, stream: str) -> Parked | None:
    """The one that keeps the others of its stream waiting."""
    row = tx.execute(
        sa.select(parked)
        .where(parked.c.source == source, parked.c.stream == stream)
        .order_by(parked.c.position)
        .limit(1)
    ).one_or_none()
    return None if row is None else _parked(row)


def find(tx: sa.Connection, message_id: str) -> Parked | None:
    row = tx.execute(sa.select(parked).where(parked.c.id == message_id)).one_or_none()
    return None if row is None else _parked(row)


def waiting(tx: sa.Connection, limit: int = 500) -> Sequence[Parked]:
    """Oldest first, each before those that wait behind it."""
    rows = tx.execute(
        sa.select(parked)
        .order_by(parked.c.parked_at, parked.c.source, parked.c.position)
        .limit(limit)
    )
    return [_parked(row) for row in rows]


def count(tx: sa.Connection) -> int:
    return tx.scalar(sa.select(sa.func.count()).select_from(parked)) or 0


def _parked(row: sa.Row[tuple[object, ...]]) -> Parked:
    it = Parked(**row._mapping)
    at = it.parked_at
    return it if at.tzinfo else Parked(**{**row._mapping, "parked_at": at.replace(tzinfo=UTC)})
