"""What can happen to an invoice, and what is known of it.

What it says never changes: it gets paid, or a credit note takes days back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from services.billing.domain.charges import InvoicedDay, InvoiceLine, days_of
from shared.eventstore.personal import Personal, SubjectId

# Words


@dataclass(frozen=True, kw_only=True)
class OperatorIdentity:
    name: str
    legal_name: str
    siret: str
    phone: str
    email: str
    address: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChildName:
    child_id: UUID
    given_name: str


class FailureReason(StrEnum):
    REFUSED = "REFUSED"
    ABANDONED = "ABANDONED"


class CreditReason(StrEnum):
    """Why days that were invoiced are not billed any more."""

    ABSENCE_EXCUSED = "ABSENCE_EXCUSED"
    DAY_CLOSED = "DAY_CLOSED"
    CANCELLED = "CANCELLED"
    HANDED_OVER = "HANDED_OVER"


class PaymentState(StrEnum):
    """STARTED: the family was sent to the bank. PENDING: the bank has it, and will confirm."""

    STARTED = "STARTED"
    PENDING = "PENDING"
    RECEIVED = "RECEIVED"
    FAILED = "FAILED"


# Events


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued:
    """`deducted_cents` of the total are paid with credit that the family had."""

    invoice_id: UUID
    number: str
    household_id: SubjectId
    period: str
    issued_at: datetime
    issued_on: date
    due_on: date
    payer_name: Personal[str]
    payer_address: Personal[tuple[str, ...]]
    child_names: Personal[tuple[ChildName, ...]]
    operator: OperatorIdentity
    vat_exemption: str
    lines: tuple[InvoiceLine, ...]
    total_cents: int
    deducted_cents: int = 0


@dataclass(frozen=True, kw_only=True)
class PaymentStarted:
    invoice_id: UUID
    household_id: UUID
    payment_id: UUID
    amount_cents: int
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class PaymentPending:
    invoice_id: UUID
    payment_id: UUID


@dataclass(frozen=True, kw_only=True)
class PaymentReceived:
    """`excess_cents` were no longer due: a credit note came between."""

    invoice_id: UUID
    household_id: UUID
    payment_id: UUID
    amount_cents: int
    bank_reference: str
    paid_at: datetime
    excess_cents: int = 0


@dataclass(frozen=True, kw_only=True)
class PaymentFailed:
    invoice_id: UUID
    payment_id: UUID
    reason: FailureReason


@dataclass(frozen=True, kw_only=True)
class PaymentDisputed:
    """The bank tells of another amount than was asked for: it does not pay the invoice."""

    invoice_id: UUID
    payment_id: UUID
    amount_cents: int
    expected_cents: int
    bank_reference: str
    paid_at: datetime


@dataclass(frozen=True, kw_only=True)
class PaymentInExcess:
    """There was nothing to pay any more: this money is the family's."""

    invoice_id: UUID
    payment_id: UUID
    amount_cents: int
    bank_reference: str
    paid_at: datetime


@dataclass(frozen=True, kw_only=True)
class InvoiceOverdue:
    """Its due date has passed and no payment of it is known. `left_cents` are to be paid, None
    where it is the whole."""

    invoice_id: UUID
    number: str
    household_id: UUID
    period: str
    total_cents: int
    due_on: date
    at: datetime
    left_cents: int | None = None


@dataclass(frozen=True, kw_only=True)
class CreditNoteIssued:
    """Days that were invoiced are not billed any more. The invoice itself stays as it is.

    `deducted_cents` of the amount were still to be paid and are not any more; the rest is the
    family's credit.
    """

    credit_note_id: UUID
    number: str
    invoice_id: UUID
    invoice_number: str
    household_id: UUID
    period: str
    reason: CreditReason
    issued_at: datetime
    issued_on: date
    lines: tuple[InvoiceLine, ...]
    amount_cents: int
    deducted_cents: int


Event = (
    InvoiceIssued
    | PaymentStarted
    | PaymentPending
    | PaymentReceived
    | PaymentFailed
    | PaymentDisputed
    | PaymentInExcess
    | InvoiceOverdue
    | CreditNoteIssued
)


# State


@dataclass(frozen=True, kw_only=True)
class InvoiceFacts:
    number: str
    period: str
    due_on: date
    lines: tuple[InvoiceLine, ...]


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """`left_cents` are what is to be paid now; `asked` is what each payment was started with.

    `told` are the payments the bank told of, each by its reference and amount; `credited` are the
    days that credit notes took back.
    """

    invoice_id: UUID | None = None
    household_id: UUID | None = None
    issued: InvoiceFacts | None = None
    left_cents: int = 0
    overdue: bool = False
    payments: Mapping[UUID, PaymentState] = field(default_factory=dict)
    asked: Mapping[UUID, int] = field(default_factory=dict)
    told: frozenset[tuple[str, int]] = frozenset()
    credit_notes: frozenset[UUID] = frozenset()
    credited: frozenset[InvoicedDay] = frozenset()

    @property
    def settled(self) -> bool:
        return self.left_cents == 0


INITIAL = Invoice()


# Evolve


def evolve(invoice: Invoice, event: Event) -> Invoice:
    match event:
        case InvoiceIssued():
            return replace(
                invoice,
                invoice_id=event.invoice_id,
                household_id=event.household_id,
                issued=InvoiceFacts(
                    number=event.number,
                    period=event.period,
                    due_on=event.due_on,
                    lines=event.lines,
                ),
                left_cents=event.total_cents - event.deducted_cents,
            )
        case PaymentStarted():
            started = _moved(invoice, event.payment_id, PaymentState.STARTED)
            return replace(started, asked={**invoice.asked, event.payment_id: event.amount_cents})
        case PaymentPending():
            return _moved(invoice, event.payment_id, PaymentState.PENDING)
        case PaymentFailed():
            return _moved(invoice, event.payment_id, PaymentState.FAILED)
        case PaymentReceived():
            paid = _moved(invoice, event.payment_id, PaymentState.RECEIVED)
            return replace(_told(paid, event), left_cents=0)
        case PaymentInExcess():
            return _told(_moved(invoice, event.payment_id, PaymentState.RECEIVED), event)
        case InvoiceOverdue():
            return replace(invoice, overdue=True)
        case CreditNoteIssued():
            return replace(
                invoice,
                left_cents=invoice.left_cents - event.deducted_cents,
                credit_notes=invoice.credit_notes | {event.credit_note_id},
                credited=invoice.credited | set(days_of(event.lines)),
            )
        case PaymentDisputed():
            if invoice.payments.get(event.payment_id) is not PaymentState.RECEIVED:
                invoice = _moved(invoice, event.payment_id, PaymentState.FAILED)
            return _told(invoice, event)
    assert_never(event)


def _moved(invoice: Invoice, payment_id: UUID, state: PaymentState) -> Invoice:
    return replace(invoice, payments={**invoice.payments, payment_id: state})


def _told(invoice: Invoice, event: PaymentReceived | PaymentInExcess | PaymentDisputed) -> Invoice:
    return replace(invoice, told=invoice.told | {(event.bank_reference, event.amount_cents)})
