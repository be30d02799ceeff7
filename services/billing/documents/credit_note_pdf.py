"""The credit note as a PDF, made from its own event and that of the invoice it takes days from."""

from typing import Final

from services.billing.documents.paper import (
    compiled,
    long_day,
    money,
    month_of,
    natures,
    parties,
    worded,
)
from services.billing.domain.invoice_history import CreditNoteIssued, CreditReason, InvoiceIssued

REASONS: Final = {
    CreditReason.ABSENCE_EXCUSED: "L’absence est justifiée : le certificat est accepté.",
    CreditReason.DAY_CLOSED: "L’accueil était fermé.",
    CreditReason.HANDED_OVER: "Le jour est passé à l’autre foyer de l’enfant, qui le paie.",
    CreditReason.CANCELLED: "La réservation a été annulée dans les délais.",
}


def credit_note_pdf(note: CreditNoteIssued, invoice: InvoiceIssued) -> bytes:
    """The same bytes for the same credit note. Names and identities are those of the invoice."""
    return compiled(
        {
            **parties(invoice),
            "title": f"Avoir n° {note.number} sur la facture n° {note.invoice_number}",
            "heading": f"Avoir n° {note.number}",
            "period": f"Sur la facture n° {note.invoice_number} "
            f"du {long_day(invoice.issued_on)} ({month_of(note.period)})",
            "issued_on": f"Émis le {long_day(note.issued_on)}",
            "lines": worded(note.lines, invoice),
            "natures": natures(note.lines),
            "total": money(note.amount_cents),
            "deductions": [],
            "amount": money(note.amount_cents),
            "amount_label": "En votre faveur",
            "due": "",
            "end_heading": "Pourquoi cet avoir",
            "end": f"{REASONS[note.reason]} {_becomes(note)}".replace(" :", "\u00a0:"),
        },
        note.issued_on,
    )


def _becomes(note: CreditNoteIssued) -> str:
    """What the family has of it."""
    left = note.amount_cents - note.deducted_cents
    if not left:
        return "Son montant est déduit de ce qui restait à payer sur cette facture."
    if not note.deducted_cents:
        return "Son montant sera déduit de votre prochaine facture, ou remboursé à votre demande."
    return (
        f"{money(note.deducted_cents)} sont déduits de ce qui restait à payer sur cette facture, "
        f"et {money(left)} le seront de la prochaine, ou remboursés à votre demande."
    )
