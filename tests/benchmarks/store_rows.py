"""Append, decide, replay and read the feed: our store and the peer's, in turns."""

import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from itertools import cycle
from pathlib import Path
from uuid import UUID, uuid4

import sqlalchemy as sa

from shared.eventstore.database import create_database, keeping
from shared.eventstore.states import States
from shared.eventstore.store import EventStore, Work
from tests.benchmarks import peer
from tests.benchmarks.measuring import Figure, Row, often, rate, take_turns
from tests.benchmarks.notes import TEXT, Note, Noted, fill, meta, note, notes, store_at
from tests.benchmarks.peer import Notebooks

PEER = "eventsourcing"
ROOT = Path(__file__).parents[2]


def append(ours: EventStore, theirs: Notebooks, *, seconds: float, rounds: int) -> list[Row]:
    """New streams, one event and its outbox row a transaction; nothing is read before."""

    def appending() -> None:
        notebook_id = uuid4()
        event = Noted(notebook_id=notebook_id, number=1, text=TEXT)
        with keeping(ours.engine) as kept:
            new = [(f"notebook-{notebook_id}", 1, event, meta())]
            kept.last = partial(ours.append, kept.tx, new)

    found = take_turns(
        {
            "append": lambda: often(seconds, appending),
            "peer": lambda: often(seconds, theirs.open),
            "command": lambda: often(seconds, lambda: note(ours, uuid4())),
        },
        rounds,
    )
    return [
        Row(
            what="append one event and its outbox row, in one transaction, PostgreSQL",
            ours=found["append"],
            peer=found["peer"],
            peer_name=PEER,
            least=2.5,
        ),
        Row(
            what="the same as a whole command, which first sees that the stream is new",
            ours=found["command"],
            peer=found["peer"],
            peer_name=PEER,
        ),
    ]


def sweep(ours: str, theirs: str, *, workers: list[int], seconds: float, rounds: int) -> list[Row]:
    """The same by several processes at once."""
    rows = []
    for number in workers:
        found = take_turns(
            {
                "ours": lambda n=number: _together("ours", ours, n, seconds),
                "peer": lambda n=number: _together("peer", theirs, n, seconds),
            },
            rounds,
        )
        rows.append(
            Row(
                what=f"append by {number} process{'es' if number > 1 else ''}",
                ours=found["ours"],
                peer=found["peer"],
                peer_name=PEER,
            )
        )
    return rows


def decide(
    ours: EventStore, theirs: Notebooks, caching: Notebooks, *, streams: int, rounds: int
) -> list[Row]:
    """Streams grow from 20 to 60 events while they are loaded, decided on and appended to."""

    def turn() -> dict[str, float]:
        cold, warm = _opened(ours, streams), _opened(ours, streams)
        peers, cached = theirs.fill(streams, 20), caching.fill(streams, 20)
        count = streams * 40

        def forgetful() -> None:
            for _, notebook_id in zip(range(count), cycle(cold), strict=False):
                ours._states = States()
                note(ours, notebook_id)

        def remembering() -> None:
            for _, notebook_id in zip(range(count), cycle(warm), strict=False):
                note(ours, notebook_id)

        def peering(app: Notebooks, ids: list[UUID]) -> None:
            for _, notebook_id in zip(range(count), cycle(ids), strict=False):
                app.note(notebook_id)

        return {
            "warm": rate(count, remembering),
            "peer": rate(count, lambda: peering(theirs, peers)),
            "cold": rate(count, forgetful),
            "cached": rate(count, lambda: peering(caching, cached)),
        }

    turns = [turn() for _ in range(rounds)]
    found = {name: Figure.of([each[name] for each in turns]) for name in turns[0]}
    what = "load a stream of 20 to 60 events, decide, append"
    peer_with_cache = f"{PEER}, its cache of aggregates switched on"
    return [
        Row(what=what, ours=found["warm"], peer=found["peer"], peer_name=PEER, least=2.5),
        Row(
            what=f"{what}; nothing remembered of the stream",
            ours=found["cold"],
            peer=found["peer"],
            peer_name=PEER,
        ),
        Row(what=what, ours=found["warm"], peer=found["cached"], peer_name=peer_with_cache),
    ]


def replay(name: str, ours: EventStore, theirs: Notebooks, *, each: int, rounds: int) -> list[Row]:
    """Streams of 1,000 events folded from nothing."""
    mine, others = _opened(ours, 10, each), theirs.fill(10, each)

    def folding() -> None:
        for notebook_id in mine:
            ours._states = States()
            with ours.engine.connect() as tx:
                assert ours.seen(tx, notes, f"notebook-{notebook_id}").state == each

    def peer_folding() -> None:
        for notebook_id in others:
            notebook: peer.Notebook = theirs.repository.get(notebook_id)
            assert notebook.number == each

    count = each * len(mine)
    found = take_turns(
        {"ours": lambda: rate(count, folding), "peer": lambda: rate(count, peer_folding)}, rounds
    )
    what = f"replay, {name}: streams of {each} events from nothing"
    return [Row(what=what, ours=found["ours"], peer=found["peer"], peer_name=PEER, least=6)]


def feed(
    ours: EventStore, theirs: Notebooks, paging: Notebooks, *, events: int, rounds: int
) -> list[Row]:
    """Everything by position, as a follower does: as texts or notifications, then as events."""
    fill(ours, events // 50, 50)
    theirs.fill(events // 50, 50)
    events = events // 50 * 50 + 1

    def decoded() -> None:
        _drain(map(paging.mapper.to_domain_event, _notifications(paging)))

    found = take_turns(
        {
            "ours": lambda: rate(events, lambda: _drain(_feed(ours))),
            "peer": lambda: rate(events, lambda: _drain(_notifications(theirs))),
            "paging": lambda: rate(events, lambda: _drain(_notifications(paging))),
            "copy": lambda: rate(events, lambda: _copy(ours)),
            "our events": lambda: rate(events, lambda: _drain(_events(ours))),
            "peer events": lambda: rate(events, decoded),
        },
        rounds,
    )
    long = f"{PEER}, its sections set from 10 to 1 000"
    return [
        Row(
            what="read the feed, PostgreSQL",
            ours=found["ours"],
            peer=found["peer"],
            peer_name=f"{PEER}, notification log",
            least=2.5,
        ),
        Row(
            what="read the feed, PostgreSQL",
            ours=found["ours"],
            peer=found["copy"],
            peer_name="COPY outbox TO STDOUT",
            least=0.4,
        ),
        Row(
            what="read the feed, PostgreSQL",
            ours=found["ours"],
            peer=found["paging"],
            peer_name=long,
        ),
        Row(
            what="read history as events, PostgreSQL",
            ours=found["our events"],
            peer=found["peer events"],
            peer_name=long,
        ),
    ]


def _opened(store: EventStore, streams: int, each: int = 20) -> list[UUID]:
    """New notebooks with so many notes each."""
    ids = [uuid4() for _ in range(streams)]
    for notebook_id in ids:
        store.run(meta(), partial(_note_down, notebook_id, each))
    return ids


def _note_down(notebook_id: UUID, times: int, unit: Work) -> None:
    for _ in range(times):
        unit.handle(notes, f"notebook-{notebook_id}", Note(notebook_id=notebook_id, text=TEXT))


def _feed(store: EventStore, page: int = 1_000) -> Iterator[object]:
    position = 0
    with store.engine.connect() as tx:
        while said := store.feed(tx, position, page):
            yield from said
            position = said[-1].position


def _events(store: EventStore, page: int = 1_000) -> Iterator[object]:
    position = 0
    with store.engine.connect() as tx:
        while True:
            position, found = store.events_after(tx, position, page)
            yield from found
            if len(found) < page:
                return


def _notifications(app: Notebooks) -> Iterator[object]:
    start = 1
    while found := app.notification_log.select(start=start, limit=app.log_section_size):
        yield from found
        start = found[-1].id + 1


def _copy(store: EventStore) -> None:
    """The raw limit: the same bytes, unread."""
    with store.engine.connect() as tx:
        cursor = tx.connection.cursor()
        with cursor.copy(
            "COPY (SELECT position, type, stream, message FROM outbox) TO STDOUT"
        ) as c:
            for _row in c:
                pass


def _drain(things: Iterator[object]) -> None:
    for _thing in things:
        pass


def _together(which: str, url: str, workers: int, seconds: float) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.writer", which, url]
    writers = []
    for _ in range(workers):
        writer = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        writers.append(writer)
        # One after the other: the peer trips over itself when several make its tables at once.
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n", f"{which} writer did not start"
    until = time.monotonic() + seconds
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(f"{until}\n")
        writer.stdin.flush()
    return sum(int(writer.communicate()[0]) for writer in writers) / seconds


def stores_at(url: str) -> tuple[EventStore, Notebooks, Notebooks]:
    """Ours, the peer, and the peer with its cache, each with a database of its own."""
    return (
        store_of(url, "ours"),
        peer.notebooks_at(_database(url, "peer")),
        peer.notebooks_at(_database(url, "peer_cache"), AGGREGATE_CACHE_MAXSIZE="1000"),
    )


def feed_stores(url: str) -> tuple[EventStore, Notebooks, Notebooks]:
    """The peer twice over one database."""
    theirs = _database(url, "peer_feed")
    return store_of(url, "feed"), peer.notebooks_at(theirs), peer.long_sections_at(theirs)


def sweep_urls(url: str) -> tuple[str, str]:
    """Databases where everything is there: several processes that make tables at once fall over
    each other in the peer."""
    ours, theirs = _database(url, "sweep"), _database(url, "peer_sweep")
    store_at(ours).engine.dispose()
    peer.notebooks_at(theirs).close()
    return ours, theirs


def store_of(url: str, name: str) -> EventStore:
    return store_at(_database(url, name))


def _database(url: str, name: str) -> str:
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        return f"{url}-{name}.sqlite"
    named = address.set(database=f"bench_{name}").render_as_string(hide_password=False)
    create_database(named)
    return named
