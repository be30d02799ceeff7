"""The invoices, what became of their payments, and the days each one covers. Holds no name."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.billing.domain.charges import BillableDay, InvoicedDay, Nature, days_of
from services.billing.domain.invoice_history import (
    CreditNoteIssued,
    CreditReason,
    InvoiceIssued,
    InvoiceOverdue,
    PaymentDisputed,
    PaymentFailed,
    PaymentInExcess,
    PaymentPending,
    PaymentReceived,
    PaymentStarted,
    PaymentState,
)
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

invoices = sa.Table(
    "invoices",
    metadata,
    sa.Column("invoice_id", sa.Uuid, primary_key=True),
    sa.Column("number", sa.Text, nullable=False, unique=True),
    sa.Column("household_id", sa.Uuid, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("total_cents", sa.Integer, nullable=False),
    sa.Column("deducted_cents", sa.Integer, nullable=False),
    sa.Column("left_cents", sa.Integer, nullable=False),
    sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("overdue", sa.Boolean, nullable=False),
    sa.UniqueConstraint("household_id", "period"),
    sa.Index("invoices_of_a_month", "period"),
)

payments = sa.Table(
    "payments",
    metadata,
    sa.Column("payment_id", sa.Uuid, primary_key=True),
    sa.Column("invoice_id", sa.Uuid, nullable=False, index=True),
    sa.Column("household_id", sa.Uuid, nullable=False),
    sa.Column("amount_cents", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("in_excess", sa.Boolean, nullable=False),
)

invoiced_days = sa.Table(
    "invoiced_days",
    metadata,
    sa.Column("invoice_id", sa.Uuid, primary_key=True),
    sa.Column("child_id", sa.Uuid, primary_key=True),
    sa.Column("facility_id", sa.Text, primary_key=True),
    sa.Column("slot_type", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("household_id", sa.Uuid, nullable=False),
    sa.Column("period", sa.Text, nullable=False, index=True),
)


credit_notes = sa.Table(
    "credit_notes",
    metadata,
    sa.Column("credit_note_id", sa.Uuid, primary_key=True),
    sa.Column("invoice_id", sa.Uuid, nullable=False, index=True),
    sa.Column("household_id", sa.Uuid, nullable=False),
    sa.Column("number", sa.Text, nullable=False, unique=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("amount_cents", sa.Integer, nullable=False),
    sa.Column("deducted_cents", sa.Integer, nullable=False),
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case InvoiceIssued():
            _issued(tx, event)
        case PaymentStarted():
            tx.execute(
                sa.insert(payments).values(
                    payment_id=event.payment_id,
                    invoice_id=event.invoice_id,
                    household_id=event.household_id,
                    amount_cents=event.amount_cents,
                    state=PaymentState.STARTED,
                    in_excess=False,
                )
            )
        case PaymentPending():
            _move(tx, event.payment_id, state=PaymentState.PENDING)
        case PaymentFailed():
            _move(tx, event.payment_id, state=PaymentState.FAILED)
        case PaymentDisputed():
            unless_received = payments.c.state != PaymentState.RECEIVED
            _move(tx, event.payment_id, unless_received, state=PaymentState.FAILED)
        case PaymentInExcess():
            _move(tx, event.payment_id, state=PaymentState.RECEIVED, in_excess=True)
        case InvoiceOverdue():
            tx.execute(
                sa.update(invoices)
                .where(invoices.c.invoice_id == event.invoice_id)
                .values(overdue=True)
            )
        case PaymentReceived():
            _move(tx, event.payment_id, state=PaymentState.RECEIVED)
            tx.execute(
                sa.update(invoices)
                .where(invoices.c.invoice_id == event.invoice_id)
                .values(paid_at=event.paid_at.astimezone(UTC), left_cents=0)
            )
        case CreditNoteIssued():
            _credited(tx, event)


READ_MODEL = ReadModel("invoices", metadata, project)


def _issued(tx: sa.Connection, event: InvoiceIssued) -> None:
    left_cents = event.total_cents - event.deducted_cents
    tx.execute(
        sa.insert(invoices).values(
            invoice_id=event.invoice_id,
            number=event.number,
            household_id=event.household_id,
            period=event.period,
            issued_on=event.issued_on,
            due_on=event.due_on,
            total_cents=event.total_cents,
            deducted_cents=event.deducted_cents,
            left_cents=left_cents,
            overdue=False,
            paid_at=None if left_cents else event.issued_at.astimezone(UTC),
        )
    )
    if not any(line.nature is not Nature.PENALTY for line in event.lines):
        return
    tx.execute(
        sa.insert(invoiced_days),
        [
            {
                "invoice_id": event.invoice_id,
                "child_id": line.child_id,
                "facility_id": line.facility_id,
                "slot_type": line.slot_type,
                "day": day,
                "household_id": event.household_id,
                "period": event.period,
            }
            for line in event.lines
            if line.nature is not Nature.PENALTY
            for day in line.days
        ],
    )


def _credited(tx: sa.Connection, event: CreditNoteIssued) -> None:
    tx.execute(
        sa.update(invoices)
        .where(invoices.c.invoice_id == event.invoice_id)
        .values(left_cents=invoices.c.left_cents - event.deducted_cents)
    )
    tx.execute(
        sa.insert(credit_notes).values(
            credit_note_id=event.credit_note_id,
            invoice_id=event.invoice_id,
            household_id=event.household_id,
            number=event.number,
            reason=event.reason,
            issued_on=event.issued_on,
            amount_cents=event.amount_cents,
            deducted_cents=event.deducted_cents,
        )
    )
    for day in days_of(event.lines):
        tx.execute(
            sa.delete(invoiced_days).where(
                invoiced_days.c.invoice_id == event.invoice_id, *_is(day)
            )
        )


def _is(day: InvoicedDay) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        invoiced_days.c.child_id == day.child_id,
        invoiced_days.c.facility_id == day.facility_id,
        invoiced_days.c.slot_type == day.slot_type,
        invoiced_days.c.day == day.day,
    )


def _move(
    tx: sa.Connection, payment_id: UUID, *where: sa.ColumnElement[bool], **values: Any
) -> None:
    tx.execute(
        sa.update(payments).where(payments.c.payment_id == payment_id, *where).values(**values)
    )


class InvoiceState(StrEnum):
    """PENDING: the bank has a payment and will confirm it. CREDITED: never paid, and nothing of it
    is to be paid any more."""

    UNPAID = "UNPAID"
    OVERDUE = "OVERDUE"
    PENDING = "PENDING"
    PAID = "PAID"
    CREDITED = "CREDITED"


@dataclass(frozen=True, kw_only=True)
class InvoiceRow:
    invoice_id: UUID
    number: str
    household_id: UUID
    period: str
    issued_on: date
    due_on: date
    total_cents: int
    deducted_cents: int
    left_cents: int
    state: InvoiceState
    paid_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PaymentRow:
    payment_id: UUID
    invoice_id: UUID
    household_id: UUID
    amount_cents: int
    state: PaymentState
    in_excess: bool


@dataclass(frozen=True, kw_only=True)
class CreditNoteRow:
    credit_note_id: UUID
    invoice_id: UUID
    household_id: UUID
    number: str
    reason: CreditReason
    issued_on: date
    amount_cents: int
    deducted_cents: int


def credit_notes_of(tx: sa.Connection, invoice_id: UUID) -> list[CreditNoteRow]:
    """In the order of their numbers."""
    return _credit_notes(tx, credit_notes.c.invoice_id == invoice_id)


def credit_note_row(tx: sa.Connection, credit_note_id: UUID) -> CreditNoteRow | None:
    rows = _credit_notes(tx, credit_notes.c.credit_note_id == credit_note_id)
    return rows[0] if rows else None


def invoices_over(
    tx: sa.Connection, household_id: UUID, days: Collection[InvoicedDay]
) -> dict[UUID, frozenset[InvoicedDay]]:
    """Which of these days stand on which invoice of the household and are not credited yet."""
    query = sa.select(invoiced_days).where(
        invoiced_days.c.household_id == household_id,
        invoiced_days.c.day.in_({it.day for it in days}),
    )
    found: dict[UUID, set[InvoicedDay]] = defaultdict(set)
    for row in tx.execute(query.order_by(invoiced_days.c.period)):
        day = InvoicedDay(
            child_id=row.child_id,
            facility_id=row.facility_id,
            slot_type=row.slot_type,
            day=row.day,
        )
        if day in days:
            found[row.invoice_id].add(day)
    return {invoice_id: frozenset(theirs) for invoice_id, theirs in found.items()}


def invoices_of_household(tx: sa.Connection, household_id: UUID) -> list[InvoiceRow]:
    """Newest first."""
    return _rows(tx, invoices.c.household_id == household_id)


def invoices_of_month(tx: sa.Connection, period: str) -> list[InvoiceRow]:
    return _rows(tx, invoices.c.period == period)


def invoice_row(tx: sa.Connection, invoice_id: UUID) -> InvoiceRow | None:
    return next(iter(_rows(tx, invoices.c.invoice_id == invoice_id)), None)


def payment_row(tx: sa.Connection, payment_id: UUID) -> PaymentRow | None:
    rows = _payments(tx, payments.c.payment_id == payment_id)
    return rows[0] if rows else None


def payments_of_invoice(tx: sa.Connection, invoice_id: UUID) -> list[PaymentRow]:
    return _payments(tx, payments.c.invoice_id == invoice_id)


def days_invoiced(tx: sa.Connection, period: str) -> dict[UUID, set[BillableDay]]:
    """By household: what the invoices of the month cover."""
    days: dict[UUID, set[BillableDay]] = defaultdict(set)
    for row in tx.execute(sa.select(invoiced_days).where(invoiced_days.c.period == period)):
        days[row.household_id].add(
            BillableDay(
                child_id=row.child_id,
                facility_id=row.facility_id,
                slot_type=row.slot_type,
                day=row.day,
            )
        )
    return days


@dataclass(frozen=True, kw_only=True)
class InvoicedMonth:
    invoices: int
    total_cents: int


def by_month(tx: sa.Connection) -> dict[str, InvoicedMonth]:
    rows = tx.execute(
        sa.select(
            invoices.c.period,
            sa.func.count().label("invoices"),
            sa.func.sum(invoices.c.total_cents).label("total_cents"),
        ).group_by(invoices.c.period)
    )
    return {
        row.period: InvoicedMonth(invoices=row.invoices, total_cents=int(row.total_cents))
        for row in rows
    }


def _rows(tx: sa.Connection, where: sa.ColumnElement[bool]) -> list[InvoiceRow]:
    pending = (
        sa.exists()
        .where(payments.c.invoice_id == invoices.c.invoice_id)
        .where(payments.c.state == PaymentState.PENDING)
    )
    query = sa.select(invoices, pending.label("pending")).where(where)
    return [
        InvoiceRow(
            invoice_id=row.invoice_id,
            number=row.number,
            household_id=row.household_id,
            period=row.period,
            issued_on=row.issued_on,
            due_on=row.due_on,
            total_cents=row.total_cents,
            deducted_cents=row.deducted_cents,
            left_cents=row.left_cents,
            state=_state(row),
            paid_at=_utc(row.paid_at),
        )
        for row in tx.execute(query.order_by(invoices.c.period.desc(), invoices.c.number.desc()))
    ]


def _utc(instant: datetime | None) -> datetime | None:
    """SQLite forgets the zone; what lies there is UTC."""
    if instant is None or instant.tzinfo:
        return instant
    return instant.replace(tzinfo=UTC)


def _state(row: Any) -> InvoiceState:
    if row.paid_at is not None:
        return InvoiceState.PAID
    if row.left_cents == 0:
        return InvoiceState.CREDITED
    if row.pending:
        return InvoiceState.PENDING
    return InvoiceState.OVERDUE if row.overdue else InvoiceState.UNPAID


def _credit_notes(tx: sa.Connection, where: sa.ColumnElement[bool]) -> list[CreditNoteRow]:
    query = sa.select(credit_notes).where(where).order_by(credit_notes.c.number)
    return [
        CreditNoteRow(
            credit_note_id=row.credit_note_id,
            invoice_id=row.invoice_id,
            household_id=row.household_id,
            number=row.number,
            reason=CreditReason(row.reason),
            issued_on=row.issued_on,
            amount_cents=row.amount_cents,
            deducted_cents=row.deducted_cents,
        )
        for row in tx.execute(query)
    ]


def _payments(tx: sa.Connection, where: sa.ColumnElement[bool]) -> list[PaymentRow]:
    return [
        PaymentRow(
            payment_id=row.payment_id,
            invoice_id=row.invoice_id,
            household_id=row.household_id,
            amount_cents=row.amount_cents,
            state=PaymentState(row.state),
            in_excess=row.in_excess,
        )
        for row in tx.execute(sa.select(payments).where(where))
    ]
