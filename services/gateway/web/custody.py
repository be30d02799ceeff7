"""« Garde alternée »: when a child lives here; the year's booking may follow it."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from services.gateway.clients.shapes.planning import CustodyCalendar, CustodyException
from services.gateway.web import wording
from services.gateway.web.families import Child, my_family
from services.gateway.web.forms import Sheet
from services.gateway.web.language import _
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.web.client import Invalid, Refusal

pages = Blueprint("custody", __name__, url_prefix="/garde")

View = str | Response | tuple[str, int]

SPARE_ROWS = 2  # empty ones, to add a period without a script
MOST_ROWS = 60
WEEKS = {
    "EVEN": lazy_gettext("Les semaines paires"),
    "ODD": lazy_gettext("Les semaines impaires"),
}
HALVES = {
    "": lazy_gettext("Comme les semaines"),
    "EVEN": lazy_gettext("Première moitié les années paires, seconde les impaires"),
    "ODD": lazy_gettext("Première moitié les années impaires, seconde les paires"),
}


@pages.get("/<uuid:child_id>")
@family_page
def show(child_id: UUID) -> str:
    child = _child(child_id)
    calendar = services().bookings.custody(family().account_id, child_id)["calendar"]
    return _page(child, Sheet(_typed(calendar) if calendar else {}))


@pages.post("/<uuid:child_id>")
@family_page
def send(child_id: UUID) -> View:
    child = _child(child_id)
    sheet = Sheet(request.form.to_dict())
    calendar = _calendar(sheet)
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


def _child(child_id: UUID) -> Child:
    child = my_family().child(child_id)
    return child if child else abort(404)


def _page(child: Child, sheet: Sheet) -> str:
    told = services().bookings.custody(family().account_id, child.child_id)
    rows = sum(name.startswith("du-") for name in sheet.values)
    if not sheet.wrong:
        rows = min(len((told["calendar"] or {"exceptions": []})["exceptions"]), MOST_ROWS)
        rows += SPARE_ROWS
    return render_template(
        "planning/custody.html",
        tab="planning",
        child=child,
        sheet=sheet,
        rows=range(min(max(rows, SPARE_ROWS), MOST_ROWS)),
        parities=list(WEEKS.items()),
        halves=list(HALVES.items()),
        told=told["calendar"] is not None,
        weeks=[
            {"monday": wording.civil_day(it["monday"]), "here": it["here"], "of": it["of"]}
            for it in told["weeks"]
        ],
        moved=_moved(request.args.get("fait", "")) if not sheet.wrong else "",
    )


def _calendar(sheet: Sheet) -> CustodyCalendar | None:
    """What was typed; None with the errors on the sheet."""
    weeks, halves = sheet.value("semaines"), sheet.value("vacances") or None
    if weeks not in WEEKS:
        sheet.add_error("semaines", "required")
    exceptions: list[CustodyException] = []
    for row in range(MOST_ROWS):
        first, last = sheet.value(f"du-{row}"), sheet.value(f"au-{row}")
        if not first and not last:
            continue
        if not _is_day(first):
            sheet.add_error(f"du-{row}", "invalid_date")
        elif last and not _is_day(last):
            sheet.add_error(f"au-{row}", "invalid_date")
        else:
            here = sheet.value(f"chez-{row}") == "moi"
            exceptions.append({"first": first, "last": last or first, "here": here})
    if sheet.wrong:
        return None
    parity: Literal["EVEN", "ODD"] = "EVEN" if weeks == "EVEN" else "ODD"
    half: Literal["EVEN", "ODD"] | None = "EVEN" if halves == "EVEN" else "ODD" if halves else None
    return {"weeks": parity, "first_halves": half, "exceptions": exceptions}


def _is_day(told: Any) -> bool:
    try:
        return bool(told) and bool(date.fromisoformat(str(told)))
    except ValueError:
        return False


def _typed(calendar: CustodyCalendar) -> dict[str, Any]:
    typed: dict[str, Any] = {
        "semaines": calendar["weeks"],
        "vacances": calendar["first_halves"] or "",
    }
    for row, it in enumerate(calendar["exceptions"]):
        typed |= {f"du-{row}": it["first"], f"au-{row}": it["last"]}
        typed[f"chez-{row}"] = "moi" if it["here"] else "autre"
    return typed


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
