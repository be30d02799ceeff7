"""The bus side of a service: its relay, its consumer and what it does from time to time."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from shared.eventstore.store import EventStore
from shared.eventstore.tables import Tables
from shared.messaging.condition import Condition, Gauge, condition
from shared.messaging.consumer import Consumer
from shared.messaging.inbox import Inbox, ReadFeed
from shared.messaging.kept import KEPT
from shared.messaging.rebuild import rebuild
from shared.messaging.relay import Relay
from shared.messaging.subscriptions import Subscriptions
from shared.messaging.timed import LOOK_EVERY, At, Timekeeper

log = structlog.get_logger()

LONGEST_PAUSE = 10.0
LATE = timedelta(minutes=1)
STOP_SEEN_WITHIN = 0.1
GRACE = 8.0  # seconds to end what is under way


class Surroundings(Protocol):
    """What a worker needs of the settings."""

    @property
    def service(self) -> str: ...

    @property
    def broker_url(self) -> str: ...

    @property
    def partitions(self) -> int: ...

    def read_feed(self) -> ReadFeed: ...


@dataclass(frozen=True, kw_only=True)
class Ticker:
    """Called every so many seconds; what it does must be safe to do twice, and ends when told."""

    name: str
    every: float
    call: Callable[[threading.Event], object]


class Worker:
    def __init__(
        self,
        settings: Surroundings,
        store: EventStore,
        subscriptions: Subscriptions,
        tickers: Sequence[Ticker] = (),
        timed: Sequence[At] = (),
        gauges: Mapping[str, Gauge] | None = None,
        breath: float = 0.0,
    ) -> None:
        """`gauges` count, in the service's database, what is to be seen from outside: mails that
        wait. `breath`: see Consumer."""
        self.service = settings.service
        self.store = store
        self.subscriptions = subscriptions
        self.inbox = Inbox(store, subscriptions, settings.read_feed())
        self._relay = Relay(store, settings.broker_url)
        self._consumer = Consumer(
            settings.service, settings.broker_url, settings.partitions, self.inbox, breath
        )
        self._tickers = tickers
        self.timekeeper = Timekeeper(store, timed)
        self._timed = timed
        self._gauges = gauges or {}
        self.tables = Tables("messaging", store.engine, [KEPT])

    def create_tables(self) -> None:
        """Makes, migrates and replays what is not as this release wants it."""
        self.tables.bring_up_to_date()
        self.store.create_tables(self._replay)

    def behind(self) -> list[str]:
        """What `create_tables` would do, in a few words each."""
        return [*self.tables.behind(), *self.store.tables.behind()]

    def condition(self) -> Condition:
        """Raises SQLAlchemyError when the database is away."""
        late = self.timekeeper.late(LATE)
        with self.store.engine.connect() as tx:
            return condition(tx, self.inbox.sources, late, self._gauges)

    def _replay(self, read_model: str) -> None:
        count = rebuild(self.store, self.subscriptions, read_model)
        log.info("read model built again", service=self.service, name=read_model, events=count)

    def run(self, stop: threading.Event) -> None:
        """Until `stop`, then ends what is under way.

        What a neighbour or a mail server keeps waiting for longer is left to end with the process:
        a kill at that point has its promise too.
        """
        self.create_tables()
        jobs: list[tuple[str, Callable[[threading.Event], None]]] = [("relay", self._relay.run)]
        if self.subscriptions:
            jobs.append(("consumer", self._consumer.run))
        if self._timed:
            clockwork = Ticker(name="timekeeper", every=LOOK_EVERY, call=self.timekeeper.look)
            jobs.append((clockwork.name, _ticking(clockwork)))
        jobs += [(ticker.name, _ticking(ticker)) for ticker in self._tickers]
        threads = [
            threading.Thread(
                target=self._again_and_again,
                args=(name, job, stop),
                name=f"{self.service} {name}",
                daemon=True,
            )
            for name, job in jobs
        ]
        for thread in threads:
            thread.start()
        while not stop.is_set():
            time.sleep(STOP_SEEN_WITHIN)  # a signal that comes while `stop.wait` locks would hang
        until = time.monotonic() + GRACE
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
            if thread.is_alive():
                log.warning("left while it waits for others", thread=thread.name)

    def _again_and_again(
        self, name: str, job: Callable[[threading.Event], None], stop: threading.Event
    ) -> None:
        pause = 0.25
        while not stop.is_set():
            started = time.monotonic()
            try:
                job(stop)
            except Exception as error:
                if time.monotonic() - started > LONGEST_PAUSE:  # it had been well for a while
                    pause = 0.25
                log.warning(
                    "starting again soon",
                    service=self.service,
                    job=name,
                    error=f"{type(error).__name__}: {error}",
                    exc_info=not isinstance(error, OSError),
                )
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)


def _ticking(ticker: Ticker) -> Callable[[threading.Event], None]:
    def run(stop: threading.Event) -> None:
        while not stop.wait(ticker.every):
            ticker.call(stop)

    return run
