"""A read model is built anew beside the old one, while the service goes on."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.eventstore.read_model import ReadModel
from shared.eventstore.schema import events
from shared.eventstore.store import EventStore
from shared.messaging import rebuild as rebuilding
from shared.messaging.rebuild import BeingBuilt, NotFromHistory, StillRead, rebuild
from tests.shared.conftest import UrlOf
from tests.support import counting
from tests.support.building import PERSON, add, store_at

ROOT = Path(__file__).parents[3]
HISTORY = 130


@pytest.fixture
def url(url_of: UrlOf) -> str:
    return url_of("rebuild")


@pytest.fixture
def store(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventStore]:
    monkeypatch.setattr(rebuilding, "BATCH", 50)
    made = store_at(url, tmp_path / "mine")
    add(made, HISTORY)
    yield made
    made.engine.dispose()


def total(store: EventStore) -> int:
    return counting.total_of(store, PERSON)


def spoil(store: EventStore, wrong: int) -> None:
    """So that it can be seen who wrote what is read."""
    with store.engine.begin() as tx:
        tx.execute(sa.update(counting.totals).values(total=wrong))


def test_the_old_one_is_read_until_the_new_one_is_whole(store: EventStore) -> None:
    spoil(store, 7)
    seen: list[tuple[int, int, int]] = []

    rebuild(store, {}, "totals", lambda done, of: seen.append((done, of, total(store))))

    assert seen == [(50, 130, 7), (100, 130, 7), (130, 130, 7)]
    assert total(store) == HISTORY


def test_commands_meanwhile_are_answered_at_once_and_are_in_the_result(store: EventStore) -> None:
    took: list[float] = []

    def command(_done: int, _of: int) -> None:
        if len(took) < 3:
            started = time.perf_counter()
            add(store, 1)
            took.append(time.perf_counter() - started)

    assert rebuild(store, {}, "totals", command) == HISTORY + 3

    assert total(store) == HISTORY + 3
    assert max(took) < 1.0
    add(store, 1)
    assert total(store) == HISTORY + 4


def test_whoever_writes_while_it_is_put_in_place_loses_nothing(store: EventStore) -> None:
    """Two writers go on and on; the read model is exchanged under them again and again."""
    done = Event()

    def write(number: int) -> int:
        count = 0
        # A moment between two, else SQLite draws lots for half a minute whose turn it is.
        while not done.wait(0.001):
            add(store, 1, UUID(int=number))
            count += 1
        return count

    with ThreadPoolExecutor(2) as people:
        writers = [people.submit(write, number) for number in (1, 2)]
        for _ in range(3):
            rebuild(store, {}, "totals")
        done.set()
        one, two = (writer.result() for writer in writers)

    assert min(one, two) > 0
    assert counting.total_of(store, UUID(int=1)) == HISTORY + one
    assert counting.total_of(store, UUID(int=2)) == two


def interrupted(url: str, folder: Path) -> None:
    """Another process builds, and is killed after its first batch."""
    builder = subprocess.Popen(
        [sys.executable, "-m", "tests.support.building", url, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert builder.stdout is not None
    assert builder.stdout.readline().strip() == b"50"
    builder.kill()
    builder.communicate()


def test_who_was_killed_goes_on_where_he_was(store: EventStore, url: str, tmp_path: Path) -> None:
    interrupted(url, tmp_path / "his")
    add(store, 1)
    seen: list[int] = []

    rebuild(store, {}, "totals", lambda done, _of: seen.append(done))

    assert seen == [100, 131]
    assert total(store) == HISTORY + 1


def test_what_was_begun_is_not_gone_on_with_if_asked_to_start_again(
    store: EventStore, url: str, tmp_path: Path
) -> None:
    interrupted(url, tmp_path / "his")
    seen: list[int] = []

    rebuild(store, {}, "totals", lambda done, _of: seen.append(done), again=True)

    assert seen == [50, 100, 130]
    assert total(store) == HISTORY


def test_what_other_code_began_is_begun_anew(
    store: EventStore, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(url, tmp_path / "his")
    monkeypatch.setattr(rebuilding, "_source", lambda _function: "the next release")
    seen: list[int] = []

    rebuild(store, {}, "totals", lambda done, _of: seen.append(done))

    assert seen == [50, 100, 130]


def test_a_projection_that_fails_leaves_the_old_one_as_it_is(store: EventStore) -> None:
    def fail(_done: int, _of: int) -> None:
        raise ZeroDivisionError

    spoil(store, 7)
    with pytest.raises(ZeroDivisionError):
        rebuild(store, {}, "totals", fail)

    assert total(store) == 7
    assert rebuild(store, {}, "totals") == HISTORY


def test_two_do_not_build_the_same_one_at_once(store: EventStore) -> None:
    refused: list[bool] = []

    def build_too(done: int, _of: int) -> None:
        if done == 50:
            with pytest.raises(BeingBuilt):
                rebuild(store, {}, "totals")
            refused.append(True)

    rebuild(store, {}, "totals", build_too)

    assert refused == [True]
    assert total(store) == HISTORY


def test_nothing_is_left_behind(store: EventStore, url: str) -> None:
    before = sorted(sa.inspect(store.engine).get_table_names())
    rebuild(store, {}, "totals")

    assert sorted(sa.inspect(store.engine).get_table_names()) == before
    if store.engine.dialect.name == "postgresql":
        assert sa.inspect(store.engine).get_schema_names() == ["information_schema", "public"]
    else:
        path = Path(str(store.engine.url.database))
        assert list(path.parent.glob("*next*")) == []


def test_what_is_no_picture_of_events_is_not_emptied(store: EventStore) -> None:
    kept = ReadModel("kept", sa.MetaData())
    store.read_models["kept"] = kept

    with pytest.raises(NotFromHistory):
        rebuild(store, {}, "kept")


@pytest.mark.servers
def test_whoever_keeps_reading_the_old_one_is_not_robbed_of_it(
    store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no command waits behind him for longer than a moment."""
    if store.engine.dialect.name == "sqlite":
        return  # there a reader has his own snapshot
    monkeypatch.setattr("shared.eventstore.shadow.TRIES", 2)
    with store.engine.begin() as reader:
        assert reader.scalar(sa.select(counting.totals.c.total)) == HISTORY
        with pytest.raises(StillRead):
            rebuild(store, {}, "totals")
        assert reader.scalar(sa.select(counting.totals.c.total)) == HISTORY

    seen: list[int] = []
    rebuild(store, {}, "totals", lambda done, _of: seen.append(done))
    assert seen == [HISTORY]


def test_events_are_read_in_batches(store: EventStore) -> None:
    with store.engine.connect() as tx:
        assert store.last_position(tx) == tx.scalar(sa.select(sa.func.count(events.c.position)))
        position, page = store.events_after(tx, 120, 50)
        assert (position, len(page)) == (130, 10)
        assert store.events_after(tx, 130, 50) == (130, [])
