"""The relay says everything, in order, whatever happens to it, its broker or its database."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import kombu
import pytest
import sqlalchemy as sa

from shared.eventstore.store import EventStore, Work
from shared.messaging import relay as relays
from shared.messaging.envelope import Envelope
from shared.messaging.relay import Outbox
from shared.messaging.topology import EVENTS
from shared.messaging.worker import Worker
from tests.shared.messaging.test_bus import Around, eventually
from tests.shared.messaging.test_inbox import make_store
from tests.support import counting
from tests.support.counting import Add

LEO = UUID(int=1)


class Publisher:
    """A service on PostgreSQL that speaks, with any number of workers, and who listens to it."""

    def __init__(self, store: EventStore, broker_url: str) -> None:
        self.store = store
        self.broker_url = broker_url
        self.running: list[tuple[threading.Thread, threading.Event]] = []
        self.said: list[int] = []

    def start(self) -> None:
        worker, stop = Worker(self._around(), self.store, {}), threading.Event()
        thread = threading.Thread(target=worker.run, args=(stop,))
        thread.start()
        self.running.append((thread, stop))

    def end(self, which: int = -1) -> None:
        thread, stop = self.running.pop(which)
        stop.set()
        thread.join(10)
        assert not thread.is_alive()

    def publish(self, times: int) -> None:
        def add(work: Work) -> None:
            for _ in range(times):
                work.handle(counting, "person-leo", Add(person=LEO))

        self.store.run(counting.meta(), add)

    def listen(self) -> None:
        """Binds a queue that hears everything from now on."""
        with kombu.Connection(self.broker_url) as connection:
            self._queue(connection).declare()

    def hears(self, last: int, seconds: float = 20) -> list[int]:
        """Positions in the order in which they came, until that one."""
        with kombu.Connection(self.broker_url) as connection:
            queue = self._queue(connection)

            def came() -> bool:
                while (message := queue.get(no_ack=True)) is not None:
                    self.said.append(Envelope.read(message.body).position)
                return last in self.said

            eventually(came, seconds)
        return self.said

    def _queue(self, connection: kombu.Connection) -> Any:
        arguments = {"x-queue-type": "quorum"}
        return kombu.Queue("all", EVENTS, routing_key="#", queue_arguments=arguments)(connection)

    def _around(self) -> Around:
        return Around("accounts", self.broker_url, 4, lambda *_args: [])


@pytest.fixture
def publisher(
    tmp_path: Path, fresh: Callable[[str], str], rabbitmq: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Publisher]:
    monkeypatch.setattr(relays, "LEAD_EVERY", 0.1)
    name = f"relay-{abs(hash(str(tmp_path)))}"
    rabbitmq.add_vhost(name)
    made = Publisher(
        make_store(tmp_path, "accounts", fresh("accounts")),
        rabbitmq.url_of("portail", "portail", name),
    )
    made.listen()
    yield made
    while made.running:
        made.end()
    made.store.engine.dispose()


@pytest.mark.servers
def test_of_two_relays_one_speaks_and_the_other_takes_over(publisher: Publisher) -> None:
    publisher.start()
    publisher.start()
    publisher.publish(200)
    assert publisher.hears(200) == list(range(1, 201))

    publisher.end(0)
    publisher.publish(50)
    assert publisher.hears(250) == list(range(1, 251))

    publisher.start()
    publisher.end(0)
    publisher.publish(50)
    assert publisher.hears(300) == list(range(1, 301))


@pytest.mark.servers
def test_a_relay_that_lost_its_lock_stops_leading(publisher: Publisher) -> None:
    publisher.start()
    publisher.publish(20)
    publisher.hears(20)

    with publisher.store.engine.connect() as tx:
        holder = sa.text(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
            "AND classid = 7015"
        )
        assert tx.execute(holder).all() == [(True,)]
    publisher.publish(20)

    assert sorted(set(publisher.hears(40))) == list(range(1, 41))


@pytest.mark.servers
def test_what_was_not_noted_is_said_again_and_nothing_is_left_out(publisher: Publisher) -> None:
    publisher.start()
    publisher.publish(30)
    publisher.hears(30)
    publisher.end()
    with publisher.store.engine.begin() as tx:
        tx.execute(sa.update(relays.relay_cursor).values(position=10))

    publisher.start()
    publisher.publish(10)

    assert publisher.hears(40)[30:] == list(range(11, 41))


@pytest.mark.servers
def test_a_broker_out_of_memory_gets_everything_once_it_takes_messages_again(
    publisher: Publisher, rabbitmq: Any
) -> None:
    publisher.start()
    publisher.publish(10)
    publisher.hears(10)

    rabbitmq.ctl("set_vm_memory_high_watermark", "0")
    try:
        publisher.publish(1_200)
        with pytest.raises(AssertionError, match="never came"):
            publisher.hears(1_210, seconds=2)
    finally:
        rabbitmq.ctl("set_vm_memory_high_watermark", "0.6")

    assert publisher.hears(1_210) == list(range(1, 1_211))
    eventually(lambda: Outbox(publisher.store).confirmed() == 1_210)


@pytest.mark.servers
def test_a_relay_goes_on_within_seconds_when_its_broker_is_back(
    publisher: Publisher, rabbitmq: Any
) -> None:
    publisher.start()
    publisher.publish(10)
    publisher.hears(10)
    rabbitmq.kill()
    publisher.publish(700)

    rabbitmq.start()

    assert sorted(set(publisher.hears(710, seconds=15))) == list(range(1, 711))


def test_the_note_of_how_far_never_goes_back(tmp_path: Path) -> None:
    store = make_store(tmp_path, "accounts")
    relays.metadata.create_all(store.engine)
    outbox = Outbox(store)

    outbox.confirm(7)
    outbox.confirm(3)

    assert outbox.confirmed() == 7


def test_how_far_is_noted_once_a_second_at_most(tmp_path: Path) -> None:
    store = make_store(tmp_path, "accounts")
    relays.metadata.create_all(store.engine)
    progress = relays.Progress(Outbox(store))

    for position in range(1, 100):
        progress.confirmed = position
        progress.keep()
    assert Outbox(store).confirmed() == 1
    progress.keep(now=True)

    assert Outbox(store).confirmed() == 99
