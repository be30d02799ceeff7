"""The small service that is measured: notes of 256 bytes in notebooks, as a decider of ours."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import ModuleType
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from shared.contracts.published import published
from shared.eventstore.database import create_database, engine_for
from shared.eventstore.lanes import ALL_LANES, lane_of
from shared.eventstore.read_model import ReadModel
from shared.eventstore.schema import events, outbox
from shared.eventstore.store import EventStore, Meta

SIZE = 256  # bytes of an event's data, as in event-store-benchmark

notes: ModuleType = sys.modules[__name__]  # the decider


@dataclass(frozen=True, kw_only=True)
class Note:
    notebook_id: UUID
    text: str


@dataclass(frozen=True, kw_only=True)
class Noted:
    notebook_id: UUID
    number: int
    text: str


@published("notes.noted", version=1)
class PublishedNote:
    notebook_id: UUID
    number: int
    text: str


INITIAL = 0


def decide(command: Note, state: int) -> list[Noted]:
    return [Noted(notebook_id=command.notebook_id, number=state + 1, text=command.text)]


def evolve(state: int, event: Noted) -> int:
    return state + 1


def publication(event: Noted) -> PublishedNote:
    return PublishedNote(notebook_id=event.notebook_id, number=event.number, text=event.text)


def text_of(size: int = SIZE) -> str:
    empty = Noted(notebook_id=UUID(int=0), number=10, text="")
    return "x" * (size - len(msgspec.json.encode(empty)))


TEXT = text_of()

# Two read models of the same picture: how many notes a notebook has.

metadata = sa.MetaData()
counts = sa.Table(
    "counts",
    metadata,
    sa.Column("notebook_id", sa.Uuid, primary_key=True),
    sa.Column("notes", sa.Integer, nullable=False),
)
other_metadata = sa.MetaData()
other_counts = sa.Table(
    "other_counts",
    other_metadata,
    sa.Column("notebook_id", sa.Uuid, primary_key=True),
    sa.Column("notes", sa.Integer, nullable=False),
)


def _adding(insert: Any) -> Any:
    return insert.on_conflict_do_update(
        index_elements=["notebook_id"], set_={"notes": counts.c.notes + 1}
    )


ADD = {
    "postgresql": _adding(postgresql.insert(counts)),
    "sqlite": _adding(sqlite.insert(counts)),
}


def count(tx: sa.Connection, event: Any) -> None:
    """Its statement is made once."""
    match event:
        case Noted() | PublishedNote():
            tx.execute(ADD[tx.dialect.name], {"notebook_id": event.notebook_id, "notes": 1})


def count_otherwise(tx: sa.Connection, event: Any) -> None:
    """Composes a statement for every event."""
    match event:
        case Noted():
            insert = postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert
            tx.execute(
                insert(other_counts)
                .values(notebook_id=event.notebook_id, notes=1)
                .on_conflict_do_update(
                    index_elements=["notebook_id"], set_={"notes": other_counts.c.notes + 1}
                )
            )


COUNTS = ReadModel("counts", metadata, count)
OTHER_COUNTS = ReadModel("other_counts", other_metadata, count_otherwise)


def store_at(url: str, *models: ReadModel) -> EventStore:
    create_database(url)
    store = EventStore(engine_for(url), Noted, publication, models, source="notes")
    store.create_tables()
    return store


def meta() -> Meta:
    return Meta(
        actor="account:00000000-0000-0000-0000-000000000001",
        at=datetime(2026, 11, 23, 8, tzinfo=UTC),
        correlation_id="0b2c7a1e-click",
    )


def note(store: EventStore, notebook_id: UUID) -> None:
    """One command, as a service runs it."""
    command = Note(notebook_id=notebook_id, text=TEXT)
    stream = f"notebook-{notebook_id}"
    store.run(meta(), lambda work: work.handle(notes, stream, command))


def fill(store: EventStore, notebooks: int, each: int) -> list[UUID]:
    """So many notebooks of so many notes each, after what is there; returns their ids.

    The rows are made from one that the store wrote, and copied into the tables: a million in a
    minute. They are what `EventStore.append` would have left.
    """
    with store.engine.connect() as tx:
        last = store.last_position(tx)
    ids = [UUID(int=1_000_000 + last + n) for n in range(notebooks + 1)]
    with store.engine.execution_options(immediate=True).begin() as tx:
        event = Noted(notebook_id=ids[-1], number=1, text=TEXT)
        store.append(tx, [(f"notebook-{ids[-1]}", 1, event, meta())])
    with store.engine.execution_options(immediate=True).begin() as tx:
        kept = tx.execute(sa.select(events).order_by(events.c.position.desc()).limit(1)).one()
        said = tx.execute(sa.select(outbox).order_by(outbox.c.position.desc()).limit(1)).one()
        _copy(tx, events, _events_like(kept, ids[:-1], each))
        _copy(tx, outbox, _messages_like(said, ids[:-1], each))
    return ids[:-1]


def _events_like(row: Any, ids: list[UUID], each: int) -> Iterator[tuple[Any, ...]]:
    old, position, nth = row.stream.removeprefix("notebook-"), row.position, row.nth
    for notebook_id in map(str, ids):
        data = row.data.replace(old, notebook_id)
        for version in range(1, each + 1):
            position, nth = position + 1, nth + 1
            numbered = data.replace('"number":1,', f'"number":{version},')
            stream = f"notebook-{notebook_id}"
            yield position, stream, version, row.type, row.type_version, numbered, row.meta, nth


def _messages_like(row: Any, ids: list[UUID], each: int) -> Iterator[tuple[Any, ...]]:
    old, position = row.stream.removeprefix("notebook-"), row.position
    previous = dict.fromkeys(ALL_LANES, 0) | {row.lane: position}
    message_id = msgspec.json.decode(row.message)["id"]
    for notebook_id in map(str, ids):
        stream = f"notebook-{notebook_id}"
        message, lane = row.message.replace(old, notebook_id), lane_of(stream)
        for version in range(1, each + 1):
            position += 1
            text = message.replace(message_id, f"{position:08x}-{message_id[9:]}")
            text = text.replace('"number":1,', f'"number":{version},')
            yield position, row.type, stream, text, lane, previous[lane]
            previous[lane] = position


def _copy(tx: sa.Connection, table: sa.Table, rows: Iterator[tuple[Any, ...]]) -> None:
    names = [column.name for column in table.columns]
    cursor = tx.connection.cursor()
    if tx.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copying:
            for row in rows:
                copying.write_row(row)
    else:
        marks = ", ".join("?" * len(names))
        cursor.executemany(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", rows)
