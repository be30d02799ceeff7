"""An invoice: what it says never changes; what happens to it is whether it gets paid.

A payment counts when the bank says so. What the bank says is kept even when it does not fit
(another amount, an invoice paid already): somebody's money has moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from services.billing.domain.charges import InvoiceLine, total_of
from shared.eventstore.decider import Refused
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


class PaymentState(StrEnum):
    """STARTED: the family was sent to the bank. PENDING: the bank has it, and will confirm."""

    STARTED = "STARTED"
    PENDING = "PENDING"
    RECEIVED = "RECEIVED"
    FAILED = "FAILED"


# Commands


@dataclass(frozen=True, kw_only=True)
class IssueInvoice:
    invoice_id: UUID
    number: str
    household_id: UUID
    period: str
    issued_at: datetime
    issued_on: date
    due_on: date
    payer_name: str
    payer_address: tuple[str, ...]
    child_names: tuple[ChildName, ...]
    operator: OperatorIdentity
    vat_exemption: str
    lines: tuple[InvoiceLine, ...]


@dataclass(frozen=True, kw_only=True)
class StartPayment:
    payment_id: UUID
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class RecordPayment:
    payment_id: UUID
    amount_cents: int
    bank_reference: str
    paid_at: datetime


@dataclass(frozen=True, kw_only=True)
class RecordPendingPayment:
    payment_id: UUID


@dataclass(frozen=True, kw_only=True)
class RecordFailedPayment:
    payment_id: UUID
    reason: FailureReason


@dataclass(frozen=True, kw_only=True)
class DeclareOverdue:
    """`on` is the day it is, in Paris."""

    at: datetime
    on: date


Command = (
    IssueInvoice
    | StartPayment
    | RecordPayment
    | RecordPendingPayment
    | RecordFailedPayment
    | DeclareOverdue
)


# Events


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued:
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
    invoice_id: UUID
    household_id: UUID
    payment_id: UUID
    amount_cents: int
    bank_reference: str
    paid_at: datetime


@dataclass(frozen=True, kw_only=True)
class PaymentFailed:
    invoice_id: UUID
    payment_id: UUID
    reason: FailureReason


@dataclass(frozen=True, kw_only=True)
class PaymentDisputed:
    """The bank tells of another amount than the invoice's: it does not pay the invoice."""

    invoice_id: UUID
    payment_id: UUID
    amount_cents: int
    expected_cents: int
    bank_reference: str
    paid_at: datetime


@dataclass(frozen=True, kw_only=True)
class PaymentInExcess:
    """The invoice was paid already: this money is the family's."""

    invoice_id: UUID
    payment_id: UUID
    amount_cents: int
    bank_reference: str
    paid_at: datetime


@dataclass(frozen=True, kw_only=True)
class InvoiceOverdue:
    """Its due date has passed and no payment of it is known."""

    invoice_id: UUID
    number: str
    household_id: UUID
    period: str
    total_cents: int
    due_on: date
    at: datetime


Event = (
    InvoiceIssued
    | PaymentStarted
    | PaymentPending
    | PaymentReceived
    | PaymentFailed
    | PaymentDisputed
    | PaymentInExcess
    | InvoiceOverdue
)


# State


@dataclass(frozen=True, kw_only=True)
class InvoiceFacts:
    number: str
    period: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """`told` are the payments the bank told of, each by its reference and amount."""

    invoice_id: UUID | None = None
    household_id: UUID | None = None
    issued: InvoiceFacts | None = None
    total_cents: int = 0
    paid: bool = False
    overdue: bool = False
    payments: Mapping[UUID, PaymentState] = field(default_factory=dict)
    told: frozenset[tuple[str, int]] = frozenset()


INITIAL = Invoice()


# Decide


def decide(command: Command, invoice: Invoice) -> list[Event]:
    match command:
        case IssueInvoice():
            return issue_invoice(command, invoice)
        case StartPayment():
            return start_payment(command, invoice)
        case RecordPayment():
            return record_payment(command, invoice)
        case RecordPendingPayment():
            return record_pending_payment(command, invoice)
        case RecordFailedPayment():
            return record_failed_payment(command, invoice)
        case DeclareOverdue():
            return declare_overdue(command, invoice)
    assert_never(command)


def issue_invoice(command: IssueInvoice, invoice: Invoice) -> list[Event]:
    if invoice.invoice_id is not None:
        return []
    if not command.lines:
        raise Refused("nothing_to_invoice")
    return [
        InvoiceIssued(
            invoice_id=command.invoice_id,
            number=command.number,
            household_id=command.household_id,
            period=command.period,
            issued_at=command.issued_at,
            issued_on=command.issued_on,
            due_on=command.due_on,
            payer_name=command.payer_name,
            payer_address=command.payer_address,
            child_names=command.child_names,
            operator=command.operator,
            vat_exemption=command.vat_exemption,
            lines=command.lines,
            total_cents=total_of(command.lines),
        )
    ]


def start_payment(command: StartPayment, invoice: Invoice) -> list[Event]:
    invoice_id, household_id = _issued(invoice)
    if invoice.paid:
        raise Refused("already_paid")
    if command.payment_id in invoice.payments:
        return []
    if PaymentState.PENDING in invoice.payments.values():
        raise Refused("payment_pending")
    return [
        PaymentStarted(
            invoice_id=invoice_id,
            household_id=household_id,
            payment_id=command.payment_id,
            amount_cents=invoice.total_cents,
            started_at=command.started_at,
        )
    ]


def record_payment(command: RecordPayment, invoice: Invoice) -> list[Event]:
    """Also after a failure: banks correct themselves, and the last word is the money's."""
    invoice_id, household_id = _issued(invoice)
    _known(command.payment_id, invoice)
    if (command.bank_reference, command.amount_cents) in invoice.told:
        return []
    if command.amount_cents != invoice.total_cents:
        return [
            PaymentDisputed(
                invoice_id=invoice_id,
                payment_id=command.payment_id,
                amount_cents=command.amount_cents,
                expected_cents=invoice.total_cents,
                bank_reference=command.bank_reference,
                paid_at=command.paid_at,
            )
        ]
    if invoice.paid:
        return [
            PaymentInExcess(
                invoice_id=invoice_id,
                payment_id=command.payment_id,
                amount_cents=command.amount_cents,
                bank_reference=command.bank_reference,
                paid_at=command.paid_at,
            )
        ]
    return [
        PaymentReceived(
            invoice_id=invoice_id,
            household_id=household_id,
            payment_id=command.payment_id,
            amount_cents=command.amount_cents,
            bank_reference=command.bank_reference,
            paid_at=command.paid_at,
        )
    ]


def record_pending_payment(command: RecordPendingPayment, invoice: Invoice) -> list[Event]:
    invoice_id, _ = _issued(invoice)
    if _known(command.payment_id, invoice) is not PaymentState.STARTED:
        return []
    return [PaymentPending(invoice_id=invoice_id, payment_id=command.payment_id)]


def record_failed_payment(command: RecordFailedPayment, invoice: Invoice) -> list[Event]:
    invoice_id, _ = _issued(invoice)
    if _known(command.payment_id, invoice) in (PaymentState.RECEIVED, PaymentState.FAILED):
        return []
    return [
        PaymentFailed(invoice_id=invoice_id, payment_id=command.payment_id, reason=command.reason)
    ]


def declare_overdue(command: DeclareOverdue, invoice: Invoice) -> list[Event]:
    """Not while the bank has a payment: the family has done its part."""
    invoice_id, household_id = _issued(invoice)
    assert invoice.issued is not None
    if invoice.paid or invoice.overdue or PaymentState.PENDING in invoice.payments.values():
        return []
    if command.on <= invoice.issued.due_on:
        raise Refused("not_due_yet")
    return [
        InvoiceOverdue(
            invoice_id=invoice_id,
            number=invoice.issued.number,
            household_id=household_id,
            period=invoice.issued.period,
            total_cents=invoice.total_cents,
            due_on=invoice.issued.due_on,
            at=command.at,
        )
    ]


def _issued(invoice: Invoice) -> tuple[UUID, UUID]:
    if invoice.invoice_id is None or invoice.household_id is None:
        raise Refused("unknown_invoice")
    return invoice.invoice_id, invoice.household_id


def _known(payment_id: UUID, invoice: Invoice) -> PaymentState:
    if payment_id not in invoice.payments:
        raise Refused("unknown_payment")
    return invoice.payments[payment_id]


# Evolve


def evolve(invoice: Invoice, event: Event) -> Invoice:
    match event:
        case InvoiceIssued():
            return replace(
                invoice,
                invoice_id=event.invoice_id,
                household_id=event.household_id,
                issued=InvoiceFacts(number=event.number, period=event.period, due_on=event.due_on),
                total_cents=event.total_cents,
                paid=event.total_cents == 0,
            )
        case PaymentStarted():
            return _moved(invoice, event.payment_id, PaymentState.STARTED)
        case PaymentPending():
            return _moved(invoice, event.payment_id, PaymentState.PENDING)
        case PaymentFailed():
            return _moved(invoice, event.payment_id, PaymentState.FAILED)
        case PaymentReceived():
            paid = _moved(invoice, event.payment_id, PaymentState.RECEIVED)
            return replace(_told(paid, event), paid=True)
        case PaymentInExcess():
            return _told(_moved(invoice, event.payment_id, PaymentState.RECEIVED), event)
        case InvoiceOverdue():
            return replace(invoice, overdue=True)
        case PaymentDisputed():
            if invoice.payments.get(event.payment_id) is not PaymentState.RECEIVED:
                invoice = _moved(invoice, event.payment_id, PaymentState.FAILED)
            return _told(invoice, event)
    assert_never(event)


def _moved(invoice: Invoice, payment_id: UUID, state: PaymentState) -> Invoice:
    return replace(invoice, payments={**invoice.payments, payment_id: state})


def _told(invoice: Invoice, event: PaymentReceived | PaymentInExcess | PaymentDisputed) -> Invoice:
    return replace(invoice, told=invoice.told | {(event.bank_reference, event.amount_cents)})
