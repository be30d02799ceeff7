"""The calendar of a school year: what closes care, and closing or reopening days with a preview."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.backoffice.refusals import sentence
from services.backoffice.web import desk
from shared.web.client import Invalid, Refusal
from shared.web.language import gettext as _

pages = desk.staff_pages("calendar")

View = str | Response | tuple[str, int]

FIELDS = {"first": "premier", "last": "dernier", "name": "nom"}


@dataclass(frozen=True)
class Away:
    """Days on which care is closed; `closure` is what staff may take back."""

    first: date
    last: date
    name: str
    kind: str
    place: str = ""
    closure: dict[str, Any] | None = None


@pages.get("/calendrier")
def show() -> View:
    return _render({}, {})


@pages.post("/calendrier/apercu")
def preview() -> View:
    """What closing these days would do; nothing is done yet."""
    typed = request.form.to_dict()
    closure = _closure(typed)
    errors = {
        field: _("Écrivez cette date") if field != "nom" else _("Écrivez un motif")
        for key, field in FIELDS.items()
        if not closure[key]
    }
    if errors:
        return _render(typed, errors), 422
    try:
        counted = desk.school_years().preview_closing(typed["annee"], closure)
    except Refusal as refusal:
        return _render(typed, {"premier": sentence(refusal)}), 422
    except Invalid:
        return _render(typed, {"premier": _("Vérifiez ces dates")}), 422
    return _confirm(typed["annee"], closure, counted, reopening=False)


@pages.post("/calendrier/fermer")
def close() -> Response:
    typed = request.form.to_dict()
    done = desk.school_years().close(typed["annee"], _closure(typed))
    return _back(typed["annee"], done, "ferme")


@pages.post("/calendrier/rouvrir/apercu")
def preview_reopening() -> View:
    typed = request.form.to_dict()
    closure = _closure(typed)
    counted = desk.school_years().preview_reopening(typed["annee"], closure)
    return _confirm(typed["annee"], closure, counted, reopening=True)


@pages.post("/calendrier/rouvrir")
def reopen() -> Response:
    typed = request.form.to_dict()
    done = desk.school_years().reopen(typed["annee"], _closure(typed))
    return _back(typed["annee"], done, "rouvert")


def _closure(typed: dict[str, str]) -> dict[str, Any]:
    first = typed.get("premier", "")
    return {
        "first": first,
        "last": typed.get("dernier") or first,
        "name": typed.get("nom", "").strip(),
        "facility_id": typed.get("site") or None,
        "kind": "STRIKE" if typed.get("nature") == "STRIKE" else "CLOSURE",
    }


def _back(year: str, done: dict[str, Any], what: str) -> Response:
    counted = {"familles": done["families"], "jours": done["gone"] or done["added"]}
    return redirect(url_for("calendar.show", annee=year, fait=what, **counted), 303)


def _confirm(
    year: str, closure: dict[str, Any], counted: dict[str, Any], *, reopening: bool
) -> str:
    names = desk.school_years().calendar(year)["facilities"]
    return render_template(
        "calendar_preview.html",
        year=year,
        closure=closure,
        place=names.get(closure["facility_id"] or "", _("Tous les établissements")),
        counted=counted,
        reopening=reopening,
    )


def _render(typed: dict[str, str], errors: dict[str, str]) -> str:
    years = desk.school_years().all()
    known = [it["id"] for it in years["school_years"]]
    wanted = typed.get("annee") or request.args.get("annee", "")
    year = wanted if wanted in known else years["current"] or next(iter(known), None)
    told = desk.school_years().calendar(year) if year else None
    return render_template(
        "calendar.html",
        years=known,
        year=year,
        told=told,
        away=_away(told) if told else [],
        months=_months(told) if told else [],
        typed=typed,
        errors=errors,
        done=_done(),
    )


def _done() -> dict[str, Any] | None:
    """What was just done, for one reading of the page."""
    if request.args.get("fait") not in ("ferme", "rouvert"):
        return None
    return {
        "closed": request.args["fait"] == "ferme",
        "families": request.args.get("familles", 0, type=int),
        "days": request.args.get("jours", 0, type=int),
    }


def _away(told: dict[str, Any]) -> list[Away]:
    """Everything that closes care, in the order of the year."""
    days = date.fromisoformat
    found = [
        Away(days(it["first"]), days(it["last"]), it["name"], "HOLIDAY") for it in told["holidays"]
    ]
    found += [
        Away(days(it["day"]), days(it["day"]), it["name"], "PUBLIC_HOLIDAY")
        for it in told["public_holidays"]
    ]
    found += [
        Away(
            days(it["first"]),
            days(it["last"]),
            it["name"],
            it["kind"],
            told["facilities"].get(it["facility_id"] or "", _("Tous les établissements")),
            it,
        )
        for it in told["closures"]
    ]
    return sorted(found, key=lambda it: (it.first, it.last, it.name))


def _months(told: dict[str, Any]) -> list[tuple[str, int]]:
    """How many days of care each month has, before closures of single facilities."""
    return [
        (month["month"], sum(day["status"] == "OPEN" for day in month["days"]))
        for month in told["months"]
    ]
