"""« Factures »: what to pay first, each invoice in full, and paying on the bank's page.

A payment counts when the bank has told billing. Coming back from its page proves nothing: the page
of return asks billing, and says what it knows.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from services.gateway.clients.billing import TO_PAY, Invoice, InvoiceInFull, InvoiceLine
from services.gateway.web import booking_words as words
from services.gateway.web import wording
from services.gateway.web.forms import Sheet
from services.gateway.web.language import _, ngettext
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.eventstore import clock
from shared.web.client import Invalid, NotAllowed, Refusal, Unavailable
from shared.web.site import site_settings

pages = Blueprint("invoices", __name__)
bank_door = Blueprint("bank_door", __name__)  # for the bank's server: no cookie, no CSRF token

View = str | AnyResponse | tuple[str, int]

ASKS_AGAIN = 5  # seconds between two looks at a payment that the bank has not confirmed
MOST_TRIES = 12  # after which the page stays still


CREDITED_BECAUSE = {
    "ABSENCE_EXCUSED": lazy_gettext("absence justifiée"),
    "HANDED_OVER": lazy_gettext("jour passé à l’autre foyer"),
    "DAY_CLOSED": lazy_gettext("accueil fermé"),
    "CANCELLED": lazy_gettext("réservation annulée à temps"),
}


@dataclass(frozen=True, kw_only=True)
class ChildSum:
    """What a child costs this month: « Léo, 9 cantines et 6 soirs »."""

    words: str
    cents: int


@dataclass(frozen=True, kw_only=True)
class ChildLines:
    given_name: str
    lines: list[InvoiceLine]
    cents: int


@pages.get("/factures")
@family_page
def show_all() -> str:
    account_id = family().account_id
    invoices = services().billing.invoices(account_id)
    unpaid = sorted(
        (each for each in invoices if each["state"] in TO_PAY), key=lambda each: each["due_on"]
    )
    first = (
        services().billing.invoice(account_id, UUID(unpaid[0]["invoice_id"])) if unpaid else None
    )
    return render_template(
        "invoices/list.html",
        tab="factures",
        first=first,
        sums=_sums(first) if first else [],
        wait=_wait(first) if first else "",
        late=first is not None and _is_late(first),
        others=[
            each for each in invoices if first is None or each["invoice_id"] != first["invoice_id"]
        ],
        credit=services().billing.credit(account_id),
        payment_id=clock.new_id(),
    )


@pages.get("/factures/<uuid:invoice_id>")
@family_page
def show(invoice_id: UUID) -> str:
    return _render(services().billing.invoice(family().account_id, invoice_id), Sheet())


@pages.get("/factures/<uuid:invoice_id>/pdf")
@family_page
def pdf(invoice_id: UUID) -> AnyResponse:
    return _paper(services().billing.pdf(family().account_id, invoice_id))


@pages.get("/factures/avoirs/<uuid:credit_note_id>/pdf")
@family_page
def credit_note_pdf(credit_note_id: UUID) -> AnyResponse:
    return _paper(services().billing.credit_note_pdf(family().account_id, credit_note_id))


@pages.post("/factures/<uuid:invoice_id>/payer")
@family_page
def pay(invoice_id: UUID) -> View:
    """The id of the payment is in the form: pressed twice, there is one payment."""
    account_id = family().account_id
    try:
        payment_id = UUID(request.form.get("payment_id", ""))
    except ValueError:
        payment_id = clock.new_id()
    back = f"{site_settings().public_url}/paiement/retour?payment_id={payment_id}"
    try:
        started = services().billing.pay(account_id, invoice_id, payment_id, back)
    except Refusal as refusal:
        invoice = services().billing.invoice(account_id, invoice_id)
        return _render(invoice, Sheet().refuse(refusal)), 409
    return redirect(started["redirect_url"], 303)


@pages.get("/paiement/retour")
@family_page
def back_from_the_bank() -> AnyResponse:
    """While the bank has not answered, the browser asks again by itself, for a minute."""
    account_id = family().account_id
    try:
        payment_id = UUID(request.args.get("payment_id", ""))
    except ValueError:
        abort(404)
    payment = services().billing.payment(account_id, payment_id)
    invoice = services().billing.invoice(account_id, UUID(payment["invoice_id"]))
    tries = request.args.get("essai", default=1, type=int)
    waiting = payment["state"] in ("STARTED", "PENDING") and invoice["state"] != "PAID"
    again = waiting and 0 < tries < MOST_TRIES
    response = make_response(
        render_template(
            "invoices/back.html",
            tab="factures",
            payment=payment,
            invoice=invoice,
            state="RECEIVED" if invoice["state"] == "PAID" else payment["state"],
            again=again,
            seconds=ASKS_AGAIN,
            here=f"/paiement/retour?payment_id={payment_id}",
        )
    )
    if again:
        then = f"/paiement/retour?payment_id={payment_id}&essai={tries + 1}"
        response.headers["Refresh"] = f"{ASKS_AGAIN}; url={then}"
    return response


@bank_door.post("/paiement/notification")
def hear_the_bank() -> AnyResponse:
    """For a bank that must reach a public address: handed on word for word, with its signature."""
    signature = request.headers.get("X-Bank-Signature", "")
    try:
        services().billing.tell_of_payment(request.get_data(), signature)
    except NotAllowed:
        return _problem(401, "bad_signature")
    except Refusal as refusal:
        return _problem(409, refusal.code)
    except Invalid:
        return _problem(422, "invalid")
    except Unavailable:
        return _problem(503, "billing_unavailable")
    return Response(status=204)


def _paper(told: Any) -> AnyResponse:
    response = make_response(told.content)
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = told.headers.get("Content-Disposition", "inline")
    return response


def _problem(status: int, code: str) -> Response:
    response = make_response({"status": status, "code": code}, status)
    response.content_type = "application/problem+json"
    return response


def _render(invoice: InvoiceInFull, sheet: Sheet) -> str:
    return render_template(
        "invoices/invoice.html",
        tab="factures",
        invoice=invoice,
        children=_by_child(invoice),
        wait=_wait(invoice),
        late=_is_late(invoice),
        reasons=CREDITED_BECAUSE,
        payment_id=clock.new_id(),
        sheet=sheet,
    )


def _by_child(invoice: InvoiceInFull) -> list[ChildLines]:
    found: dict[str, list[InvoiceLine]] = {}
    for line in invoice["lines"]:
        found.setdefault(line["child_id"], []).append(line)
    return [
        ChildLines(
            given_name=lines[0]["given_name"],
            lines=sorted(lines, key=lambda line: words.by_slot(line["slot_type"])),
            cents=sum(line["amount_cents"] for line in lines),
        )
        for lines in found.values()
    ]


def _sums(invoice: InvoiceInFull) -> list[ChildSum]:
    sums = []
    for child in _by_child(invoice):
        counted: Counter[str] = Counter()
        for line in child.lines:
            if line["nature"] != "PENALTY":
                counted[line["slot_type"]] += line["quantity"]
        slots = [words.count_slots(slot_type, num) for slot_type, num in counted.items()]
        sums.append(
            ChildSum(
                words=_(
                    "%(name)s, %(slots)s", name=child.given_name, slots=wording.say_list(slots)
                ),
                cents=child.cents,
            )
        )
    return sums


def _wait(invoice: Invoice) -> str:
    """dans 18 jours; nothing once it is too late."""
    days = (date.fromisoformat(invoice["due_on"]) - clock.today()).days
    if days < 0:
        return ""
    if days == 0:
        return _("aujourd’hui")
    return ngettext("dans %(num)d jour", "dans %(num)d jours", days)


def _is_late(invoice: Invoice) -> bool:
    return invoice["state"] in TO_PAY and date.fromisoformat(invoice["due_on"]) < clock.today()
