"""How the bus side of a service is doing, read from its database: for metrics and the doctor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from shared.eventstore.lanes import ALL_LANES
from shared.eventstore.schema import events, outbox
from shared.messaging import cursors
from shared.messaging.parked import parked
from shared.messaging.relay import relay_cursor

Gauge = Callable[[sa.Connection], int]

Lanes = Mapping[int, int]  # lane → position


@dataclass(frozen=True, kw_only=True)
class Condition:
    """`unsent` were not confirmed by the broker yet, since `unsent_since`; `late` counts by policy
    what fell due a while ago and was not called; `own` is what the service counts besides."""

    events: int
    said: Lanes
    unsent: int
    unsent_since: datetime | None
    heard: Mapping[str, Lanes]
    parked: int
    late: Mapping[str, int]
    own: Mapping[str, int]


def condition(
    tx: sa.Connection,
    sources: Sequence[str],
    late: Mapping[str, int],
    gauges: Mapping[str, Gauge],
) -> Condition:
    confirmed = tx.scalar(sa.select(relay_cursor.c.position)) or 0
    last = tx.scalar(sa.select(sa.func.max(outbox.c.position))) or 0
    return Condition(
        events=tx.scalar(sa.select(sa.func.max(events.c.position))) or 0,
        said={lane: _last_of(tx, lane) for lane in ALL_LANES},
        unsent=last - confirmed,
        unsent_since=_said_at(tx, outbox.c.position > confirmed),
        heard={source: cursors.positions(tx, source, ALL_LANES) for source in sources},
        parked=tx.scalar(sa.select(sa.func.count()).select_from(parked)) or 0,
        late=late,
        own={name: count(tx) for name, count in gauges.items()},
    )


@dataclass(frozen=True, kw_only=True)
class Lag:
    """What a listener has not heard of a publisher, and since when the first of it was said."""

    messages: int = 0
    since: datetime | None = None

    def age(self, now: datetime) -> timedelta:
        return max(now - self.since, timedelta()) if self.since else timedelta()


def lag(publisher: sa.Connection, heard: Lanes) -> Lag:
    """Counted in the publisher's own database."""
    unheard = sa.or_(
        *(
            sa.and_(outbox.c.lane == lane, outbox.c.position > position)
            for lane, position in heard.items()
        )
    )
    count = publisher.scalar(sa.select(sa.func.count()).select_from(outbox).where(unheard)) or 0
    return Lag(messages=count, since=_said_at(publisher, unheard) if count else None)


def _last_of(tx: sa.Connection, lane: int) -> int:
    return tx.scalar(sa.select(sa.func.max(outbox.c.position)).where(outbox.c.lane == lane)) or 0


def _said_at(tx: sa.Connection, where: sa.ColumnElement[bool]) -> datetime | None:
    """When the first message of those was said."""
    first = sa.select(outbox.c.message).where(where).order_by(outbox.c.position).limit(1)
    text = tx.scalar(first)
    return None if text is None else msgspec.json.decode(text, type=_Time).time


class _Time(msgspec.Struct):
    time: datetime
