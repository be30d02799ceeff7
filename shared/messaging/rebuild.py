"""Builds a read model again from history, beside the old one, which goes on serving."""

import hashlib
import inspect
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable

from shared.eventstore.bulk import Bulk
from shared.eventstore.read_model import ReadModel
from shared.eventstore.shadow import BeingBuilt, Progress, Shadow, StillRead, shadow_of
from shared.eventstore.store import EventStore
from shared.messaging.effects import inbox
from shared.messaging.envelope import Envelope
from shared.messaging.subscriptions import Subscriptions

BATCH = 2_000  # events a transaction; as many are in memory

Told = Callable[[int, int], None]  # how many are done, of how many


class NotFromHistory(Exception):
    """Nothing this service knows builds this read model: it is not a picture of its events."""


def rebuild(
    store: EventStore,
    subscriptions: Subscriptions,
    name: str,
    told: Told = lambda _done, _of: None,
    *,
    again: bool = False,
) -> int:
    """Replays the service's own events and the messages it heard; returns how many.

    Readers and commands see the old rows until the new ones are whole. Whoever is interrupted goes
    on where he was, unless `again` is asked for or the read model's code has changed since. A read
    model fed from both sides must not depend on their order.
    Raises KeyError for an unknown read model, NotFromHistory, BeingBuilt and StillRead.
    """
    builder = _Builder(store, subscriptions, store.read_models[name])
    with shadow_of(store.engine, name, builder.model.metadata) as shadow:
        total = builder.start(shadow, again=again)
        while builder.build_some():
            told(builder.done, max(builder.done, total))
        told(builder.done, max(builder.done, total))
        shadow.take_place(builder.finish)
    return builder.done


class _Builder:
    def __init__(self, store: EventStore, subscriptions: Subscriptions, model: ReadModel) -> None:
        self.model = model
        self.done = 0
        self._store = store
        by_type = {
            contract.TYPE: (_of(model, on.keep), _of(model, on.show))
            for contract, on in subscriptions.items()
        }
        self._by_type = {type_: found for type_, found in by_type.items() if any(found)}
        if model.project is None and not self._by_type:
            raise NotFromHistory(model.name)

    def start(self, shadow: Shadow, *, again: bool) -> int:
        """How many events and messages there are in all; `done` of them are built already."""
        self._shadow = shadow
        self._at = shadow.start(self._fingerprint(), again=again)
        with shadow.building() as tx:
            total = self._count(tx, Progress())
            self.done = total - self._count(tx, self._at)
        self._kept = (self._at, self.done)
        return total

    def build_some(self) -> bool:
        """One batch, kept with how far it has come; False when there was no whole one left."""
        with self._shadow.building() as tx:
            count = self._batch(tx)
        self._kept = (self._at, self.done)
        return count >= BATCH

    def finish(self, tx: sa.Connection) -> None:
        """What came meanwhile, in the transaction that puts the new tables in place."""
        self._at, self.done = self._kept
        while self._batch(tx) >= BATCH:
            pass

    def _batch(self, tx: sa.Connection) -> int:
        bulk = Bulk(tx)
        faked = cast(sa.Connection, bulk)
        if (count := self._own(tx, faked)) < BATCH:
            count += self._heard(tx, faked)
        bulk.send()
        if count:
            self._shadow.advance(self._at)
            self.done += count
        return count

    def _own(self, tx: sa.Connection, bulk: sa.Connection) -> int:
        if self.model.project is None:
            return 0
        position, events = self._store.events_after(tx, self._at.position, BATCH)
        for event in events:
            self.model.project(bulk, event)
        self._at = replace(self._at, position=position)
        return len(events)

    def _heard(self, tx: sa.Connection, bulk: sa.Connection) -> int:
        if not self._by_type:
            return 0
        rows = tx.execute(
            sa.select(inbox.c.arrival, inbox.c.type, inbox.c.message)
            .where(inbox.c.arrival > self._at.arrival, inbox.c.type.in_(self._by_type))
            .order_by(inbox.c.arrival)
            .limit(BATCH)
        ).all()
        for row in rows:
            message = Envelope.read(row.message)
            if (event := message.event()) is not None:
                keeps, shows = self._by_type[row.type]
                for keep in keeps:
                    keep(bulk, message)
                for show in shows:
                    show(bulk, event)
            self._at = replace(self._at, arrival=row.arrival)
        return len(rows)

    def _count(self, tx: sa.Connection, after: Progress) -> int:
        """What follows; positions have no holes, arrivals are counted."""
        count = 0
        if self.model.project is not None:
            count += self._store.last_position(tx) - after.position
        if self._by_type:
            heard = sa.select(sa.func.count()).where(
                inbox.c.arrival > after.arrival, inbox.c.type.in_(self._by_type)
            )
            count += tx.scalar(heard) or 0
        return count

    def _fingerprint(self) -> str:
        """Changes with the tables and with the code that fills them."""
        functions = [f for found in self._by_type.values() for each in found for f in each]
        if self.model.project:
            functions.append(self.model.project)
        parts = [str(CreateTable(table)) for table in self.model.metadata.sorted_tables]
        parts += sorted({_source(function) for function in functions})
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _of(
    model: ReadModel, functions: Sequence[Callable[[sa.Connection, Any], None]]
) -> list[Callable[[sa.Connection, Any], None]]:
    """A read model's file bears its name, so its functions are found by their module."""
    return [f for f in functions if _plain(f).__module__.rsplit(".", 1)[-1] == model.name]


def _source(function: Any) -> str:
    return inspect.getsource(sys.modules.get(_plain(function).__module__) or _plain(function))


def _plain(function: Any) -> Any:
    return _plain(function.func) if isinstance(function, partial) else function


__all__ = ["BeingBuilt", "NotFromHistory", "StillRead", "rebuild"]
