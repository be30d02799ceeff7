"""Carries the outbox to the bus, in order, and remembers what the broker confirmed.

Its progress is a cursor in the outbox. One relay of a service leads; on PostgreSQL a second one
waits for its lock. Saying a message twice is harmless, losing one is impossible: the cursor moves
after the confirm. It is kept once a second at most: who takes over says the last second again.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pika
import sqlalchemy as sa
import structlog
from kombu import Connection

from shared.eventstore.database import reading, writing
from shared.eventstore.doorbell import Doorbell
from shared.eventstore.store import EventStore, Said
from shared.messaging.envelope import CONTENT_TYPE
from shared.messaging.kept import metadata
from shared.messaging.topology import EVENTS, EXCHANGE, lane_key

log = structlog.get_logger()

relay_cursor = sa.Table(
    "relay_cursor",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
)

TRY_TO_LEAD = sa.text("SELECT pg_try_advisory_lock(7015, 0)")

PAGE = 500
UNCONFIRMED = 2_000  # messages on their way at most: with 500 the broker waits for us half its time
LOOK_EVERY = 0.3
LEAD_EVERY = 1.0
KEEP_EVERY = 1.0  # seconds between two notes of how far the broker confirmed


class Outbox:
    """The relay's side of the outbox: what is next, and how far the broker confirmed."""

    def __init__(self, store: EventStore) -> None:
        self.store = store

    def confirmed(self) -> int:
        with reading(self.store.engine).connect() as tx:
            return tx.scalar(sa.select(relay_cursor.c.position)) or 0

    def after(self, position: int) -> Sequence[Said]:
        with reading(self.store.engine).connect() as tx:
            return self.store.feed(tx, position, PAGE)

    def confirm(self, position: int) -> None:
        """Forward only: one who led before may still have something to note."""
        further = sa.case(
            (relay_cursor.c.position < position, position), else_=relay_cursor.c.position
        )
        with writing(self.store.engine).begin() as tx:
            if tx.execute(sa.update(relay_cursor).values(position=further)).rowcount == 0:
                tx.execute(sa.insert(relay_cursor).values(id=1, position=position))


class Progress:
    """Notes the confirmed position, not more often than is useful."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self.confirmed = self._kept = outbox.confirmed()
        self._keep_at = 0.0

    def keep(self, *, now: bool = False) -> None:
        if self.confirmed > self._kept and (now or time.monotonic() >= self._keep_at):
            self._outbox.confirm(self.confirmed)
            self._kept = self.confirmed
            self._keep_at = time.monotonic() + KEEP_EVERY


class Relay:
    def __init__(self, store: EventStore, broker_url: str) -> None:
        self._outbox = Outbox(store)
        self._broker_url = broker_url

    def run(self, stop: threading.Event) -> None:
        """Until `stop`. Raises when the broker or the database is away."""
        with leading(self._outbox.store.engine, stop) as lead:
            if lead is None:
                return
            if self._broker_url.startswith("memory"):
                self._to_memory(stop, lead)
            else:
                Publisher(self._outbox, self._broker_url, lead).run(stop)

    def _to_memory(self, stop: threading.Event, lead: "Lead") -> None:
        bell = Doorbell(self._outbox.store.engine)
        progress = Progress(self._outbox)
        with Connection(self._broker_url) as connection, connection.Producer() as producer:
            while not stop.is_set():
                said = self._outbox.after(progress.confirmed)
                for message in said:
                    producer.publish(
                        message.text,
                        exchange=EVENTS,
                        routing_key=message.type,
                        content_type=CONTENT_TYPE,
                        content_encoding="utf-8",
                        declare=[EVENTS],
                    )
                    progress.confirmed = message.position
                progress.keep()
                if not said:
                    lead.check()
                    bell.wait(LOOK_EVERY)
        progress.keep(now=True)


class Publisher:
    """pika with asynchronous confirms: sixteen times as fast as one confirm at a time."""

    def __init__(self, outbox: Outbox, broker_url: str, lead: "Lead") -> None:
        self._outbox = outbox
        self._lead = lead
        self._parameters = pika.URLParameters(broker_url)
        self._parameters.heartbeat = 20
        # The consumer reads the same address: "amqp://host//" names "/" to kombu and "" to pika.
        self._parameters.virtual_host = Connection(broker_url).virtual_host
        self._channel: pika.channel.Channel | None = None
        self._failure: BaseException | None = None
        self._progress = Progress(outbox)
        self._sent = self._first = self._progress.confirmed  # position before delivery tag 1
        self._blocked = False
        self._more = False  # whether there was more to say than could be sent
        self._acked: set[int] = set()
        self._by_lane: dict[int, pika.BasicProperties] = {}

    def run(self, stop: threading.Event) -> None:
        self._connection = pika.SelectConnection(
            self._parameters,
            on_open_callback=lambda c: c.channel(on_open_callback=self._opened),
            on_open_error_callback=lambda _c, error: self._fail(error),
            on_close_callback=lambda _c, reason: self._fail(reason),
        )
        self._connection.add_on_connection_blocked_callback(self._pause)
        self._connection.add_on_connection_unblocked_callback(self._go_on)
        ringer = threading.Thread(target=self._listen, args=(stop,), daemon=True)
        ringer.start()
        try:
            self._connection.ioloop.start()
        finally:
            if self._connection.is_open:
                self._connection.close()
            ringer.join()
            self._progress.keep(now=True)
        if self._failure and not stop.is_set():
            raise ConnectionError(str(self._failure)) from self._failure

    def _listen(self, stop: threading.Event) -> None:
        bell = Doorbell(self._outbox.store.engine)
        check_at = 0.0
        try:
            while not stop.is_set() and self._failure is None:
                bell.wait(LOOK_EVERY)
                self._connection.ioloop.add_callback_threadsafe(self._pump)
                if time.monotonic() >= check_at:  # not at every ring: it would hold up the message
                    self._lead.check()
                    check_at = time.monotonic() + LOOK_EVERY
            if stop.is_set():
                self._connection.ioloop.add_callback_threadsafe(self._connection.ioloop.stop)
        except Exception as error:
            failure = error
            self._connection.ioloop.add_callback_threadsafe(lambda: self._fail(failure))
        finally:
            bell.close()

    def _opened(self, channel: pika.channel.Channel) -> None:
        channel.add_on_close_callback(lambda _channel, reason: self._fail(reason))
        channel.add_on_return_callback(self._nobody_listens)
        channel.confirm_delivery(self._answered)
        channel.exchange_declare(
            EXCHANGE, exchange_type="topic", durable=True, callback=lambda _ok: self._ready(channel)
        )

    def _ready(self, channel: pika.channel.Channel) -> None:
        self._channel = channel
        self._pump()

    def _pump(self) -> None:
        if self._channel is None or not self._channel.is_open:
            return
        try:
            self._progress.keep()
            self._more = self._blocked or self._room() < PAGE
            if not self._more:
                said = self._outbox.after(self._sent)
                self._send(said)
                self._more = len(said) == PAGE
        except Exception as error:  # a callback that raises would be lost in the loop
            self._fail(error)

    def _room(self) -> int:
        return UNCONFIRMED - (self._sent - self._progress.confirmed)

    def _send(self, said: Sequence[Said]) -> None:
        assert self._channel is not None
        for message in said:
            self._channel.basic_publish(
                EXCHANGE,
                message.type,
                message.text.encode(),
                self._properties(message.lane),
                mandatory=True,
            )
            self._sent = message.position

    def _properties(self, lane: int) -> pika.BasicProperties:
        if lane not in self._by_lane:
            self._by_lane[lane] = pika.BasicProperties(
                content_type=CONTENT_TYPE,
                content_encoding="utf-8",
                delivery_mode=2,
                headers={"BCC": [lane_key(self._outbox.store.source, lane)]},
            )
        return self._by_lane[lane]

    def _pause(self, _connection: object, frame: pika.frame.Method) -> None:
        """The broker is short of memory or disk: what it does not read would pile up here."""
        self._blocked = True
        log.warning("the broker takes no messages for now", reason=frame.method.reason)

    def _go_on(self, *_args: object) -> None:
        self._blocked = False
        log.info("the broker takes messages again")
        self._pump()

    def _answered(self, frame: pika.frame.Method) -> None:
        """Positions have no holes, so delivery tag n is position `first` + n."""
        if isinstance(frame.method, pika.spec.Basic.Nack):
            self._fail(ConnectionError("the broker refused a message"))
            return
        upto, confirmed = self._first + frame.method.delivery_tag, self._progress.confirmed
        if frame.method.multiple:
            self._acked.update(range(confirmed + 1, upto + 1))
        else:
            self._acked.add(upto)
        while confirmed + 1 in self._acked:
            confirmed += 1
            self._acked.discard(confirmed)
        self._progress.confirmed = confirmed
        if self._more and self._room() >= PAGE:
            self._pump()

    def _nobody_listens(self, _channel: object, method: object, *_rest: object) -> None:
        """Not an error: who comes later reads the feed."""
        log.debug("message had no queue", routing_key=getattr(method, "routing_key", None))

    def _fail(self, reason: BaseException) -> None:
        self._failure = self._failure or reason
        self._channel = None
        self._connection.ioloop.stop()


class Lead:
    """Being the only relay of a store, for as long as the connection holds that has the lock."""

    def __init__(self, connection: sa.Connection | None = None) -> None:
        self._connection = connection

    def check(self) -> None:
        """Raises when it is lost."""
        if self._connection is not None:
            self._connection.execute(sa.text("SELECT 1"))


@contextmanager
def leading(engine: sa.Engine, stop: threading.Event) -> Iterator[Lead | None]:
    """Waits to be the only relay of this store; None if stopped before."""
    if engine.dialect.name != "postgresql":
        yield Lead()
        return
    connection = reading(engine).connect()
    try:
        while not connection.scalar(TRY_TO_LEAD):
            if stop.wait(LEAD_EVERY):
                yield None
                return
        yield Lead(connection)
    finally:
        connection.invalidate()  # closes the session, which gives the lock back
        connection.close()
