"""Relay and consumer over the in-process bus and over a real RabbitMQ."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.contracts import accounts
from shared.eventstore.store import EventStore
from shared.messaging import worker as workers
from shared.messaging.inbox import ReadFeed
from shared.messaging.relay import Outbox
from shared.messaging.subscriptions import On, Subscriptions
from shared.messaging.worker import Worker
from tests.shared.messaging.test_inbox import make_store
from tests.support import counting
from tests.support.counting import Add, add_one, total_of
from tests.support.servers import RabbitMQ

LEO = UUID(int=1)


@dataclass(frozen=True)
class Around:
    service: str
    broker_url: str
    partitions: int
    feed: ReadFeed

    def read_feed(self) -> ReadFeed:
        return self.feed


@pytest.fixture(params=["memory", pytest.param("rabbitmq", marks=pytest.mark.servers)])
def broker_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "memory":
        return "memory://"
    server = request.getfixturevalue("rabbitmq")
    name = f"bus-{abs(hash(str(tmp_path)))}"
    server.add_vhost(name)
    return server.url_of("portail", "portail", name)


class Pair:
    """A publisher and a listener, each with its worker."""

    def __init__(self, folder: Path, broker_url: str) -> None:
        self.publisher = make_store(folder, "publisher")
        self.listener = make_store(folder, "listener")
        self.order: list[int] = []
        self.feed_is_away = False
        self.listening: Subscriptions = {accounts.AccountCreated: On(show=[self._hear])}
        self.stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._broker_url = broker_url
        self._partitions = 1 if broker_url.startswith("memory") else 4

    def start(self) -> None:
        for name, store, hears in [
            ("publisher", self.publisher, {}),
            ("listener", self.listener, self.listening),
        ]:
            around = Around(name, self._broker_url, self._partitions, self._feed)
            worker = Worker(around, store, hears)
            worker.create_tables()
            thread = threading.Thread(target=worker.run, args=(self.stop,))
            thread.start()
            self._threads.append(thread)

    def end(self) -> None:
        self.stop.set()
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()

    def publish(self, times: int) -> None:
        for _ in range(times):
            self.publisher.run(
                counting.meta(), lambda work: work.handle(counting, "person-leo", Add(person=LEO))
            )

    def _hear(self, tx: sa.Connection, event: accounts.AccountCreated) -> None:
        add_one(tx, event.account_id)

    def _feed(self, source: str, after: Mapping[int, int], limit: int) -> list[str]:
        if self.feed_is_away:
            raise ConnectionError("away")
        with self.publisher.engine.connect() as tx:
            return [each.text for each in self.publisher.lanes(tx, after, limit)]


@pytest.fixture
def pair(tmp_path: Path, broker_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    monkeypatch.setattr(workers, "LONGEST_PAUSE", 0.5)
    made = Pair(tmp_path, broker_url)
    yield made
    made.end()


def eventually(holds: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it never came to hold"
        time.sleep(0.02)


def heard(store: EventStore) -> int:
    return total_of(store, LEO)


def test_what_is_kept_is_heard_over_the_bus(pair: Pair) -> None:
    pair.start()
    pair.publish(1)
    eventually(lambda: heard(pair.listener) == 1)
    pair.feed_is_away = True

    pair.publish(300)

    eventually(lambda: heard(pair.listener) == 301)


def test_a_neighbour_that_does_not_answer_keeps_nobody_from_ending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "GRACE", 0.2)
    asked, answers, stop = threading.Event(), threading.Event(), threading.Event()

    def feed(_source: str, _after: Mapping[int, int], _limit: int) -> list[str]:
        asked.set()
        answers.wait()
        return []

    listening: Subscriptions = {accounts.AccountCreated: On()}
    around = Around("listener", "memory://", 1, feed)
    worker = Worker(around, make_store(tmp_path, "listener"), listening)
    running = threading.Thread(target=worker.run, args=(stop,))
    running.start()
    assert asked.wait(20)

    stop.set()
    running.join(5)

    assert not running.is_alive()
    answers.set()


def test_what_was_kept_before_anybody_listened_is_heard_too(pair: Pair) -> None:
    pair.publish(50)

    pair.start()

    eventually(lambda: heard(pair.listener) == 50)


def test_the_relay_remembers_what_the_broker_confirmed(pair: Pair) -> None:
    pair.start()
    pair.publish(40)

    eventually(lambda: Outbox(pair.publisher).confirmed() == 40)


@pytest.mark.servers
@pytest.mark.parametrize("broker_url", ["rabbitmq"], indirect=True)
def test_a_broker_that_is_away_delays_and_loses_nothing(
    pair: Pair,
    rabbitmq: RabbitMQ,
) -> None:
    pair.start()
    pair.publish(10)
    eventually(lambda: heard(pair.listener) == 10)

    rabbitmq.stop()
    pair.publish(25)
    rabbitmq.start()

    eventually(lambda: heard(pair.listener) == 35, seconds=60)
    eventually(lambda: Outbox(pair.publisher).confirmed() == 35, seconds=60)
