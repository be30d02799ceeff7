"""Each message has its lane, and knows the one before it there."""

from collections.abc import Iterator
from zlib import crc32

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

LANES = 16
BATCH = 1_000

Position = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
outbox = sa.table("outbox", sa.column("position"), sa.column("stream"), sa.column("lane"))


def upgrade() -> None:
    op.add_column("outbox", sa.Column("lane", sa.SmallInteger(), nullable=True))
    op.add_column("outbox", sa.Column("previous", Position, nullable=True))
    _fill_lanes(op.get_bind())
    op.execute(
        """
        UPDATE outbox SET previous = before.position
        FROM (
            SELECT position AS here,
                   coalesce(lag(position) OVER (PARTITION BY lane ORDER BY position), 0) AS position
            FROM outbox
        ) AS before
        WHERE before.here = outbox.position
        """
    )
    with op.batch_alter_table("outbox") as table:
        table.alter_column("lane", nullable=False)
        table.alter_column("previous", nullable=False)
    op.create_index("outbox_lane_position", "outbox", ["lane", "position"])
    if op.get_bind().dialect.name == "postgresql":  # its arguments are others now
        texts, numbers = "text[]", "int[]"
        old = [texts, numbers, texts, numbers, *[texts] * 6]
        op.execute(f"DROP FUNCTION IF EXISTS append_events({', '.join(old)})")


def _fill_lanes(tx: sa.Connection) -> None:
    row = sa.update(outbox).where(outbox.c.position == sa.bindparam("here"))
    for batch in _batches(tx):
        tx.execute(row.values(lane=sa.bindparam("of")), batch)


def _batches(tx: sa.Connection) -> Iterator[list[dict[str, int]]]:
    after = 0
    page = sa.select(outbox.c.position, outbox.c.stream).order_by(outbox.c.position).limit(BATCH)
    while rows := tx.execute(page.where(outbox.c.position > after)).all():
        yield [{"here": row.position, "of": crc32(row.stream.encode()) % LANES} for row in rows]
        after = rows[-1].position
