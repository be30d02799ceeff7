"""The tables of every event store, and the one way to add to them.

Positions are numbered by hand under a lock that is taken last: they have no holes, and nobody who
reads "everything after n" can ever miss an event that commits late. Left to a sequence, a reader
skipped 320 of 1,600 events; with the lock, none, and one round trip makes it the fastest way too.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from shared.eventstore.database import fetch, send
from shared.eventstore.doorbell import CHANNEL
from shared.eventstore.tables import Kept

metadata = sa.MetaData()

Position = sa.BigInteger().with_variant(sa.Integer, "sqlite")

events = sa.Table(
    "events",
    metadata,
    sa.Column("position", Position, primary_key=True, autoincrement=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("type_version", sa.Integer, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("meta", sa.Text, nullable=False),
    sa.Column("nth", Position, nullable=False),  # of its type, from 1: a rank nobody has to count
    sa.UniqueConstraint("stream", "version", name="events_stream_version"),
    sa.Index("events_type_nth", "type", "nth"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("position", Position, primary_key=True, autoincrement=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("lane", sa.SmallInteger, nullable=False),
    # The position of the lane's message before this one, so that a reader of one lane sees a hole.
    sa.Column("previous", Position, nullable=False),
    sa.Index("outbox_lane_position", "lane", "position"),
)

PAGE = 1_000

# What is read of an event, in this order, as plain tuples: rows with names cost twice the time.
StoredRow = Sequence[Any]
VERSION, TYPE, TYPE_VERSION, DATA, STREAM, POSITION = range(6)

_OF_STREAM = sa.text(
    "SELECT version, type, type_version, data FROM events"
    " WHERE stream = :of AND version >= :first ORDER BY version LIMIT :most"
)
_HISTORY = sa.text(
    "SELECT version, type, type_version, data, stream, position FROM events"
    " WHERE position > :after ORDER BY position LIMIT :most"
)


OUTBOX_ROW = ("position", "type", "stream", "lane", "previous", "message")

_OUTBOX = sa.text(
    f"SELECT {', '.join(OUTBOX_ROW)} FROM outbox"
    " WHERE position > :after ORDER BY position LIMIT :most"
)


def read_stream(tx: sa.Connection, stream: str, first: int) -> Sequence[StoredRow]:
    """At most a page of a stream from one of its versions on."""
    return fetch(tx, _OF_STREAM, {"of": stream, "first": first, "most": PAGE})


def read_history(tx: sa.Connection, after: int, limit: int) -> Sequence[StoredRow]:
    """At most so many events of the service that follow a position."""
    return fetch(tx, _HISTORY, {"after": after, "most": limit})


def read_outbox(tx: sa.Connection, after: int, limit: int) -> Sequence[Sequence[Any]]:
    """At most so many messages that follow a position, as OUTBOX_ROW says."""
    return fetch(tx, _OUTBOX, {"after": after, "most": limit})


class NewRow(NamedTuple):
    """An event to be kept; `said` and `message` are what is published of it, if anything is."""

    stream: str
    version: int
    type: str
    type_version: int
    data: str
    meta: str
    said: str | None  # its type
    message: str | None
    lane: int


_FUNCTION = f"""
CREATE OR REPLACE FUNCTION append_events(
    streams text[], versions int[], types text[], type_versions int[], datas text[], metas text[],
    said text[], messages text[], lanes smallint[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7014, 0);
    IF cardinality(streams) = 1 THEN
        INSERT INTO events (position, stream, version, type, type_version, data, meta, nth)
        VALUES ((SELECT coalesce(max(position), 0) + 1 FROM events),
                streams[1], versions[1], types[1], type_versions[1], datas[1], metas[1],
                (SELECT coalesce(max(nth), 0) + 1 FROM events WHERE type = types[1]));
        IF messages[1] IS NULL THEN
            RETURN;
        END IF;
        INSERT INTO outbox (position, type, stream, message, lane, previous)
        VALUES ((SELECT coalesce(max(position), 0) + 1 FROM outbox),
                said[1], streams[1], messages[1], lanes[1],
                (SELECT coalesce(max(position), 0) FROM outbox WHERE lane = lanes[1]));
    ELSE
        -- Once per type, before the first row: row by row it would pass over all rows of this call.
        WITH before AS MATERIALIZED (
            SELECT t.type, (SELECT coalesce(max(e.nth), 0) FROM events e WHERE e.type = t.type) nth
            FROM (SELECT DISTINCT unnest(types) AS type) t
        ), last AS MATERIALIZED (SELECT coalesce(max(position), 0) AS position FROM events)
        INSERT INTO events (position, stream, version, type, type_version, data, meta, nth)
        SELECT last.position + e.n, e.stream, e.version, e.type, e.type_version, e.data, e.meta,
               before.nth + row_number() OVER (PARTITION BY e.type ORDER BY e.n)
        FROM last, unnest(streams, versions, types, type_versions, datas, metas)
             WITH ORDINALITY AS e(stream, version, type, type_version, data, meta, n)
             JOIN before USING (type);
        WITH public AS (
            SELECT m.*, row_number() OVER (ORDER BY m.n) AS nth
            FROM unnest(said, streams, messages, lanes)
                 WITH ORDINALITY AS m(type, stream, message, lane, n)
            WHERE m.message IS NOT NULL
        ), last AS MATERIALIZED (SELECT coalesce(max(position), 0) AS position FROM outbox)
        INSERT INTO outbox (position, type, stream, message, lane, previous)
        SELECT last.position + m.nth, m.type, m.stream, m.message, m.lane,
               coalesce(last.position + lag(m.nth) OVER (PARTITION BY m.lane ORDER BY m.nth),
                        (SELECT max(o.position) FROM outbox o WHERE o.lane = m.lane), 0)
        FROM last, public m;
        IF NOT FOUND THEN
            RETURN;
        END IF;
    END IF;
    PERFORM pg_notify('{CHANNEL}', '');
END $$
"""

KEPT = Kept("eventstore", metadata, Path(__file__).parent / "migrations" / "store", _FUNCTION)

_TEXTS, _INTS = "%s::text[],", "%s::int[],"
_CALL = (
    f"SELECT append_events({_TEXTS}{_INTS}{_TEXTS}{_INTS}{_TEXTS}{_TEXTS}"
    f"{_TEXTS}{_TEXTS}%s::smallint[])"
)


def append(tx: sa.Connection, rows: Sequence[NewRow]) -> None:
    """Raises IntegrityError if a stream already has one of these versions."""
    if tx.dialect.name == "postgresql":
        return send(tx, _CALL, tuple(map(_array, zip(*rows, strict=True))))
    _insert(tx, events, _numbered(tx, rows))
    _insert(tx, outbox, _in_lanes(tx, [row for row in rows if row.message is not None]))


def _array(values: Iterable[str | int | None]) -> str:
    """As PostgreSQL writes it: psycopg takes ten times as long, value by value."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: str | int | None) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def was_appended(tx: sa.Connection, stream: str, version: int, meta: str) -> bool:
    """Whether this very event is kept, once whoever is appending now has ended."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql("SELECT pg_advisory_xact_lock(7014, 0)")
    there = sa.and_(events.c.stream == stream, events.c.version == version, events.c.meta == meta)
    return tx.scalar(sa.select(1).where(there)) is not None


def _numbered(tx: sa.Connection, rows: Sequence[NewRow]) -> Iterator[tuple[object, ...]]:
    """With their positions, and how many events of the type of each there are with it."""
    before: dict[str, int] = {}
    for position, row in enumerate(rows, start=_last(tx, events.c.position) + 1):
        if row.type not in before:
            before[row.type] = _last(tx, events.c.nth, events.c.type == row.type)
        before[row.type] += 1
        yield position, *row[:6], before[row.type]


def _in_lanes(tx: sa.Connection, rows: Sequence[NewRow]) -> Iterator[tuple[object, ...]]:
    before: dict[int, int] = {}
    for position, row in enumerate(rows, start=_last(tx, outbox.c.position) + 1):
        lane = row.lane
        previous = before.get(lane) or _last(tx, outbox.c.position, outbox.c.lane == lane)
        yield position, row.said, row.stream, row.message, lane, previous
        before[lane] = position


def _last(tx: sa.Connection, column: sa.Column[int], *where: sa.ColumnElement[bool]) -> int:
    return tx.scalar(sa.select(sa.func.max(column)).where(*where)) or 0


def _insert(tx: sa.Connection, table: sa.Table, rows: Iterable[tuple[object, ...]]) -> None:
    if made := [dict(zip(table.columns.keys(), row, strict=True)) for row in rows]:
        tx.execute(sa.insert(table), made)
