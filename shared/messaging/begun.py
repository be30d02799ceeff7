"""What was begun when a worker ended without a word: a message can be the end of who hears it.

A failure leaves an exception; a kill, for want of memory say, leaves nothing but the note made
before. The first batches after a start are noted, each in one row a lane. A batch that another
process began and did not end is heard message by message, each with a note of its own, that counts.
"""

from collections.abc import Mapping

import sqlalchemy as sa

from shared.eventstore.read_model import put
from shared.messaging.cursors import Place
from shared.messaging.kept import metadata

begun = sa.Table(
    "begun",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("lane", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("times", sa.Integer, nullable=False),
)


class Begun:
    """The notes of one process: what it began itself is no sign that another ended."""

    def __init__(self) -> None:
        self._in_batches: dict[Place, int] = {}
        self._alone: dict[Place, int] = {}

    def batch(self, tx: sa.Connection, first: Mapping[Place, int]) -> bool:
        """Notes the next position of each lane; whether another process began at one of them."""
        known = _known(tx, first)
        new = {place: at for place, at in first.items() if place not in known}
        _write(tx, new, times=0)
        others = {place for place in known if self._in_batches.get(place) != first[place]}
        self._in_batches.update(first)
        return bool(others)

    def one(self, tx: sa.Connection, place: Place, position: int) -> int:
        """Notes a message that is heard alone; how many processes have begun it, with this one."""
        times = _known(tx, {place: position}).get(place, 0)
        if self._alone.get(place) != position:
            times += 1
            _write(tx, {place: position}, times)
            self._in_batches[place] = self._alone[place] = position
        return times


def _known(tx: sa.Connection, at: Mapping[Place, int]) -> dict[Place, int]:
    """How often what stands at these positions was begun alone; nothing of what never was begun."""
    pair = sa.tuple_(begun.c.source, begun.c.lane)
    rows = tx.execute(sa.select(begun).where(pair.in_(sorted(at))))
    return {
        (row.source, row.lane): row.times
        for row in rows
        if row.position == at[row.source, row.lane]
    }


def _write(tx: sa.Connection, at: Mapping[Place, int], times: int) -> None:
    rows = [
        {"source": source, "lane": lane, "position": position, "times": times}
        for (source, lane), position in sorted(at.items())
    ]
    put(tx, begun, *rows)
