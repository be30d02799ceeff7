"""The unpaid invoices, and the instant from which each one is overdue."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from services.billing.domain.invoice_history import (
    CreditNoteIssued,
    InvoiceIssued,
    InvoiceOverdue,
    PaymentDisputed,
    PaymentFailed,
    PaymentInExcess,
    PaymentPending,
    PaymentReceived,
)
from shared.eventstore.clock import PARIS
from shared.eventstore.read_model import ReadModel

# The whole due date is the family's, and a mail about money does not come at midnight.
HOUR: Final = time(8)

metadata = sa.MetaData()

due_dates = sa.Table(
    "due_dates",
    metadata,
    sa.Column("invoice_id", sa.Uuid, primary_key=True),
    sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("left_cents", sa.Integer, nullable=False),
    sa.Column("pending_payment_id", sa.Uuid, nullable=True),
)

# While the bank has a payment the family has done its part.
WAITING: Final = sa.select(
    due_dates.c.invoice_id.label("about"), due_dates.c.overdue_at.label("due_at")
).where(due_dates.c.pending_payment_id.is_(None))


def overdue_at(due_on: date) -> datetime:
    """The morning after the due date, in UTC."""
    return datetime.combine(due_on + timedelta(days=1), HOUR, PARIS).astimezone(UTC)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case InvoiceIssued() if event.total_cents > event.deducted_cents:
            tx.execute(
                sa.insert(due_dates).values(
                    invoice_id=event.invoice_id,
                    overdue_at=overdue_at(event.due_on),
                    left_cents=event.total_cents - event.deducted_cents,
                )
            )
        case PaymentPending():
            _pending(tx, event.payment_id, due_dates.c.invoice_id == event.invoice_id)
        case PaymentFailed() | PaymentDisputed() | PaymentInExcess():
            _pending(tx, None, due_dates.c.pending_payment_id == event.payment_id)
        case CreditNoteIssued() if event.deducted_cents:
            _less_to_pay(tx, event)
        case PaymentReceived() | InvoiceOverdue():
            tx.execute(sa.delete(due_dates).where(due_dates.c.invoice_id == event.invoice_id))


def _less_to_pay(tx: sa.Connection, event: CreditNoteIssued) -> None:
    this = due_dates.c.invoice_id == event.invoice_id
    left = due_dates.c.left_cents - event.deducted_cents
    tx.execute(sa.update(due_dates).where(this).values(left_cents=left))
    tx.execute(sa.delete(due_dates).where(this, due_dates.c.left_cents == 0))


def _pending(tx: sa.Connection, payment_id: UUID | None, where: sa.ColumnElement[bool]) -> None:
    tx.execute(sa.update(due_dates).where(where).values(pending_payment_id=payment_id))


READ_MODEL = ReadModel("due_dates", metadata, project)
