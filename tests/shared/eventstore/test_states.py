"""A stream is read once per process, then only what came after; nothing hangs on that memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.eventstore.database import engine_for
from shared.eventstore.schema import events
from shared.eventstore.states import Seen, States
from shared.eventstore.store import EventStore, Work
from tests.shared.conftest import UrlOf
from tests.support import counting

STREAM = "tally-1"


@dataclass(frozen=True, kw_only=True)
class Counted:
    note: str = ""


tally = ModuleType("tally")
tally.INITIAL = ()
tally.decide = lambda note, _state: [Counted(note=note)]
tally.evolve = lambda state, event: (*state, event.note)


@pytest.fixture
def url(url_of: UrlOf) -> str:
    return url_of("states")


def process(url: str) -> EventStore:
    """The store as one more process has it."""
    store = EventStore(engine_for(url), Counted, lambda _event: None, [], source="accounts")
    store.create_tables()
    return store


@pytest.fixture
def store(url: str) -> Iterator[EventStore]:
    made = process(url)
    yield made
    made.engine.dispose()


def note(store: EventStore, what: str) -> None:
    store.run(counting.meta(), lambda work: work.handle(tally, STREAM, what))


def notes(store: EventStore) -> tuple[str, ...]:
    return store.run(counting.meta(), lambda work: work.state(tally, STREAM))


def test_only_what_came_after_is_decoded(store: EventStore, monkeypatch) -> None:
    for what in ("a", "b", "c"):
        note(store, what)
    decoded = []
    codec = store._codecs["Counted"]
    decode = codec.decode
    monkeypatch.setattr(codec, "decode", lambda *row: decoded.append(row) or decode(*row))

    note(store, "d")

    assert notes(store) == ("a", "b", "c", "d")
    assert decoded == []


def test_what_another_process_kept_is_seen(store: EventStore, url: str) -> None:
    note(store, "a")
    other = process(url)

    note(other, "b")
    note(store, "c")

    assert notes(store) == notes(other) == ("a", "b", "c")
    other.engine.dispose()


def test_a_work_that_failed_is_not_remembered(store: EventStore) -> None:
    note(store, "a")
    with pytest.raises(ZeroDivisionError):
        store.run(counting.meta(), lambda work: (work.handle(tally, STREAM, "never"), 1 // 0))

    assert notes(store) == ("a",)


def test_a_database_that_went_back_in_time_is_believed(store: EventStore) -> None:
    for what in ("a", "lost", "lost"):
        note(store, what)
    with store.engine.begin() as tx:
        tx.execute(sa.delete(events).where(events.c.version > 1))

    note(store, "b")

    assert notes(store) == ("a", "b")
    assert [recorded.version for recorded in store.history(STREAM)] == [1, 2]


def test_another_event_in_the_place_of_the_last_is_noticed(store: EventStore) -> None:
    for what in ("a", "lost"):
        note(store, what)
    with store.engine.begin() as tx:
        data = '{"note":"found"}'
        tx.execute(sa.update(events).where(events.c.version == 2).values(data=data))

    assert notes(store) == ("a", "found")


def test_a_long_stream_is_read_page_by_page(store: EventStore, url: str) -> None:
    def many(work: Work) -> None:
        for number in range(2_001):
            work.handle(tally, STREAM, str(number))

    store.run(counting.meta(), many)

    other = process(url)
    assert notes(other) == tuple(map(str, range(2_001)))
    other.engine.dispose()


def test_the_streams_used_last_are_kept() -> None:
    states = States(most=2)
    for stream in ("a", "b"):
        states.put(tally, stream, Seen(version=1, state=stream))
    states.get(tally, "a")
    states.put(tally, "c", Seen(version=1, state="c"))

    assert states.get(tally, "b") is None
    assert (states.get(tally, "a"), states.get(tally, "c")) != (None, None)


def test_what_is_sealed_at_rest_is_not_kept_in_memory() -> None:
    states = States()
    states.put(counting, "person-1", Seen(version=1, state=1, sealed=True))

    assert states.get(counting, "person-1") is None


def test_a_person_whose_key_is_destroyed_is_gone_from_decisions(
    store_with_vault: tuple[EventStore, ModuleType],
) -> None:
    store, seen = store_with_vault
    person = UUID(int=1)
    for _ in range(2):
        store.run(
            counting.meta(),
            lambda work: work.handle(seen, f"person-{person}", counting.Add(person=person)),
        )
    store.vault.forget(person)

    names = store.run(counting.meta(), lambda work: work.state(seen, f"person-{person}"))

    assert names == ("[effacé]", "[effacé]")


@pytest.fixture
def store_with_vault(url_of: UrlOf, tmp_path: Path) -> Iterator[tuple[EventStore, ModuleType]]:
    from shared.eventstore.vault import Vault

    vault = Vault(engine_for(f"sqlite:///{tmp_path}/keys.sqlite"), b"k" * 32, tmp_path / "files")
    store = EventStore(
        engine_for(url_of("people")),
        counting.Added,
        counting.publication,
        [counting.TOTALS],
        source="accounts",
        vault=vault,
    )
    store.create_tables()
    names = ModuleType("names")
    names.INITIAL = ()
    names.decide = lambda command, _state: counting.decide(command, 0)
    names.evolve = lambda state, event: (*state, event.name)
    yield store, names
    store.engine.dispose()


@pytest.mark.parametrize("text", ['"', "\\", '\\"', "{a,b}", "NULL", "", "a\nb\t'", "é€𝄞", "%s"])
def test_no_sign_is_changed_on_its_way(store: EventStore, url: str, text: str) -> None:
    note(store, text)

    other = process(url)
    assert notes(other) == (text,)
    other.engine.dispose()
