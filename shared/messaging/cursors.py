"""How far this service has heard each lane of each publisher.

A lane is known complete up to the position of its cursor. Cursors move in the transaction of the
effects, and whoever moves one holds its row until then: so order and "once" hang on nothing else.
"""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from shared.messaging.kept import metadata

cursors = sa.Table(
    "lane_cursors",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("lane", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("position", sa.BigInteger, nullable=False),
)

Place = tuple[str, int]  # source, lane

# Said for every batch: made once.
_AT = (
    sa.select(cursors)
    .where(sa.tuple_(cursors.c.source, cursors.c.lane).in_(sa.bindparam("places", expanding=True)))
    .order_by(cursors.c.source, cursors.c.lane)
)
_LOCK = _AT.with_for_update()
_MOVE = (
    sa.update(cursors)
    .where(cursors.c.source == sa.bindparam("of"), cursors.c.lane == sa.bindparam("which"))
    .values(position=sa.bindparam("to"))
)


def positions(tx: sa.Connection, source: str, lanes: Collection[int]) -> dict[int, int]:
    """Where each of these lanes of a publisher is; 0 where nothing was heard."""
    found = read(tx, [(source, lane) for lane in lanes])
    return {lane: position for (_source, lane), position in found.items()}


def read(tx: sa.Connection, places: Collection[Place]) -> dict[Place, int]:
    """The same of several publishers."""
    return dict.fromkeys(sorted(places), 0) | _found(tx, _AT, places)


def lock(tx: sa.Connection, places: Collection[Place]) -> dict[Place, int]:
    """The same, held by this transaction; always in one order."""
    found = _found(tx, _LOCK, places)
    if new := sorted(set(places) - found.keys()):
        tx.execute(
            sa.insert(cursors),
            [{"source": source, "lane": lane, "position": 0} for source, lane in new],
        )
    return dict.fromkeys(new, 0) | found


def move(tx: sa.Connection, to: Mapping[Place, int]) -> None:
    """Only under `lock`."""
    if to:
        tx.execute(
            _MOVE,
            [
                {"of": source, "which": lane, "to": position}
                for (source, lane), position in to.items()
            ],
        )


def _found(
    tx: sa.Connection, rows: sa.Select[tuple[str, int, int]], places: Collection[Place]
) -> dict[Place, int]:
    found = tx.execute(rows, {"places": sorted(set(places))})
    return {(row.source, row.lane): row.position for row in found}
