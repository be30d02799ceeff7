"""What billing tells the others, and what it keeps to itself."""

from typing import assert_never

from services.billing.domain import (
    credit_book,
    family_credit,
    invoice,
    invoice_book,
    invoice_history,
    rate_table,
    stray_payment,
)
from shared.contracts import billing

Event = (
    credit_book.Event
    | family_credit.Event
    | invoice.Event
    | invoice_book.Event
    | rate_table.Event
    | stray_payment.Event
)
Published = (
    billing.InvoiceIssued
    | billing.PaymentReceived
    | billing.InvoiceOverdue
    | billing.CreditNoteIssued
    | billing.PaymentRefunded
)


def publication(event: Event) -> Published | None:
    match event:
        case invoice_history.InvoiceIssued():
            return billing.InvoiceIssued(
                invoice_id=event.invoice_id,
                number=event.number,
                household_id=event.household_id,
                period=event.period,
                total_cents=event.total_cents,
                due_on=event.due_on,
                deducted_cents=event.deducted_cents,
            )
        case invoice_history.InvoiceOverdue():
            return billing.InvoiceOverdue(
                invoice_id=event.invoice_id,
                number=event.number,
                household_id=event.household_id,
                period=event.period,
                total_cents=event.total_cents,
                due_on=event.due_on,
                left_cents=event.total_cents if event.left_cents is None else event.left_cents,
            )
        case invoice_history.PaymentReceived():
            return billing.PaymentReceived(
                payment_id=event.payment_id,
                invoice_id=event.invoice_id,
                household_id=event.household_id,
                amount_cents=event.amount_cents,
                paid_at=event.paid_at,
                bank_reference=event.bank_reference,
            )
        case invoice_history.CreditNoteIssued():
            return billing.CreditNoteIssued(
                credit_note_id=event.credit_note_id,
                number=event.number,
                invoice_id=event.invoice_id,
                invoice_number=event.invoice_number,
                household_id=event.household_id,
                period=event.period,
                reason=event.reason,
                amount_cents=event.amount_cents,
                deducted_cents=event.deducted_cents,
                issued_at=event.issued_at,
            )
        case family_credit.PaymentRefunded():
            return billing.PaymentRefunded(
                refund_id=event.refund_id,
                household_id=event.household_id,
                amount_cents=event.cents,
                refunded_at=event.at,
            )
        case (
            credit_book.CreditNoteNumbered()
            | family_credit.CreditAdded()
            | family_credit.CreditDeducted()
            | invoice_history.PaymentStarted()
            | invoice_history.PaymentPending()
            | invoice_history.PaymentFailed()
            | invoice_history.PaymentDisputed()
            | invoice_history.PaymentInExcess()
            | invoice_book.InvoicesNumbered()
            | rate_table.RatesSet()
            | stray_payment.StrayPaymentKept()
        ):
            return None
    assert_never(event)
