"""The dates of a school year: first and last day, holidays, public holidays, end of bookings."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from services.backoffice.refusals import sentence
from services.backoffice.web import desk
from services.backoffice.web.formats import as_instant
from services.backoffice.web.year import the_year
from shared.eventstore import clock
from shared.web.client import Invalid, Refusal
from shared.web.language import gettext as _

pages = desk.staff_pages("year_dates")

View = str | Response | tuple[str, int]
Typed = MultiDict[str, str]

MORE = 2  # empty lines to write in
FIELDS = {"starts_on": "debut", "ends_on": "fin", "regular_cutoff_at": "limite"}


@pages.get("/calendrier/annee")
def show() -> View:
    _years, year = the_year()
    if year is None:
        return redirect(url_for("calendar.show"), 303)
    return _form(year, typed_of(desk.school_years().calendar(year)), {})


@pages.post("/calendrier/annee/apercu")
def preview() -> View:
    """What these dates would do to what is booked; nothing is done yet."""
    typed = request.form
    year = typed.get("annee", "")
    revision, errors = read(typed)
    if errors:
        return _form(year, typed, errors), 422
    try:
        counted = desk.school_years().preview_revising(year, revision)
    except Refusal as refusal:
        return _form(year, typed, {"debut": sentence(refusal)}), 422
    except Invalid as invalid:
        return _form(year, typed, _wrong(invalid)), 422
    return render_template("year_dates_preview.html", year=year, typed=typed, counted=counted)


@pages.post("/calendrier/annee")
def save() -> Response:
    typed = request.form
    revision, _errors = read(typed)
    done = desk.school_years().revise(typed["annee"], revision)
    where = url_for("calendar.show", annee=typed["annee"], fait="revise", familles=done["families"])
    return redirect(where, 303)


def read(typed: Typed) -> tuple[dict[str, Any], dict[str, str]]:
    """A description as bookings takes it, and what is wrong with it by the id of its field."""
    errors: dict[str, str] = {}
    holidays = list(_periods(typed, errors))
    public = list(_public(typed, errors))
    for name in ("debut", "fin", "limite"):
        if not _is_date(typed.get(name, "")):
            errors[name] = _("Écrivez cette date")
    try:
        hour = time.fromisoformat(typed.get("limite-heure", "")).replace(tzinfo=None)
    except ValueError:
        hour = time(23, 59)
        errors["limite-heure"] = _("Écrivez l’heure, par exemple 19:00")
    if errors:
        return {}, errors
    cutoff = datetime.combine(date.fromisoformat(typed["limite"]), hour, clock.PARIS)
    return {
        "starts_on": typed["debut"],
        "ends_on": typed["fin"],
        "regular_cutoff_at": cutoff.astimezone(UTC).isoformat(),
        "holidays": holidays,
        "public_holidays": public,
        "seen": typed.get("vu", 0, type=int),
    }, {}


def typed_of(told: Mapping[str, Any]) -> Typed:
    """A calendar as the form shows it."""
    cutoff = as_instant(told["regular_cutoff_at"])
    typed: Typed = MultiDict(
        {
            "vu": str(told["seen"]),
            "debut": told["starts_on"],
            "fin": told["ends_on"],
            "limite": f"{cutoff:%Y-%m-%d}",
            "limite-heure": f"{cutoff:%H:%M}",
        }
    )
    for it in sorted(told["holidays"], key=lambda it: str(it["first"])):
        for name, key in (("nom", "name"), ("premier", "first"), ("dernier", "last")):
            typed.add(f"vacances-{name}", it[key])
    for it in sorted(told["public_holidays"], key=lambda it: str(it["day"])):
        typed.add("ferie-nom", it["name"])
        typed.add("ferie-jour", it["day"])
    return typed


def rows(typed: Typed, *names: str) -> list[tuple[str, ...]]:
    """Lines of a table that was typed, column by column, and some to write in."""
    columns = [typed.getlist(name) for name in names]
    count = max(map(len, columns), default=0)
    found = [
        tuple(column[n] if n < len(column) else "" for column in columns) for n in range(count)
    ]
    written = [it for it in found if any(part.strip() for part in it)]
    return [*written, *[("",) * len(names)] * MORE]


def _periods(typed: Typed, errors: dict[str, str]) -> Iterator[dict[str, str]]:
    """A line emptied is a period taken out."""
    found = rows(typed, "vacances-nom", "vacances-premier", "vacances-dernier")
    for n, (name, first, last) in enumerate(found, 1):
        if not (name.strip() or first or last):
            continue
        if not name.strip():
            errors[f"vacances-nom-{n}"] = _("Écrivez le nom de ces vacances")
        if not _is_date(first):
            errors[f"vacances-premier-{n}"] = _("Écrivez cette date")
        if not _is_date(last or first):
            errors[f"vacances-dernier-{n}"] = _("Écrivez cette date")
        elif (last or first) < first:
            errors[f"vacances-dernier-{n}"] = _("Le dernier jour est avant le premier.")
        yield {"name": name.strip(), "first": first, "last": last or first}


def _public(typed: Typed, errors: dict[str, str]) -> Iterator[dict[str, str]]:
    for n, (name, day) in enumerate(rows(typed, "ferie-nom", "ferie-jour"), 1):
        if not (name.strip() or day):
            continue
        if not name.strip():
            errors[f"ferie-nom-{n}"] = _("Écrivez le nom de ce jour")
        if not _is_date(day):
            errors[f"ferie-jour-{n}"] = _("Écrivez cette date")
        yield {"name": name.strip(), "day": day}


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _wrong(invalid: Invalid) -> dict[str, str]:
    wrong = {
        FIELDS[error["field"]]: _("Vérifiez cette date")
        for error in invalid.errors
        if error["field"] in FIELDS
    }
    return wrong or {"debut": _("Vérifiez ces dates")}


def _form(year: str, typed: Typed, errors: dict[str, str]) -> str:
    return render_template(
        "year_dates.html",
        year=year,
        typed=typed,
        errors=errors,
        holidays=rows(typed, "vacances-nom", "vacances-premier", "vacances-dernier"),
        public=rows(typed, "ferie-nom", "ferie-jour"),
    )
