"""A small event-sourced service of one decider, for the tests of the backbone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa

from shared.contracts import accounts
from shared.eventstore.decider import Refused
from shared.eventstore.personal import Personal, SubjectId
from shared.eventstore.read_model import ReadModel
from shared.eventstore.store import EventStore, Meta


@dataclass(frozen=True, kw_only=True)
class Add:
    person: UUID
    name: str = "Léo"
    limit: int = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Added:
    person: SubjectId
    name: Personal[str]
    born: Personal[date | None] = None


INITIAL = 0


def decide(command: Add, state: int) -> list[Added]:
    if state >= command.limit:
        raise Refused("full", taken=state)
    return [Added(person=command.person, name=command.name)]


def evolve(state: int, event: Added) -> int:
    return state + 1


metadata = sa.MetaData()

totals = sa.Table(
    "totals",
    metadata,
    sa.Column("person", sa.Uuid, primary_key=True),
    sa.Column("total", sa.Integer, nullable=False),
)


def project(tx: sa.Connection, event: Added) -> None:
    add_one(tx, event.person)


def add_one(tx: sa.Connection, person: UUID) -> None:
    found = sa.update(totals).where(totals.c.person == person)
    if tx.execute(found.values(total=totals.c.total + 1)).rowcount == 0:
        tx.execute(sa.insert(totals).values(person=person, total=1))


def total_of(store: EventStore, person: UUID) -> int:
    with store.engine.connect() as tx:
        return tx.scalar(sa.select(totals.c.total).where(totals.c.person == person)) or 0


TOTALS = ReadModel("totals", metadata, project)


def publication(event: Added) -> accounts.AccountCreated:
    return accounts.AccountCreated(account_id=event.person, language="fr")


def meta(actor: str = "account:test") -> Meta:
    return Meta(actor=actor, at=datetime(2026, 11, 23, 8, tzinfo=UTC), correlation_id="click-1")
