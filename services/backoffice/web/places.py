"""How many places there are, facility by facility: changed after seeing who is expected."""

from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from services.backoffice.refusals import sentence
from services.backoffice.web import desk
from shared.web.client import Invalid, Refusal
from shared.web.language import gettext as _

pages = desk.staff_pages("places")

View = str | Response | tuple[str, int]
Typed = MultiDict[str, str]

MOST = 9_999
SHOWN = 12  # days with too few places; the others are counted


@pages.get("/places")
def show() -> str:
    told = desk.places().all()
    return render_template(
        "places.html",
        facilities=told["facilities"],
        changes=told["changes"],
        actors=desk.actors(it["actor"] for it in told["changes"]),
        done=request.args.get("fait") == "places",
    )


@pages.get("/places/<facility_id>")
def change(facility_id: str) -> str:
    facility = _known(facility_id)
    return _form(facility, _typed_of(facility), {})


@pages.post("/places/<facility_id>/apercu")
def preview(facility_id: str) -> View:
    """On which days there would be too few; nothing is done yet."""
    typed, facility = request.form, _known(facility_id)
    wanted, errors = _read(typed, facility)
    if errors:
        return _form(facility, typed, errors), 422
    try:
        over = desk.places().preview(facility_id, wanted)
    except Refusal as refusal:
        return _form(facility, typed, {_first(facility): sentence(refusal)}), 422
    except Invalid:
        return _form(facility, typed, {_first(facility): _("Vérifiez ces nombres")}), 422
    return render_template(
        "places_preview.html",
        facility=facility,
        typed=typed,
        over=over[:SHOWN],
        others=max(len(over) - SHOWN, 0),
        days=len({it["day"] for it in over}),
    )


@pages.post("/places/<facility_id>")
def save(facility_id: str) -> Response:
    typed, facility = request.form, _known(facility_id)
    wanted, errors = _read(typed, facility)
    if errors:
        abort(400)
    wanted["overfull_accepted"] = typed.get("vu-complet") == "yes"
    desk.places().resize(facility_id, wanted)
    return redirect(url_for("places.show", fait="places"), 303)


def _known(facility_id: str) -> dict[str, Any]:
    """404 for one that is not there."""
    for it in desk.places().all()["facilities"]:
        if it["facility_id"] == facility_id:
            return dict(it)
    abort(404)


def _typed_of(facility: Mapping[str, Any]) -> Typed:
    typed: Typed = MultiDict({"vu": str(facility["seen"])})
    for slot in facility["slots"]:
        own = slot["capacity"]
        typed.add(f"accueil-{slot['slot_type']}", "" if own is None else str(own))
    for n, pool in enumerate(facility["pools"], 1):
        typed.add(f"partage-{n}", str(pool["size"]))
        for it in pool["exceptions"]:
            typed.add(f"partage-{n}-premier", it["first"])
            typed.add(f"partage-{n}-dernier", it["last"])
            typed.add(f"partage-{n}-taille", str(it["size"]))
    return typed


def _read(typed: Typed, facility: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Places as bookings takes them, and what is wrong by the id of its field."""
    errors: dict[str, str] = {}
    slots = []
    for slot in facility["slots"]:
        name = f"accueil-{slot['slot_type']}"
        text = typed.get(name, "").strip()
        if not text and slot["capacity"] is None:
            continue
        slots.append({"slot_type": slot["slot_type"], "capacity": _number(text, name, errors)})
    pools = []
    for n, pool in enumerate(facility["pools"], 1):
        name = f"partage-{n}"
        size = _number(typed.get(name, ""), name, errors)
        exceptions = []
        for row, (first, last, other) in enumerate(exceptions_of(typed, n), 1):
            if not (first or last or other):
                continue
            if not first:
                errors[f"{name}-premier-{row}"] = _("Écrivez cette date")
            exceptions.append(
                {
                    "first": first,
                    "last": last or first,
                    "size": _number(other, f"{name}-taille-{row}", errors),
                }
            )
        pools.append({"pool_id": pool["pool_id"], "size": size, "exceptions": exceptions})
    seen = typed.get("vu", 0, type=int)
    return {"seen": max(seen, 0), "slots": slots, "pools": pools}, errors


def exceptions_of(typed: Typed, n: int) -> list[tuple[str, str, str]]:
    """The lines of a shared capacity, and an empty one to write in."""
    columns = [typed.getlist(f"partage-{n}-{name}") for name in ("premier", "dernier", "taille")]
    count = min(map(len, columns))
    found = [(columns[0][k], columns[1][k], columns[2][k]) for k in range(count)]
    return [*(it for it in found if any(it)), ("", "", "")]


def _number(text: str, name: str, errors: dict[str, str]) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= MOST):
        errors[name] = _("Écrivez un nombre, par exemple 40")
        return 0
    return int(text)


def _first(facility: Mapping[str, Any]) -> str:
    return f"accueil-{facility['slots'][0]['slot_type']}"


def _form(facility: Mapping[str, Any], typed: Typed, errors: dict[str, str]) -> str:
    return render_template(
        "places_form.html",
        facility=facility,
        typed=typed,
        errors=errors,
        exceptions=[exceptions_of(typed, n) for n in range(1, len(facility["pools"]) + 1)],
    )
