"""Every public event of every service, in one order, by positions without holes.

The order is that of arrival here: within one stream it is the publisher's own. Positions are
given out under a lock that is held until the commit, so a reader of "everything after n" misses
nothing that commits late.
"""

from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from shared.eventstore.doorbell import CHANNEL
from shared.eventstore.read_model import ReadModel
from shared.messaging.envelope import Envelope

metadata = sa.MetaData()

feed = sa.Table(
    "feed",
    metadata,
    sa.Column(
        "position",
        sa.BigInteger().with_variant(sa.Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
)

LOCK_AND_RING = sa.text(f"SELECT pg_advisory_xact_lock(7016, 0), pg_notify('{CHANNEL}', '')")
_TOLD = (sa.bindparam(name, type_=sa.Text) for name in ("id", "type", "message"))
ADD = sa.insert(feed).from_select(
    ["position", "id", "type", "message"],
    sa.select(sa.func.coalesce(sa.func.max(feed.c.position), 0) + 1, *_TOLD),
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`text` is the event as CloudEvents JSON; its `sequence` is the position here."""

    position: int
    text: str


def append(tx: sa.Connection, message: Envelope) -> None:
    if tx.dialect.name == "postgresql":
        tx.execute(LOCK_AND_RING)
    tx.execute(ADD, {"id": message.id, "type": message.type, "message": message.text})


def entries(tx: sa.Connection, after: int, limit: int) -> list[Entry]:
    query = sa.select(feed.c.position, feed.c.message).where(feed.c.position > after)
    rows = tx.execute(query.order_by(feed.c.position).limit(limit))
    return [Entry(position=row.position, text=_numbered(row.message, row.position)) for row in rows]


def _numbered(text: str, position: int) -> str:
    """The publisher's `sequence` counts its own events; here it counts those of everybody, and
    there are no lanes."""
    event = {**msgspec.json.decode(text), "sequence": str(position)}
    shown = {name: value for name, value in event.items() if name not in {"lane", "previous"}}
    return msgspec.json.encode(shown).decode()


READ_MODEL = ReadModel("feed", metadata)
