"""Store, relay, bus and consumer against a simple model, in any order of events and accidents.

The model: a stream is heard as it was said, a beginning of it at any moment, and all of it once
everything is mended.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from shared.contracts import accounts
from shared.eventstore.lanes import ALL_LANES
from shared.eventstore.store import Work
from shared.messaging import inbox as inboxes
from shared.messaging import parked as parking
from shared.messaging.cursors import cursors
from shared.messaging.desk import Desk
from shared.messaging.effects import inbox
from shared.messaging.envelope import Envelope, Unreadable
from shared.messaging.inbox import Inbox
from shared.messaging.parked import parked
from shared.messaging.relay import Outbox, relay_cursor
from shared.messaging.subscriptions import On
from tests.shared.messaging.test_inbox import make_store
from tests.support import counting
from tests.support.counting import Add

PEOPLE = [UUID(int=n) for n in range(1, 5)]
PARTITIONS = 2

metadata = sa.MetaData()

diary = sa.Table(
    "diary",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
)

ARRIVES = (
    "as it was sent",
    "backwards",
    "twice",
    "without the first",
    "without the last",
    "with the first cut",
)
ACCIDENTS = (
    "the relay noted how far it is",
    "another relay took over",
    "the queues were purged",
    "the feed went away",
    "the feed came back",
)

person = st.sampled_from(PEOPLE)
partition = st.integers(0, PARTITIONS - 1)


class Town:
    """Two services; their databases are made once and emptied between the examples."""

    def __init__(self, folder: Path) -> None:
        self.publisher = make_store(folder, "publisher")
        self.listener = make_store(folder, "listener")
        metadata.create_all(self.listener.engine)
        self.example = 0
        for store in (self.publisher, self.listener):
            sa.event.listen(store.engine, "connect", _without_a_disk)
            store.engine.dispose()  # what is open already still waits for the disk

    def empty(self) -> None:
        """Streams have other names in every example: a store remembers what they had come to."""
        self.example += 1
        for store in (self.publisher, self.listener):
            with store.engine.begin() as tx:
                for table in ("events", "outbox", "totals"):
                    tx.execute(sa.text(f"DELETE FROM {table}"))
                for each in (cursors, parked, inbox, relay_cursor):
                    tx.execute(sa.delete(each))
        with self.listener.engine.begin() as tx:
            tx.execute(sa.delete(diary))


def _without_a_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


class Away(ConnectionError):
    """The process or its database ended in the middle."""


def machine(town: Town) -> type[RuleBasedStateMachine]:
    class Backbone(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            town.empty()
            self.said: dict[str, list[int]] = defaultdict(list)
            self.outbox = Outbox(town.publisher)
            self.sent = 0
            self.bus: dict[int, list[str]] = {k: [] for k in range(PARTITIONS)}
            self.poisoned: set[str] = set()
            self.crash_in: int | None = None
            self.feed_is_away = False
            self.count = 0
            subscriptions = {accounts.AccountCreated: On(keep=[self._hear])}
            self.inbox = Inbox(town.listener, subscriptions, self._read_feed)
            self.desk = Desk(town.listener, subscriptions)

        @rule(
            who=st.lists(person, min_size=1, max_size=8),
            relayed=st.sampled_from([True, True, False]),
        )
        def say(self, who: list[UUID], relayed: bool) -> None:
            def add(work: Work) -> None:
                for it in who:
                    work.handle(counting, self._stream(it), Add(person=it))

            town.publisher.run(counting.meta(), add)
            for it in who:
                self.count += 1
                self.said[self._stream(it)].append(self.count)
            if relayed:
                self.relay()

        def relay(self) -> None:
            for message in self.outbox.after(self.sent):
                self.bus[message.lane % PARTITIONS].append(message.text)
                self.sent = message.position

        @rule(
            k=partition,
            batch=st.integers(1, 12),
            arrives=st.sampled_from(ARRIVES),
            crash_in=st.none() | st.none() | st.integers(0, 5),
        )
        def hear(self, k: int, batch: int, arrives: str, crash_in: int | None) -> None:
            taken = self.bus[k][:batch]
            match arrives:
                case "backwards":
                    taken.reverse()
                case "twice":
                    taken += taken
                case "without the first":
                    del taken[:1]
                case "without the last":
                    del taken[-1:]
                case "with the first cut":
                    taken[:1] = [text[:-40] for text in taken[:1]]
            self.crash_in = crash_in
            try:
                self.inbox.receive(list(_readable(taken)))
            except Away:
                return  # what was not acknowledged comes again
            finally:
                self.crash_in = None
            del self.bus[k][:batch]

        @rule(what=st.sampled_from(ACCIDENTS))
        def accident(self, what: str) -> None:
            match what:
                case "the relay noted how far it is":
                    self.outbox.confirm(self.sent)
                case "another relay took over":
                    self.sent = self.outbox.confirmed()
                    self.relay()
                case "the queues were purged":
                    self.bus = {k: [] for k in range(PARTITIONS)}
                case "the feed went away":
                    self.feed_is_away = True
                case "the feed came back":
                    self.feed_is_away = False

        @rule(lanes=st.sets(st.sampled_from(ALL_LANES)) | st.just(set(ALL_LANES)))
        def catch_up(self, lanes: set[int]) -> None:
            try:
                self.inbox.catch_up("accounts", sorted(lanes))
            except ConnectionError:
                assert self.feed_is_away

        @rule(who=person, what=st.sampled_from(["stumbles", "is mended", "is tried again"]))
        def stone(self, who: UUID, what: str) -> None:
            match what:
                case "stumbles":
                    self.poisoned.add(self._stream(who))
                case "is mended":
                    self.poisoned.discard(self._stream(who))
                case "is tried again":
                    self.desk.retry("accounts", self._stream(who))

        @invariant()
        def every_stream_is_heard_from_its_beginning_once_and_in_order(self) -> None:
            for stream, positions in self._heard().items():
                assert positions == self.said[stream][: len(positions)]

        @invariant()
        def only_what_stumbled_waits(self) -> None:
            with town.listener.engine.connect() as tx:
                first = {
                    row.stream: row.error
                    for row in tx.execute(sa.select(parked).order_by(parked.c.position.desc()))
                }
            assert all("a stone" in error for error in first.values())

        def teardown(self) -> None:
            self.poisoned.clear()
            self.feed_is_away = False
            self.inbox.catch_up("accounts", ALL_LANES)
            for stream in self.said:
                self.desk.retry("accounts", stream)
            assert self._heard() == self.said
            assert self.desk.count_parked() == 0

        def _stream(self, who: UUID) -> str:
            return f"{town.example}-{who}"

        def _hear(self, tx: sa.Connection, message: Envelope) -> None:
            if self.crash_in is not None:
                self.crash_in -= 1
                if self.crash_in < 0:
                    raise Away
            if message.stream in self.poisoned:
                raise ValueError("a stone")
            tx.execute(sa.insert(diary).values(stream=message.stream, position=message.position))

        def _heard(self) -> dict[str, list[int]]:
            streams: dict[str, list[int]] = defaultdict(list)
            with town.listener.engine.connect() as tx:
                for row in tx.execute(sa.select(diary).order_by(diary.c.n)):
                    streams[row.stream].append(row.position)
            return streams

        def _read_feed(self, source: str, after: Mapping[int, int], limit: int) -> Sequence[str]:
            if self.feed_is_away:
                raise ConnectionError("away")
            with town.publisher.engine.connect() as tx:
                return [each.text for each in town.publisher.lanes(tx, after, limit)]

    return Backbone


def _readable(texts: Sequence[str]) -> Iterator[Envelope]:
    for text in texts:
        try:
            yield Envelope.read(text)
        except Unreadable:
            pass


class Silent:
    """A few thousand stones are not worth a log."""

    def __getattr__(self, _name: str) -> Any:
        return lambda *_args, **_fields: None


def test_any_order_of_accidents_ends_with_everything_heard_once_and_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inboxes, "PATIENCE", 0)
    monkeypatch.setattr(inboxes, "PAGE", 5)  # so that a few events are many pages
    monkeypatch.setattr(inboxes, "log", Silent())
    monkeypatch.setattr(parking, "log", Silent())
    with TemporaryDirectory() as folder:
        run_state_machine_as_test(
            machine(Town(Path(folder))),
            settings=settings(max_examples=30, stateful_step_count=25, deadline=None),
        )
