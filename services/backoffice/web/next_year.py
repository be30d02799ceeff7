"""The year after: proposed from the zone's holidays and this year, looked at, then begun."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.backoffice.refusals import sentence
from services.backoffice.web import desk, opening_words
from services.backoffice.web.formats import full_day
from services.backoffice.web.year import the_year
from services.backoffice.web.year_dates import Typed, read, rows, typed_of
from shared.web.client import Invalid, Refusal
from shared.web.language import gettext as _

pages = desk.staff_pages("next_year")

View = str | Response | tuple[str, int]

ZONES = ("A", "B", "C")


@pages.get("/annee/suivante")
def show() -> View:
    """First the zone, then the whole proposal to look at."""
    _years, year = the_year()
    zone = request.args.get("zone", "")
    if year is None or zone not in ZONES:
        return render_template("next_year_zone.html", year=year)
    return _form(year, zone, request.args.get("alsace") == "yes", None, {})


@pages.post("/annee/suivante")
def begin() -> View:
    typed = request.form
    year, zone = typed.get("annee", ""), typed.get("zone", "")
    described, errors = read(typed)
    if not errors:
        body = {name: it for name, it in described.items() if name != "seen"}
        body["with_openings"] = typed.get("ouvertures") == "yes"
        try:
            name = desk.school_years().begin_next(year, body)
        except Refusal as refusal:
            errors = {"debut": sentence(refusal)}
        except Invalid:
            errors = {"debut": _("Vérifiez ces dates")}
        else:
            return redirect(url_for("year.show", annee=name, fait="creee"), 303)
    zone = zone if zone in ZONES else ZONES[0]
    return _form(year, zone, typed.get("alsace") == "yes", typed, errors), 422


def _form(year: str, zone: str, alsace: bool, typed: Typed | None, errors: dict[str, str]) -> str:
    proposed = desk.school_years().propose_next(year, zone, alsace)
    shown = typed or _typed(proposed, zone, alsace)
    return render_template(
        "next_year.html",
        year=year,
        proposed=proposed,
        to_check=_to_check(proposed),
        typed=shown,
        holidays=rows(shown, "vacances-nom", "vacances-premier", "vacances-dernier"),
        public=rows(shown, "ferie-nom", "ferie-jour"),
        say=opening_words,
        errors=errors,
    )


def _typed(proposed: dict[str, Any], zone: str, alsace: bool) -> Typed:
    typed = typed_of({"seen": 0, **proposed})
    typed.add("zone", zone)
    typed.add("alsace", "yes" if alsace else "")
    typed.add("ouvertures", "yes")
    return typed


def _to_check(proposed: dict[str, Any]) -> list[str]:
    said = []
    if not proposed["known"]:
        said.append(_("Les vacances de cette année ne sont pas encore connues : écrivez-les."))
    said += [
        _(
            "Nos deux sources ne sont pas d’accord sur le %(day)s : vacances ou non ?",
            day=full_day(it),
        )
        for it in proposed["doubts"]
    ]
    if proposed["left_out"]:
        said.append(
            _("Une partie des ouvertures serait déjà passée : elle est laissée de côté, à ajouter.")
        )
    return said
