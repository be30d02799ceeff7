"""Questions that are asked all the time: made once, and put to the driver as they were made.

Composing a statement and taking its result apart costs more than most answers that it brings.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from shared.eventstore.database import asked_directly, spoken

Change = Callable[[Any], Any]
Answers = dict[tuple[Any, ...], list[Any]]

_ANSWERS: dict[int, Answers] = {}  # by the id of a connection that is asked once


class Made(NamedTuple):
    """For one dialect: what is said, and how the driver's values become ours and ours its own."""

    text: str
    constants: Mapping[str, Any]
    told: Mapping[str, Change]
    read: Sequence[tuple[int, Change]]


class Question:
    """A select with named parameters, for pages and commands; its columns have names of their own.

    Not for a projection, which is built anew in tables beside: this asks the ones that serve.
    """

    def __init__(self, query: sa.Select[Any] | sa.CompoundSelect[Any]) -> None:
        self._query = query
        names = [str(column.key) for column in query.selected_columns]
        self._row: Any = namedtuple("Row", names)  # type: ignore[misc]  # names known when it runs
        self._made = lru_cache(maxsize=2)(self._make)

    def rows(self, tx: sa.Connection, **values: Any) -> list[Any]:
        """Named tuples."""
        if (answers := _ANSWERS.get(id(tx))) is None:
            return self._rows(tx, values)
        key = (self, *sorted(values.items()))
        if (known := answers.get(key)) is None:
            known = answers[key] = self._rows(tx, values)
        return list(known)

    def _rows(self, tx: sa.Connection, values: Mapping[str, Any]) -> list[Any]:
        made = self._made(tx.dialect.name)
        told = made.told
        asked = {name: told[name](it) if name in told else it for name, it in values.items()}
        found = asked_directly(tx, made.text, {**made.constants, **asked})
        if not made.read:
            return list(map(self._row._make, found))
        return [self._row._make(_read(row, made.read)) for row in found]

    def first(self, tx: sa.Connection, **values: Any) -> Any | None:
        return next(iter(self.rows(tx, **values)), None)

    def values(self, tx: sa.Connection, **values: Any) -> list[Any]:
        """Of the first column."""
        return [row[0] for row in self.rows(tx, **values)]

    def value(self, tx: sa.Connection, **values: Any) -> Any | None:
        row = self.first(tx, **values)
        return row[0] if row else None

    def _make(self, name: str) -> Made:
        dialect = spoken(name)
        compiled: Any = self._query.compile(dialect=dialect)
        told = {
            name: change
            for bound, name in compiled.bind_names.items()
            if (change := bound.type._cached_bind_processor(dialect)) is not None
        }
        read = [
            (n, change)
            for n, column in enumerate(self._query.selected_columns)
            if (change := column.type._cached_result_processor(dialect, None)) is not None
        ]
        constants = {
            bound_name: told[bound_name](bound.value) if bound_name in told else bound.value
            for bound, bound_name in compiled.bind_names.items()
            if not bound.required
        }
        return Made(str(compiled), constants, told, read)


@contextmanager
def asked_once(tx: sa.Connection) -> Iterator[None]:
    """For a connection that only reads, for a page: the same question has the same answer within.

    On SQLite it sees one instant anyway.
    """
    _ANSWERS[id(tx)] = {}
    try:
        yield
    finally:
        del _ANSWERS[id(tx)]


def _read(row: Any, read: Sequence[tuple[int, Change]]) -> list[Any]:
    values = list(row)
    for n, change in read:
        values[n] = change(values[n])
    return values
