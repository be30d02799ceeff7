"""Paying an invoice on the bank's page, and hearing from the bank.

A payment counts on the bank's signed notification alone. What the browser says when it comes back
is never asked.
"""

from typing import Any
from uuid import UUID

import structlog
from flask import Blueprint, Response, current_app, g, request
from marshmallow import ValidationError, fields, validate

from services.billing import handlers
from services.billing.api.callers import own_household, visible_invoice
from services.billing.clients.payment_page import BadSignature, HostedPaymentPage
from services.billing.projections.invoices import payment_row
from services.billing.settings import notify_url
from shared.eventstore import clock
from shared.eventstore.store import Meta
from shared.web.api import Asked, Missing, asked, needs, problem, reading, run, settings, store

log = structlog.get_logger()

payments = Blueprint("payments", __name__)

SIGNATURE = "X-Bank-Signature"


class PaymentRequest(Asked):
    payment_id = fields.UUID(required=True)
    return_url = fields.String(load_default=None, validate=validate.Length(max=500))


@payments.post("/invoices/<uuid:invoice_id>/payments")
@needs("family")
def start_payment(invoice_id: UUID) -> dict[str, str]:
    """The same `payment_id` twice is one payment."""
    said = asked(PaymentRequest)
    invoice = visible_invoice(invoice_id)
    run(lambda work: handlers.start_payment(work, invoice_id, said["payment_id"]))
    redirect_url = _page().create(
        said["payment_id"],
        _asked(said["payment_id"]),
        f"Facture {invoice.number}",
        _return_url(invoice_id, said["payment_id"], said["return_url"]),
        notify_url(settings()),
    )
    return {"payment_id": str(said["payment_id"]), "redirect_url": redirect_url}


@payments.get("/payments/<uuid:payment_id>")
@needs("family")
def show_payment(payment_id: UUID) -> dict[str, Any]:
    with reading() as tx:
        payment = payment_row(tx, payment_id)
    if payment is None or payment.household_id != own_household():
        raise Missing
    return {
        "payment_id": str(payment_id),
        "invoice_id": str(payment.invoice_id),
        "amount_cents": payment.amount_cents,
        "state": payment.state,
    }


@payments.post("/payment-notifications")
def hear_the_bank() -> tuple[str, int] | Response:
    """Open to the world: the bank has no token of ours, it signs. Told twice is heard once."""
    try:
        told = _page().verify(request.get_data(), request.headers.get(SIGNATURE, ""))
    except BadSignature as error:
        log.warning("payment notification not trusted", why=str(error))
        return problem(401, "bad_signature")
    meta = Meta(actor="service:bank", at=clock.now(), correlation_id=g.correlation_id)
    refusal = store().run(meta, lambda work: handlers.hear_the_bank(work, told))
    if refusal is not None:
        log.error("payment does not fit", payment_id=str(told.payment_id), code=refusal.code)
        raise refusal
    log.info("bank heard", payment_id=str(told.payment_id), status=told.status)
    return "", 204


def _asked(payment_id: UUID) -> int:
    """What the payment was started with; a credit note may have come since."""
    with reading() as tx:
        payment = payment_row(tx, payment_id)
    if payment is None:
        raise Missing
    return payment.amount_cents


def _page() -> HostedPaymentPage:
    it: HostedPaymentPage = current_app.extensions["payment_page"]
    return it


def _return_url(invoice_id: UUID, payment_id: UUID, wanted: str | None) -> str:
    """Back to the parents' site, and nowhere else."""
    site = settings().public_url
    if wanted is None:
        return f"{site}/factures/{invoice_id}?paiement={payment_id}"
    if not wanted.startswith(f"{site}/"):
        raise ValidationError({"return_url": ["not_a_choice"]})
    return wanted
