"""Rebuilding and hearing a long history, and how time grows with history."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

from shared.eventstore.database import reading
from shared.eventstore.states import States
from shared.eventstore.store import EventStore
from shared.messaging.inbox import Inbox
from shared.messaging.kept import metadata as kept_by_messaging
from shared.messaging.rebuild import rebuild
from shared.messaging.subscriptions import On
from tests.benchmarks.measuring import Figure, Row, rate
from tests.benchmarks.notes import COUNTS, OTHER_COUNTS, PublishedNote, count, fill, notes, store_at

ROOT = Path(__file__).parents[2]
EACH = 50  # notes a notebook
BUDGET = 150  # MB
HEARING = "hearing"


def histories(urls: dict[str, str], sizes: list[int], *, rounds: int) -> list[Row]:
    """For each database and each length of history: replay, feed and rebuild."""
    rows: list[Row] = []
    for name, url in urls.items():
        for size in sizes:
            longest = size == max(sizes)
            store = grown(f"{url}_{size}", size)
            few = 1 if size >= 1_000_000 else rounds
            rows += _curve(name, store, size, rounds=few)
            rows += _rebuilds(name, f"{url}_{size}", size, target=longest)
            store.engine.dispose()
    return rows


def grown(url: str, size: int) -> EventStore:
    store = store_at(url, COUNTS, OTHER_COUNTS)
    kept_by_messaging.create_all(store.engine)
    fill(store, size // EACH, EACH)
    if store.engine.dialect.name == "postgresql":
        with reading(store.engine).connect() as tx:
            tx.exec_driver_sql("VACUUM ANALYZE")
    return store


def _curve(name: str, store: EventStore, size: int, *, rounds: int) -> list[Row]:
    """Rates: where they stay level, time is linear in the length of history."""

    def replaying() -> None:
        store._states = States()
        with store.engine.connect() as tx:
            for number in range(size // EACH):
                stream = f"notebook-{UUID(int=1_000_000 + number)}"
                assert store.seen(tx, notes, stream).state == EACH

    def following() -> None:
        position = 0
        with store.engine.connect() as tx:
            while said := store.feed(tx, position, 1_000):
                position = said[-1].position

    label = f"{name}, {_of(size)}"
    replayed = [rate(size, replaying) for _ in range(rounds)]
    followed = [rate(size, following) for _ in range(rounds)]
    return [
        Row(what=f"replay every stream, {label}", ours=Figure.of(replayed)),
        Row(what=f"read the whole feed, {label}", ours=Figure.of(followed)),
    ]


def _rebuilds(name: str, url: str, size: int, *, target: bool) -> list[Row]:
    """In a process of its own, so that its memory can be told."""
    label = f"rebuild a read model, {name}, {_of(size)}"
    speed, memory = _apart(url, "counts")
    rows = [
        Row(what=label, ours=Figure.of([speed]), least=30_000 if target else None),
        Row(
            what=f"{label}: memory of the process",
            ours=Figure.of([memory], " MB"),
            most=BUDGET if target else None,
        ),
    ]
    if target and name == "PostgreSQL":  # minutes, for as long a history
        speed, memory = _apart(url, HEARING)
        label = f"a new consumer hears the whole feed, {name}, {_of(size)}"
        rows += [
            Row(what=label, ours=Figure.of([speed])),
            Row(what=f"{label}: memory of it", ours=Figure.of([memory], " MB"), most=BUDGET),
        ]
    if size <= 100_000:
        other, _memory = _apart(url, "other_counts")
        rows.append(
            Row(
                what=f"{label}, one that composes a statement per event",
                ours=Figure.of([other]),
            )
        )
    return rows


def _apart(url: str, read_model: str) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.history_rows", url, read_model],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    speed, memory = map(float, done.stdout.split())
    return speed, memory


def _of(size: int) -> str:
    return f"{size:,}".replace(",", " ") + " events"


def main(url: str, read_model: str) -> None:
    store = store_at(url, COUNTS, OTHER_COUNTS)
    events = store.last_position(store.engine.connect())
    job = _hears(store, url) if read_model == HEARING else lambda: rebuild(store, {}, read_model)
    print(rate(events, job), _most_memory())


def _hears(store: EventStore, url: str) -> Callable[[], object]:
    """A consumer with a database of its own, which reads the feed from the beginning."""
    listener = store_at(f"{url}_{HEARING}", COUNTS)
    kept_by_messaging.create_all(listener.engine)

    def feed(_source: str, after: Mapping[int, int], limit: int) -> list[str]:
        with reading(store.engine).connect() as tx:
            return [said.text for said in store.lanes(tx, after, limit)]

    inbox = Inbox(listener, {PublishedNote: On(show=[count])}, feed)
    return lambda: inbox.catch_up(store.source)


def _most_memory() -> float:
    """MB at the highest. Not `ru_maxrss`: a new process inherits that of the one that made it."""
    status = Path("/proc/self/status").read_text()
    (line,) = (each for each in status.splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:3])
