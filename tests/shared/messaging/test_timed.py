"""What waits for an instant is called once, whoever runs and whatever the clock does."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Event
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.eventstore.database import engine_for, writing
from shared.eventstore.store import EventStore, Work
from shared.eventstore.tables import Tables
from shared.eventstore.vault import Vault
from shared.messaging.kept import KEPT
from shared.messaging.timed import At, Occasion, Timekeeper
from tests.shared.conftest import UrlOf
from tests.support import counting
from tests.support.counting import Add, Added, total_of
from tests.support.service import moved_clock

LEO, MIA = UUID(int=1), UUID(int=2)
OPENING = datetime(2026, 4, 3, 17, 0, tzinfo=UTC)

offers = sa.Table(
    "offers",
    sa.MetaData(),
    sa.Column("person", sa.Uuid, primary_key=True),
    sa.Column("expires_at", sa.DateTime(timezone=True), index=True),
    sa.Column("rank", sa.Integer),
)
WAITING = sa.select(
    offers.c.person.label("about"), offers.c.expires_at.label("due_at"), offers.c.rank.label("turn")
)

MoveClock = Callable[[datetime], None]


@pytest.fixture
def move_clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[MoveClock]:
    with moved_clock(monkeypatch, tmp_path) as move:
        yield move


@pytest.fixture
def store(url_of: UrlOf, tmp_path: Path) -> Iterator[EventStore]:
    vault = Vault(engine_for(f"sqlite:///{tmp_path}/keys.sqlite"), b"k" * 32, tmp_path)
    engine = engine_for(url_of("timed"))
    made = EventStore(
        engine, Added, counting.publication, [counting.TOTALS], source="accounts", vault=vault
    )
    made.create_tables()
    Tables("messaging", engine, [KEPT]).bring_up_to_date()
    offers.metadata.create_all(engine)
    yield made
    engine.dispose()


def offer(store: EventStore, person: UUID, expires_at: datetime, rank: int = 1) -> None:
    with writing(store.engine).begin() as tx:
        tx.execute(sa.delete(offers).where(offers.c.person == person))
        tx.execute(sa.insert(offers).values(person=person, expires_at=expires_at, rank=rank))


def when_offer_expires(work: Work, occasion: Occasion) -> None:
    person = UUID(occasion.about)
    work.handle(counting, f"person-{person}", Add(person=person))


EXPIRY = At(name="offer_expires", waiting=WAITING, then=when_offer_expires)


def timekeeper(store: EventStore, *policies: At) -> Timekeeper:
    return Timekeeper(store, policies or [EXPIRY])


def test_a_policy_is_called_when_its_instant_has_come_and_not_before(
    store: EventStore, move_clock: MoveClock
) -> None:
    offer(store, LEO, OPENING)
    clockwork = timekeeper(store)

    move_clock(OPENING - timedelta(minutes=1))
    assert clockwork.look() == 0
    move_clock(OPENING)

    assert clockwork.look() == 1
    assert total_of(store, LEO) == 1


def test_neither_looking_again_nor_a_restart_nor_a_clock_that_goes_back_calls_it_again(
    store: EventStore, move_clock: MoveClock
) -> None:
    offer(store, LEO, OPENING)
    move_clock(OPENING)
    timekeeper(store).look()

    timekeeper(store).look()
    move_clock(OPENING - timedelta(hours=1))
    timekeeper(store).look()
    move_clock(OPENING + timedelta(seconds=1))
    timekeeper(store).look()

    assert total_of(store, LEO) == 1


def test_what_fell_due_while_nobody_ran_is_called_at_the_start(
    store: EventStore, move_clock: MoveClock
) -> None:
    offer(store, LEO, OPENING)
    offer(store, MIA, OPENING + timedelta(days=1))
    move_clock(OPENING + timedelta(days=10))

    assert timekeeper(store).look() == 2


def test_the_same_thing_due_at_another_instant_is_another_occasion(
    store: EventStore, move_clock: MoveClock
) -> None:
    offer(store, LEO, OPENING)
    move_clock(OPENING)
    timekeeper(store).look()

    offer(store, LEO, OPENING + timedelta(hours=2))
    timekeeper(store).look()
    assert total_of(store, LEO) == 1
    move_clock(OPENING + timedelta(hours=2))
    timekeeper(store).look()

    assert total_of(store, LEO) == 2


def test_workers_that_look_at_the_same_moment_call_it_once(
    store: EventStore, move_clock: MoveClock
) -> None:
    people = [UUID(int=n) for n in range(1, 21)]
    for person in people:
        offer(store, person, OPENING)
    move_clock(OPENING)
    start = Barrier(4)

    def look(_worker: int) -> int:
        start.wait()
        return timekeeper(store).look()

    with ThreadPoolExecutor(4) as workers:
        called = list(workers.map(look, range(4)))

    assert [total_of(store, person) for person in people] == [1] * 20
    assert sum(called) == 20


def test_what_is_due_at_the_same_instant_is_called_in_turn(
    store: EventStore, move_clock: MoveClock
) -> None:
    called: list[str] = []
    policy = At(name="in turn", waiting=WAITING, then=lambda _work, it: called.append(it.about))
    offer(store, LEO, OPENING, rank=2)
    offer(store, MIA, OPENING, rank=1)
    move_clock(OPENING)

    timekeeper(store, policy).look()

    assert [UUID(about) for about in called] == [MIA, LEO]


def test_what_nobody_could_call_in_time_is_not_called_once_it_is_worth_nothing(
    store: EventStore, move_clock: MoveClock
) -> None:
    until = sa.literal(OPENING + timedelta(hours=1), sa.DateTime(timezone=True))
    policy = At(
        name="reminder", waiting=WAITING.add_columns(until.label("until")), then=when_offer_expires
    )
    offer(store, LEO, OPENING)
    move_clock(OPENING + timedelta(hours=2))
    clockwork = timekeeper(store, policy)

    assert clockwork.look() == 0
    assert clockwork.late(timedelta(minutes=1)) == {}
    move_clock(OPENING + timedelta(minutes=30))
    assert clockwork.look() == 1


def test_one_that_fails_does_nothing_keeps_nobody_waiting_and_is_called_again(
    store: EventStore, move_clock: MoveClock
) -> None:
    stones = [LEO]

    def stumble(work: Work, occasion: Occasion) -> None:
        when_offer_expires(work, occasion)
        if UUID(occasion.about) in stones:
            raise ValueError("a stone")

    policy = At(name="offer_expires", waiting=WAITING, then=stumble)
    offer(store, LEO, OPENING, rank=1)
    offer(store, MIA, OPENING, rank=2)
    move_clock(OPENING + timedelta(minutes=5))
    clockwork = timekeeper(store, policy)

    assert clockwork.look() == 1
    assert (total_of(store, LEO), total_of(store, MIA)) == (0, 1)
    assert clockwork.late(timedelta(minutes=1)) == {"offer_expires": 1}
    stones.clear()
    assert clockwork.look() == 0  # it pauses first, so that a failing policy is no load
    assert timekeeper(store, policy).look() == 1  # another worker has not seen it fail

    assert total_of(store, LEO) == 1
    assert clockwork.late(timedelta(minutes=1)) == {}


def test_what_follows_names_the_occasion_as_its_cause(
    store: EventStore, move_clock: MoveClock
) -> None:
    offer(store, LEO, OPENING)
    move_clock(OPENING)
    timekeeper(store).look()

    (recorded,) = store.history(f"person-{LEO}")

    cause = recorded.meta.causation_id
    assert cause is not None and UUID(cause) and recorded.meta.correlation_id == cause
    assert recorded.meta.actor == "service:accounts"
    assert recorded.meta.at - OPENING < timedelta(minutes=1)


def test_who_is_told_to_stop_ends_what_is_called_and_leaves_the_rest_for_later(
    store: EventStore, move_clock: MoveClock
) -> None:
    stop = Event()

    def expires_and_is_told(work: Work, occasion: Occasion) -> None:
        when_offer_expires(work, occasion)
        stop.set()

    for person in (LEO, MIA):
        offer(store, person, OPENING)
    clockwork = timekeeper(
        store, At(name="offer_expires", waiting=WAITING, then=expires_and_is_told)
    )
    move_clock(OPENING)

    assert clockwork.look(stop) == 1
    assert clockwork.look() == 1
