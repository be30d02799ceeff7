"""Drafts that are to be sent by themselves at the next opening, in the order they asked for it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.bookings.domain.opening_wave import OpeningWaveScheduled, OpeningWaveWithdrawn
from services.bookings.domain.request_history import (
    DraftDropped,
    RequestStarted,
    RequestSubmitted,
    SendingArranged,
    SendingFailed,
)
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

prepared_requests = sa.Table(
    "prepared_requests",
    metadata,
    sa.Column("request_id", sa.Uuid, primary_key=True),
    sa.Column("school_year", sa.Text, nullable=False),
    sa.Column("since", sa.DateTime(timezone=True), nullable=False, index=True),
)
openings_to_come = sa.Table(
    "openings_to_come",
    metadata,
    sa.Column("wave_id", sa.Text, primary_key=True),
    sa.Column("school_year", sa.Text, nullable=False),
    sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
)

# Whom a wave is for is the business of the rules: at each opening of the year each draft is looked
# at, and goes if it may.
WAITING = sa.select(
    prepared_requests.c.request_id.label("about"),
    openings_to_come.c.opens_at.label("due_at"),
    prepared_requests.c.since.label("turn"),
).where(
    prepared_requests.c.school_year == openings_to_come.c.school_year,
    prepared_requests.c.since < openings_to_come.c.opens_at,
)

_FORGET = sa.delete(prepared_requests).where(prepared_requests.c.request_id == sa.bindparam("of"))


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case RequestStarted() if event.automatic_since is not None:
            _keep(tx, event.request_id, event.school_year, event.automatic_since)
        case SendingArranged():
            _forget(tx, event.request_id)
            if event.automatic_since is not None:
                _keep(tx, event.request_id, event.school_year, event.automatic_since)
        case SendingFailed() | RequestSubmitted() | DraftDropped():
            _forget(tx, event.request_id)
        case OpeningWaveWithdrawn():
            _will_not_open(tx, event.wave_id)
        case OpeningWaveScheduled():
            _will_not_open(tx, event.wave_id)
            tx.execute(
                sa.insert(openings_to_come).values(
                    wave_id=event.wave_id,
                    school_year=event.school_year,
                    opens_at=event.opens_at,
                )
            )


READ_MODEL = ReadModel("prepared_requests", metadata, project)


def place_of(tx: sa.Connection, school_year: str, since: datetime) -> int:
    """How many drafts of the year are sent by themselves no later than one of that instant."""
    earlier = sa.select(sa.func.count()).where(
        prepared_requests.c.school_year == school_year,
        prepared_requests.c.since <= since.astimezone(UTC),
    )
    return tx.scalar(earlier) or 0


def _will_not_open(tx: sa.Connection, wave_id: str) -> None:
    tx.execute(sa.delete(openings_to_come).where(openings_to_come.c.wave_id == wave_id))


def _keep(tx: sa.Connection, request_id: UUID, school_year: str, since: datetime) -> None:
    tx.execute(
        sa.insert(prepared_requests).values(
            request_id=request_id, school_year=school_year, since=since
        )
    )


def _forget(tx: sa.Connection, request_id: UUID) -> None:
    tx.execute(_FORGET, {"of": request_id})
