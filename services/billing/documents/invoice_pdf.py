"""The invoice as a PDF, made from the event that issued it."""

from services.billing.documents.paper import (
    compiled,
    long_day,
    money,
    month_of,
    natures,
    parties,
    unbroken,
    worded,
)
from services.billing.domain.invoice_history import InvoiceIssued


def invoice_pdf(issued: InvoiceIssued) -> bytes:
    """The same bytes for the same invoice."""
    month, left = month_of(issued.period), issued.total_cents - issued.deducted_cents
    return compiled(
        {
            **parties(issued),
            "title": f"Facture n° {issued.number}, {month}",
            "heading": f"Facture n° {issued.number}",
            "period": f"Accueil périscolaire, {month}",
            "issued_on": f"Émise le {long_day(issued.issued_on)}",
            "lines": worded(issued.lines, issued),
            "natures": natures(issued.lines),
            "total": money(issued.total_cents),
            "deductions": _deductions(issued),
            "amount": money(left),
            "amount_label": "Total à payer" if left else "Rien à payer",
            "due": f"au plus tard le {long_day(issued.due_on)}" if left else "",
            "end_heading": "Pour régler",
            "end": _how_to_pay(issued, left),
        },
        issued.issued_on,
    )


def _deductions(issued: InvoiceIssued) -> list[dict[str, str]]:
    if not issued.deducted_cents:
        return []
    return [{"label": "Vos avoirs, déduits", "amount": money(-issued.deducted_cents)}]


def _how_to_pay(issued: InvoiceIssued, left_cents: int) -> str:
    if not left_cents:
        return "Vous n’avez rien à régler."
    sentences = [
        "Par carte bancaire sur le Portail Familles, rubrique «\u00a0Factures\u00a0», "
        f"au plus tard le {long_day(issued.due_on)}."
    ]
    if issued.operator.phone:
        sentences.append(f"Une question\u00a0? Appelez le {unbroken(issued.operator.phone)}.")
    return " ".join(sentences)
