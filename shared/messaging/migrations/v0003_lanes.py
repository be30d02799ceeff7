"""A cursor for each lane of a publisher; parked messages know their lane and their place."""

import json
from typing import Any
from zlib import crc32

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

LANES = 16
BEHIND = "an earlier event of this stream is parked"
TRIED = 3

cursors = sa.table("cursors", sa.column("source"), sa.column("position"))
parked = sa.table(
    "parked",
    *map(sa.column, ("id", "stream", "error", "message", "position", "lane", "attempts")),
)


def upgrade() -> None:
    lane_cursors = op.create_table(
        "lane_cursors",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("lane", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", "lane"),
    )
    tx = op.get_bind()
    heard = [  # who had heard all up to a position had heard it in every lane
        {"source": row.source, "lane": lane, "position": row.position}
        for row in tx.execute(sa.select(cursors))
        for lane in range(LANES)
    ]
    op.bulk_insert(lane_cursors, heard)
    op.drop_table("cursors")
    for name, type_ in (
        ("position", sa.BigInteger()),
        ("lane", sa.SmallInteger()),
        ("attempts", sa.Integer()),
    ):
        op.add_column("parked", sa.Column(name, type_, nullable=True))
    for row in tx.execute(sa.select(parked)).all():
        tx.execute(sa.update(parked).where(parked.c.id == row.id).values(_place(row)))
    with op.batch_alter_table("parked") as table:
        for name in ("position", "lane", "attempts"):
            table.alter_column(name, nullable=False)
    op.create_index("parked_of_a_stream", "parked", ["source", "stream", "position"])


def _place(row: Any) -> dict[str, int]:
    try:
        position = int(json.loads(row.message)["sequence"])
    except (ValueError, KeyError, TypeError):  # one that could not be read is named by its place
        position = int(row.id.rsplit("/", 1)[-1])
    return {
        "position": position,
        "lane": crc32(row.stream.encode()) % LANES,
        "attempts": 0 if row.error == BEHIND else TRIED,
    }
