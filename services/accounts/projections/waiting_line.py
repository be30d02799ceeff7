"""Who waits to sign in, when everybody comes at once: shared by all processes of all gateways.

No event, like the sessions. A ticket is a number and an instant that the gateway has signed: it
can be put in line again from the family's own browser, whatever happens here.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from services.accounts.domain.waiting_line import (
    GONE_AFTER,
    TURN_LASTS,
    Door,
    Pace,
    Waiting,
    door_at,
    next_ones,
    through,
)
from services.accounts.projections.kept import metadata
from shared.eventstore.decider import Refused

door = sa.Table(
    "door",
    metadata,
    sa.Column("only", sa.Integer, primary_key=True),
    sa.Column("free", sa.Float, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)
waiting = sa.Table(
    "waiting",
    metadata,
    sa.Column("ticket_id", sa.Uuid, primary_key=True),
    sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("turn_at", sa.DateTime(timezone=True)),  # null until it is this ticket's turn
)


def come_in(tx: sa.Connection, ticket_id: UUID | None, pace: Pace, at: datetime) -> None:
    """Raises Refused("full_house") while others are before."""
    if ticket_id is not None and _has_its_turn(tx, ticket_id, at):
        return
    now = _door(tx, pace, at)
    if now.free < 1 or tx.scalar(_present(at).limit(1)) is not None:
        raise Refused("full_house")
    _keep(tx, through(now))


def advance(
    tx: sa.Connection,
    tickets: Mapping[UUID, datetime],
    pace: Pace,
    at: datetime,
    most: int | None = None,
) -> tuple[dict[UUID, int], int]:
    """These tickets, with the instant of their arrival, are still waiting, and who asks can take on
    `most` of the line: the position of each (0: it is its turn), and how many wait in all."""
    now = _door(tx, pace, at)
    _see(tx, tickets, at)
    rows = tx.execute(_present(at))
    line = [Waiting(ticket_id=row.ticket_id, arrived_at=_utc(row.arrived_at)) for row in rows]
    turns, positions = next_ones(line, now, most)
    if turns:
        theirs = sa.update(waiting).where(waiting.c.ticket_id.in_(turns))
        tx.execute(theirs.values(turn_at=at))
    _keep(tx, through(now, len(turns)))
    return {ticket: positions.get(ticket, 0) for ticket in tickets}, len(positions)


def forget_old(tx: sa.Connection, at: datetime) -> None:
    tx.execute(sa.delete(waiting).where(waiting.c.seen_at <= at - 2 * TURN_LASTS))


def _see(tx: sa.Connection, tickets: Mapping[UUID, datetime], at: datetime) -> None:
    """Whose turn went by unused comes back to the place of his arrival."""
    if not tickets:
        return
    insert = (postgresql if tx.dialect.name == "postgresql" else sqlite).insert(waiting)
    used = waiting.c.turn_at > at - TURN_LASTS
    tx.execute(
        insert.on_conflict_do_update(
            index_elements=["ticket_id"],
            set_={"seen_at": at, "turn_at": sa.case((used, waiting.c.turn_at), else_=None)},
        ),
        [
            {"ticket_id": ticket, "arrived_at": arrived_at, "seen_at": at}
            for ticket, arrived_at in sorted(tickets.items())
        ],
    )


def _has_its_turn(tx: sa.Connection, ticket_id: UUID, at: datetime) -> bool:
    query = sa.select(waiting.c.ticket_id).where(
        waiting.c.ticket_id == ticket_id, waiting.c.turn_at > at - TURN_LASTS
    )
    return tx.scalar(query) is not None


def _present(at: datetime) -> sa.Select[tuple[UUID, datetime]]:
    return sa.select(waiting.c.ticket_id, waiting.c.arrived_at).where(
        waiting.c.turn_at.is_(None), waiting.c.seen_at > at - GONE_AFTER
    )


def _door(tx: sa.Connection, pace: Pace, at: datetime) -> Door:
    """Whoever asks next waits until this transaction has ended."""
    row = tx.execute(sa.select(door).with_for_update()).one_or_none()
    known = None if row is None else Door(free=row.free, at=_utc(row.at))
    return door_at(known, pace, at)


def _keep(tx: sa.Connection, now: Door) -> None:
    insert = (postgresql if tx.dialect.name == "postgresql" else sqlite).insert(door)
    values = {"free": now.free, "at": now.at}
    tx.execute(
        insert.values(only=1, **values).on_conflict_do_update(index_elements=["only"], set_=values)
    )


def _utc(instant: datetime) -> datetime:
    """SQLite drops the zone of what was written in UTC, PostgreSQL answers in its own."""
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
