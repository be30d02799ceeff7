"""« Garde alternée »: when a child lives here; the year's booking may follow it."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from services.gateway.web import custody_forms, homes
from services.gateway.web.families import Child
from services.gateway.web.forms import Sheet
from services.gateway.web.language import _
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.web.client import Invalid, Refusal

pages = Blueprint("custody", __name__, url_prefix="/garde")

View = str | Response | tuple[str, int]


@pages.get("/<uuid:child_id>")
@family_page
def show(child_id: UUID) -> str:
    child = custody_forms.own_child(child_id)
    told = services().bookings.custody(family().account_id, child_id)
    if told["homes"] is not None:
        return homes.page(child, Sheet())
    calendar = told["calendar"]
    return _page(child, Sheet(custody_forms.typed(calendar) if calendar else {}))


@pages.post("/<uuid:child_id>")
@family_page
def send(child_id: UUID) -> View:
    child = custody_forms.own_child(child_id)
    sheet = Sheet(request.form.to_dict())
    calendar = custody_forms.calendar_typed(sheet)
    if calendar is None:
        return _page(child, sheet), 422
    try:
        moved = services().bookings.describe_custody(
            family().account_id, child_id, calendar, give_back=sheet.value("rendre") == "yes"
        )
    except Refusal as refusal:
        return _page(child, sheet.refuse(refusal)), refusal.status
    except Invalid as invalid:
        return _page(child, sheet.add(invalid)), 422
    return redirect(f"/garde/{child_id}?fait={moved['gone']}-{moved['added']}", 303)


def _page(child: Child, sheet: Sheet) -> str:
    told = services().bookings.custody(family().account_id, child.child_id)
    return render_template(
        "planning/custody.html",
        tab="planning",
        child=child,
        sheet=sheet,
        rows=custody_forms.rows_of(sheet),
        parities=list(custody_forms.WEEKS.items()),
        halves=list(custody_forms.HALVES.items()),
        told=told["calendar"] is not None,
        weeks=custody_forms.weeks_shown(told),
        moved=_moved(request.args.get("fait", "")) if not sheet.wrong else "",
    )


def _moved(told: str) -> str:
    """What the change did to what was booked."""
    gone, _dash, added = told.partition("-")
    if not (gone.isdecimal() and added.isdecimal() and len(told) < 12):
        return ""
    if gone == added == "0":
        return _("C’est enregistré.")
    return _(
        "C’est enregistré. Jours annulés : %(gone)s. Jours réservés en plus : %(added)s. "
        "Un e-mail vous en donne la liste.",
        gone=gone,
        added=added,
    )
