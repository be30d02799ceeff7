"""Heard once, in order, without a hole, whatever the bus does."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.contracts import accounts
from shared.eventstore.database import engine_for
from shared.eventstore.store import EventStore
from shared.eventstore.tables import Tables
from shared.eventstore.vault import Vault
from shared.messaging.desk import Desk
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import Inbox
from shared.messaging.kept import KEPT
from shared.messaging.parked import parked
from shared.messaging.rebuild import rebuild
from shared.messaging.subscriptions import On
from tests.support import counting
from tests.support.counting import TOTALS, Add, Added, add_one, total_of

LEO, MIA = UUID(int=1), UUID(int=2)


def make_store(folder: Path, name: str, url: str | None = None) -> EventStore:
    vault = Vault(engine_for(f"sqlite:///{folder}/{name}_keys.sqlite"), b"k" * 32, folder)
    engine = engine_for(url or f"sqlite:///{folder}/{name}.sqlite")
    store = EventStore(
        engine, Added, counting.publication, [TOTALS], source="accounts", vault=vault
    )
    store.create_tables()
    Tables("messaging", engine, [KEPT]).bring_up_to_date()
    return store


class Listener:
    """A service that counts the accounts it hears of, and can be made to stumble."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.publisher = make_store(folder, "publisher")
        self.store = make_store(folder, "listener", url)
        self.stumbles: dict[UUID, int] = {}
        self.feed_read = 0
        subscriptions = {accounts.AccountCreated: On(show=[self.on_account_created])}
        self.subscriptions = subscriptions
        self.inbox = Inbox(self.store, subscriptions, self.read_feed)
        self.desk = Desk(self.store, subscriptions)

    def on_account_created(self, tx: sa.Connection, event: accounts.AccountCreated) -> None:
        if self.stumbles.get(event.account_id, 0) > 0:
            self.stumbles[event.account_id] -= 1
            raise ValueError("a stone")
        add_one(tx, event.account_id)

    def read_feed(self, source: str, after: Mapping[int, int], limit: int) -> Sequence[str]:
        self.feed_read += 1
        with self.publisher.engine.connect() as tx:
            return [each.text for each in self.publisher.lanes(tx, after, limit)]

    def said(self) -> list[Envelope]:
        with self.publisher.engine.connect() as tx:
            return [Envelope.read(each.text) for each in self.publisher.feed(tx, 0, 1000)]

    def publish(self, *people: UUID) -> list[Envelope]:
        for person in people:
            self.publisher.run(
                counting.meta(),
                lambda work, it=person: work.handle(counting, f"person-{it}", Add(person=it)),
            )
        return self.said()

    def parked(self) -> list[str]:
        with self.store.engine.connect() as tx:
            return [row.error for row in tx.execute(sa.select(parked).order_by(parked.c.id))]


@pytest.fixture
def listener(tmp_path: Path) -> Listener:
    return Listener(tmp_path)


def test_a_message_delivered_twice_has_its_effect_once(listener: Listener) -> None:
    said = listener.publish(LEO)

    listener.inbox.receive(said)
    listener.inbox.receive(said + said)

    assert total_of(listener.store, LEO) == 1


def test_a_message_the_bus_dropped_is_read_from_the_feed(listener: Listener) -> None:
    said = listener.publish(LEO, LEO, LEO)

    listener.inbox.receive([said[2]])

    assert total_of(listener.store, LEO) == 3


def test_messages_out_of_order_take_effect_in_order_and_once(listener: Listener) -> None:
    said = listener.publish(LEO, MIA, LEO)

    listener.inbox.receive(list(reversed(said)))

    assert total_of(listener.store, LEO) == 2
    assert listener.inbox.position("accounts") == 3


def test_a_new_listener_catches_up_from_history(listener: Listener) -> None:
    listener.publish(*[LEO] * 450)

    listener.inbox.catch_up("accounts")

    assert total_of(listener.store, LEO) == 450


def test_a_message_that_stumbles_once_is_tried_again(listener: Listener) -> None:
    listener.stumbles[LEO] = 1

    listener.inbox.receive(listener.publish(LEO, MIA))

    assert (total_of(listener.store, LEO), total_of(listener.store, MIA)) == (1, 1)
    assert listener.parked() == []


def test_a_poison_message_parks_its_stream_and_nothing_else(listener: Listener) -> None:
    listener.stumbles[LEO] = 1000

    listener.inbox.receive(listener.publish(LEO, MIA, LEO, MIA))

    assert total_of(listener.store, MIA) == 2
    assert total_of(listener.store, LEO) == 0
    assert sorted(listener.parked()) == [
        "ValueError: a stone",
        "an earlier event of this stream is parked",
    ]


def test_a_feed_that_is_away_loses_nothing(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = listener.publish(MIA, MIA)

    def away(*_args: object) -> Sequence[str]:
        raise ConnectionError("away")

    monkeypatch.setattr(listener.inbox, "_read_feed", away)
    listener.inbox.receive([said[1]])
    assert total_of(listener.store, MIA) == 0
    monkeypatch.undo()
    listener.inbox.catch_up("accounts")

    assert total_of(listener.store, MIA) == 2


def test_a_read_model_is_built_again_from_what_was_heard(listener: Listener) -> None:
    listener.inbox.receive(listener.publish(LEO, MIA, LEO))
    with listener.store.engine.begin() as tx:
        tx.execute(sa.update(counting.totals).values(total=99))
    function = On(show=[add_from_contract])

    rebuild(listener.store, {accounts.AccountCreated: function}, "totals")

    assert (total_of(listener.store, LEO), total_of(listener.store, MIA)) == (2, 1)


def add_from_contract(tx: sa.Connection, event: accounts.AccountCreated) -> None:
    add_one(tx, event.account_id)


add_from_contract.__module__ = "somewhere.projections.totals"  # a file bears its model's name
