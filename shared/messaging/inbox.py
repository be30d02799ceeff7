"""Hears each public event once, in order per stream, with its effects in one transaction.

A cursor per publisher and lane says how far this service has come in that publisher's feed; it
moves in the transaction of the effects. The feed is the truth and the bus the fast path: a message
that comes again is dropped, one that comes too early shows a hole, and the hole is read from the
feed.
"""

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Protocol, cast

import structlog

from shared.eventstore.database import writing
from shared.eventstore.lanes import ALL_LANES
from shared.eventstore.store import EventStore, Work
from shared.messaging import cursors, parked
from shared.messaging.begun import Begun
from shared.messaging.cursors import Place
from shared.messaging.effects import Effects, is_away, reason_of
from shared.messaging.envelope import Envelope, Told, Unread, Unreadable, told
from shared.messaging.metrics import observe
from shared.messaging.parked import BEHIND
from shared.messaging.subscriptions import Subscriptions, sources_of

log = structlog.get_logger()

TRIES = 3
PATIENCE = 0.05  # seconds before a message that failed is tried again
PAGE = 500
AT_ONCE = 100  # messages a transaction
DEATHS = 3  # of workers, at a message that is then parked
FAR = 1_000  # positions ahead in its lane a message of the bus is believed; else the feed is asked


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
        self._effects = Effects(store, subscriptions)
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
            self._store.run(self._effects.meta(messages[0]), lambda work: self._all(work, messages))
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
            elif self._effects.of(work, message):
                kept.append(message)
        cursors.move(work.tx, {place: to for place, to in heard.items() if to > before[place]})
        self._effects.keep(work.tx, kept)

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
                reason = reason_of(error)
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

        self._store.run(self._effects.meta(message), park)

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
