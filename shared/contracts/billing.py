"""What billing tells the others."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.published import published


@published("billing.invoice_issued", version=1)
class InvoiceIssued:
    """`period` is a month, "2026-10"."""

    invoice_id: UUID
    number: str
    household_id: UUID
    period: str
    total_cents: int
    due_on: date


@published("billing.invoice_overdue", version=1)
class InvoiceOverdue:
    """The due date has passed and no payment is known; said once an invoice."""

    invoice_id: UUID
    number: str
    household_id: UUID
    period: str
    total_cents: int
    due_on: date


@published("billing.payment_received", version=1)
class PaymentReceived:
    payment_id: UUID
    invoice_id: UUID
    household_id: UUID
    amount_cents: int
    paid_at: datetime
    bank_reference: str
