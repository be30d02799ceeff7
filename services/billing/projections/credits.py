"""What credit each family has, and how it came to it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.billing.domain.family_credit import CreditAdded, CreditDeducted, PaymentRefunded
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

credit_movements = sa.Table(
    "credit_movements",
    metadata,
    sa.Column("about", sa.Uuid, primary_key=True),
    sa.Column("household_id", sa.Uuid, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("cents", sa.Integer, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
)


class Movement(StrEnum):
    ADDED = "ADDED"
    DEDUCTED = "DEDUCTED"
    REFUNDED = "REFUNDED"


@dataclass(frozen=True, kw_only=True)
class CreditMovement:
    """`about` is the credit note or payment it came from, the invoice or the refund it went to.
    `cents` are negative where it went."""

    about: UUID
    kind: Movement
    cents: int
    at: datetime
    reference: str


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case CreditAdded():
            _move(tx, event, event.source_id, Movement.ADDED, event.cents)
        case CreditDeducted():
            _move(tx, event, event.invoice_id, Movement.DEDUCTED, -event.cents)
        case PaymentRefunded():
            _move(tx, event, event.refund_id, Movement.REFUNDED, -event.cents, event.reference)


READ_MODEL = ReadModel("credits", metadata, project)


def movements_of(tx: sa.Connection, household_id: UUID) -> list[CreditMovement]:
    """The newest first; together they are what the family has left."""
    query = sa.select(credit_movements).where(credit_movements.c.household_id == household_id)
    return [
        CreditMovement(
            about=row.about,
            kind=Movement(row.kind),
            cents=row.cents,
            at=row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC),
            reference=row.reference,
        )
        for row in tx.execute(query.order_by(credit_movements.c.at.desc()))
    ]


def _move(
    tx: sa.Connection,
    event: CreditAdded | CreditDeducted | PaymentRefunded,
    about: UUID,
    kind: Movement,
    cents: int,
    reference: str = "",
) -> None:
    tx.execute(
        sa.insert(credit_movements).values(
            about=about,
            household_id=event.household_id,
            kind=kind,
            cents=cents,
            at=event.at.astimezone(UTC),
            reference=reference,
        )
    )
