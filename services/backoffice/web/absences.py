"""Absences: certificates to decide on, and what a family tells by phone or at the desk."""

from datetime import date
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.backoffice.refusals import sentence
from services.backoffice.web import desk, words
from services.backoffice.web.files import DOCUMENT_POLICY, SHOWN_INSIDE
from shared.eventstore import clock
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


@pages.get("/familles/<uuid:household_id>/absences")
def of_family(household_id: UUID) -> str:
    return _family_page(household_id, {"jour": clock.today().isoformat()}, {})


@pages.post("/familles/<uuid:household_id>/absences")
def note(household_id: UUID) -> View:
    """Sent twice, it is one absence."""
    typed = {name: request.form.get(name, "").strip() for name in ("enfant", "jour", "source")}
    errors: dict[str, str] = {}
    if (child_id := _child_id(typed["enfant"])) is None:
        errors["enfant"] = _("Choisissez un enfant")
    if (day := _day(typed["jour"])) is None:
        errors["jour"] = _("Indiquez un jour")
    if typed["source"] not in words.TOLD_BY:
        errors["source"] = _("Choisissez comment vous l’avez su")
    if child_id is None or day is None or errors:
        return _family_page(household_id, typed, errors), 422
    try:
        desk.bookings().note_absence(household_id, child_id, day, typed["source"])
    except Refusal as refusal:
        return _family_page(household_id, typed, {"jour": sentence(refusal)}), refusal.status
    return redirect(url_for("absences.of_family", household_id=household_id, fait="1"))


@pages.post("/familles/<uuid:household_id>/absences/<uuid:absence_id>")
def change(household_id: UUID, absence_id: UUID) -> View:
    """The child comes after all, or its certificate on paper was seen."""
    try:
        if request.form.get("action") == "papier":
            desk.bookings().see_paper_certificate(absence_id)
        else:
            desk.bookings().withdraw_absence(absence_id)
    except Refusal as refusal:
        wrong = {f"absence-{absence_id}": sentence(refusal)}
        return _family_page(household_id, {}, wrong), refusal.status
    return redirect(url_for("absences.of_family", household_id=household_id, fait="1"))


def _family_page(household_id: UUID, typed: dict[str, str], errors: dict[str, str]) -> str:
    file = desk.households().file(household_id)
    children = [child["child_id"] for child in file["children"]]
    names = desk.names(families=[str(household_id)], children=children)
    return render_template(
        "family_absences.html",
        household_id=household_id,
        absences=desk.bookings().absences_of(household_id),
        children=[(child_id, names.child(child_id)) for child_id in children],
        sources=[(code, words.told_by(code)) for code in words.TOLD_BY],
        names=names,
        typed=typed,
        errors=errors,
        done="fait" in request.args,
    )


def _child_id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


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
