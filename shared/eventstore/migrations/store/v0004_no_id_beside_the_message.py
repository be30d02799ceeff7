"""The id of a message is in its text; the column and its unique index were read by nobody."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("id")
    if op.get_bind().dialect.name == "postgresql":  # its arguments are others now
        texts, numbers = "text[]", "int[]"
        old = [texts, numbers, texts, numbers, *[texts] * 6, "smallint[]"]
        op.execute(f"DROP FUNCTION IF EXISTS append_events({', '.join(old)})")
