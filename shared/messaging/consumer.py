"""Takes messages from the bus in batches, and acknowledges them after their effect."""

import threading
from typing import Any

import structlog
from kombu import Connection
from kombu.message import Message

from shared.messaging.envelope import Envelope, Unreadable
from shared.messaging.inbox import Inbox
from shared.messaging.topology import queue_of

log = structlog.get_logger()

BATCH = 100
LOOK_EVERY = 0.5
CATCH_UP_EVERY = 20.0  # seconds; what a bus dropped is read again no later than this


class Consumer:
    def __init__(self, service: str, broker_url: str, inbox: Inbox) -> None:
        self._queue = queue_of(service, inbox.sources)
        self._broker_url = broker_url
        self._inbox = inbox

    def run(self, stop: threading.Event) -> None:
        """Until `stop`; returns only then. Raises when the broker or a database is away."""
        options = {"polling_interval": 0.01} if self._broker_url.startswith("memory") else {}
        with Connection(self._broker_url, heartbeat=20, transport_options=options) as connection:
            waiting: list[Message] = []
            consumer = connection.Consumer(
                [self._queue], on_message=waiting.append, prefetch_count=2 * BATCH
            )
            with consumer:  # the queue is there from now on: what the feed lacks, the bus brings
                self._work(connection, waiting, stop)

    def _work(self, connection: Connection, waiting: list[Message], stop: threading.Event) -> None:
        quiet = CATCH_UP_EVERY
        while not stop.is_set():
            if quiet >= CATCH_UP_EVERY:
                quiet = 0.0
                self._catch_up()
            quiet += LOOK_EVERY
            self._gather(connection, waiting)
            if waiting:
                self._inbox.receive(list(_readable(waiting)))
                waiting[-1].ack(multiple=True)
                waiting.clear()
            if connection.supports_heartbeats:
                connection.heartbeat_check()

    def _gather(self, connection: Connection, waiting: list[Message]) -> None:
        patience = LOOK_EVERY
        while len(waiting) < BATCH:
            try:
                connection.drain_events(timeout=patience)
            except TimeoutError:
                return
            patience = 0.001

    def _catch_up(self) -> None:
        for source in self._inbox.sources:
            try:
                self._inbox.catch_up(source)
            except OSError as away:
                log.warning("feed is away", source=source, error=str(away))


def _readable(messages: list[Message]) -> Any:
    for message in messages:
        try:
            yield Envelope.read(message.body)
        except Unreadable as error:  # its position stays missing: the feed brings it whole
            log.error("unreadable message dropped", error=str(error))
