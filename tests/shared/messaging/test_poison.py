"""What cannot be heard is parked with the reason, and never keeps anything else waiting."""

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.contracts import accounts
from shared.eventstore.store import Conflict
from shared.messaging import effects
from shared.messaging import inbox as tables
from shared.messaging.cursors import cursors
from shared.messaging.desk import Desk
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import Inbox, ReadFeed
from shared.messaging.parked import BEHIND, parked
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


def feed_of(*texts: str) -> ReadFeed:
    """Whoever asks from the start gets everything, and nothing after it."""
    return lambda _source, after, _limit: [] if any(after.values()) else texts


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

    assert (listener.parked(), listener.inbox.position("accounts")) == ([], 0)


def test_streams_that_others_keep_changing_park_nothing(listener: Listener) -> None:
    def busy(_tx: sa.Connection) -> None:
        raise Conflict

    inbox = inbox_where_leo(listener, busy)

    with pytest.raises(Conflict):
        inbox.receive(listener.publish(LEO, MIA))

    assert (listener.parked(), listener.inbox.position("accounts")) == ([], 0)


def test_a_poison_message_and_a_hole_in_one_batch(listener: Listener) -> None:
    listener.stumbles[LEO] = 1000
    said = listener.publish(LEO, MIA, MIA, MIA, ANA)

    listener.inbox.receive([said[0], said[1], said[3], said[4]])

    assert (total_of(listener.store, MIA), total_of(listener.store, ANA)) == (3, 1)
    assert len(listener.parked()) == 1


@pytest.mark.parametrize("text", ["", "[]", "{", '{"id":7', "\x00"])
def test_what_cannot_be_read_in_a_feed_is_parked_in_its_place(
    listener: Listener, text: str
) -> None:
    """The end of every text tells its place, for it is added by who reads the outbox."""
    said = listener.publish(LEO, MIA, LEO)
    broken = text + said[1].text[said[1].text.rindex(',"sequence"') :]
    inbox = Inbox(
        listener.store, listener.subscriptions, feed_of(said[0].text, broken, said[2].text)
    )

    inbox.catch_up("accounts")

    assert total_of(listener.store, LEO) == 2
    assert listener.inbox.position("accounts") == 3
    assert len(listener.parked()) == 1


def test_what_cannot_be_read_keeps_the_rest_of_its_stream_waiting(listener: Listener) -> None:
    said = listener.publish(LEO, MIA, LEO)
    cut = said[0].text.replace('"specversion"', "specversion")
    inbox = Inbox(listener.store, listener.subscriptions, feed_of(cut, said[1].text, said[2].text))

    inbox.catch_up("accounts")

    assert (total_of(listener.store, LEO), total_of(listener.store, MIA)) == (0, 1)
    assert len(listener.parked()) == 2
    assert listener.desk.retry("accounts", f"person-{LEO}") == 0
    listener.desk.skip("accounts/1")
    assert listener.desk.retry("accounts", f"person-{LEO}") == 1


def test_a_feed_cut_in_the_middle_is_not_believed(listener: Listener) -> None:
    said = listener.publish(LEO, MIA)
    inbox = Inbox(listener.store, listener.subscriptions, feed_of(said[0].text, said[1].text[:-9]))

    inbox.catch_up("accounts")

    assert (listener.inbox.position("accounts"), listener.parked()) == (0, [])


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


def test_a_feed_that_is_away_keeps_no_other_lane_or_publisher_waiting(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, other_lane = listener.publish(LEO, LEO, MIA)
    other = Envelope.read(
        rewritten(
            first, source="/households", id="another", data={**first.data, "account_id": str(ANA)}
        )
    )

    def away(*_args: object) -> Sequence[str]:
        raise ConnectionError("away")

    monkeypatch.setattr(listener.inbox, "_read_feed", away)
    listener.inbox.receive([second, other_lane, other])
    monkeypatch.undo()

    assert heard(listener) == {LEO: 0, MIA: 1, ANA: 1}
    listener.inbox.catch_up("accounts")
    assert heard(listener) == {LEO: 2, MIA: 1, ANA: 1}


def heard(listener: Listener) -> dict[UUID, int]:
    return {person: total_of(listener.store, person) for person in (LEO, MIA, ANA)}


def test_what_no_feed_knows_of_is_dropped(listener: Listener) -> None:
    (said,) = listener.publish(LEO)
    ghost = Envelope.read(rewritten(said, sequence="9", previous=8, id="ghost"))

    listener.inbox.receive([ghost, said])

    assert total_of(listener.store, LEO) == 1
    assert listener.inbox.position("accounts") == 1


def test_a_message_without_a_lane_is_heard_from_the_feed(listener: Listener) -> None:
    """As a relay of the release before sends them, while it is still at work."""
    said = listener.publish(LEO, MIA, LEO)
    plain = {name: it for name, it in json.loads(said[2].text).items() if name != "previous"}
    del plain["lane"]

    listener.inbox.receive([Envelope.read(json.dumps(plain))])

    assert total_of(listener.store, LEO) == 2


def test_a_feed_with_a_hole_is_not_believed(listener: Listener) -> None:
    said = listener.publish(LEO, LEO)
    inbox = Inbox(listener.store, listener.subscriptions, feed_of(said[1].text))

    inbox.catch_up("accounts")

    assert (listener.inbox.position("accounts"), listener.parked()) == (0, [])


def test_the_feed_of_another_publisher_is_not_believed(listener: Listener) -> None:
    said = listener.publish(*[LEO] * 300)
    others = [rewritten(each, source="/bookings") for each in said]
    inbox = Inbox(listener.store, listener.subscriptions, feed_of(*others))

    inbox.catch_up("accounts")

    assert (listener.inbox.position("accounts"), listener.inbox.position("bookings")) == (0, 0)


def test_a_parked_stream_is_tried_again_in_order(listener: Listener) -> None:
    heard: list[str] = []
    broken = True

    def hear(_tx: sa.Connection, message: Envelope) -> None:
        if broken and message.data["account_id"] == str(LEO):
            raise ValueError("a stone")
        heard.append(message.id)

    subscriptions = {accounts.AccountCreated: On(keep=[hear])}
    inbox = Inbox(listener.store, subscriptions, listener.read_feed)
    desk = Desk(listener.store, subscriptions)
    said = listener.publish(*[LEO] * 12, MIA)
    inbox.receive(said)
    assert len(listener.parked()) == 12
    assert desk.retry("accounts", f"person-{LEO}") == 0
    assert len(listener.parked()) == 12

    broken = False
    heard.clear()
    assert desk.retry("accounts", f"person-{LEO}") == 12
    inbox.receive(listener.publish(LEO))

    assert heard == [each.id for each in listener.said() if each.stream == f"person-{LEO}"]
    assert listener.parked() == []


def test_a_parked_message_that_was_skipped_lets_the_next_ones_go(listener: Listener) -> None:
    listener.stumbles[LEO] = 3 + 1
    said = listener.publish(LEO, LEO)
    listener.inbox.receive(said)
    assert len(listener.parked()) == 2

    listener.desk.skip(said[0].id)

    assert listener.desk.retry("accounts", f"person-{LEO}") == 1
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
            for table in (cursors, effects.inbox, parked, counting.totals):
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


def was_killed(listener: Listener, hearing: Inbox) -> bool:
    """Lets a process of its own catch up, if it lives to the end of it."""
    listener.store.engine.dispose()
    listener.publisher.engine.dispose()
    if (child := os.fork()) == 0:
        hearing.catch_up("accounts")
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def killed(_tx: sa.Connection) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_message_that_kills_whoever_hears_it_parks_its_stream_and_nothing_else(
    listener: Listener,
) -> None:
    listener.publish(*[MIA] * 120, ANA, LEO, ANA, LEO, MIA)

    deaths = 0
    while deaths < 10 and was_killed(listener, inbox_where_leo(listener, killed)):
        deaths += 1

    assert heard(listener) == {LEO: 0, MIA: 121, ANA: 2}
    assert sorted(listener.parked()) == ["3 workers ended while they heard it", BEHIND]
    assert deaths == 2 + 3  # two until it is known of the batch, three at the message itself


def test_who_is_killed_again_and_again_but_not_by_a_message_parks_nothing(
    listener: Listener,
) -> None:
    def one_more_than(heard_before: int) -> Callable[[sa.Connection], None]:
        def hear(tx: sa.Connection) -> None:
            if (tx.scalar(sa.select(counting.totals.c.total)) or 0) > heard_before:
                killed(tx)

        return hear

    listener.publish(*[LEO] * 6)
    for heard_before in range(6):
        was_killed(listener, inbox_where_leo(listener, one_more_than(heard_before)))

    listener.inbox.catch_up("accounts")

    assert heard(listener) == {LEO: 6, MIA: 0, ANA: 0}
    assert listener.parked() == []


def test_a_message_from_a_far_future_hides_nothing_that_is_said_before(listener: Listener) -> None:
    (said,) = listener.publish(LEO)
    forged = Envelope.read(rewritten(said, id="forged", sequence=str(10**9), previous=0))

    listener.inbox.receive([forged])
    listener.inbox.receive(listener.publish(LEO))

    assert total_of(listener.store, LEO) == 2
    assert listener.parked() == []


def test_after_a_long_quiet_the_feed_confirms_what_the_bus_says(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "FAR", 3)
    said = listener.publish(*[LEO] * 5, MIA)

    listener.inbox.receive(said[-1:])

    assert heard(listener) == {LEO: 0, MIA: 1, ANA: 0}
    assert listener.feed_read == 1
