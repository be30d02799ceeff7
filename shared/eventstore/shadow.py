"""Where a read model is built anew, out of sight, until it takes the place of the old one.

On PostgreSQL a schema of the same database, on SQLite a file beside it. A shadow's connection looks
for a table there first, and for everything else (events, inbox, other read models) where it always
is: projections need not know. How far the building has come is kept with the rows, so whoever is
interrupted goes on where he was.
"""

import sqlite3
import time
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from shared.eventstore.database import WRITING, engine_for

GUARD = 7020  # the advisory lock of whoever builds
TRIES, PATIENCE = 100, 0.1  # seconds, for readers of the old tables to let go
LOCK_WITHIN = "250ms"  # no command waits longer behind a reader who does not

progress = sa.Table(
    "shadow_progress",
    sa.MetaData(),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("arrival", sa.BigInteger, nullable=False),
)


Finish = Callable[[sa.Connection], None]


class BeingBuilt(Exception):
    """Somebody else builds this read model at this moment."""


class StillRead(Exception):
    """The new tables are whole, but somebody keeps reading the old ones: nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The last event and the last message heard that are in the tables."""

    position: int = 0
    arrival: int = 0


class Shadow(ABC):
    """One builder's shadow of the tables of `model`; use it as `with shadow_of(...) as shadow`."""

    def __init__(self, connection: sa.Connection, model: sa.MetaData) -> None:
        self._connection = connection
        self._tables = model.sorted_tables
        self._model = model

    def start(self, fingerprint: str, *, again: bool) -> Progress:
        """Empty tables, or what an interrupted builder with this fingerprint left.

        `again`: empty ones in any case.
        """
        with self._connection.begin():
            if not again and self._was_started():
                row = self._connection.execute(sa.select(progress)).one()
                if row.fingerprint == fingerprint:
                    return Progress(position=row.position, arrival=row.arrival)
            self._clear()
            for metadata in (self._model, progress.metadata):
                metadata.create_all(self._connection, checkfirst=False)
            self._connection.execute(
                sa.insert(progress).values(fingerprint=fingerprint, position=0, arrival=0)
            )
        return Progress()

    @contextmanager
    def building(self) -> Iterator[sa.Connection]:
        """A transaction on the new tables."""
        with self._connection.begin():
            yield self._connection

    def advance(self, to: Progress) -> None:
        """In a transaction of `building`, with what was built in it."""
        self._connection.execute(
            sa.update(progress).values(position=to.position, arrival=to.arrival)
        )

    @abstractmethod
    def take_place(self, finish: Finish) -> None:
        """Keeps everybody from the old tables, lets `finish` build what is missing, and puts the
        new ones in their place: all that at once, or not at all. Raises StillRead.

        `finish` may be called more than once; only what it did last counts.
        """

    @abstractmethod
    def _was_started(self) -> bool: ...

    @abstractmethod
    def _clear(self) -> None: ...


@contextmanager
def shadow_of(engine: sa.Engine, name: str, model: sa.MetaData) -> Iterator[Shadow]:
    """Raises BeingBuilt. What was built when it ends is kept for the next builder."""
    opened = _schema if engine.dialect.name == "postgresql" else _file
    with opened(engine, name, model) as shadow:
        yield shadow


# PostgreSQL


@contextmanager
def _schema(engine: sa.Engine, name: str, model: sa.MetaData) -> Iterator[Shadow]:
    connection = engine.connect()
    try:
        with connection.begin():
            guard = sa.text("SELECT pg_try_advisory_lock(:guard, :model)")
            model_id = zlib.crc32(name.encode()) - 2**31
            if not connection.scalar(guard, {"guard": GUARD, "model": model_id}):
                raise BeingBuilt(name)
            live = connection.scalar(sa.text("SELECT current_schema()")) or "public"
        yield _Schema(connection, model, schema=f"next_{name}", live=live)
    finally:
        connection.invalidate()  # closes the session: its lock and its path are nobody else's
        connection.close()


class _Schema(Shadow):
    def __init__(
        self, connection: sa.Connection, model: sa.MetaData, *, schema: str, live: str
    ) -> None:
        super().__init__(connection, model)
        self._schema = schema
        self._live = live
        with connection.begin():
            connection.exec_driver_sql(f'SET search_path TO "{schema}", "{live}"')
            # A crash of the server loses rows together with the progress they are kept with.
            connection.exec_driver_sql("SET synchronous_commit TO off")

    def take_place(self, finish: Finish) -> None:
        for table in self._tables:
            with self._connection.begin():
                self._connection.exec_driver_sql(f'ANALYZE "{table.name}"')
        for _ in range(TRIES):
            try:
                return self._swap(finish)
            except sa.exc.OperationalError as error:
                # 55P03: not within the time. 40P01: he waited for us as well.
                if getattr(error.orig, "sqlstate", None) not in ("55P03", "40P01"):
                    raise
                time.sleep(PATIENCE)
        raise StillRead

    def _swap(self, finish: Finish) -> None:
        """Whoever changes the read model holds its tables until his events are kept: once they are
        ours, everything that concerns them is in history."""
        old = ", ".join(f'"{self._live}"."{table.name}"' for table in self._tables)
        with self._connection.begin():
            run = self._connection.exec_driver_sql
            run("SET LOCAL synchronous_commit TO on")
            run(f"SET LOCAL lock_timeout TO '{LOCK_WITHIN}'")
            run(f"LOCK TABLE {old} IN ACCESS EXCLUSIVE MODE")
            finish(self._connection)
            run(f"DROP TABLE {old}")
            for table in self._tables:
                run(f'ALTER TABLE "{self._schema}"."{table.name}" SET SCHEMA "{self._live}"')
            run(f'DROP SCHEMA "{self._schema}" CASCADE')

    def _was_started(self) -> bool:
        there = sa.text("SELECT 1 FROM pg_namespace WHERE nspname = :schema")
        return self._connection.scalar(there, {"schema": self._schema}) is not None

    def _clear(self) -> None:
        self._connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{self._schema}" CASCADE')
        self._connection.exec_driver_sql(f'CREATE SCHEMA "{self._schema}"')


# SQLite


@contextmanager
def _file(engine: sa.Engine, name: str, model: sa.MetaData) -> Iterator[Shadow]:
    path = Path(f"{engine.url.database}.next-{name}")
    beside = engine_for(f"sqlite:///{path}")

    @sa.event.listens_for(beside, "do_connect")
    def connect(*_about: object) -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=0.1, check_same_thread=False)
        connection.execute("PRAGMA main.locking_mode=EXCLUSIVE")  # until it is closed
        connection.executescript("BEGIN EXCLUSIVE; COMMIT; PRAGMA busy_timeout=30000")
        connection.execute("ATTACH DATABASE ? AS live", (engine.url.database,))
        return connection

    try:
        try:
            connection = beside.connect()
        except sa.exc.OperationalError as error:
            if "locked" in str(error.orig):
                raise BeingBuilt(name) from error
            raise
        with connection:
            shadow = _File(connection, model)
            yield shadow
    finally:
        beside.dispose()
    if shadow.done:
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()


class _File(Shadow):
    """The new file is the connection's own database, where names are looked for first; the
    service's is attached to it."""

    done = False

    def take_place(self, finish: Finish) -> None:
        """SQLite cannot move a table to another file: the rows are copied under the lock."""
        self._connection.execution_options(**WRITING)
        try:
            with self._connection.begin():
                run = self._connection.exec_driver_sql
                finish(self._connection)
                for table in reversed(self._tables):
                    run(f'DELETE FROM live."{table.name}"')
                for table in self._tables:
                    columns = ", ".join(f'"{column.name}"' for column in table.columns)
                    rows = f'SELECT {columns} FROM main."{table.name}"'
                    run(f'INSERT INTO live."{table.name}" ({columns}) {rows}')
        except sa.exc.OperationalError as error:
            if "locked" in str(error.orig):
                raise StillRead from error
            raise
        self.done = True

    def _was_started(self) -> bool:
        there = sa.text("SELECT 1 FROM main.sqlite_master WHERE name = :name")
        return self._connection.scalar(there, {"name": progress.name}) is not None

    def _clear(self) -> None:
        names = self._connection.scalars(
            sa.text("SELECT name FROM main.sqlite_master WHERE type = 'table'")
        )
        for name in names.all():
            self._connection.exec_driver_sql(f'DROP TABLE main."{name}"')
