"""Each event knows how many of its type there are with it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NTH = sa.Column("nth", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)


def upgrade() -> None:
    op.add_column("events", NTH)
    op.execute(
        """
        UPDATE events SET nth = counted.nth
        FROM (
            SELECT position, row_number() OVER (PARTITION BY type ORDER BY position) AS nth
            FROM events
        ) AS counted
        WHERE counted.position = events.position
        """
    )
    op.drop_index("events_type_position", "events")
    with op.batch_alter_table("events") as events:
        events.alter_column("nth", nullable=False)
    op.create_index("events_type_nth", "events", ["type", "nth"])
