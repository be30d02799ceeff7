"""Months to invoice: look, confirm, issue; and every invoice that was issued."""

import re
from typing import Any
from uuid import UUID

from flask import Response as FileResponse
from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.backoffice.web import desk
from shared.eventstore import clock

pages = desk.staff_pages("invoices")

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
    document = desk.billing().invoice_pdf(invoice_id)
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
