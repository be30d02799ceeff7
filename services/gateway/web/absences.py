"""« Mon enfant sera absent »: a day that can no longer be cancelled, and the certificate for it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask_babel import lazy_gettext
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from services.gateway.clients.shapes.planning import AbsencePage
from services.gateway.web import booking_words as words
from services.gateway.web import uploads, wording
from services.gateway.web.families import Child, my_family
from services.gateway.web.forms import Sheet
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.eventstore import clock
from shared.web.client import Refusal

pages = Blueprint("absences", __name__, url_prefix="/absences")

View = str | Response | tuple[str, int]

REASONS = {
    "UNREADABLE": lazy_gettext("Nous n’avons pas réussi à le lire."),
    "WRONG_DOCUMENT": lazy_gettext("Ce document n’est pas un certificat."),
    "OTHER_CHILD": lazy_gettext("Il concerne un autre enfant."),
    "OTHER_DAY": lazy_gettext("Il concerne un autre jour."),
    "OTHER": lazy_gettext("Appelez-nous pour en savoir plus."),
}


@pages.get("/<uuid:child_id>/<day>")
@family_page
def show(child_id: UUID, day: str) -> View:
    child, the_day = _asked_for(child_id, day)
    return _page(child, the_day, uploads.empty_sheet())


@pages.errorhandler(RequestEntityTooLarge)
def too_heavy(_error: RequestEntityTooLarge) -> View:
    return uploads.too_heavy(request.path.removesuffix("/certificat"))


@pages.post("/<uuid:child_id>/<day>")
@family_page
def declare(child_id: UUID, day: str) -> View:
    """Sent twice, it is one absence."""
    child, the_day = _asked_for(child_id, day)
    try:
        services().bookings.declare_absence(family().account_id, child_id, the_day)
    except Refusal as refusal:
        return _page(child, the_day, uploads.empty_sheet().refuse(refusal)), refusal.status
    return redirect(f"/absences/{child_id}/{the_day}", 303)


@pages.post("/<uuid:child_id>/<day>/retrait")
@family_page
def withdraw(child_id: UUID, day: str) -> View:
    """The child comes after all. Sent twice, it is withdrawn once."""
    child, the_day = _asked_for(child_id, day)
    try:
        services().bookings.withdraw_absence(family().account_id, child_id, the_day)
    except Refusal as refusal:
        return _page(child, the_day, uploads.empty_sheet().refuse(refusal)), refusal.status
    return redirect(f"/absences/{child_id}/{the_day}?retiree", 303)


@pages.post("/<uuid:child_id>/<day>/certificat")
@family_page
def send(child_id: UUID, day: str) -> View:
    child, the_day = _asked_for(child_id, day)
    sheet = uploads.taken_in(
        lambda document_id, file: services().bookings.send_certificate(
            family().account_id, child_id, the_day, document_id, ("certificat", *file[1:])
        )
    )
    if sheet.wrong:
        return _page(child, the_day, sheet), 422
    return redirect(f"/absences/{child_id}/{the_day}", 303)


@pages.get("/<uuid:child_id>/<day>/certificat")
@family_page
def content(child_id: UUID, day: str) -> View:
    _child, the_day = _asked_for(child_id, day)
    told = services().bookings.absence(family().account_id, child_id, the_day)["absence"]
    if told is None or told["document_id"] is None:
        abort(404)
    sent = services().bookings.certificate(family().account_id, child_id, the_day)
    return uploads.shown(sent.content, told["content_type"], f"certificat-{the_day}")


def _asked_for(child_id: UUID, day: str) -> tuple[Child, date]:
    child = my_family().child(str(child_id))
    try:
        the_day = date.fromisoformat(day)
    except ValueError:
        abort(404)
    if child is None or the_day.isoformat() != day:
        abort(404)
    return child, the_day


def _page(child: Child, day: date, sheet: Sheet) -> str:
    told = services().bookings.absence(family().account_id, child.child_id, day)
    absence = told["absence"]
    slots = absence["slots"] if absence else _may_be_declared(told)
    names = words.facility_names(services().bookings.facilities())
    reason = absence["reason"] if absence else None
    return render_template(
        "planning/absence.html",
        tab="planning",
        child=child,
        day=day,
        here=f"/absences/{child.child_id}/{day}",
        slots=[
            {
                "name": wording.say(wording.SLOTS, it["slot_type"]),
                "place": names.get(it["facility_id"], it["facility_id"]),
            }
            for it in slots
        ],
        free=[
            {
                "name": wording.say(wording.SLOTS, it["slot_type"]),
                "until": words.say_soon(it["free_until"]),
            }
            for it in told["booked"]
            if it["free_until"] and not absence
        ],
        absence=absence,
        over=told["over"],
        withdrawn="retiree" in request.args and absence is None,
        withdraw_until=_withdrawable(told),
        closed=absence is not None and wording.instant(absence["certificate_until"]) <= clock.now(),
        last_day=_last_day(absence["certificate_until"]) if absence else None,
        certificate_days=told["certificate_days"],
        refused=wording.say(REASONS, reason) if reason else None,
        sheet=sheet,
        accept=uploads.ACCEPT,
    )


def _last_day(until: str) -> date:
    """A delay ends with a day; it is that day that people know it by."""
    return (wording.instant(until) - timedelta(seconds=1)).date()


def _withdrawable(told: AbsencePage) -> str | None:
    """Until when, in words; None when the meals are counted, or it is excused and stays so."""
    absence, until = told["absence"], told["withdraw_until"]
    if absence is None or absence["status"] == "EXCUSED":
        return None
    return words.say_soon(until) if clock.now() <= wording.instant(until) else None


def _may_be_declared(told: AbsencePage) -> list[Any]:
    return [it for it in told["booked"] if not it["free_until"]]
