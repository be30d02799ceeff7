"""Engines for PostgreSQL and SQLite that commit what they say they commit."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.psycopg import dialect as psycopg_dialect
from sqlalchemy.engine import make_url

WRITING = {"immediate": True}
BY_ITSELF = {"by_itself": True}
RESTED = 1.0  # seconds

# What PostgreSQL says when somebody else wrote first.
RACED = {"23505", "23P01", "40001", "40P01"}

# PostgreSQL's classes of errors that trying again cannot mend: the data or the statement is wrong,
# or code of our own raised (P0).
HOPELESS = {"0A", "21", "22", "23", "42", "54", "P0"}


class Unsure(ConnectionError):
    """The database went away while it was committing: all was kept, or nothing."""


def engine_for(url: str) -> sa.Engine:
    """An engine whose plain transactions read; `writing` ones take the write lock first.

    Its errors hide their parameters: they end in logs, which hold no name and no address.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    engine = sa.create_engine(url, pool_size=8, max_overflow=24, hide_parameters=True)
    _ask_after_a_pause(engine)
    _begin_when_due(engine)
    return engine


def reading(engine: sa.Engine) -> sa.Engine:
    """The same pool, for questions: on PostgreSQL each statement by itself, without the two round
    trips of a transaction that saw no more than that. On SQLite they see one instant."""
    return _by_itself(engine) if _is_postgresql(engine) else engine


@lru_cache(maxsize=16)
def _by_itself(engine: sa.Engine) -> sa.Engine:
    return engine.execution_options(**BY_ITSELF)


def writing(engine: sa.Engine) -> sa.Engine:
    """The same pool, for transactions that write.

    SQLite upgrades a reading transaction to a writing one only if nobody wrote in between, so a
    unit of work takes the lock when it begins.
    """
    return engine.execution_options(**WRITING)


def inserting(dialect: str, table: sa.Table) -> Any:
    """Both databases know `ON CONFLICT`; SQLAlchemy spells it in their dialects."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


def has_raced(error: sa.exc.DBAPIError) -> bool:
    """Somebody else wrote first: the same again at once may succeed.

    Never so on SQLite, where whoever writes is alone.
    """
    return getattr(error.orig, "sqlstate", None) in RACED


@dataclass(kw_only=True, slots=True)
class Keeping:
    """A transaction that writes, and what it does last of all, reading no answer."""

    tx: sa.Connection
    last: Callable[[], None] | None = None


@contextmanager
def keeping(engine: sa.Engine) -> Iterator[Keeping]:
    """Raises Unsure when nobody can say whether it was committed.

    On PostgreSQL a `fetch` needs no BEGIN, since each statement sees its own instant anyway, and
    COMMIT goes out with what it does last, which is by itself if nothing else was written: on a
    busy machine each waiting for an answer costs more than the work. SQLAlchemy says BEGIN with
    the first statement that it is given.
    """
    with engine.connect() as tx:
        if not _is_postgresql(engine):
            tx.execution_options(**WRITING).begin()
        kept = Keeping(tx=tx)
        yield kept
        try:
            if kept.last is not None:
                _do_last(tx, kept.last)
            tx.commit()
        except sa.exc.DBAPIError as error:
            if _answered(error):
                raise
            raise Unsure("lost while committing") from error


def _do_last(tx: sa.Connection, last: Callable[[], None]) -> None:
    """`last` is one statement, on PostgreSQL."""
    if not (_is_postgresql(tx.engine) and tx.in_transaction()):
        return last()
    driver: Any = tx.connection.driver_connection
    try:
        with driver.pipeline():
            last()
            driver.execute("COMMIT")
    except psycopg.Error as error:
        raise _as_sqlalchemy(tx, error) from error


def _is_postgresql(engine: sa.Engine) -> bool:
    return engine.dialect.name == "postgresql"


def _begin_when_due(engine: sa.Engine) -> None:
    """The driver says no BEGIN by itself: here is said whether one is needed, and when."""

    @sa.event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.autocommit = True

    @sa.event.listens_for(engine, "begin")
    def begin(tx: sa.Connection) -> None:
        if "by_itself" not in tx.get_execution_options():
            send(tx, "BEGIN")


def fetch(tx: sa.Connection, query: sa.TextClause, values: dict[str, object]) -> list[Any]:
    """The rows of a query that was made once, as the driver's plain tuples."""
    return asked_directly(tx, _text(query, tx.dialect.name), values)


def asked_directly(tx: sa.Connection, text: str, values: Mapping[str, object]) -> list[Any]:
    """The rows of a query in the driver's own words."""
    driver: Any = tx.connection.driver_connection
    try:
        return list(driver.execute(text, values).fetchall())
    except (psycopg.Error, sqlite3.Error) as error:
        raise _as_sqlalchemy(tx, error) from error


def send(tx: sa.Connection, statement: str, values: tuple[object, ...] | None = None) -> None:
    """Something to PostgreSQL whose answer nobody reads."""
    driver: Any = tx.connection.driver_connection
    try:
        driver.execute(statement, values)
    except psycopg.Error as error:
        raise _as_sqlalchemy(tx, error) from error


def _as_sqlalchemy(tx: sa.Connection, error: psycopg.Error | sqlite3.Error) -> BaseException:
    """What the driver was asked directly fails as if SQLAlchemy had asked."""
    driver = tx.connection.driver_connection
    if gone := bool(getattr(driver, "closed", False)):
        tx.invalidate(error)
    base = psycopg.Error if isinstance(error, psycopg.Error) else sqlite3.Error
    return sa.exc.DBAPIError.instance(
        None,
        None,
        error,
        base,
        hide_parameters=True,
        connection_invalidated=gone,
        dialect=tx.dialect,
    )


@cache
def spoken(dialect: str) -> sa.Dialect:
    """What SQLAlchemy compiles for so that the driver understands it: with named parameters."""
    if dialect == "postgresql":
        return psycopg_dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's has no types
    return sqlite.dialect(paramstyle="named")


@cache
def _text(query: sa.TextClause, dialect: str) -> str:
    return str(query.compile(dialect=spoken(dialect)))


def is_away(error: BaseException | None) -> bool:
    """The database fails, not what it was asked: the same may succeed once it is well again."""
    if isinstance(error, sa.exc.InterfaceError | sa.exc.TimeoutError):
        return True
    if isinstance(error, sa.exc.DBAPIError):
        known = isinstance(error.orig, sqlite3.Error | psycopg.Error)
        return is_away(error.orig) if known else isinstance(error, sa.exc.OperationalError)
    if isinstance(error, sqlite3.Error):
        ours = {
            *(sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH),
            *(sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_RANGE),
        }
        return getattr(error, "sqlite_errorcode", 1) & 0xFF not in ours
    if isinstance(error, psycopg.OperationalError | psycopg.InternalError):
        return (error.sqlstate or "08")[:2] not in HOPELESS
    return isinstance(error, psycopg.InterfaceError)


def _answered(error: sa.exc.DBAPIError) -> bool:
    """PostgreSQL itself said no; on SQLite a commit that fails has not happened."""
    if not isinstance(error.orig, psycopg.Error):
        return True
    gone = error.connection_invalidated or (error.orig.sqlstate or "08").startswith(("08", "57P"))
    return not gone


def _ask_after_a_pause(engine: sa.Engine) -> None:
    """A connection that rested may have lost its server: it is asked, and replaced if it has.

    One that was used a moment ago is not: the question would cost as much as what it is for.
    """

    @sa.event.listens_for(engine, "checkin")
    def rest(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = monotonic()

    @sa.event.listens_for(engine, "checkout")
    def ask(connection: Any, record: Any, _proxy: Any) -> None:
        if monotonic() - record.info.get("rests_since", monotonic()) < RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as lost:
            raise sa.exc.InvalidatePoolError from lost  # the others rested too: all are replaced


def _sqlite(url: str) -> sa.Engine:
    if (path := make_url(url).database) and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url, connect_args={"timeout": 30}, pool_size=8, max_overflow=24, hide_parameters=True
    )

    @sa.event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy says BEGIN, not the driver
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # NORMAL may lose commits on power loss
        connection.execute("PRAGMA foreign_keys=ON")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def create_database(url: str) -> None:
    """Creates the PostgreSQL database of `url` if it is not there and the role may create it."""
    wanted = make_url(url)
    if wanted.get_backend_name() == "sqlite":
        return
    try:
        probe = sa.create_engine(wanted, poolclass=sa.NullPool)
        with probe.connect():
            return
    except sa.exc.OperationalError as error:
        if "does not exist" not in str(error):
            raise
    admin = sa.create_engine(
        wanted.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with admin.connect() as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(7013, 0)"))
        exists = connection.scalar(
            sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": wanted.database}
        )
        if not exists:
            name = admin.dialect.identifier_preparer.quote(str(wanted.database))
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        connection.execute(sa.text("SELECT pg_advisory_unlock(7013, 0)"))
