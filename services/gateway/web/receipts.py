"""« Vérifier un reçu »: anybody checks a receipt here; and the receipt as a sheet of paper."""

import io
from uuid import UUID

import segno
from flask import Blueprint, jsonify, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from services.gateway.clients.shapes.answers import CheckedReceipt
from services.gateway.web import booking_words as words
from services.gateway.web.families import known_family
from services.gateway.web.forms import Sheet
from services.gateway.web.request_lines import cancelled_of, choices_of, facilities_of
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.web.client import Invalid
from shared.web.site import site_settings

pages = Blueprint("receipts", __name__)

LONGEST = 2000


@pages.get("/verifier")
def check() -> str:
    """Looking changes nothing, so the code of a QR may stand in the address."""
    code, reference = request.args.get("code", ""), request.args.get("reference", "")
    sheet = Sheet({"code": code, "reference": reference})
    checked: CheckedReceipt | None = None
    if "code" in request.args and not code.strip():
        sheet.add_error("code", "required")
    elif code:
        checked = _checked(code.rpartition("code=")[2], reference)
    return render_template("receipts/check.html", sheet=sheet, checked=checked)


@pages.get("/verifier/cle.json")
def key() -> Response:
    return jsonify(services().bookings.receipt_key())


@pages.get("/demandes/<uuid:request_id>/recu/imprimer")
@family_page
def paper(request_id: UUID) -> str | Response:
    told, account_id = known_family(), family().account_id
    asked = services().bookings.request(account_id, request_id)
    if asked["received_at"] is None or not asked.get("receipt"):
        return redirect("/reserver")
    names = words.facility_names(services().bookings.facilities())
    return render_template(
        "receipts/paper.html",
        asked=asked,
        places=facilities_of(asked, names),
        choices=choices_of(asked, told, None),
        cancelled=cancelled_of(asked, told),
        address=f"{site_settings().public_url}/verifier",
        qr=qr(check_address(asked["receipt"] or "")),
    )


def check_address(code: str) -> str:
    return f"{site_settings().public_url}/verifier?code={code}"


def qr(text: str) -> Markup:
    """A QR code as SVG: black on white whatever the theme, without a style attribute."""
    made = io.BytesIO()
    drawn = segno.make(text, error="l", micro=False)
    drawn.save(made, kind="svg", light="#fff", border=3, xmldecl=False, omitsize=True)
    return Markup(made.getvalue().decode())


def _checked(code: str, reference: str) -> CheckedReceipt:
    nothing: CheckedReceipt = {
        "verdict": "NOT_A_RECEIPT",
        "reference": None,
        "received_at": None,
        "rank": None,
    }
    if len(code) > LONGEST or len(reference) > 40:
        return nothing
    try:
        return services().bookings.check_receipt(code, reference)
    except Invalid:
        return nothing
