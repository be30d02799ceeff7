"""The promises of the store, on SQLite and on PostgreSQL."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from cloudevents.core.bindings.http import from_http_event  # noqa: F401  # the SDK is installed
from cloudevents.core.formats.json import JSONFormat

from shared.eventstore.database import engine_for
from shared.eventstore.decider import Refused
from shared.eventstore.schema import events, outbox
from shared.eventstore.store import Conflict, EventStore, Work
from shared.eventstore.vault import Vault
from tests.shared.conftest import UrlOf
from tests.support import counting
from tests.support.counting import Add, Added

LEO, MIA = UUID(int=1), UUID(int=2)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(engine_for(f"sqlite:///{tmp_path}/keys.sqlite"), b"k" * 32, tmp_path / "files")


@pytest.fixture
def store(url_of: UrlOf, vault: Vault) -> Iterator[EventStore]:
    made = EventStore(
        engine_for(url_of("store")),
        Added,
        counting.publication,
        [counting.TOTALS],
        source="accounts",
        vault=vault,
    )
    made.create_tables()
    yield made
    made.engine.dispose()


def add(store: EventStore, person: UUID, limit: int = 1_000_000) -> list[Added]:
    command = Add(person=person, limit=limit)
    return store.run(
        counting.meta(), lambda work: work.handle(counting, f"person-{person}", command)
    )


def test_what_is_kept_reads_back_with_who_and_why(store: EventStore) -> None:
    add(store, LEO)

    (recorded,) = store.history(f"person-{LEO}")

    assert recorded.event == Added(person=LEO, name="Léo")
    assert (recorded.version, recorded.meta) == (1, counting.meta())


def test_events_read_model_and_outbox_go_together_or_not_at_all(store: EventStore) -> None:
    with pytest.raises(ZeroDivisionError):
        store.run(
            counting.meta(),
            lambda work: (work.handle(counting, f"person-{LEO}", Add(person=LEO)), 1 // 0),
        )

    assert store.history(f"person-{LEO}") == []
    assert counting.total_of(store, LEO) == 0
    with store.engine.connect() as tx:
        assert store.feed(tx, 0, 10) == []


@pytest.mark.parametrize("first", ["a statement of SQLAlchemy", "a stream", "a savepoint"])
def test_whatever_a_work_does_first_goes_with_the_rest(store: EventStore, first: str) -> None:
    """The transaction is begun by that."""

    def work(work: Work) -> Any:
        if first == "a stream":
            work.handle(counting, f"person-{LEO}", Add(person=LEO))
        elif first == "a savepoint":
            with work.tx.begin_nested():
                counting.add_one(work.tx, MIA)
        counting.add_one(work.tx, MIA)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.run(counting.meta(), work)

    assert (counting.total_of(store, LEO), counting.total_of(store, MIA)) == (0, 0)


def test_a_work_without_events_is_kept_too(store: EventStore) -> None:
    store.run(counting.meta(), lambda work: counting.add_one(work.tx, MIA))

    assert counting.total_of(store, MIA) == 1


def test_a_work_may_go_on_after_a_refusal(store: EventStore) -> None:
    add(store, LEO)

    def both(work: Work) -> Any:
        with pytest.raises(Refused, match="full"):
            work.handle(counting, f"person-{LEO}", Add(person=LEO, limit=1))
        return work.handle(counting, f"person-{MIA}", Add(person=MIA))

    store.run(counting.meta(), both)

    assert (counting.total_of(store, LEO), counting.total_of(store, MIA)) == (1, 1)


def test_two_commands_of_one_work_see_each_other(store: EventStore) -> None:
    def twice(work: Work) -> Any:
        work.handle(counting, f"person-{LEO}", Add(person=LEO, limit=1))
        with pytest.raises(Refused):
            work.handle(counting, f"person-{LEO}", Add(person=LEO, limit=1))

    store.run(counting.meta(), twice)

    assert len(store.history(f"person-{LEO}")) == 1


def test_a_limit_holds_whoever_comes_at_once(store: EventStore) -> None:
    def one(_n: int) -> str:
        for _patience in range(20):
            try:
                add(store, LEO, limit=5)
                return "taken"
            except Refused:
                return "full"
            except Conflict:
                continue
        return "busy"

    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(one, range(24)))

    assert answers.count("taken") == 5
    assert answers.count("full") == 19
    assert counting.total_of(store, LEO) == 5


def test_a_reader_by_position_never_misses_an_event(store: EventStore) -> None:
    seen: list[int] = []
    done = Event()

    def follow() -> None:
        while True:
            ended = done.is_set()
            with store.engine.connect() as tx:
                said = store.feed(tx, seen[-1] if seen else 0, 1000)
            seen.extend(each.position for each in said)
            if ended and not said:
                return

    def write(number: int) -> None:
        for each in range(25):
            add(store, UUID(int=1000 * number + each))

    reader = Thread(target=follow)
    reader.start()
    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write, range(1, 5)))
    done.set()
    reader.join()

    assert seen == list(range(1, 101))


def test_an_ordinal_is_the_rank_of_arrival(store: EventStore) -> None:
    for person in (MIA, LEO, LEO):
        add(store, person)

    with store.engine.connect() as tx:
        assert store.ordinal(tx, Added, f"person-{LEO}") == 2
        assert store.ordinal(tx, Added, "person-nobody") is None
        streams = [f"person-{MIA}", f"person-{LEO}"]
        assert store.ordinals(tx, Added, streams) == {streams[0]: 1, streams[1]: 2}


def test_several_events_of_one_work_have_a_rank_each(store: EventStore) -> None:
    add(store, NOE := UUID(int=3))

    def both(work: Work) -> Any:
        for person in (MIA, MIA, LEO):
            work.handle(counting, f"person-{person}", Add(person=person))

    store.run(counting.meta(), both)

    with store.engine.connect() as tx:
        streams = [f"person-{person}" for person in (NOE, MIA, LEO)]
        assert store.ordinals(tx, Added, streams) == dict(zip(streams, (1, 2, 4), strict=True))


def test_a_name_is_never_in_clear_on_disk_and_goes_with_its_key(
    store: EventStore, vault: Vault
) -> None:
    add(store, LEO)
    with store.engine.connect() as tx:
        stored = tx.scalar(sa.select(events.c.data)) or ""
    assert "Léo" not in stored and "L\\u00e9o" not in stored

    vault.forget(LEO)

    assert store.history(f"person-{LEO}")[0].event == Added(person=LEO, name="[effacé]")


def test_a_sealed_field_cannot_be_moved_to_another_event(store: EventStore) -> None:
    add(store, LEO)
    add(store, LEO)
    with store.engine.begin() as tx:
        first = tx.scalar(sa.select(events.c.data).where(events.c.position == 1))
        tx.execute(sa.update(events).where(events.c.position == 2).values(data=first))

    with pytest.raises(Exception, match="InvalidTag|^$"):
        store.history(f"person-{LEO}")


def test_what_is_said_is_a_cloudevent(store: EventStore) -> None:
    add(store, LEO)
    with store.engine.connect() as tx:
        (said,) = store.feed(tx, 0, 10)

    from cloudevents.core.v1.event import CloudEvent

    event = JSONFormat().read(CloudEvent, said.text)
    assert event.get_type() == "accounts.account_created"
    assert event.get_source() == "/accounts"
    assert json.loads(said.text)["sequence"] == "1"
    assert json.loads(said.text)["correlationid"] == "click-1"


def test_positions_ranks_and_lanes_are_the_same_one_by_one_and_together(
    store: EventStore,
) -> None:
    """A single event and many take different ways through the append function."""
    people = [UUID(int=1 + n % 3) for n in range(12)]

    def several(work: Work) -> Any:
        for person in people[1:7]:
            work.handle(counting, f"person-{person}", Add(person=person))

    add(store, people[0])
    store.run(counting.meta(), several)
    for person in people[7:]:
        add(store, person)

    with store.engine.connect() as tx:
        kept = tx.execute(sa.select(events).order_by(events.c.position)).all()
        said = tx.execute(sa.select(outbox).order_by(outbox.c.position)).all()
    assert [row.position for row in kept] == [row.nth for row in kept] == list(range(1, 13))
    assert [row.stream for row in kept] == [f"person-{person}" for person in people]
    assert [row.position for row in said] == list(range(1, 13))
    last: dict[int, int] = {}
    for row in said:
        assert row.previous == last.get(row.lane, 0)
        last[row.lane] = row.position
