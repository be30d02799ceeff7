"""Credit notes as papers, and the credit of a family: what it has left and where it came from."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.billing import handlers
from services.billing.api.callers import by_staff, own_household
from services.billing.api.invoices import StaffQuery, issued_invoice, kept_document
from services.billing.documents.credit_note_pdf import credit_note_pdf
from services.billing.domain.invoice_history import CreditNoteIssued
from services.billing.handlers import invoice_stream
from services.billing.projections.credits import movements_of
from services.billing.projections.invoices import credit_note_row
from shared.web.api import Asked, Missing, asked, needs, reading, run, store

credits = Blueprint("credits", __name__)


class RefundAsked(Asked):
    refund_id = fields.UUID(required=True)
    household_id = fields.UUID(required=True)
    amount_cents = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=10_000_000)
    )
    reference = fields.String(required=True, validate=validate.Length(min=1, max=35))


@credits.get("/credit")
@needs("family", "staff", role="billing")
def show_credit() -> dict[str, Any]:
    """Staff say whose."""
    if by_staff():
        return _credit(asked(StaffQuery, source="query")["household_id"])
    return _credit(own_household())


@credits.post("/refunds")
@needs("staff", role="billing")
def refund() -> dict[str, Any]:
    """Told once the transfer was made. The same refund twice is one."""
    said = asked(RefundAsked)
    household_id: UUID = said["household_id"]
    run(
        lambda work: handlers.refund_credit(
            work, household_id, said["refund_id"], said["amount_cents"], said["reference"]
        )
    )
    return _credit(household_id)


@credits.get("/credit-notes/<uuid:credit_note_id>/pdf")
@needs("family", "staff", role="billing")
def download_credit_note(credit_note_id: UUID) -> Response:
    with reading() as tx:
        row = credit_note_row(tx, credit_note_id)
    if row is None or not (by_staff() or row.household_id == own_household()):
        raise Missing
    return kept_document(
        row.household_id,
        credit_note_id,
        f"avoir-{row.number}.pdf",
        lambda: credit_note_pdf(
            _issued(row.invoice_id, credit_note_id), issued_invoice(row.invoice_id)
        ),
    )


def _issued(invoice_id: UUID, credit_note_id: UUID) -> CreditNoteIssued:
    events = (it.event for it in store().history(invoice_stream(invoice_id)))
    return next(
        event
        for event in events
        if isinstance(event, CreditNoteIssued) and event.credit_note_id == credit_note_id
    )


def _credit(household_id: UUID | None) -> dict[str, Any]:
    with reading() as tx:
        movements = movements_of(tx, household_id) if household_id else []
    return {
        "left_cents": sum(it.cents for it in movements),
        "movements": [
            {
                "about": str(it.about),
                "kind": it.kind,
                "cents": it.cents,
                "at": it.at.isoformat(),
                "reference": it.reference,
            }
            for it in movements
        ],
    }
