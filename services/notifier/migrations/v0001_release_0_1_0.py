"""As release 0.1.0 made them, before it kept versions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "mailbox",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("mail_id"),
    )
    op.create_index(op.f("ix_mailbox_account_id"), "mailbox", ["account_id"], unique=False)
