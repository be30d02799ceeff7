"""The tables of one database as this release wants them: made, migrated, or built again.

What is kept for ever (events, inbox, keys, sessions) is migrated. What follows from history is not:
a read model whose tables changed is dropped and replayed. What was done is written down in the
database, so that a start that finds nothing to do reads one row and loads no Alembic.
"""

import fcntl
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from shared.eventstore.database import is_away, reading, writing
from shared.eventstore.read_model import ReadModel

FIRST = "0001"

shape = sa.Table(
    "shape",
    sa.MetaData(),
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("print", sa.Text, nullable=False),
    sa.Column("tables", sa.Text, nullable=False),
)

Replay = Callable[[str], object]


class Behind(Exception):
    """Read models are of another release and nobody here can replay them."""


class LaterRelease(Exception):
    """A later release has been here: this one must not touch what it kept."""


@dataclass(frozen=True)
class Kept:
    """Tables that nobody can build again, and the folder of their migrations, `v0001_….py`.

    `function` is a statement for PostgreSQL, said again whenever something changed.
    """

    name: str
    metadata: sa.MetaData
    migrations: Path
    function: str = ""

    @cached_property
    def head(self) -> str:
        """The version of the last migration, without loading any."""
        return max(path.name[1:5] for path in self.migrations.glob("v[0-9]*.py"))

    @property
    def version_table(self) -> sa.Table:
        """Alembic's own."""
        column = sa.Column("version_num", sa.String(32), primary_key=True)
        return sa.Table(f"{self.name}_version", sa.MetaData(), column)


class Tables:
    def __init__(
        self, name: str, engine: sa.Engine, kept: Sequence[Kept], models: Sequence[ReadModel] = ()
    ) -> None:
        self.kept = kept
        self._name = name
        self._engine = engine
        self._models = models

    def bring_up_to_date(self, replay: Replay | None = None) -> None:
        """Does nothing when nothing is to be done; else alone, whoever else is starting.

        Raises Behind without a `replay` where a read model needs one, and LaterRelease.
        """
        if self._recorded() == self._print():
            return
        with alone(self._engine):
            if self._recorded() == self._print():
                return
            stale = self._make()
            if stale and replay is None:
                raise Behind(", ".join(model.name for model in stale))
            for model in stale:
                assert replay is not None
                self._clear(model)
                replay(model.name)
                self._record(_key(model), model_print(model), _names([model.metadata]))
            self._record(self._name, self._print(), [])

    def behind(self) -> list[str]:
        """What `bring_up_to_date` would do, in a few words each."""
        if self._recorded() == self._print():
            return []
        with self._engine.connect() as tx:
            there = set(sa.inspect(tx).get_table_names())
            done = _done(tx) if shape.name in there else {}
            versions = [(kept, _version(tx, kept, there)) for kept in self.kept]
        return [
            *(
                f"{kept.name} {version or 'nothing'} → {kept.head}"
                for kept, version in versions
                if version != kept.head
            ),
            *(
                f"read model {model.name}"
                for model in self._models
                if done.get(_key(model), ("", ""))[0] != model_print(model)
            ),
        ]

    def _make(self) -> list[ReadModel]:
        """Migrates what is kept; the read models that are to be replayed."""
        with writing(self._engine).begin() as tx:
            shape.create(tx, checkfirst=True)
            there = set(sa.inspect(tx).get_table_names())
            fresh = [_migrate(tx, kept, there) for kept in self.kept]
            done = _done(tx)
            self._forget_vanished(tx, done)
            stale = [
                model
                for model in self._models
                if done.get(_key(model), ("", ""))[0] != model_print(model)
            ]
            if not all(fresh):
                return stale
            for model in stale:  # nothing has happened yet: nothing to replay
                model.metadata.create_all(tx)
                _write(tx, _key(model), model_print(model), _names([model.metadata]))
            return []

    def _clear(self, model: ReadModel) -> None:
        with writing(self._engine).begin() as tx:
            old = _done(tx).pop(_key(model), ("", ""))[1].split()
            tx.execute(sa.delete(shape).where(shape.c.what.in_([_key(model), self._name])))
            _drop(tx, {*old, *_names([model.metadata])})
            model.metadata.create_all(tx)

    def _forget_vanished(self, tx: sa.Connection, done: dict[str, tuple[str, str]]) -> None:
        ours = {_key(model) for model in self._models}
        in_use = _names([model.metadata for model in self._models])
        in_use += _names([kept.metadata for kept in self.kept])
        for what, (_print, tables) in done.items():
            if what.startswith("model/") and what not in ours and self._models:
                _drop(tx, set(tables.split()) - set(in_use))
                tx.execute(sa.delete(shape).where(shape.c.what == what))

    def _recorded(self) -> str | None:
        try:
            with self._engine.connect() as tx:
                return tx.scalar(sa.select(shape.c.print).where(shape.c.what == self._name))
        except sa.exc.DBAPIError as error:
            if is_away(error):
                raise
            return None  # the table is not there yet

    def _record(self, what: str, print_: str, tables: Iterable[str]) -> None:
        with writing(self._engine).begin() as tx:
            _write(tx, what, print_, tables)

    def _print(self) -> str:
        kept = [(each.name, each.head, each.function) for each in self.kept]
        return _digest([*kept, *((model.name, model_print(model)) for model in self._models)])


@cache
def model_print(model: ReadModel) -> str:
    """Changes when the tables of a read model do, or its own `version`."""
    return _digest([model.version, *map(_table, model.metadata.sorted_tables)])


@contextmanager
def alone(engine: sa.Engine) -> Iterator[None]:
    """Whoever else starts waits here; a process that is killed gives its turn back."""
    if engine.dialect.name == "postgresql":
        connection = reading(engine).connect()
        try:
            connection.execute(sa.text("SELECT pg_advisory_lock(7013, 1)"))
            yield
        finally:
            connection.invalidate()  # closes the session, which gives the lock back
            connection.close()
        return
    with Path(f"{engine.url.database}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _migrate(tx: sa.Connection, kept: Kept, there: set[str]) -> bool:
    """True when nothing was there before."""
    version = _version(tx, kept, there)
    if version is None:
        kept.metadata.create_all(tx)
    if kept.version_table.name not in there:
        kept.version_table.create(tx)
        tx.execute(sa.insert(kept.version_table).values(version_num=version or kept.head))
    if version is not None and version > kept.head:
        raise LaterRelease(f"{kept.name} is at {version}, this release knows {kept.head}")
    if version is not None and version < kept.head:
        from shared.eventstore.migrating import upgrade

        upgrade(tx, kept)
    if kept.function and tx.dialect.name == "postgresql":
        tx.exec_driver_sql(kept.function)
    return version is None


def _version(tx: sa.Connection, kept: Kept, there: set[str]) -> str | None:
    """None where there is nothing. Release 0.1.0 kept no version: what it made is the first."""
    if kept.version_table.name in there:
        return tx.scalar(sa.select(kept.version_table.c.version_num))
    return FIRST if there & set(_names([kept.metadata])) else None


def _done(tx: sa.Connection) -> dict[str, tuple[str, str]]:
    return {row.what: (row.print, row.tables) for row in tx.execute(sa.select(shape))}


def _write(tx: sa.Connection, what: str, print_: str, tables: Iterable[str]) -> None:
    tx.execute(sa.delete(shape).where(shape.c.what == what))
    tx.execute(sa.insert(shape).values(what=what, print=print_, tables=" ".join(tables)))


def _drop(tx: sa.Connection, names: Iterable[str]) -> None:
    for name in names:
        sa.Table(name, sa.MetaData()).drop(tx, checkfirst=True)


def _key(model: ReadModel) -> str:
    return f"model/{model.name}"


def _names(metadatas: Iterable[sa.MetaData]) -> list[str]:
    return [name for metadata in metadatas for name in metadata.tables]


def _table(table: sa.Table) -> Any:
    columns = [
        (it.name, repr(it.type), it.nullable, it.primary_key, repr(it.server_default))
        for it in table.columns
    ]
    unique = [
        sorted(column.name for column in it.columns)
        for it in table.constraints
        if isinstance(it, sa.UniqueConstraint)
    ]
    indexes = [(sorted(map(str, it.expressions)), bool(it.unique)) for it in table.indexes]
    return (table.name, columns, sorted(unique), sorted(indexes))


def _digest(parts: Any) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
