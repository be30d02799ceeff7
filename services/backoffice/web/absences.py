"""Certificates of declared absences: accepted, the day is not billed; refused, with a reason."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.backoffice.refusals import sentence
from services.backoffice.web import desk, words
from services.backoffice.web.files import DOCUMENT_POLICY, SHOWN_INSIDE
from shared.web.client import Refusal
from shared.web.language import gettext as _

pages = desk.staff_pages("absences")

View = str | Response | tuple[str, int]


@pages.get("/absences")
def queue() -> str:
    return _page({})


@pages.get("/absences/<uuid:absence_id>/certificat")
def content(absence_id: UUID) -> Response:
    """The certificate itself, from our own address."""
    sent = desk.bookings().certificate(absence_id)
    kind = sent.headers.get("Content-Type", "").split(";")[0]
    response = Response(sent.content, content_type=kind or "application/octet-stream")
    how = "inline" if kind in SHOWN_INSIDE else "attachment"
    response.headers["Content-Disposition"] = how
    response.headers["Content-Security-Policy"] = DOCUMENT_POLICY
    return response


@pages.post("/absences/<uuid:absence_id>")
def decide(absence_id: UUID) -> View:
    """Of the certificate that was on the page: one the family sent since is not decided on."""
    accept = request.form.get("decision") == "accepter"
    reason = request.form.get("motif", "")
    if not accept and reason not in words.CERTIFICATE_REASONS:
        return _page({f"motif-{absence_id}": _("Choisissez un motif")}), 422
    try:
        document_id = UUID(request.form.get("certificat", ""))
    except ValueError:
        return _page({f"motif-{absence_id}": _("Rechargez la page, puis recommencez")}), 422
    try:
        desk.bookings().decide_certificate(
            absence_id, document_id, accept=accept, reason=None if accept else reason
        )
    except Refusal as refusal:
        return _page({f"motif-{absence_id}": sentence(refusal)}), refusal.status
    return redirect(url_for("absences.queue", fait="1"))


def _page(errors: dict[str, str]) -> str:
    waiting = desk.bookings().certificates()
    return render_template(
        "absences.html",
        waiting=waiting,
        names=desk.names(
            families={it["household_id"] for it in waiting},
            children={it["child_id"] for it in waiting},
        ),
        reasons=[(code, words.certificate_reason(code)) for code in words.CERTIFICATE_REASONS],
        done="fait" in request.args,
        errors=errors,
    )
