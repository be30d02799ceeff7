"""Takes messages from the bus in batches, and acknowledges them after their effect."""

import threading
import time
from collections.abc import Iterator, Sequence

import structlog
from kombu import Connection
from kombu.message import Message

from shared.messaging.envelope import Envelope, Unreadable
from shared.messaging.inbox import AT_ONCE, Inbox, Stopped
from shared.messaging.share import Share, sharing
from shared.messaging.topology import dead_letters_of, lanes_of, queue_of

log = structlog.get_logger()

LOOK_EVERY = 0.5
SHARE_EVERY = 1.0  # seconds; how soon a worker sees that another came or went
CATCH_UP_EVERY = 20.0  # seconds; what a bus dropped is read again no later than this
HEARTBEAT = 20


class Consumer:
    """Hears the partitions that are this worker's share of its service's.

    `breath` is how many seconds it takes at least from one batch to the next: what comes meanwhile
    is heard together. What comes after a pause is heard at once.
    """

    def __init__(
        self, service: str, broker_url: str, partitions: int, inbox: Inbox, breath: float = 0.0
    ) -> None:
        self._service = service
        self._breath = breath
        self._broker_url = broker_url
        self._partitions = partitions
        self._inbox = inbox

    def run(self, stop: threading.Event) -> None:
        """Until `stop`; returns only then. Raises when the broker or a database is away."""
        self._inbox.stop = stop
        options = {"polling_interval": 0.01} if self._broker_url.startswith("memory") else {}
        with (
            sharing(self._inbox.engine, self._partitions) as share,
            Connection(
                self._broker_url, heartbeat=HEARTBEAT, transport_options=options
            ) as connection,
        ):
            dead_letters_of(self._service)(connection).declare()
            try:
                while not stop.is_set():
                    if mine := share.mine():
                        self._hear(connection, mine, share, stop)
                    else:
                        stop.wait(SHARE_EVERY)
                        _beat(connection)
            except Stopped:
                return

    def _hear(
        self, connection: Connection, mine: frozenset[int], share: Share, stop: threading.Event
    ) -> None:
        """Until the share is another, or `stop`; what is not acknowledged then goes to others."""
        queues = [
            queue_of(self._service, self._inbox.sources, partition, self._partitions)
            for partition in sorted(mine)
        ]
        lanes = lanes_of(mine, self._partitions)
        log.info("hearing", service=self._service, partitions=sorted(mine), of=self._partitions)
        self._inbox.be_careful()
        waiting: list[Message] = []
        look = catch_up = next_batch = time.monotonic()
        with connection.channel() as channel:
            consumer = connection.Consumer(
                queues, channel, on_message=waiting.append, prefetch_count=2 * AT_ONCE
            )
            with consumer:  # the queues are there from now on: what the feed lacks, the bus brings
                while not stop.is_set():
                    now = time.monotonic()
                    if now >= catch_up:
                        catch_up = now + CATCH_UP_EVERY
                        self._catch_up(lanes)
                    if now >= look:
                        look = now + SHARE_EVERY
                        if share.mine() != mine:
                            return
                    gather(connection, waiting, next_batch)
                    if waiting:
                        next_batch = time.monotonic() + self._breath
                        self._inbox.receive(list(_readable(waiting)))
                        waiting[-1].ack(multiple=True)
                        waiting.clear()
                    _beat(connection)

    def _catch_up(self, lanes: Sequence[int]) -> None:
        for source in self._inbox.sources:
            try:
                self._inbox.catch_up(source, lanes)
            except OSError as away:
                log.warning("feed is away", source=source, error=str(away))


def gather(connection: Connection, waiting: list[Message], until: float) -> None:
    """Adds what the bus brings to `waiting`: at least one, unless nothing comes for a while; no
    more than a batch; and, once there is one, no later than `until` (monotonic)."""
    patience = LOOK_EVERY
    while len(waiting) < AT_ONCE:
        try:
            connection.drain_events(timeout=patience)
        except TimeoutError:
            return
        # What is there already, and no more: somebody may wait for the first.
        patience = max(0.0002, until - time.monotonic())


def _beat(connection: Connection) -> None:
    if connection.supports_heartbeats:
        connection.heartbeat_check()


def _readable(messages: list[Message]) -> Iterator[Envelope]:
    for message in messages:
        try:
            yield Envelope.read(message.body)
        except Unreadable as error:  # its position stays missing: the feed brings it whole
            log.error("unreadable message dropped", error=str(error))
