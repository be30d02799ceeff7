"""Hears each public event once, in order per publisher, with its effects in one transaction.

A cursor per publisher says how far this service has come in that publisher's feed; it moves in the
transaction of the effects. The feed is the truth and the bus the fast path: a message that comes
again is dropped, one that comes too early shows a hole, and the hole is read from the feed.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import sqlalchemy as sa
import structlog

from shared.eventstore import clock, database
from shared.eventstore.database import writing
from shared.eventstore.store import Conflict, EventStore, Meta, Work
from shared.messaging.envelope import Envelope, Unreadable
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
PATIENCE = 0.05  # seconds before a message that failed is tried again
PAGE = 200


class ReadFeed(Protocol):
    def __call__(self, source: str, after: int, limit: int) -> Sequence[str]:
        """Messages of a publisher's feed after a position. Raises OSError when it is away."""


class Hole(Exception):
    """A message came before one that this service has not heard."""

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
        """When this returns, every message has had its effect, is parked with the reason, or will
        be read again from its publisher's feed.

        Raises when our own database is away; nothing is done then.
        """
        try:
            self._together(messages)
        except Hole as hole:
            self.receive(self._fill(hole.source, messages))
        except Exception as error:
            if is_away(error):
                raise
            for message in messages:
                self._alone(message)

    def catch_up(self, source: str) -> None:
        """Reads the publisher's feed from where this service stopped. Raises OSError when it is
        away."""
        while True:
            after = self.position(source)
            texts = self._read_feed(source, after, PAGE)
            page = [_in_place(text, source, after + n) for n, text in enumerate(texts, start=1)]
            if any(it.source != source or it.position != after + n for n, it in _numbered(page)):
                log.error("feed is not in order", source=source, after=after)
                return
            for told in _runs(page):
                if isinstance(told, Unread):
                    self._give_up(told, "this message cannot be read")
                else:
                    self.receive(told)
            if len(page) < PAGE:
                return

    def retry(self, source: str, stream: str) -> int:
        """Hears the parked messages of a stream again, in order; how many went through.

        Stops at the first that fails again, with its new reason.
        """
        heard = 0
        for message in self._parked_messages(source, stream):
            try:
                self._store.run(_meta(self._store, message), partial(self._unpark, message=message))
            except Exception as error:
                if is_away(error):
                    raise
                self._note(message.id, f"{type(error).__name__}: {error}")
                return heard
            heard += 1
        return heard

    def skip(self, message_id: str) -> None:
        """Gives one parked message up for good; what waits behind it may be retried."""
        with writing(self._store.engine).begin() as tx:
            tx.execute(sa.delete(parked).where(parked.c.id == message_id))

    def position(self, source: str) -> int:
        with self._store.engine.connect() as tx:
            return tx.scalar(sa.select(cursors.c.position).where(cursors.c.source == source)) or 0

    def _fill(self, source: str, messages: Sequence[Envelope]) -> Sequence[Envelope]:
        """Reads what is missing; what is left to hear. Without its feed a publisher's messages wait
        there, and keep nobody else waiting; what no feed knows of was never said."""
        try:
            self.catch_up(source)
        except OSError as away:
            log.warning("feed is away", source=source, error=str(away))
        return [message for message in messages if message.source != source]

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
            self._move_cursor(work.tx, source, position)

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
            except Hole as hole:
                self._fill(hole.source, [])
                return None
            except Exception as error:
                if is_away(error):
                    raise
                reason = f"{type(error).__name__}: {error}"
                log.exception("message failed", id=message.id, type=message.type, attempt=attempt)
                time.sleep(PATIENCE * 2**attempt)
        self._give_up(message, reason)
        return None

    def _give_up(self, message: "Envelope | Unread", reason: str) -> None:
        """Its stream waits in `parked`, in order; everything else goes on."""

        def park(work: Work) -> None:
            if self._lock_cursor(work.tx, message.source) + 1 == message.position:
                self._park(work.tx, message, reason)
                self._move_cursor(work.tx, message.source, message.position)

        self._store.run(_meta(self._store, message), park)

    def _unpark(self, work: Work, message: Envelope) -> None:
        work.tx.execute(sa.delete(parked).where(parked.c.id == message.id))
        self._one(work, message)

    def _parked_messages(self, source: str, stream: str) -> list[Envelope]:
        with self._store.engine.connect() as tx:
            here = sa.select(parked.c.message).where(
                parked.c.source == source, parked.c.stream == stream
            )
            found = [Envelope.read(text) for text in tx.scalars(here)]
        return sorted(found, key=lambda message: message.position)

    def _note(self, message_id: str, error: str) -> None:
        with writing(self._store.engine).begin() as tx:
            tx.execute(sa.update(parked).where(parked.c.id == message_id).values(error=error))

    def _move_cursor(self, tx: sa.Connection, source: str, position: int) -> None:
        tx.execute(sa.update(cursors).where(cursors.c.source == source).values(position=position))

    def _park(self, tx: sa.Connection, message: "Envelope | Unread", error: str) -> None:
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


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A text in a feed that is none of our messages, in the place where it stands."""

    source: str
    position: int
    text: str
    type: str = "unknown"
    correlation_id: str = "unknown"

    @property
    def id(self) -> str:
        return f"{self.source}/{self.position}"

    @property
    def stream(self) -> str:
        return self.id


def is_away(error: Exception) -> bool:
    """Whether the failure is that of a server or a neighbour, and will pass by itself."""
    return isinstance(error, Conflict | OSError) or database.is_away(error)


def _in_place(text: str, source: str, position: int) -> "Envelope | Unread":
    try:
        return Envelope.read(text)
    except Unreadable:
        return Unread(source=source, position=position, text=text.replace("\0", "\\0"))


def _numbered(page: "Sequence[Envelope | Unread]") -> "Iterator[tuple[int, Envelope | Unread]]":
    yield from enumerate(page, start=1)


def _runs(page: "Sequence[Envelope | Unread]") -> "Iterator[list[Envelope] | Unread]":
    """What can be read, together; what cannot, one by one, in order."""
    run: list[Envelope] = []
    for told in page:
        if isinstance(told, Unread):
            if run:
                yield run
                run = []
            yield told
        else:
            run.append(told)
    if run:
        yield run


def _meta(store: EventStore, message: "Envelope | Unread") -> Meta:
    return Meta(
        actor=f"service:{store.source}",
        at=clock.now(),
        correlation_id=message.correlation_id,
        causation_id=message.id,
    )
