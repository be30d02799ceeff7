"""Engines for PostgreSQL and SQLite that commit what they say they commit."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url

WRITING = {"immediate": True}

# What PostgreSQL says when somebody else wrote first.
RACED = {"23505", "23P01", "40001", "40P01"}


def engine_for(url: str) -> sa.Engine:
    """An engine whose plain transactions read; `writing` ones take the write lock first.

    Its errors hide their parameters: they end in logs, which hold no name and no address.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return sa.create_engine(
        url, pool_pre_ping=True, pool_size=8, max_overflow=16, hide_parameters=True
    )


def writing(engine: sa.Engine) -> sa.Engine:
    """The same pool, for transactions that write.

    SQLite upgrades a reading transaction to a writing one only if nobody wrote in between, so a
    unit of work takes the lock when it begins.
    """
    return engine.execution_options(**WRITING)


def has_raced(error: sa.exc.DBAPIError) -> bool:
    """Somebody else wrote first: the same again at once may succeed.

    Never so on SQLite, where whoever writes is alone.
    """
    return getattr(error.orig, "sqlstate", None) in RACED


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


def create_tables(engine: sa.Engine, *metadatas: sa.MetaData) -> None:
    """Creates what is missing, under a lock: several processes of a service start at once."""
    with writing(engine).begin() as tx:
        if engine.dialect.name == "postgresql":
            tx.execute(sa.text("SELECT pg_advisory_xact_lock(7013, 1)"))
        for metadata in metadatas:
            metadata.create_all(tx)
