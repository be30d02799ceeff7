"""The counter: a family asks for single days on the spot; the rules hold, or staff say why not."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.backoffice.refusals import sentence
from services.backoffice.web import desk, words
from shared.eventstore import clock
from shared.web.client import Refusal
from shared.web.language import gettext as _

pages = desk.staff_pages("counter")

View = str | Response | tuple[str, int]

# Rules that a reason may pass over; capacity is none of them.
MAY_BE_PASSED = (
    "deadline_passed",
    "ask_staff",
    "not_open_yet",
    "file_not_submitted",
    "file_under_review",
    "file_returned",
    "file_not_approved",
    "level_not_served",
)


@pages.get("/familles/<uuid:household_id>/guichet")
def show(household_id: UUID) -> str:
    return _page(household_id, {})


@pages.post("/familles/<uuid:household_id>/guichet")
def book(household_id: UUID) -> View:
    typed = request.form
    errors = _missing(typed)
    if errors:
        return _page(household_id, errors), 422
    days = [
        {
            "child_id": typed["enfant"],
            "facility_id": typed["site"],
            "slot_type": slot_type,
            "day": typed["jour"],
        }
        for slot_type in typed.getlist("accueil")
        if slot_type in words.SLOT_TYPES
    ]
    try:
        desk.bookings().book_at_desk(
            {
                "request_id": typed["demande"],
                "household_id": str(household_id),
                "days": days,
                "reason": typed.get("motif", "").strip()[:1000] or None,
            }
        )
    except Refusal as refusal:
        return _page(household_id, _said(refusal)), refusal.status
    return redirect(url_for("booking_requests.show", request_id=typed["demande"]))


def _missing(typed: Any) -> dict[str, str]:
    errors = {}
    if not typed.get("enfant"):
        errors["enfant"] = _("Choisissez l’enfant")
    if not typed.get("site"):
        errors["site"] = _("Choisissez l’établissement")
    try:
        date.fromisoformat(typed.get("jour", ""))
    except ValueError:
        errors["jour"] = _("Écrivez une date")
    if not typed.getlist("accueil"):
        errors["accueil-1"] = _("Cochez au moins un accueil")
    try:
        UUID(typed.get("demande", ""))
    except ValueError:
        errors["enfant"] = _("Rechargez la page, puis recommencez")
    return errors


def _said(refusal: Refusal) -> dict[str, str]:
    """A rule that a reason passes over asks for it; the others say that nothing was booked."""
    rules = [code for code in refusal.facts.get("rules", []) if code in MAY_BE_PASSED]
    if rules:
        said = ", ".join(words.broken_rule(code) for code in rules)
        return {"motif": _("%(rules)s. Pour réserver quand même, écrivez le motif.", rules=said)}
    if refusal.code == "slot_full":
        return {"jour": _("Complet ce jour-là : rien n’a été réservé.")}
    if refusal.code == "slot_not_offered":
        return {"jour": _("Cet accueil n’a pas lieu ce jour-là : rien n’a été réservé.")}
    return {"jour": sentence(refusal)}


def _page(household_id: UUID, errors: dict[str, str]) -> str:
    file = desk.households().file(household_id)
    children = [child["child_id"] for child in file["children"]]
    names = desk.names(families=[str(household_id)], children=children)
    return render_template(
        "counter.html",
        household_id=household_id,
        names=names,
        children=[(child_id, names.child(child_id)) for child_id in children],
        facilities=[(it["facility_id"], it["name"]) for it in desk.bookings().occupancy()],
        slot_types=[(code, words.slot_type(code)) for code in words.SLOT_TYPES],
        request_id=request.form.get("demande") or clock.new_id(),
        typed=request.form,
        errors=errors,
    )
