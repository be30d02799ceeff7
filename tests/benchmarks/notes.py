"""The small service that is measured: notes of 256 bytes in notebooks, as a decider of ours."""

import sys
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
from shared.eventstore.read_model import ReadModel
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
        case Noted():
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
    """So many notebooks of so many notes each, one after the other; returns their ids."""
    ids = [UUID(int=1_000_000 + n) for n in range(notebooks)]
    at_once = max(1, 5_000 // each)
    for first in range(0, notebooks, at_once):
        with store.engine.execution_options(immediate=True).begin() as tx:
            store.append(
                tx,
                [
                    (
                        f"notebook-{notebook_id}",
                        number,
                        Noted(notebook_id=notebook_id, number=number, text=TEXT),
                        meta(),
                    )
                    for notebook_id in ids[first : first + at_once]
                    for number in range(1, each + 1)
                ],
            )
    return ids
