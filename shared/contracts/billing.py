"""What billing tells the others."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.published import Data, published, upcast


@published("billing.invoice_issued", version=2)
class InvoiceIssued:
    """`period` is a month, "2026-10". `deducted_cents` of the total were paid with credit."""

    invoice_id: UUID
    number: str
    household_id: UUID
    period: str
    total_cents: int
    due_on: date
    deducted_cents: int


@published("billing.invoice_overdue", version=2)
class InvoiceOverdue:
    """The due date has passed and no payment is known; said once an invoice.

    `left_cents` of the total are to be paid: credit notes may have come between.
    """

    invoice_id: UUID
    number: str
    household_id: UUID
    period: str
    total_cents: int
    due_on: date
    left_cents: int


@published("billing.payment_received", version=1)
class PaymentReceived:
    payment_id: UUID
    invoice_id: UUID
    household_id: UUID
    amount_cents: int
    paid_at: datetime
    bank_reference: str


@published("billing.credit_note_issued", version=1)
class CreditNoteIssued:
    """Days that were invoiced are not billed any more: an excused absence, a day that closed.

    `reason` is ABSENCE_EXCUSED, DAY_CLOSED, CANCELLED, or HANDED_OVER to the child's other home.
    `deducted_cents` of the amount were still to be paid; the rest is credit of the family, for its
    next invoice or to be paid back.
    """

    credit_note_id: UUID
    number: str
    invoice_id: UUID
    invoice_number: str
    household_id: UUID
    period: str
    reason: str
    amount_cents: int
    deducted_cents: int
    issued_at: datetime


@published("billing.payment_refunded", version=1)
class PaymentRefunded:
    """Credit of a family was paid back to it, by a transfer."""

    refund_id: UUID
    household_id: UUID
    amount_cents: int
    refunded_at: datetime


# Earlier versions


@upcast("billing.invoice_issued", from_version=1)
def _without_deductions(data: Data) -> Data:
    """Version 1 knew no credit."""
    return data | {"deducted_cents": 0}


@upcast("billing.invoice_overdue", from_version=1)
def _whole_to_pay(data: Data) -> Data:
    """Version 1 knew no credit notes: the whole was to be paid."""
    return data | {"left_cents": data["total_cents"]}
