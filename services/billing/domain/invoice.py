"""An invoice: what it says never changes; what happens to it is whether it gets paid or credited.

A payment counts when the bank says so. What the bank says is kept even when it does not fit
(another amount, an invoice paid already): somebody's money has moved. What can happen to it has a
file of its own, `invoice_history`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never
from uuid import UUID

from services.billing.domain.charges import InvoicedDay, InvoiceLine, days_of, only_on, total_of
from services.billing.domain.invoice_history import (
    INITIAL,
    ChildName,
    CreditNoteIssued,
    CreditReason,
    Event,
    FailureReason,
    Invoice,
    InvoiceIssued,
    InvoiceOverdue,
    OperatorIdentity,
    PaymentDisputed,
    PaymentFailed,
    PaymentInExcess,
    PaymentPending,
    PaymentReceived,
    PaymentStarted,
    PaymentState,
    evolve,
)
from shared.eventstore.decider import Refused

__all__ = ["INITIAL", "Command", "Event", "decide", "evolve"]

# Commands


@dataclass(frozen=True, kw_only=True)
class IssueInvoice:
    """`deducted_cents` is credit of the family that is used for it."""

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
    deducted_cents: int = 0


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


@dataclass(frozen=True, kw_only=True)
class CreditDays:
    """`days` are not billed any more; `number` is the next of the book of credit notes."""

    credit_note_id: UUID
    number: str
    days: frozenset[InvoicedDay]
    reason: CreditReason
    issued_at: datetime
    issued_on: date


Command = (
    IssueInvoice
    | StartPayment
    | RecordPayment
    | RecordPendingPayment
    | RecordFailedPayment
    | DeclareOverdue
    | CreditDays
)


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
        case CreditDays():
            return credit_days(command, invoice)
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
            deducted_cents=command.deducted_cents,
        )
    ]


def start_payment(command: StartPayment, invoice: Invoice) -> list[Event]:
    invoice_id, household_id = _issued(invoice)
    if invoice.settled:
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
            amount_cents=invoice.left_cents,
            started_at=command.started_at,
        )
    ]


def record_payment(command: RecordPayment, invoice: Invoice) -> list[Event]:
    """Also after a failure: banks correct themselves, and the last word is the money's."""
    invoice_id, household_id = _issued(invoice)
    _known(command.payment_id, invoice)
    if (command.bank_reference, command.amount_cents) in invoice.told:
        return []
    asked = invoice.asked[command.payment_id]
    if command.amount_cents != asked:
        return [
            PaymentDisputed(
                invoice_id=invoice_id,
                payment_id=command.payment_id,
                amount_cents=command.amount_cents,
                expected_cents=asked,
                bank_reference=command.bank_reference,
                paid_at=command.paid_at,
            )
        ]
    if invoice.settled:
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
            excess_cents=command.amount_cents - invoice.left_cents,
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
    if invoice.settled or invoice.overdue or PaymentState.PENDING in invoice.payments.values():
        return []
    if command.on <= invoice.issued.due_on:
        raise Refused("not_due_yet")
    return [
        InvoiceOverdue(
            invoice_id=invoice_id,
            number=invoice.issued.number,
            household_id=household_id,
            period=invoice.issued.period,
            total_cents=total_of(invoice.issued.lines),
            due_on=invoice.issued.due_on,
            at=command.at,
            left_cents=invoice.left_cents,
        )
    ]


def credit_days(command: CreditDays, invoice: Invoice) -> list[Event]:
    """At the price they were invoiced at, and each day once."""
    invoice_id, household_id = _issued(invoice)
    assert invoice.issued is not None
    lines = credited_lines(invoice, command.days)
    if command.credit_note_id in invoice.credit_notes or not lines:
        return []
    amount = total_of(lines)
    return [
        CreditNoteIssued(
            credit_note_id=command.credit_note_id,
            number=command.number,
            invoice_id=invoice_id,
            invoice_number=invoice.issued.number,
            household_id=household_id,
            period=invoice.issued.period,
            reason=command.reason,
            issued_at=command.issued_at,
            issued_on=command.issued_on,
            lines=lines,
            amount_cents=amount,
            deducted_cents=min(amount, invoice.left_cents),
        )
    ]


def credited_lines(invoice: Invoice, days: Collection[InvoicedDay]) -> tuple[InvoiceLine, ...]:
    """What a credit note over these days says; nothing where they were free, or are credited."""
    if invoice.issued is None:
        return ()
    wanted = set(days) - invoice.credited
    kept = (
        only_on(line, [it.day for it in days_of([line]) if it in wanted])
        for line in invoice.issued.lines
    )
    return tuple(line for line in kept if line.amount_cents)


def _issued(invoice: Invoice) -> tuple[UUID, UUID]:
    if invoice.invoice_id is None or invoice.household_id is None:
        raise Refused("unknown_invoice")
    return invoice.invoice_id, invoice.household_id


def _known(payment_id: UUID, invoice: Invoice) -> PaymentState:
    if payment_id not in invoice.payments:
        raise Refused("unknown_payment")
    return invoice.payments[payment_id]
