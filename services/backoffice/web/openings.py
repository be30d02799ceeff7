"""The opening waves of a school year: who books from when, seen before it changes."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from datetime import date as Date
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from services.backoffice.refusals import sentence
from services.backoffice.web import desk, opening_words, words
from services.backoffice.web.formats import as_instant
from services.backoffice.web.year import the_year
from shared.eventstore import clock
from shared.web.client import Invalid, Refusal
from shared.web.language import gettext as _

pages = desk.staff_pages("openings")

View = str | Response | tuple[str, int]
Typed = MultiDict[str, str]

LEVELS = ("MATERNELLE", "ELEMENTAIRE")
KINDS = ("STANDING", "ONE_OFF")


@pages.get("/ouvertures")
def show() -> str:
    years, year = the_year()
    if year is None:
        return render_template("openings.html", years=years, year=None)
    told = desk.school_years().openings(year)
    child = _asked_child()
    return render_template(
        "openings.html",
        years=years,
        year=year,
        told=told,
        say=opening_words,
        left_out=[opening_words.concern(it) for it in told["concerns"] if it["who"]],
        odd=_by_wave(told["concerns"]),
        child=child,
        first=_first(desk.school_years().first_openings(year, child)) if child else None,
        known=_whose(told["changes"]),
        actors=desk.actors(it["actor"] for it in told["changes"]),
        done=request.args.get("fait", ""),
    )


@pages.get("/ouvertures/nouvelle")
def new() -> str:
    return _form(_asked_year(), MultiDict({"id": str(clock.new_id()), "vu": "0"}), {})


@pages.get("/ouvertures/<wave_id>")
def change(wave_id: str) -> View:
    year = _asked_year()
    waves = desk.school_years().openings(year)["waves"]
    wave = next((it for it in waves if it["wave_id"] == wave_id), None)
    if wave is None or wave["open"]:
        return redirect(url_for("openings.show", annee=year), 303)
    return _form(year, _typed_of(wave), {})


@pages.post("/ouvertures/apercu")
def preview() -> View:
    """What it would change; nothing is done yet."""
    typed = request.form
    year = typed.get("annee", "")
    opens_at, errors = _instant(typed)
    if opens_at is None:
        return _form(year, typed, errors), 422
    asked = {"wave_id": typed["id"], "opens_at": opens_at.isoformat(), **_who(typed)}
    try:
        found = desk.school_years().preview_opening(year, asked)
    except Refusal as refusal:
        return _form(year, typed, {"jour": sentence(refusal)}), 422
    except Invalid:
        return _form(year, typed, {"jour": _("Vérifiez cette date")}), 422
    return _confirm(year, typed, found, asked)


@pages.post("/ouvertures/enregistrer")
def save() -> Response:
    typed = request.form
    opens_at, _errors = _instant(typed)
    wave = {
        "opens_at": opens_at.isoformat() if opens_at else None,
        "seen": typed.get("vu", 0, type=int),
        **_who(typed),
    }
    desk.school_years().schedule_opening(typed["annee"], typed["id"], wave)
    return redirect(url_for("openings.show", annee=typed["annee"], fait="fixee"), 303)


@pages.post("/ouvertures/retrait/apercu")
def preview_withdrawal() -> str:
    typed = request.form
    found = desk.school_years().preview_opening(typed["annee"], {"wave_id": typed["id"]})
    return _confirm(typed["annee"], typed, found, None)


@pages.post("/ouvertures/retrait")
def withdraw() -> Response:
    typed = request.form
    seen = typed.get("vu", 0, type=int)
    desk.school_years().withdraw_opening(typed["annee"], typed["id"], seen)
    return redirect(url_for("openings.show", annee=typed["annee"], fait="retiree"), 303)


def _asked_year() -> str:
    return the_year()[1] or ""


def _asked_child() -> dict[str, str] | None:
    """Of the question « qui ouvre quand »; None when it was not asked."""
    level = request.args.get("niveau")
    if level not in LEVELS:
        return None
    return {
        "school_level": level,
        "resident": "false" if request.args.get("commune") == "non" else "true",
        "sibling": "true" if request.args.get("fratrie") == "oui" else "false",
    }


def _instant(typed: Mapping[str, str]) -> tuple[datetime | None, dict[str, str]]:
    """The wall clock of Paris as an instant; an hour that the clocks leap over is none."""
    errors = {}
    day, hour = typed.get("jour", ""), typed.get("heure", "")
    try:
        date = Date.fromisoformat(day)
    except ValueError:
        errors["jour"] = _("Écrivez la date, par exemple 03/04/2027")
    try:
        at = time.fromisoformat(hour)
    except ValueError:
        errors["heure"] = _("Écrivez l’heure, par exemple 19:00")
    if errors:
        return None, errors
    local = datetime.combine(date, at.replace(tzinfo=None), clock.PARIS)
    instant = local.astimezone(UTC)
    if instant.astimezone(clock.PARIS).replace(tzinfo=None) != local.replace(tzinfo=None):
        return None, {
            "heure": _("Cette heure n’existe pas : cette nuit-là, on passe à l’heure d’été")
        }
    return instant, {}


def _who(typed: Typed) -> dict[str, Any]:
    """Every box of a kind ticked is the same as none."""
    levels = [it for it in typed.getlist("niveau") if it in LEVELS]
    slots = [it for it in typed.getlist("accueil") if it in words.SLOT_TYPES]
    return {
        "school_levels": levels if len(set(levels)) < len(LEVELS) else [],
        "residence": typed.get("commune") or None,
        "sibling": typed.get("fratrie") == "yes",
        "kinds": [typed["forme"]] if typed.get("forme") in KINDS else [],
        "slot_types": slots if len(set(slots)) < len(words.SLOT_TYPES) else [],
    }


def _typed_of(wave: Mapping[str, Any]) -> Typed:
    at = as_instant(wave["opens_at"])
    who = wave["who"]
    typed: Typed = MultiDict(
        {
            "id": wave["wave_id"],
            "vu": str(wave["seen"]),
            "jour": f"{at:%Y-%m-%d}",
            "heure": f"{at:%H:%M}",
            "commune": who["residence"] or "",
            "fratrie": "yes" if who["sibling"] else "",
            "forme": who["kinds"][0] if len(who["kinds"]) == 1 else "",
        }
    )
    typed.setlist("niveau", list(who["school_levels"]))
    typed.setlist("accueil", list(who["slot_types"]))
    return typed


def _form(year: str, typed: Typed, errors: dict[str, str]) -> str:
    return render_template(
        "opening_form.html",
        year=year,
        typed=typed,
        errors=errors,
        levels=[(it, words.value("school_level", it)) for it in LEVELS],
        slot_types=[(it, words.slot_type(it)) for it in words.SLOT_TYPES],
    )


def _confirm(
    year: str, typed: Typed, found: Mapping[str, Any], asked: Mapping[str, Any] | None
) -> str:
    return render_template(
        "opening_preview.html",
        year=year,
        typed=typed,
        wave=asked,
        say=opening_words,
        odd=[opening_words.concern(it) for it in found["concerns"]],
        moved=found["moved"],
    )


def _by_wave(concerns: list[dict[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for it in concerns:
        if it["wave_id"]:
            found.setdefault(it["wave_id"], []).append(opening_words.concern(it))
    return found


def _whose(changes: list[dict[str, Any]]) -> dict[str, Any]:
    """Whom a wave was for last, so that its withdrawal can say it."""
    return {it["wave_id"]: it["who"] for it in reversed(changes) if "who" in it}


def _first(openings: list[dict[str, Any]]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """By kind of booking: which care, from when, and by which wave; alike ones together."""
    told = []
    for kind in KINDS:
        by_wave: dict[str | None, list[dict[str, Any]]] = {}
        of_kind = [it for it in openings if it["kind"] == kind]
        for it in of_kind:
            by_wave.setdefault(it["wave"] and it["wave"]["wave_id"], []).append(it)
        rows = []
        for alike in by_wave.values():
            wave = alike[0]["wave"]
            every = len(alike) == len(of_kind)
            which = (
                _("Tous les accueils")
                if every
                else opening_words.say_slots([it["slot_type"] for it in alike]).capitalize()
            )
            because = opening_words.say_who(wave["who"]) if wave else ""
            rows.append((which, opening_words.say_instant(wave and wave["opens_at"]), because))
        told.append((opening_words.booking_kind(kind).capitalize(), rows))
    return told
