"""Invoices, as a page and as a PDF. Staff read any, a family its own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import fields

from services.billing.api.callers import by_staff, own_household, visible_invoice
from services.billing.documents.invoice_pdf import invoice_pdf
from services.billing.domain.invoice_history import InvoiceIssued
from services.billing.handlers import invoice_stream
from services.billing.projections.invoices import (
    InvoiceRow,
    credit_notes_of,
    invoices_of_household,
    payments_of_invoice,
)
from shared.eventstore.personal import ERASED
from shared.web.api import Asked, asked, needs, reading, store

invoices = Blueprint("invoices", __name__)


class StaffQuery(Asked):
    household_id = fields.UUID(required=True)


@invoices.get("/invoices")
@needs("family", "staff", role="billing")
def list_invoices() -> dict[str, Any]:
    """Newest first. Staff say whose."""
    if by_staff():
        household_id = asked(StaffQuery, source="query")["household_id"]
    else:
        household_id = own_household()
    with reading() as tx:
        rows = invoices_of_household(tx, household_id) if household_id else []
    return {"invoices": [shown(row) for row in rows]}


@invoices.get("/invoices/<uuid:invoice_id>")
@needs("family", "staff", role="billing")
def show_invoice(invoice_id: UUID) -> dict[str, Any]:
    row = visible_invoice(invoice_id)
    issued = issued_invoice(invoice_id)
    names = {it.child_id: it.given_name for it in issued.child_names}
    with reading() as tx:
        payments = payments_of_invoice(tx, invoice_id)
        notes = credit_notes_of(tx, invoice_id)
    operator = issued.operator
    return {
        **shown(row),
        "payer": {"name": issued.payer_name, "address": list(issued.payer_address)},
        "operator": {
            "name": operator.name,
            "legal_name": operator.legal_name,
            "siret": operator.siret,
            "phone": operator.phone,
            "email": operator.email,
            "address": list(operator.address),
        },
        "vat_exemption": issued.vat_exemption,
        "lines": [
            {
                "child_id": str(line.child_id),
                "given_name": names.get(line.child_id, ERASED),
                "facility_id": line.facility_id,
                "facility_name": line.facility_name,
                "slot_type": line.slot_type,
                "quantity": len(line.days),
                "days": [day.isoformat() for day in line.days],
                "unit_cents": line.unit_cents,
                "amount_cents": line.amount_cents,
                "nature": line.nature,
            }
            for line in issued.lines
        ],
        "payments": [
            {
                "payment_id": str(payment.payment_id),
                "amount_cents": payment.amount_cents,
                "state": payment.state,
                "in_excess": payment.in_excess,
            }
            for payment in payments
        ],
        "credit_notes": [
            {
                "credit_note_id": str(note.credit_note_id),
                "number": note.number,
                "reason": note.reason,
                "issued_on": note.issued_on.isoformat(),
                "amount_cents": note.amount_cents,
                "deducted_cents": note.deducted_cents,
            }
            for note in notes
        ],
    }


@invoices.get("/invoices/<uuid:invoice_id>/pdf")
@needs("family", "staff", role="billing")
def download_invoice(invoice_id: UUID) -> Response:
    """Made at the first request and kept, sealed: what was handed out once stays as it was."""
    row = visible_invoice(invoice_id)
    return kept_document(
        row.household_id,
        invoice_id,
        f"facture-{row.number}.pdf",
        lambda: invoice_pdf(issued_invoice(invoice_id)),
    )


def kept_document(
    household_id: UUID, about: UUID, filename: str, make: Callable[[], bytes]
) -> Response:
    vault = store().vault
    assert vault is not None
    document = vault.files.get(household_id, f"{about}.pdf")
    if document is None:
        document = make()
        vault.files.put(household_id, f"{about}.pdf", document)
    response = Response(document, content_type="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=filename)
    return response


def shown(row: InvoiceRow) -> dict[str, Any]:
    return {
        "invoice_id": str(row.invoice_id),
        "number": row.number,
        "household_id": str(row.household_id),
        "period": row.period,
        "issued_on": row.issued_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        "total_cents": row.total_cents,
        "deducted_cents": row.deducted_cents,
        "left_cents": row.left_cents,
        "state": row.state,
        "paid_at": row.paid_at and row.paid_at.isoformat(),
    }


def issued_invoice(invoice_id: UUID) -> InvoiceIssued:
    """The record itself: no read model holds a name or a line of an invoice."""
    first = store().history(invoice_stream(invoice_id))[0].event
    assert isinstance(first, InvoiceIssued)
    return first
