"""Hears each public event once, in order per stream, with its effects in one transaction.

A cursor per publisher and lane says how far this service has come in that publisher's feed; it
moves in the transaction of the effects. The feed is the truth and the bus the fast path: a message
that comes again is dropped, one that comes too early shows a hole, and the hole is read from the
feed.
"""

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Protocol, cast

import sqlalchemy as sa
import structlog

from shared.eventstore import clock, database, tracing
from shared.eventstore.database import writing
from shared.eventstore.lanes import ALL_LANES
from shared.eventstore.store import Conflict, EventStore, Meta, Work
from shared.messaging import cursors, parked
from shared.messaging.begun import Begun
from shared.messaging.cursors import Place
from shared.messaging.envelope import Envelope, Told, Unread, Unreadable, told
from shared.messaging.kept import metadata
from shared.messaging.metrics import observe
from shared.messaging.parked import BEHIND, Parked
from shared.messaging.subscriptions import Subscriptions, sources_of

log = structlog.get_logger()

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("arrival", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
)

TRIES = 3
PATIENCE = 0.05  # seconds before a message that failed is tried again
PAGE = 500
AT_ONCE = 100  # messages a transaction
DEATHS = 3  # of workers, at a message that is then parked
FAR = 1_000  # positions ahead in its lane a message of the bus is believed; else the feed is asked

# Arrivals are numbered under a lock, so that a reader of "all after n" misses none that is late.
ARRIVE = sa.text("SELECT pg_advisory_xact_lock(7018, 0)")


class ReadFeed(Protocol):
    def __call__(self, source: str, after: Mapping[int, int], limit: int) -> Sequence[str]:
        """Messages of some lanes of a publisher's feed, each lane after a position of its own, in
        the feed's order. Raises OSError when it is away."""


class Stopped(BaseException):
    """The worker is to end: what is left is heard by the next one. Raised between transactions."""


class Hole(Exception):
    """A message came before one of its lane that this service has not heard."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.place = place


class Inbox:
    def __init__(
        self, store: EventStore, subscriptions: Subscriptions, read_feed: ReadFeed
    ) -> None:
        self.sources = sorted(sources_of(subscriptions))
        self.engine = store.engine
        self.stop = threading.Event()
        self._store = store
        self._by_type = {contract.TYPE: on for contract, on in subscriptions.items()}
        self._read_feed = read_feed
        self._begun = Begun()
        self.be_careful()

    def be_careful(self) -> None:
        """Whoever heard these lanes before may have died of the next messages."""
        self._noted = dict.fromkeys(self.sources, AT_ONCE)  # how many more of each publisher

    def receive(self, messages: Sequence[Envelope]) -> None:
        """When this returns, every message has had its effect, is parked with the reason, or will
        be read again from its publisher's feed.

        Raises when our own database is away; nothing is done then.
        """
        if self._somebody_died(messages):
            for message in messages:
                self._carefully(message)
            return
        try:
            self._together(messages)
        except Hole as hole:
            self._fill(hole.place)
            self.receive([message for message in messages if message.place != hole.place])
        except Exception as error:
            if is_away(error):
                raise
            for message in messages:
                self._alone(message)

    def catch_up(self, source: str, lanes: Collection[int] = ALL_LANES) -> None:
        """Reads the publisher's feed from where this service stopped. Raises OSError when it is
        away."""
        while True:
            self._stop_here()
            with self.engine.connect() as tx:
                after = cursors.positions(tx, source, lanes)
            texts = self._read_feed(source, after, PAGE)
            if (page := _page(texts, source, after)) is None:
                log.error("feed is not in order", source=source, after=after)
                return
            for run in _runs(page):
                self._stop_here()
                if isinstance(run, Unread):
                    self._give_up(run, "this message cannot be read", 1)
                else:
                    self.receive(run)
            if len(page) < PAGE:
                return
            self._complete(source, after, page)

    def parked(self, limit: int = 500) -> Sequence[Parked]:
        """Oldest first, each before those that wait behind it."""
        with self.engine.connect() as tx:
            return parked.waiting(tx, limit)

    def count_parked(self) -> int:
        with self.engine.connect() as tx:
            return parked.count(tx)

    def find_parked(self, message_id: str) -> Parked | None:
        with self.engine.connect() as tx:
            return parked.find(tx, message_id)

    def retry(self, source: str, stream: str) -> int:
        """Hears the parked messages of a stream again, in order; how many went through.

        Stops at the first that fails again, with its new reason.
        """
        heard = 0
        while (first := self._first(source, stream)) is not None:
            try:
                self._store.run(_meta(self._store, first), partial(self._unpark, first=first))
            except Exception as error:
                if is_away(error):
                    raise
                with writing(self.engine).begin() as tx:
                    parked.failed_again(tx, first.id, _reason(error))
                return heard
            heard += 1
        return heard

    def skip(self, message_id: str) -> None:
        """Gives one parked message up for good; what waits behind it may be retried."""
        with writing(self.engine).begin() as tx:
            if (message := parked.find(tx, message_id)) is not None:
                cursors.lock(tx, [(message.source, message.lane)])
                parked.remove(tx, message_id)

    def position(self, source: str) -> int:
        """How far in a publisher's feed the furthest lane has come."""
        with self.engine.connect() as tx:
            return max(cursors.positions(tx, source, ALL_LANES).values())

    def _stop_here(self) -> None:
        if self.stop.is_set():
            raise Stopped

    def _fill(self, place: Place) -> None:
        """Reads what is missing. Without its feed a publisher's messages wait there, and keep
        nobody else waiting; what no feed knows of was never said."""
        source, lane = place
        try:
            self.catch_up(source, [lane])
        except OSError as away:
            log.warning("feed is away", source=source, error=str(away))

    def _together(self, messages: Sequence[Envelope]) -> None:
        if messages:
            self._store.run(_meta(self._store, messages[0]), lambda work: self._all(work, messages))
            observe(self._store.source, messages)

    def _all(self, work: Work, messages: Sequence[Envelope]) -> None:
        heard = cursors.lock(work.tx, {message.place for message in messages})
        before = dict(heard)
        held = parked.held(work.tx, {message.stream for message in messages})
        kept = []
        for message in messages:
            if message.position <= heard[message.place]:
                continue
            if not _follows(message, heard[message.place]):
                raise Hole(message.place)
            heard[message.place] = message.position
            if (message.source, message.stream) in held:
                parked.park(work.tx, message, BEHIND, attempts=0)
            elif self._one(work, message):
                kept.append(message)
        cursors.move(work.tx, {place: to for place, to in heard.items() if to > before[place]})
        self._keep(work.tx, kept)

    def _one(self, work: Work, message: Envelope) -> bool:
        """False for what this service does not listen to."""
        on = self._by_type.get(message.type)
        if on is None or (event := message.event()) is None:
            return False
        for keep in on.keep:
            keep(work.tx, message)
        work.meta = _meta(self._store, message)
        with (
            structlog.contextvars.bound_contextvars(correlation_id=message.correlation_id),
            tracing.span(f"hear {message.type}", "CONSUMER", message.traceparent),
        ):
            for show in on.show:
                show(work.tx, event)
            for then in on.then:
                then(work, event)
        return True

    def _keep(self, tx: sa.Connection, messages: Sequence[Envelope]) -> None:
        """What was heard stays, for read models that are built again; last, for it takes a lock."""
        if not messages:
            return
        if tx.dialect.name == "postgresql":
            tx.execute(ARRIVE)
        tx.execute(
            sa.insert(inbox),
            [
                {"id": it.id, "source": it.source, "type": it.type, "message": it.text}
                for it in messages
            ],
        )

    def _somebody_died(self, messages: Sequence[Envelope]) -> bool:
        """In the middle of these, by the notes that are made of the first batches."""
        if not any(self._noted.get(message.source, 0) > 0 for message in messages):
            return False
        for message in messages:
            self._noted[message.source] = self._noted.get(message.source, 0) - 1
        with writing(self.engine).begin() as tx:
            heard = cursors.read(tx, {message.place for message in messages})
            first: dict[Place, int] = {}
            for message in messages:
                if message.position > (at := heard[message.place]) and _follows(message, at):
                    first.setdefault(message.place, message.position)
            return self._begun.batch(tx, first)

    def _carefully(self, message: Envelope) -> None:
        self._stop_here()
        with writing(self.engine).begin() as tx:
            heard = cursors.read(tx, [message.place])[message.place]
            following = message.position > heard and _follows(message, heard)
            times = self._begun.one(tx, message.place, message.position) if following else 0
        if times > DEATHS:
            self._give_up(message, f"{DEATHS} workers ended while they heard it", DEATHS)
        else:
            self._alone(message)

    def _alone(self, message: Envelope) -> None:
        self._stop_here()
        for attempt in range(TRIES):
            try:
                return self._together([message])
            except Hole as hole:
                return self._fill(hole.place)
            except Exception as error:
                if is_away(error):
                    raise
                reason = _reason(error)
                log.exception("message failed", id=message.id, type=message.type, attempt=attempt)
                self.stop.wait(PATIENCE * 2**attempt)
        return self._give_up(message, reason, TRIES)

    def _give_up(self, message: Told, reason: str, attempts: int) -> None:
        """Its stream waits in `parked`, in order; everything else goes on."""

        def park(work: Work) -> None:
            heard = cursors.lock(work.tx, [message.place])[message.place]
            if message.position > heard and _follows(message, heard):
                parked.park(work.tx, message, reason, attempts)
                cursors.move(work.tx, {message.place: message.position})

        self._store.run(_meta(self._store, message), park)

    def _complete(self, source: str, after: Mapping[int, int], page: Sequence[Told]) -> None:
        """A page tells of the lanes that are not in it too: up to its end they have nothing."""
        expected = dict(after) | {message.lane: message.position for message in page}
        end = page[-1].position
        with writing(self.engine).begin() as tx:
            heard = cursors.lock(tx, [(source, lane) for lane in after])
            quiet = {
                (source, lane): end for lane in after if heard[source, lane] == expected[lane] < end
            }
            cursors.move(tx, quiet)

    def _first(self, source: str, stream: str) -> Parked | None:
        with self.engine.connect() as tx:
            return parked.first(tx, source, stream)

    def _unpark(self, work: Work, first: Parked) -> None:
        """Under the lane's lock: what comes meanwhile waits behind it or follows it."""
        cursors.lock(work.tx, [(first.source, first.lane)])
        now = parked.first(work.tx, first.source, first.stream)
        if now is None or now.id != first.id:
            return  # another has done it
        parked.remove(work.tx, first.id)
        message = Envelope.read(first.message)
        if self._one(work, message):
            self._keep(work.tx, [message])


def is_away(error: Exception) -> bool:
    """Whether the failure is that of a server or a neighbour, and will pass by itself."""
    return isinstance(error, Conflict | OSError) or database.is_away(error)


def _follows(message: Told, heard: int) -> bool:
    """Nothing of its lane is missing between. What the bus says of a far future is not believed:
    one such message would hide all that is said until then."""
    near = message.told_by_feed or message.position <= heard + FAR
    return near and message.previous <= heard


def _page(texts: Sequence[str], source: str, after: Mapping[int, int]) -> list[Told] | None:
    """None if this is not what follows in that publisher's lanes: it is not believed then."""
    heard = dict(after)
    page = []
    for text in texts:
        try:
            message = told(text, source)
        except Unreadable:
            return None
        lane = message.lane
        if message.source != source or not message.previous <= heard.get(lane, -1):
            return None
        if message.position <= heard[lane]:
            return None
        heard[lane] = message.position
        page.append(message)
    return page


def _runs(page: Sequence[Told]) -> Iterator[list[Envelope] | Unread]:
    """What can be read, up to a hundred together; what cannot, one by one, in order."""
    for readable, group in groupby(page, key=lambda message: isinstance(message, Envelope)):
        told_so = list(group)
        if readable:
            for start in range(0, len(told_so), AT_ONCE):
                yield cast(list[Envelope], told_so[start : start + AT_ONCE])
        else:
            yield from cast(list[Unread], told_so)


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _meta(store: EventStore, message: Told | Parked) -> Meta:
    return Meta(
        actor=f"service:{store.source}",
        at=clock.now(),
        correlation_id=getattr(message, "correlation_id", "unknown"),
        causation_id=message.id,
    )
