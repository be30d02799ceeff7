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


def positions(tx: sa.Connection, source: str, lanes: Collection[int]) -> dict[int, int]:
    """Of every one of the lanes; 0 where nothing was heard."""
    rows = tx.execute(_of(source, lanes))
    known = {row.lane: row.position for row in rows}
    return {lane: known.get(lane, 0) for lane in lanes}


def lock(tx: sa.Connection, places: Collection[Place]) -> dict[Place, int]:
    """The same of several publishers, held by this transaction; always in one order."""
    wanted = sorted(set(places))
    pair = sa.tuple_(cursors.c.source, cursors.c.lane)
    rows = tx.execute(
        sa.select(cursors)
        .where(pair.in_(wanted))
        .order_by(cursors.c.source, cursors.c.lane)
        .with_for_update()
    )
    found = {(row.source, row.lane): row.position for row in rows}
    if new := [place for place in wanted if place not in found]:
        tx.execute(
            sa.insert(cursors),
            [{"source": source, "lane": lane, "position": 0} for source, lane in new],
        )
    return {place: found.get(place, 0) for place in wanted}


def move(tx: sa.Connection, to: Mapping[Place, int]) -> None:
    """Only under `lock`."""
    if to:
        row = sa.update(cursors).where(
            cursors.c.source == sa.bindparam("of"), cursors.c.lane == sa.bindparam("which")
        )
        tx.execute(
            row.values(position=sa.bindparam("to")),
            [
                {"of": source, "which": lane, "to": position}
                for (source, lane), position in to.items()
            ],
        )


def _of(source: str, lanes: Collection[int]) -> sa.Select[tuple[str, int, int]]:
    return sa.select(cursors).where(cursors.c.source == source, cursors.c.lane.in_(lanes))
