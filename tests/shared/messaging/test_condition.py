"""What is told of a service's backbone is what lies in its database, on SQLite and PostgreSQL."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from prometheus_client import CollectorRegistry, generate_latest

from shared.contracts import accounts
from shared.eventstore.database import engine_for
from shared.eventstore.lanes import ALL_LANES
from shared.eventstore.store import EventStore, Meta
from shared.eventstore.vault import Vault
from shared.messaging.condition import Lag, lag
from shared.messaging.inbox import ReadFeed
from shared.messaging.metrics import BusMetrics
from shared.messaging.relay import Outbox
from shared.messaging.subscriptions import On
from shared.messaging.worker import Worker
from tests.shared.conftest import UrlOf
from tests.support import counting
from tests.support.counting import Add, Added

BEGINNING = datetime(2026, 4, 3, 17, tzinfo=UTC)


class Surroundings:
    service = "accounts"
    broker_url = "memory://"
    partitions = 1

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def read_feed(self) -> ReadFeed:
        def read(source: str, after: Mapping[int, int], limit: int) -> list[str]:
            with self._store.engine.connect() as tx:
                return [it.text for it in self._store.lanes(tx, after, limit)]

        return read


@pytest.fixture
def worker(url_of: UrlOf, tmp_path: Path) -> Iterator[Worker]:
    """One that listens to itself: its own public events are its news."""
    vault = Vault(engine_for(f"sqlite:///{tmp_path}/keys.sqlite"), b"k" * 32, tmp_path)
    store = EventStore(
        engine_for(url_of("bus")),
        Added,
        counting.publication,
        [counting.TOTALS],
        source="accounts",
        vault=vault,
    )
    gauges = {"colours": lambda _tx: 7}
    made = Worker(Surroundings(store), store, {accounts.AccountCreated: On()}, gauges=gauges)
    made.create_tables()
    yield made
    store.engine.dispose()


def say(worker: Worker, times: int) -> None:
    for n in range(times):
        meta = Meta(actor="test", at=BEGINNING + timedelta(minutes=n), correlation_id="c")
        command = Add(person=UUID(int=n))
        worker.store.run(meta, lambda work, n=n, it=command: work.handle(counting, f"p-{n}", it))


def lag_of(worker: Worker) -> Lag:
    with worker.store.engine.connect() as tx:
        return lag(tx, worker.condition().heard["accounts"])


def test_what_the_broker_has_not_confirmed_is_counted_with_its_age(worker: Worker) -> None:
    say(worker, 5)

    before = worker.condition()
    Outbox(worker.store).confirm(3)
    after = worker.condition()

    assert (before.events, before.unsent, before.unsent_since) == (5, 5, BEGINNING)
    assert max(before.said.values()) == 5 and set(before.said) == set(ALL_LANES)
    assert (after.unsent, after.unsent_since) == (2, BEGINNING + timedelta(minutes=3))


def test_a_listener_lags_by_what_it_has_not_heard_in_any_lane(worker: Worker) -> None:
    say(worker, 5)
    assert lag_of(worker) == Lag(messages=5, since=BEGINNING)

    worker.inbox.catch_up("accounts")
    assert lag_of(worker) == Lag()
    say(worker, 1)

    assert lag_of(worker).messages == 1


def test_age_never_runs_backwards() -> None:
    since = Lag(messages=1, since=BEGINNING)

    assert since.age(BEGINNING + timedelta(minutes=2)) == timedelta(minutes=2)
    assert since.age(BEGINNING - timedelta(hours=1)) == timedelta()
    assert Lag().age(BEGINNING) == timedelta()


def test_prometheus_is_told_without_a_name(worker: Worker) -> None:
    say(worker, 5)
    registry = CollectorRegistry()
    registry.register(BusMetrics(worker))

    told = generate_latest(registry).decode()

    for line in (
        'portail_database_up{service="accounts"} 1.0',
        'portail_events_total{service="accounts"} 5.0',
        'portail_outbox_waiting{service="accounts"} 5.0',
        'portail_parked{service="accounts"} 0.0',
        'portail_colours{service="accounts"} 7.0',
    ):
        assert line in told
    assert 'portail_heard_position{lane="0",service="accounts",source="accounts"}' in told
    assert "Léo" not in told and str(UUID(int=1)) not in told


def test_without_its_database_a_worker_still_answers_prometheus(worker: Worker) -> None:
    with worker.store.engine.begin() as tx:
        tx.execute(sa.text("DROP TABLE outbox"))
    registry = CollectorRegistry()
    registry.register(BusMetrics(worker))

    told = generate_latest(registry).decode()

    assert 'portail_database_up{service="accounts"} 0.0' in told
