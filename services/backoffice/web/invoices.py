"""Months to invoice: look, confirm, issue; and every invoice that was issued."""

import re
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Response as FileResponse
from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.backoffice.refusals import sentence
from services.backoffice.web import desk
from shared.eventstore import clock
from shared.web.client import Refusal
from shared.web.language import gettext as _

pages = desk.staff_pages("invoices")

LONGEST_REFERENCE = 35
PERIOD = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


@pages.get("/facturation")
def months() -> str:
    """Until this month, the newest first; then those that standing bookings already fill."""
    this_month = _this_month()
    listed = desk.months()
    return render_template(
        "months.html",
        months=[it for it in reversed(listed) if it["period"] <= this_month],
        coming=[it for it in listed if it["period"] > this_month],
        this_month=this_month,
    )


@pages.get("/facturation/<period>")
def month(period: str) -> str:
    answer = _month(period)
    issued = request.args.get("emises", 0, type=int)
    return render_template(
        "month.html",
        period=period,
        answer=answer,
        to_issue=sum(it["amount_cents"] for it in answer["billable"]),
        issued=issued,
        without_price=[it for it in answer["billable"] if it["refusal"]],
        over=period < _this_month(),
        ahead=period > _this_month(),
        names=desk.names(
            families=[it["household_id"] for it in [*answer["billable"], *answer["invoices"]]]
        ),
    )


@pages.get("/facturation/<period>/emission")
def confirm(period: str) -> str:
    """Numbers first: an invoice that is issued can no longer be changed."""
    answer = _month(period)
    return render_template(
        "issue.html",
        period=period,
        billable=[it for it in answer["billable"] if not it["refusal"]],
        total=sum(it["amount_cents"] for it in answer["billable"]),
        over=period < _this_month(),
        ahead=period > _this_month(),
    )


@pages.post("/facturation/<period>/emission")
def issue(period: str) -> Response:
    """A second click finds nothing left to issue: billing invoices a month once a family."""
    _checked(period)
    issued = desk.billing().issue(period)["issued"]
    return redirect(url_for("invoices.month", period=period, emises=issued))


@pages.get("/facturation/factures/<uuid:invoice_id>")
def show(invoice_id: UUID) -> str:
    invoice = desk.billing().invoice(invoice_id)
    names = desk.names(families=[invoice["household_id"]])
    return render_template("invoice.html", invoice=invoice, names=names)


@pages.get("/facturation/factures/<uuid:invoice_id>/pdf")
def pdf(invoice_id: UUID) -> Response:
    return _paper(desk.billing().invoice_pdf(invoice_id))


@pages.get("/facturation/avoirs/<uuid:credit_note_id>/pdf")
def credit_note_pdf(credit_note_id: UUID) -> Response:
    return _paper(desk.billing().credit_note_pdf(credit_note_id))


@pages.get("/familles/<uuid:household_id>/avoirs")
def credit(household_id: UUID) -> str:
    left = desk.billing().credit_of(household_id)["left_cents"]
    return _credit_page(
        household_id, {"montant": f"{left / 100:.2f}".replace(".", ","), "reference": ""}, {}
    )


@pages.post("/familles/<uuid:household_id>/avoirs")
def refund(household_id: UUID) -> Response | tuple[str, int]:
    """Told once the transfer was made. The id is in the form: sent twice, it is one."""
    typed = {name: request.form.get(name, "").strip() for name in ("montant", "reference")}
    errors, cents = {}, _cents(typed["montant"])
    if cents is None:
        errors["montant"] = _("Indiquez un montant en euros, comme 12,50")
    if not 0 < len(typed["reference"]) <= LONGEST_REFERENCE:
        errors["reference"] = _("Indiquez la référence du virement, en 35 signes au plus")
    if errors or cents is None:
        return _credit_page(household_id, typed, errors), 422
    try:
        refund_id = UUID(request.form.get("remboursement", ""))
    except ValueError:
        refund_id = clock.new_id()
    try:
        desk.billing().refund(refund_id, household_id, cents, typed["reference"])
    except Refusal as refusal:
        return _credit_page(household_id, typed, {"montant": sentence(refusal)}), refusal.status
    return redirect(url_for("invoices.credit", household_id=household_id))


def _credit_page(household_id: UUID, typed: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "refund.html",
        household_id=household_id,
        credit=desk.billing().credit_of(household_id),
        names=desk.names(families=[str(household_id)]),
        refund_id=clock.new_id(),
        typed=typed,
        errors=errors,
    )


def _cents(typed: str) -> int | None:
    """12,50 or 12.50, as it is typed; None for what is no amount."""
    if not re.fullmatch(r"\d{1,5}([.,]\d{1,2})?", typed):
        return None
    return int(Decimal(typed.replace(",", ".")) * 100) or None


def _paper(document: Any) -> Response:
    response = FileResponse(document.content, content_type="application/pdf")
    response.headers["Content-Disposition"] = document.headers.get("Content-Disposition", "inline")
    return response


def _month(period: str) -> dict[str, Any]:
    return desk.billing().month(_checked(period))


def _checked(period: str) -> str:
    if not PERIOD.fullmatch(period):
        abort(404)
    return period


def _this_month() -> str:
    return clock.today().isoformat()[:7]
