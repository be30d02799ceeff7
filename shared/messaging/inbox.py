"""Hears each public event once, in order per publisher, with its effects in one transaction.

A cursor per publisher says how far this service has come in that publisher's feed; it moves in the
transaction of the effects. The feed is the truth and the bus the fast path: a message that comes
again is dropped, one that comes too early shows a hole, and the hole is read from the feed.
"""

import time
from collections.abc import Sequence
from typing import Protocol

import sqlalchemy as sa
import structlog

from shared.eventstore import clock
from shared.eventstore.store import Conflict, EventStore, Meta, Work
from shared.messaging.envelope import Envelope
from shared.messaging.subscriptions import Subscriptions, sources_of

log = structlog.get_logger()

metadata = sa.MetaData()

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("arrival", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
)

cursors = sa.Table(
    "cursors",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
)

parked = sa.Table(
    "parked",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
)

TRIES = 3
PAGE = 200

OURS = (sa.exc.OperationalError, sa.exc.InterfaceError, Conflict, OSError)


class ReadFeed(Protocol):
    def __call__(self, source: str, after: int, limit: int) -> Sequence[str]:
        """Messages of a publisher's feed after a position. Raises OSError when it is away."""


class Hole(Exception):
    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source


class Inbox:
    def __init__(
        self, store: EventStore, subscriptions: Subscriptions, read_feed: ReadFeed
    ) -> None:
        self.sources = sorted(sources_of(subscriptions))
        self._store = store
        self._by_type = {contract.TYPE: on for contract, on in subscriptions.items()}
        self._read_feed = read_feed

    def receive(self, messages: Sequence[Envelope]) -> None:
        """When this returns, every message has had its effect, or is parked with the reason.

        Raises when the database or a feed that is needed is away; nothing is done then.
        """
        try:
            self._together(messages)
        except Hole as hole:
            self.catch_up(hole.source)
            self.receive(messages)
        except OURS:
            raise
        except Exception:
            for message in messages:
                self._alone(message)

    def catch_up(self, source: str) -> None:
        """Reads the publisher's feed from where this service stopped."""
        while True:
            after = self.position(source)
            page = [Envelope.read(text) for text in self._read_feed(source, after, PAGE)]
            if page:
                self.receive(page)
            if len(page) < PAGE:
                return

    def position(self, source: str) -> int:
        with self._store.engine.connect() as tx:
            return tx.scalar(sa.select(cursors.c.position).where(cursors.c.source == source)) or 0

    def _together(self, messages: Sequence[Envelope]) -> None:
        if messages:
            self._store.run(_meta(self._store, messages[0]), lambda work: self._all(work, messages))

    def _all(self, work: Work, messages: Sequence[Envelope]) -> None:
        positions = {m.source: self._lock_cursor(work.tx, m.source) for m in messages}
        held = self._parked_streams(work.tx)
        for message in messages:
            expected = positions[message.source] + 1
            if message.position < expected:
                continue
            if message.position > expected:
                raise Hole(message.source)
            positions[message.source] = message.position
            if (message.source, message.stream) in held:
                self._park(work.tx, message, "an earlier event of this stream is parked")
            else:
                self._one(work, message)
        for source, position in positions.items():
            move = sa.update(cursors).where(cursors.c.source == source).values(position=position)
            work.tx.execute(move)

    def _one(self, work: Work, message: Envelope) -> None:
        on = self._by_type.get(message.type)
        if on is None or (event := message.event()) is None:
            return
        for keep in on.keep:
            keep(work.tx, message)
        work.tx.execute(
            sa.insert(inbox).values(
                id=message.id, source=message.source, type=message.type, message=message.text
            )
        )
        work.meta = _meta(self._store, message)
        for show in on.show:
            show(work.tx, event)
        for then in on.then:
            then(work, event)

    def _alone(self, message: Envelope) -> None:
        for attempt in range(TRIES):
            try:
                return self._together([message])
            except (Hole, *OURS):
                raise
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                log.exception("message failed", id=message.id, type=message.type, attempt=attempt)
                time.sleep(0.05 * 2**attempt)
        self._give_up(message, reason)
        return None

    def _give_up(self, message: Envelope, reason: str) -> None:
        """Its stream waits in `parked`, in order; everything else goes on."""

        def park(work: Work) -> None:
            if self._lock_cursor(work.tx, message.source) + 1 == message.position:
                self._park(work.tx, message, reason)
                move = sa.update(cursors).where(cursors.c.source == message.source)
                work.tx.execute(move.values(position=message.position))

        self._store.run(_meta(self._store, message), park)

    def _park(self, tx: sa.Connection, message: Envelope, error: str) -> None:
        log.error("message parked", id=message.id, type=message.type, stream=message.stream)
        tx.execute(
            sa.insert(parked).values(
                id=message.id,
                source=message.source,
                stream=message.stream,
                type=message.type,
                error=error,
                message=message.text,
                parked_at=clock.now(),
            )
        )

    def _lock_cursor(self, tx: sa.Connection, source: str) -> int:
        """Two workers of one service take turns."""
        row = sa.select(cursors.c.position).where(cursors.c.source == source).with_for_update()
        position: int | None = tx.scalar(row)
        if position is None:
            tx.execute(sa.insert(cursors).values(source=source, position=0))
        return position or 0

    def _parked_streams(self, tx: sa.Connection) -> set[tuple[str, str]]:
        rows = tx.execute(sa.select(parked.c.source, parked.c.stream).distinct())
        return {(row.source, row.stream) for row in rows}


def _meta(store: EventStore, message: Envelope) -> Meta:
    return Meta(
        actor=f"service:{store.source}",
        at=clock.now(),
        correlation_id=message.correlation_id,
        causation_id=message.id,
    )
