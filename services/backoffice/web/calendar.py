"""The calendar of a school year: what closes care, and closing or opening days with a preview."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.backoffice.refusals import sentence
from services.backoffice.web import desk
from services.backoffice.web.formats import short_day
from services.backoffice.web.year import the_year
from shared.web.client import Invalid, Refusal
from shared.web.language import gettext as _

pages = desk.staff_pages("calendar")

View = str | Response | tuple[str, int]

FIELDS = {"first": "premier", "last": "dernier", "name": "nom"}


@dataclass(frozen=True)
class Away:
    """Days that are not as the weekday says; `closure` is what staff may take back."""

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
    return _preview("close", _closure(request.form.to_dict()))


@pages.post("/calendrier/fermer")
def close() -> Response:
    typed = request.form.to_dict()
    return _back(
        request.form["annee"],
        desk.school_years().close(request.form["annee"], _closure(typed)),
        "close",
    )


@pages.post("/calendrier/rouvrir/apercu")
def preview_reopening() -> View:
    return _preview("reopen", _closure(request.form.to_dict()))


@pages.post("/calendrier/rouvrir")
def reopen() -> Response:
    typed = request.form.to_dict()
    done = desk.school_years().reopen(request.form["annee"], _closure(typed))
    return _back(request.form["annee"], done, "reopen")


@pages.post("/calendrier/ouvrir/apercu")
def preview_adding() -> View:
    """What opening days of the holidays would do."""
    return _preview("add", _extra(request.form.to_dict()))


@pages.post("/calendrier/ouvrir")
def add() -> Response:
    typed = request.form.to_dict()
    return _back(
        request.form["annee"], desk.school_years().add(request.form["annee"], _extra(typed)), "add"
    )


@pages.post("/calendrier/retirer/apercu")
def preview_removing() -> View:
    return _preview("remove", _extra(request.form.to_dict()))


@pages.post("/calendrier/retirer")
def remove() -> Response:
    typed = request.form.to_dict()
    done = desk.school_years().remove(request.form["annee"], _extra(typed))
    return _back(request.form["annee"], done, "remove")


def _preview(what: str, days: dict[str, Any]) -> View:
    typed = request.form.to_dict()
    year = typed.get("annee", "")
    mark = "ouvrir-" if what == "add" else ""
    errors = {
        f"{mark}{field}": _("Écrivez cette date") if field != "nom" else _("Écrivez un motif")
        for key, field in FIELDS.items()
        if not days[key]
    }
    if errors:
        return _render(typed, errors), 422
    asking = desk.school_years()
    ask = {
        "close": asking.preview_closing,
        "reopen": asking.preview_reopening,
        "add": asking.preview_adding,
        "remove": asking.preview_removing,
    }[what]
    try:
        counted = ask(year, days)
    except Refusal as refusal:
        return _render(typed, {f"{mark}premier": sentence(refusal)}), 422
    except Invalid:
        return _render(typed, {f"{mark}premier": _("Vérifiez ces dates")}), 422
    return _confirm(year, what, days, counted)


def _closure(typed: dict[str, str]) -> dict[str, Any]:
    first = typed.get("premier", "")
    return {
        "first": first,
        "last": typed.get("dernier") or first,
        "name": typed.get("nom", "").strip(),
        "facility_id": typed.get("site") or None,
        "kind": "STRIKE" if typed.get("nature") == "STRIKE" else "CLOSURE",
    }


def _extra(typed: dict[str, str]) -> dict[str, Any]:
    return {name: it for name, it in _closure(typed).items() if name != "kind"}


def _back(year: str, done: dict[str, Any], what: str) -> Response:
    counted = {"familles": done["families"]}
    return redirect(url_for("calendar.show", annee=year, fait=what, **counted), 303)


def _confirm(year: str, what: str, days: dict[str, Any], counted: dict[str, Any]) -> str:
    names = desk.school_years().calendar(year)["facilities"]
    return render_template(
        "calendar_preview.html",
        year=year,
        what=what,
        days=days,
        place=names.get(days["facility_id"] or "", _("Tous les établissements")),
        counted=counted,
    )


def _render(typed: dict[str, str], errors: dict[str, str]) -> str:
    years, year = the_year()
    told = desk.school_years().calendar(year) if year else None
    return render_template(
        "calendar.html",
        years=years,
        year=year,
        told=told,
        away=_away(told) if told else [],
        months=_months(told) if told else [],
        told_change=_told_change,
        actors=desk.actors(it["actor"] for it in told["changes"]) if told else None,
        typed=typed,
        errors=errors,
        done=_done(),
    )


def _done() -> dict[str, Any] | None:
    """What was just done, for one reading of the page."""
    said = {
        "close": _("Les jours sont fermés."),
        "reopen": _("Les jours sont rouverts."),
        "add": _("Les jours sont ouverts en plus."),
        "remove": _("Les jours ne sont plus ouverts en plus."),
        "revise": _("Le calendrier est enregistré."),
    }.get(request.args.get("fait", ""))
    return said and {"said": said, "families": request.args.get("familles", 0, type=int)} or None


def _told_change(it: dict[str, Any]) -> str:
    """A line of the history: « Grève : fermeture du 20 novembre 2026 »."""
    if it["what"] == "described":
        return _("Dates, vacances ou jours fériés")
    what = {
        "closed": _("fermeture"),
        "reopened": _("fermeture retirée"),
        "added": _("ouverture en plus"),
        "removed": _("ouverture en plus retirée"),
    }[it["what"]]
    return _("%(name)s, %(day)s : %(what)s", name=it["name"], day=short_day(it["first"]), what=what)


def _away(told: dict[str, Any]) -> list[Away]:
    """Everything that closes care or opens it all the same, in the order of the year."""
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
    found += [
        Away(
            days(it["first"]),
            days(it["last"]),
            it["name"],
            "EXTRA",
            told["facilities"].get(it["facility_id"] or "", _("Tous les établissements")),
            it,
        )
        for it in told["extra"]
    ]
    return sorted(found, key=lambda it: (it.first, it.last, it.name))


def _months(told: dict[str, Any]) -> list[tuple[str, int]]:
    """How many days of care each month has, before closures of single facilities."""
    return [
        (month["month"], sum(day["status"] == "OPEN" for day in month["days"]))
        for month in told["months"]
    ]
