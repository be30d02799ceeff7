"""Builds a read model again from history, while readers go on seeing the old one."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from shared.eventstore.database import writing
from shared.eventstore.store import EventStore
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import inbox
from shared.messaging.subscriptions import On, Subscriptions


def rebuild(
    store: EventStore,
    subscriptions: Subscriptions,
    name: str,
    told: Callable[[int], None] = lambda _count: None,
) -> int:
    """Replays the service's own events and the messages it heard; returns how many.

    In one transaction: readers see the old rows until the new ones are whole, and a crash changes
    nothing. A read model fed from both sides must not depend on their order.
    Raises KeyError for an unknown read model.
    """
    model = store.read_models[name]
    by_type = {contract.TYPE: on for contract, on in subscriptions.items()}
    count = 0
    with writing(store.engine).begin() as tx:
        for table in reversed(model.metadata.sorted_tables):
            tx.execute(sa.delete(table))
        if model.project:
            for recorded in store.everything(tx):
                model.project(tx, recorded.event)
                told(count := count + 1)
        for row in tx.execute(sa.select(inbox).order_by(inbox.c.arrival)).all():
            on = by_type.get(row.type, On())
            keeps, shows = _of(name, on.keep), _of(name, on.show)
            if not keeps and not shows:
                continue
            message = Envelope.read(row.message)
            if (event := message.event()) is not None:
                for keep in keeps:
                    keep(tx, message)
                for show in shows:
                    show(tx, event)
                told(count := count + 1)
    return count


def _of(
    name: str, functions: Sequence[Callable[[sa.Connection, Any], None]]
) -> list[Callable[[sa.Connection, Any], None]]:
    """A read model's file bears its name, so its functions are found by their module."""
    return [function for function in functions if _module(function) == name]


def _module(function: Any) -> str:
    inner = function.func if isinstance(function, partial) else function
    return str(inner.__module__).rsplit(".", 1)[-1]
