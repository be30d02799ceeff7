"""What cannot be heard is parked with the reason, and never keeps anything else waiting."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.contracts import accounts
from shared.eventstore.store import Conflict
from shared.messaging import inbox as tables
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import Inbox, parked
from shared.messaging.subscriptions import On
from tests.shared.conftest import UrlOf
from tests.shared.messaging.test_inbox import Listener
from tests.support import counting
from tests.support.counting import total_of

LEO, MIA, ANA = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.fixture
def listener(tmp_path: Path, url_of: UrlOf, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    monkeypatch.setattr(tables, "PATIENCE", 0.001, raising=False)
    made = Listener(tmp_path, url_of("listener"))
    yield made
    made.store.engine.dispose()


def inbox_where_leo(listener: Listener, stumbles: Callable[[sa.Connection], None]) -> Inbox:
    """An inbox that stumbles over Léo."""

    def hear(tx: sa.Connection, event: accounts.AccountCreated) -> None:
        if event.account_id == LEO:
            stumbles(tx)
        listener.on_account_created(tx, event)

    return Inbox(listener.store, {accounts.AccountCreated: On(show=[hear])}, listener.read_feed)


def feed_of(*texts: str) -> Callable[[str, int, int], Sequence[str]]:
    return lambda _source, after, limit: texts[after : after + limit]


def rewritten(message: Envelope, **changes: object) -> str:
    return json.dumps({**json.loads(message.text), **changes})


def twice_the_same(tx: sa.Connection) -> None:
    tx.execute(sa.insert(counting.totals), [{"person": ANA, "total": 1}] * 2)


def a_null(tx: sa.Connection) -> None:
    tx.execute(sa.insert(counting.totals).values(person=ANA))


def no_such_table(tx: sa.Connection) -> None:
    tx.execute(sa.text("SELECT * FROM never_made"))


def too_long_for_its_index(tx: sa.Connection) -> None:
    if tx.dialect.name == "sqlite":
        raise OverflowError("too long")
    tx.execute(sa.text("CREATE INDEX long ON inbox (message)"))
    tx.execute(
        sa.text(
            "INSERT INTO inbox (id, source, type, message) SELECT 'x', '', '',"
            " string_agg(md5(n::text), '') FROM generate_series(1, 2000) n"
        )
    )


@pytest.mark.parametrize(
    "stumbles", [twice_the_same, a_null, no_such_table, too_long_for_its_index]
)
def test_what_the_database_will_never_take_parks_its_stream_and_nothing_else(
    listener: Listener, stumbles: Callable[[sa.Connection], None]
) -> None:
    inbox = inbox_where_leo(listener, stumbles)

    inbox.receive(listener.publish(LEO, MIA))

    assert total_of(listener.store, MIA) == 1
    assert len(listener.parked()) == 1


def test_a_database_that_is_away_parks_nothing(listener: Listener) -> None:
    def away(_tx: sa.Connection) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Exception("server closed the connection"))

    inbox = inbox_where_leo(listener, away)

    with pytest.raises(sa.exc.OperationalError):
        inbox.receive(listener.publish(LEO, MIA))

    assert (listener.parked(), inbox.position("accounts")) == ([], 0)


def test_streams_that_others_keep_changing_park_nothing(listener: Listener) -> None:
    def busy(_tx: sa.Connection) -> None:
        raise Conflict

    inbox = inbox_where_leo(listener, busy)

    with pytest.raises(Conflict):
        inbox.receive(listener.publish(LEO, MIA))

    assert (listener.parked(), inbox.position("accounts")) == ([], 0)


def test_a_poison_message_and_a_hole_in_one_batch(listener: Listener) -> None:
    listener.stumbles[LEO] = 1000
    said = listener.publish(LEO, MIA, MIA, ANA)

    listener.inbox.receive([said[0], said[1], said[3]])

    assert (total_of(listener.store, MIA), total_of(listener.store, ANA)) == (2, 1)
    assert len(listener.parked()) == 1


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"id": 7}', "\x00"])
def test_what_cannot_be_read_in_a_feed_is_parked_in_its_place(
    listener: Listener, text: str
) -> None:
    said = listener.publish(LEO, MIA, LEO)
    inbox = Inbox(listener.store, listener.subscriptions, feed_of(said[0].text, text, said[2].text))

    inbox.catch_up("accounts")

    assert total_of(listener.store, LEO) == 2
    assert inbox.position("accounts") == 3
    assert len(listener.parked()) == 1


def test_a_type_this_release_does_not_know_is_passed_over(listener: Listener) -> None:
    said = listener.publish(LEO, MIA)
    strange = rewritten(said[0], type="accounts.telepathy_began")
    inbox = Inbox(listener.store, listener.subscriptions, feed_of(strange, said[1].text))

    inbox.catch_up("accounts")

    assert (total_of(listener.store, LEO), total_of(listener.store, MIA)) == (0, 1)
    assert listener.parked() == []


def test_a_newer_version_is_parked_though_it_looks_the_same(listener: Listener) -> None:
    said = listener.publish(LEO, MIA)
    newer = rewritten(said[0], dataschema=f"urn:x:{said[0].type}:{said[0].version + 1}")
    inbox = Inbox(listener.store, listener.subscriptions, feed_of(newer, said[1].text))

    inbox.catch_up("accounts")

    assert (total_of(listener.store, LEO), total_of(listener.store, MIA)) == (0, 1)
    assert len(listener.parked()) == 1


def test_five_megabytes_are_heard(listener: Listener) -> None:
    said = listener.publish(LEO)
    heavy = rewritten(said[0], data={**said[0].data, "more": "x" * 5_000_000})

    listener.inbox.receive([Envelope.read(heavy)])

    assert total_of(listener.store, LEO) == 1


def test_a_feed_that_is_away_keeps_no_other_publisher_waiting(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = listener.publish(LEO, MIA)
    other = Envelope.read(rewritten(said[0], source="/households", id="another"))

    def away(*_args: object) -> Sequence[str]:
        raise ConnectionError("away")

    monkeypatch.setattr(listener.inbox, "_read_feed", away)
    listener.inbox.receive([said[1], other])
    monkeypatch.undo()

    assert listener.inbox.position("accounts") == 0
    assert listener.inbox.position("households") == 1
    listener.inbox.catch_up("accounts")
    assert listener.inbox.position("accounts") == 2


def test_what_no_feed_knows_of_is_dropped(listener: Listener) -> None:
    (said,) = listener.publish(LEO)
    ghost = Envelope.read(rewritten(said, sequence="9", id="ghost"))

    listener.inbox.receive([ghost, said])

    assert total_of(listener.store, LEO) == 1
    assert listener.inbox.position("accounts") == 1


def test_a_feed_with_a_hole_is_not_believed(listener: Listener) -> None:
    said = listener.publish(LEO, MIA)
    inbox = Inbox(listener.store, listener.subscriptions, lambda *_args: [said[1].text])

    inbox.catch_up("accounts")

    assert inbox.position("accounts") == 0
    assert listener.parked() == []


def test_the_feed_of_another_publisher_is_not_believed(listener: Listener) -> None:
    said = listener.publish(*[LEO] * 300)
    others = [rewritten(each, source="/bookings") for each in said]
    inbox = Inbox(listener.store, listener.subscriptions, feed_of(*others))

    inbox.catch_up("accounts")

    assert (inbox.position("accounts"), inbox.position("bookings")) == (0, 0)


def test_a_parked_stream_is_tried_again_in_order(listener: Listener) -> None:
    heard: list[str] = []
    broken = True

    def hear(_tx: sa.Connection, message: Envelope) -> None:
        if broken and message.data["account_id"] == str(LEO):
            raise ValueError("a stone")
        heard.append(message.id)

    subscriptions = {accounts.AccountCreated: On(keep=[hear])}
    inbox = Inbox(listener.store, subscriptions, listener.read_feed)
    said = listener.publish(*[LEO] * 12, MIA)
    inbox.receive(said)
    assert len(listener.parked()) == 12
    assert inbox.retry("accounts", f"person-{LEO}") == 0
    assert len(listener.parked()) == 12

    broken = False
    heard.clear()
    assert inbox.retry("accounts", f"person-{LEO}") == 12
    inbox.receive(listener.publish(LEO))

    assert heard == [each.id for each in listener.said() if each.stream == f"person-{LEO}"]
    assert listener.parked() == []


def test_a_parked_message_that_was_skipped_lets_the_next_ones_go(listener: Listener) -> None:
    listener.stumbles[LEO] = 3 + 1
    said = listener.publish(LEO, LEO)
    listener.inbox.receive(said)
    assert len(listener.parked()) == 2

    listener.inbox.skip(said[0].id)

    assert listener.inbox.retry("accounts", f"person-{LEO}") == 1
    assert total_of(listener.store, LEO) == 1
    assert listener.parked() == []


def test_two_workers_at_once_hear_a_new_publisher_once(listener: Listener) -> None:
    said = listener.publish(*[LEO] * 40)
    both = threading.Barrier(2)
    wrong: list[BaseException] = []

    def hear(how: Callable[[], None]) -> None:
        both.wait()
        try:
            how()
        except BaseException as error:
            wrong.append(error)

    for _round in range(8):
        with listener.store.engine.begin() as tx:
            for table in (tables.cursors, tables.inbox, parked, counting.totals):
                tx.execute(sa.delete(table))
        other = Inbox(listener.store, listener.subscriptions, listener.read_feed)
        workers = [
            threading.Thread(target=hear, args=[lambda: listener.inbox.receive(said)]),
            threading.Thread(target=hear, args=[lambda it=other: it.catch_up("accounts")]),
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert wrong == []
        assert total_of(listener.store, LEO) == 40
        assert listener.parked() == []
