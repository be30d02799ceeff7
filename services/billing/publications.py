"""What billing tells the others, and what it keeps to itself."""

from typing import assert_never

from services.billing.domain import invoice, invoice_book, rate_table, stray_payment
from shared.contracts import billing

Event = invoice.Event | invoice_book.Event | rate_table.Event | stray_payment.Event
Published = billing.InvoiceIssued | billing.PaymentReceived | billing.InvoiceOverdue


def publication(event: Event) -> Published | None:
    match event:
        case invoice.InvoiceIssued():
            return billing.InvoiceIssued(
                invoice_id=event.invoice_id,
                number=event.number,
                household_id=event.household_id,
                period=event.period,
                total_cents=event.total_cents,
                due_on=event.due_on,
            )
        case invoice.InvoiceOverdue():
            return billing.InvoiceOverdue(
                invoice_id=event.invoice_id,
                number=event.number,
                household_id=event.household_id,
                period=event.period,
                total_cents=event.total_cents,
                due_on=event.due_on,
            )
        case invoice.PaymentReceived():
            return billing.PaymentReceived(
                payment_id=event.payment_id,
                invoice_id=event.invoice_id,
                household_id=event.household_id,
                amount_cents=event.amount_cents,
                paid_at=event.paid_at,
                bank_reference=event.bank_reference,
            )
        case (
            invoice.PaymentStarted()
            | invoice.PaymentPending()
            | invoice.PaymentFailed()
            | invoice.PaymentDisputed()
            | invoice.PaymentInExcess()
            | invoice_book.InvoicesNumbered()
            | rate_table.RatesSet()
            | stray_payment.StrayPaymentKept()
        ):
            return None
    assert_never(event)
