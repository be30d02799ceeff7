"""From an empty database and from the release before, every table comes out as the code wants it.

`releases/0.1.0` is what that release left behind after a family had signed up, been approved, and
been answered: never edited, and read again by every release that follows.
"""

import importlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from deploy import portal
from deploy.migration import everything_kept, missing_steps
from services.notifier.senders.mailbox import Mailbox
from shared.eventstore import tables
from shared.eventstore.database import create_database, engine_for, writing
from shared.eventstore.lanes import ALL_LANES, lane_of
from shared.eventstore.schema import outbox
from shared.eventstore.tables import Kept
from shared.messaging import cursors
from shared.messaging.worker import Worker
from shared.web.settings import Settings
from tests.shared.conftest import UrlOf, url_of  # noqa: F401  # a fixture
from tests.support.service import ServiceUnderTest

RELEASE = Path(__file__).parent / "releases" / "0.1.0"
KEPT_ROWS = {  # the columns that release 0.1.0 had
    "events": ("position", "stream", "version", "type", "type_version", "data", "meta"),
    "outbox": ("position", "type", "stream", "message"),
    "inbox": ("arrival", "id", "source", "type", "message"),
    "relay_cursor": ("position",),
    "sessions": ("token_hash", "account_id", "expires_at"),
    "mailbox": ("position", "mail_id", "account_id", "sealed"),
}

Rows = dict[str, list[tuple[object, ...]]]
SettingsOf = Callable[[str], Settings]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.servers)])
def release(request: pytest.FixtureRequest, tmp_path: Path) -> SettingsOf:
    """The databases of release 0.1.0, and settings that lead to them."""
    url = None
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        url = sa.make_url(server.url).set(database=f"release_{uuid4().hex[:8]}")
        url = url.render_as_string(hide_password=False)
    kind = "sqlite" if url is None else "postgresql"
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    secrets.joinpath("master-key").write_bytes(
        bytes.fromhex((RELEASE / kind / "master-key").read_text())
    )

    loaded: set[str] = set()

    def settings_of(service: str) -> Settings:
        settings = Settings(
            service=service,
            base_port=8000,
            var=tmp_path,
            public_url="http://127.0.0.1:8000",
            backoffice_url="http://127.0.0.1:8001",
            broker_url="memory://",
            smtp_url=None,
            mail_from="portail@exemple.fr",
            secrets=secrets,
            _database_url=url,
        )
        for name in {service, f"{service}_keys"} - loaded:
            if (path := RELEASE / kind / f"{name}.sql").exists():
                _load(settings._database(name), path.read_text())
        loaded.update({service, f"{service}_keys"})
        return settings

    return settings_of


def _load(url: str, text: str) -> None:
    create_database(url)
    engine = engine_for(url)
    connection = engine.raw_connection()
    if engine.dialect.name == "sqlite":
        connection.driver_connection.executescript(text)  # type: ignore[union-attr]  # sqlite3's
    else:
        connection.driver_connection.execute(text)  # type: ignore[union-attr]  # psycopg's
        connection.commit()
    connection.close()
    engine.dispose()


def worker_of(settings: Settings) -> Worker:
    made = importlib.import_module(f"services.{settings.service}.worker").create_worker(settings)
    assert isinstance(made, Worker)
    return made


def rows_of(engine: sa.Engine) -> Rows:
    """What is kept, in no order."""
    with engine.connect() as tx:
        there = sa.inspect(tx).get_table_names()
        return {
            name: sorted(map(tuple, tx.execute(_select(name, columns))), key=repr)
            for name, columns in KEPT_ROWS.items()
            if name in there
        }


def _select(name: str, columns: Sequence[str]) -> sa.Select[Any]:
    return sa.select(*map(sa.column, columns)).select_from(sa.table(name))


def filled(engine: sa.Engine, names: Collection[str]) -> set[str]:
    with engine.connect() as tx:
        there = set(names) & set(sa.inspect(tx).get_table_names())
        return {name for name in there if tx.scalar(sa.select(1).select_from(sa.table(name)))}


@pytest.mark.parametrize("kept", everything_kept(), ids=lambda kept: kept.name)
def test_all_migrations_over_an_empty_database_make_what_the_code_says(
    kept: Kept,
    url_of: UrlOf,  # noqa: F811
) -> None:
    """Fails when a table was changed without `python -m deploy.migration "…"`."""
    engine = engine_for(url_of(kept.name))

    with writing(engine).begin() as tx:
        assert missing_steps(tx, kept) == ""
    engine.dispose()


@pytest.mark.parametrize("service", portal.WORKING)
def test_the_release_before_is_brought_up_to_date_and_keeps_what_it_knew(
    release: SettingsOf, service: str
) -> None:
    settings = release(service)
    before = rows_of(settings.engine())
    models = _names(settings)
    shown = filled(settings.engine(), models)

    worker = worker_of(settings)
    assert worker.behind()
    worker.create_tables()

    assert worker.behind() == []
    assert rows_of(settings.engine()) == before
    assert filled(settings.engine(), models) >= shown
    with settings.engine().connect() as tx:
        _last, events = worker.store.events_after(tx, 0, 100_000)
    assert len(events) == len(before["events"])


def _names(settings: Settings) -> list[str]:
    models = worker_of(settings).store.read_models.values()
    return [name for model in models for name in model.metadata.tables]


@pytest.mark.parametrize("service", ["accounts", "notifier"])  # those with tables of their own
def test_every_table_comes_out_as_in_a_new_database(
    release: SettingsOf, tmp_path: Path, service: str
) -> None:
    worker = worker_of(release(service))
    worker.create_tables()
    engine = worker.store.engine

    fresh = ServiceUnderTest(service, tmp_path / "fresh", _beside(engine)).store.engine

    assert shape_of(engine) == shape_of(fresh)


def _beside(engine: sa.Engine) -> str | None:
    if engine.dialect.name == "sqlite":
        return None
    url = engine.url.set(drivername="postgresql", database=f"fresh_{uuid4().hex[:8]}")
    return url.render_as_string(hide_password=False)


def shape_of(engine: sa.Engine) -> object:
    with engine.connect() as tx:
        seen = sa.inspect(tx)
        return {
            name: (
                sorted((it["name"], str(it["type"]), it["nullable"]) for it in columns),
                sorted(str(it["column_names"]) for it in seen.get_indexes(name)),
                sorted(str(it["column_names"]) for it in seen.get_unique_constraints(name)),
                seen.get_pk_constraint(name)["constrained_columns"],
            )
            for name in seen.get_table_names()
            if (columns := seen.get_columns(name))
        }


def test_events_of_the_release_before_have_their_ranks(release: SettingsOf) -> None:
    worker = worker_of(release("bookings"))
    worker.create_tables()

    with worker.store.engine.connect() as tx:
        ranked = tx.execute(
            sa.text(
                "SELECT count(*), count(DISTINCT type || nth),"
                " (SELECT max(nth) FROM events WHERE type = 'FacilityDescribed') FROM events"
            )
        ).one()

    assert ranked[0] == ranked[1] > 10
    assert ranked[2] == 3


def test_what_was_heard_was_heard_in_every_lane_and_messages_have_theirs(
    release: SettingsOf,
) -> None:
    worker = worker_of(release("bookings"))
    said = {"sequence": "7"}
    parked = {
        "id": "p", "source": "households", "stream": "household-1", "type": "x", "error": "a stone",
        "message": json.dumps(said), "parked_at": datetime(2026, 11, 23, tzinfo=UTC),
    }  # fmt: skip
    with writing(worker.store.engine).begin() as tx:
        row = sa.table("parked", *map(sa.column, parked))
        tx.execute(sa.insert(row).values({**parked, "parked_at": sa.literal(parked["parked_at"])}))
        heard = tx.scalar(sa.text("SELECT position FROM cursors WHERE source = 'households'"))
    worker.create_tables()

    with worker.store.engine.connect() as tx:
        assert cursors.positions(tx, "households", ALL_LANES) == dict.fromkeys(ALL_LANES, heard)
        (kept,) = tx.execute(sa.text("SELECT position, lane, attempts FROM parked"))
        messages = tx.execute(sa.select(outbox).order_by(outbox.c.position)).all()
    assert tuple(kept) == (7, lane_of("household-1"), 3)
    last: dict[int, int] = {}
    for message in messages:
        assert message.lane == lane_of(message.stream)
        assert message.previous == last.get(message.lane, 0)
        last[message.lane] = message.position
    assert len(last) > 1


def test_letters_and_names_sealed_by_the_release_before_are_read(release: SettingsOf) -> None:
    settings = release("notifier")
    worker_of(settings).create_tables()

    with settings.engine().connect() as tx:
        mails = Mailbox(settings.vault()).mails(tx, None, 100, 0)

    assert {mail["to"] for mail in mails} == {"camille@exemple.fr", "sarah@exemple.fr"}


def test_a_start_that_finds_nothing_to_do_takes_no_lock(
    release: SettingsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = worker_of(release("billing"))
    worker.create_tables()
    monkeypatch.setattr(tables, "alone", None)

    worker_of(release("billing")).create_tables()


def test_processes_that_start_at_the_same_moment_migrate_once(
    release: SettingsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = [worker_of(release("bookings")) for _each in range(4)]
    replayed: list[str] = []
    together = Barrier(4)

    def start(worker: Worker) -> None:
        replay = worker._replay
        monkeypatch.setattr(worker, "_replay", lambda name: (replayed.append(name), replay(name)))
        together.wait()
        worker.create_tables()

    with ThreadPoolExecutor(4) as processes:
        list(processes.map(start, workers))

    assert sorted(replayed) == sorted(workers[0].store.read_models)


def test_the_http_side_alone_brings_up_to_date_too(
    release: SettingsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal, "Settings", type("At", (), {"read": staticmethod(release)}))

    app = portal.application("bookings")

    assert app.extensions["portail"][1].tables.behind() == []


@pytest.fixture(autouse=True)
def _no_engine_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test has its own databases, and gives its connections back."""
    engines: dict[str, sa.Engine] = {}
    monkeypatch.setattr("shared.web.settings._engines", engines)
    yield
    for engine in engines.values():
        engine.dispose()


def test_nothing_of_the_release_is_missing_here() -> None:
    names = {path.stem for path in (RELEASE / "sqlite").glob("*.sql")}

    assert names == {path.stem for path in (RELEASE / "postgresql").glob("*.sql")}
    assert set(portal.WORKING) <= names
