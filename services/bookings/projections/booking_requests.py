"""Whose request is whose, and which draft a household is filling: never more than one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.bookings.domain.request_history import (
    DraftDropped,
    RequestDecided,
    RequestStarted,
    RequestStatus,
    RequestSubmitted,
)
from shared.eventstore.question import Question
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

booking_requests = sa.Table(
    "booking_requests",
    metadata,
    sa.Column("request_id", sa.Uuid, primary_key=True),
    sa.Column("household_id", sa.Uuid, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("reference", sa.Text),
    sa.Column("received_at", sa.DateTime(timezone=True)),
    sa.Index("booking_requests_household", "household_id", "received_at"),
)
drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("request_id", sa.Uuid, nullable=False),
)


# Made once: every family's request passes here in the opening minute.
_SENT = (
    sa.update(booking_requests)
    .where(booking_requests.c.request_id == sa.bindparam("of"))
    .values({name: sa.bindparam(name) for name in ("status", "reference", "received_at")})
)
_FORGET = sa.delete(drafts).where(drafts.c.request_id == sa.bindparam("of"))


@dataclass(frozen=True, kw_only=True)
class SentRequest:
    request_id: UUID
    household_id: UUID
    kind: str
    reference: str
    received_at: datetime


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case RequestStarted():
            tx.execute(
                sa.insert(booking_requests).values(
                    request_id=event.request_id,
                    household_id=event.household_id,
                    status=RequestStatus.DRAFT,
                    kind=event.kind,
                )
            )
            tx.execute(
                sa.insert(drafts).values(
                    household_id=event.household_id, request_id=event.request_id
                )
            )
        case RequestSubmitted():
            _forget_draft(tx, event.request_id)
            status = RequestStatus.SUBMITTED if event.lines else RequestStatus.DECIDED
            sent = {
                "status": status,
                "reference": event.reference,
                "received_at": event.received_at,
            }
            if not tx.execute(_SENT, {"of": event.request_id, **sent}).rowcount:  # at the desk
                tx.execute(
                    sa.insert(booking_requests).values(
                        request_id=event.request_id,
                        household_id=event.household_id,
                        kind=event.kind,
                        **sent,
                    )
                )
        case RequestDecided():
            tx.execute(_request(event.request_id).values(status=RequestStatus.DECIDED))
        case DraftDropped():
            _forget_draft(tx, event.request_id)
            tx.execute(_request(event.request_id).values(status=RequestStatus.DROPPED))


READ_MODEL = ReadModel("booking_requests", metadata, project)

_DRAFT = Question(
    sa.select(drafts.c.request_id).where(drafts.c.household_id == sa.bindparam("household_id"))
)


def draft_of(tx: sa.Connection, household_id: UUID) -> UUID | None:
    return _DRAFT.value(tx, household_id=household_id)


def household_of_request(tx: sa.Connection, request_id: UUID) -> UUID | None:
    query = sa.select(booking_requests.c.household_id)
    return tx.scalar(query.where(booking_requests.c.request_id == request_id))


def sent_by(tx: sa.Connection, household_id: UUID, limit: int = 100) -> list[UUID]:
    """What a household has sent, the newest first."""
    query = (
        sa.select(booking_requests.c.request_id)
        .where(
            booking_requests.c.household_id == household_id,
            booking_requests.c.received_at.is_not(None),
        )
        .order_by(booking_requests.c.received_at.desc())
        .limit(limit)
    )
    return list(tx.scalars(query))


def sent(tx: sa.Connection, request_ids: list[UUID]) -> list[SentRequest]:
    query = sa.select(booking_requests).where(booking_requests.c.request_id.in_(request_ids))
    return [
        SentRequest(
            request_id=row.request_id,
            household_id=row.household_id,
            kind=row.kind,
            reference=row.reference,
            received_at=_aware(row.received_at),
        )
        for row in tx.execute(query)
    ]


def _request(request_id: UUID) -> sa.Update:
    return sa.update(booking_requests).where(booking_requests.c.request_id == request_id)


def _forget_draft(tx: sa.Connection, request_id: UUID) -> None:
    tx.execute(_FORGET, {"of": request_id})


def _aware(at: datetime) -> datetime:
    """SQLite forgets the zone; what is stored is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
