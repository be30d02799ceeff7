"""Several workers of one service share its messages, and every stream stays in order."""

import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import kombu
import pytest
import sqlalchemy as sa

from shared.contracts import accounts
from shared.eventstore.lanes import ALL_LANES, lane_of
from shared.eventstore.store import EventStore
from shared.messaging import topology
from shared.messaging import worker as workers
from shared.messaging.envelope import Envelope
from shared.messaging.share import sharing
from shared.messaging.subscriptions import On
from shared.messaging.topology import EVENTS, dead_letters_of, lanes_of, queue_of
from shared.messaging.worker import Worker
from tests.shared.messaging.test_bus import Around, eventually
from tests.shared.messaging.test_inbox import make_store
from tests.support import counting
from tests.support.counting import Add

PEOPLE = [UUID(int=n) for n in range(1, 25)]

metadata = sa.MetaData()

diary = sa.Table(
    "diary",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
)


def write_down(tx: sa.Connection, message: Envelope) -> None:
    tx.execute(sa.insert(diary).values(stream=message.stream, position=message.position))


class Service:
    """A listener on PostgreSQL with any number of workers, each as another process would be."""

    def __init__(self, publisher: EventStore, store: EventStore, broker_url: str) -> None:
        self.publisher = publisher
        self.store = store
        self.broker_url = broker_url
        self.running: list[tuple[threading.Thread, threading.Event]] = []
        metadata.create_all(store.engine)

    def start(self, partitions: int = 4) -> None:
        self._run(
            "listener", self.store, {accounts.AccountCreated: On(keep=[write_down])}, partitions
        )

    def start_publishing(self) -> None:
        self._run("publisher", self.publisher, {}, 1)

    def end(self, which: int = -1) -> None:
        thread, stop = self.running.pop(which)
        stop.set()
        thread.join(10)
        assert not thread.is_alive()

    def publish(self, times: int, people: list[UUID] = PEOPLE) -> None:
        for n in range(times):
            person = people[n % len(people)]
            self.publisher.run(
                counting.meta(),
                lambda work, it=person: work.handle(counting, f"person-{it}", Add(person=it)),
            )

    def heard(self) -> dict[str, list[int]]:
        streams: dict[str, list[int]] = defaultdict(list)
        with self.store.engine.connect() as tx:
            for row in tx.execute(sa.select(diary).order_by(diary.c.n)):
                streams[row.stream].append(row.position)
        return streams

    def hears(self, count: int, seconds: float = 30) -> None:
        eventually(lambda: sum(map(len, self.heard().values())) >= count, seconds)
        assert self.heard() == self.said()

    def said(self) -> dict[str, list[int]]:
        streams: dict[str, list[int]] = defaultdict(list)
        with self.publisher.engine.connect() as tx:
            for each in self.publisher.feed(tx, 0, 100_000):
                streams[each.stream].append(each.position)
        return streams

    def feed(self, source: str, after: Mapping[int, int], limit: int) -> list[str]:
        with self.publisher.engine.connect() as tx:
            return [each.text for each in self.publisher.lanes(tx, after, limit)]

    def _run(self, name: str, store: EventStore, hears: Any, partitions: int) -> None:
        around = Around(name, self.broker_url, partitions, self.feed)
        worker, stop = Worker(around, store, hears), threading.Event()
        thread = threading.Thread(target=worker.run, args=(stop,))
        thread.start()
        self.running.append((thread, stop))


@pytest.fixture
def broker_url(rabbitmq: Any, tmp_path: Path) -> str:
    name = f"partitions-{abs(hash(str(tmp_path)))}"
    rabbitmq.add_vhost(name)
    it: str = rabbitmq.url_of("portail", "portail", name)
    return it


@pytest.fixture
def service(
    tmp_path: Path, fresh: Callable[[str], str], broker_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Service]:
    monkeypatch.setattr(workers, "LONGEST_PAUSE", 0.5)
    publisher = make_store(tmp_path, "publisher")
    made = Service(publisher, make_store(tmp_path, "listener", fresh("listener")), broker_url)
    yield made
    while made.running:
        made.end()
    made.store.engine.dispose()


@pytest.mark.servers
def test_workers_come_and_go_and_every_stream_is_heard_once_and_in_order(service: Service) -> None:
    service.start_publishing()
    service.start()
    service.publish(60)
    service.hears(60)

    service.start()
    service.publish(120)
    service.start()
    service.publish(120)
    service.hears(300)

    service.end(1)
    service.publish(60)
    service.end()
    service.publish(60)
    service.hears(420)


@pytest.mark.servers
def test_another_number_of_partitions_loses_nothing_and_leaves_no_queue_behind(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topology, "EXPIRES", 2.0)
    service.start_publishing()
    service.start(partitions=2)
    service.publish(48)
    service.hears(48)
    service.end()
    service.publish(48)

    service.start(partitions=8)

    service.publish(48)
    service.hears(144)
    eventually(lambda: not is_there(service.broker_url, "listener.events.0of2"))
    assert is_there(service.broker_url, "listener.events.0of8")


def is_there(broker_url: str, queue: str) -> bool:
    with kombu.Connection(broker_url) as connection:
        try:
            connection.default_channel.queue_declare(queue, passive=True)
        except connection.channel_errors:
            return False
    return True


@pytest.mark.servers
def test_a_worker_told_to_end_does_so_within_seconds_with_nothing_half_done(
    service: Service, tmp_path: Path
) -> None:
    service.start_publishing()
    service.publish(400)
    url = service.store.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.shared.messaging.slow_listener"]
    listener = subprocess.Popen(
        [*command, str(tmp_path), url, service.broker_url], stdout=subprocess.PIPE, text=True
    )
    assert listener.stdout is not None
    for _ in range(150):
        listener.stdout.readline()  # a batch is done, and another under way

    listener.send_signal(signal.SIGTERM)

    started = time.monotonic()
    listener.communicate(timeout=15)
    assert (listener.returncode, time.monotonic() - started < 10) == (0, True)
    kept = service.heard()
    assert 100 <= sum(map(len, kept.values())) < 400
    assert kept == {stream: service.said()[stream][: len(it)] for stream, it in kept.items()}
    service.start()
    service.hears(400)


@pytest.mark.servers
def test_an_integrator_gets_each_message_once_under_its_type(service: Service) -> None:
    with kombu.Connection(service.broker_url) as connection:
        everything = kombu.Queue("caterer", EVENTS, routing_key="#")(connection)
        everything.declare()
        service.start_publishing()
        service.publish(24)

        eventually(lambda: everything.queue_declare(passive=True).message_count == 24)
        got = [everything.get(no_ack=True) for _ in range(24)]

    assert [int(Envelope.read(it.body).position) for it in got] == list(range(1, 25))
    assert {it.delivery_info["routing_key"] for it in got} == {"accounts.account_created"}
    assert all("BCC" not in it.headers for it in got)


@pytest.mark.servers
def test_what_is_delivered_again_and_again_is_laid_aside(
    broker_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topology, "DELIVERIES", 2)
    with kombu.Connection(broker_url) as connection:
        dead = dead_letters_of("listener")(connection)
        dead.declare()
        queue = queue_of("listener", ["accounts"], 3, 4)(connection)
        queue.declare()
        key = topology.lane_key("accounts", 7)
        connection.Producer().publish("a stone", exchange=EVENTS, routing_key=key)
        deliveries = []

        def stumble(message: kombu.Message) -> None:
            deliveries.append(message.body)
            message.requeue()

        with connection.Consumer([queue], on_message=stumble):
            while dead.queue_declare(passive=True).message_count == 0:
                with suppress(TimeoutError):
                    connection.drain_events(timeout=0.1)

        assert len(deliveries) == 3
        assert dead.get(no_ack=True).body == "a stone"


@pytest.mark.servers
def test_live_workers_share_the_partitions_evenly(service: Service) -> None:
    engine = service.store.engine
    with ExitStack() as living:
        shares = []
        for number in range(1, 6):
            shares.append(living.enter_context(sharing(engine, 8)))

            held = Counter(partition for share in shares for partition in share.mine())

            assert held == Counter(range(8))
            sizes = [len(share.mine()) for share in shares]
            assert max(sizes) - min(sizes) <= 1, f"{number} workers"


@pytest.mark.servers
def test_the_partitions_of_a_dead_worker_are_taken_over(service: Service) -> None:
    engine = service.store.engine
    with sharing(engine, 4) as share:
        with sharing(engine, 4):
            assert len(share.mine()) == 2

        eventually(lambda: share.mine() == {0, 1, 2, 3})


def test_on_sqlite_one_worker_has_every_partition(tmp_path: Path) -> None:
    with sharing(make_store(tmp_path, "alone").engine, 4) as share:
        assert share.mine() == {0, 1, 2, 3}


@pytest.mark.parametrize("partitions", [1, 2, 4, 8, 16])
def test_every_lane_is_in_one_partition(partitions: int) -> None:
    lanes = [lane for k in range(partitions) for lane in lanes_of([k], partitions)]

    assert sorted(lanes) == list(ALL_LANES)


def test_a_stream_keeps_its_lane_for_ever() -> None:
    assert [lane_of(stream) for stream in ("household-1", "request-1", "é")] == [14, 9, 14]
