"""Credit notes over days that are not billed any more, and the credit of a family."""

from collections.abc import Collection, Iterable
from uuid import UUID

from services.billing.domain import credit_book, family_credit, invoice
from services.billing.domain.charges import InvoicedDay
from services.billing.domain.credit_book import NumberCreditNote
from services.billing.domain.family_credit import AddCredit, CreditDeducted, RefundCredit
from services.billing.domain.invoice_history import (
    CreditNoteIssued,
    CreditReason,
    Event,
    PaymentInExcess,
    PaymentReceived,
)
from services.billing.handlers.streams import (
    credit_note_id_of,
    family_credit_stream,
    invoice_stream,
)
from services.billing.projections import billable_days, invoices
from shared.eventstore import clock
from shared.eventstore.store import Work


def credit_days(
    work: Work,
    household_id: UUID,
    days: Collection[InvoicedDay],
    reason: CreditReason,
    cause: str,
) -> None:
    """A credit note for each invoice of the household that these days are on.

    What is billed now counts, not what was heard: a day that was booked again meanwhile stays.
    Number, credit note and credit are one transaction, so there is neither a gap nor a double.
    """
    billed = billable_days.still_billed(work.tx, household_id, days)
    gone = [day for day in days if day not in billed]
    for invoice_id, invoiced in invoices.invoices_over(work.tx, household_id, gone).items():
        _credit(work, household_id, invoice_id, invoiced, reason, cause)


def _credit(
    work: Work,
    household_id: UUID,
    invoice_id: UUID,
    days: frozenset[InvoicedDay],
    reason: CreditReason,
    cause: str,
) -> None:
    issued_on = work.meta.at.astimezone(clock.PARIS).date()
    credit_note_id = credit_note_id_of(invoice_id, cause)
    known = work.state(invoice, invoice_stream(invoice_id))
    if not invoice.credited_lines(known, days):
        return
    for numbered in work.handle(
        credit_book,
        f"credit-book-{issued_on.year}",
        NumberCreditNote(year=issued_on.year, credit_note_id=credit_note_id),
    ):
        command = invoice.CreditDays(
            credit_note_id=credit_note_id,
            number=credit_book.number_of(numbered),
            days=days,
            reason=reason,
            issued_at=work.meta.at,
            issued_on=issued_on,
        )
        happened = work.handle(invoice, invoice_stream(invoice_id), command)
        keep_credit(work, household_id, happened)


def keep_credit(work: Work, household_id: UUID, happened: Iterable[Event]) -> None:
    """What was paid and is not due any more is the family's."""
    for event in happened:
        match event:
            case CreditNoteIssued():
                _add(work, household_id, event.credit_note_id, _left(event))
            case PaymentReceived():
                _add(work, household_id, event.payment_id, event.excess_cents)
            case PaymentInExcess():
                _add(work, household_id, event.payment_id, event.amount_cents)
            case _:
                pass


def deduct_credit(work: Work, household_id: UUID, invoice_id: UUID, most_cents: int) -> int:
    """How many cents of a new invoice are paid with credit."""
    command = family_credit.DeductCredit(
        household_id=household_id, invoice_id=invoice_id, most_cents=most_cents, at=work.meta.at
    )
    happened = work.handle(family_credit, family_credit_stream(household_id), command)
    return sum(event.cents for event in happened if isinstance(event, CreditDeducted))


def refund_credit(
    work: Work, household_id: UUID, refund_id: UUID, cents: int, reference: str
) -> None:
    command = RefundCredit(
        refund_id=refund_id,
        household_id=household_id,
        cents=cents,
        reference=reference,
        at=work.meta.at,
        by=work.meta.actor,
    )
    work.handle(family_credit, family_credit_stream(household_id), command)


def _left(event: CreditNoteIssued) -> int:
    return event.amount_cents - event.deducted_cents


def _add(work: Work, household_id: UUID, source_id: UUID, cents: int) -> None:
    command = AddCredit(
        household_id=household_id, source_id=source_id, cents=cents, at=work.meta.at
    )
    work.handle(family_credit, family_credit_stream(household_id), command)
