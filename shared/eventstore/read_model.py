"""A read model: its tables, and how this service's own events change them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from shared.eventstore.database import inserting

Projection = Callable[[sa.Connection, Any], None]


@dataclass(frozen=True)
class ReadModel:
    """May be thrown away and rebuilt from history.

    `project` hears the service's own private events, in the transaction that keeps them; None when
    the read model is fed by other services' events alone. Tables that change are replayed by
    themselves; count `version` up when only what `project` writes into them changes.

    `together` does the same for all events of a unit of work at its end, before they are kept: for
    counts that a work moves a thousand times, and does not look at.
    """

    name: str
    metadata: sa.MetaData
    project: Projection | None = None
    version: int = 1
    together: Callable[[sa.Connection, Sequence[Any]], None] | None = None


def put(tx: sa.Connection, table: sa.Table, *rows: Mapping[str, Any], newest_by: str = "") -> None:
    """Each row takes the place of the one with its primary key, if there is one; not of one that
    has more in the column `newest_by`. All rows name the same columns, those left out are emptied.

    The statement is made once: composing one for every event costs ten times what it does.
    """
    if rows:
        tx.execute(_putting(table, tx.dialect.name, newest_by), list(rows))


def put_first(tx: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> None:
    """Unless one with its primary key is there."""
    tx.execute(_putting_first(table, tx.dialect.name), row)


@cache
def _putting(table: sa.Table, dialect: str, newest_by: str) -> Any:
    insert = inserting(dialect, table)
    key = table.primary_key.columns
    known, new = table.columns, insert.excluded
    return insert.on_conflict_do_update(
        index_elements=[column.name for column in key],
        set_={name: new[name] for name in known.keys() if name not in key},
        where=known[newest_by] <= new[newest_by] if newest_by else None,
    )


@cache
def _putting_first(table: sa.Table, dialect: str) -> Any:
    return inserting(dialect, table).on_conflict_do_nothing()
