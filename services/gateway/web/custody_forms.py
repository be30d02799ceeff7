"""What the pages of a custody calendar have in common: its form, and the weeks to come."""

import re
from datetime import date
from typing import Any, Literal
from uuid import UUID

from flask import abort
from flask_babel import lazy_gettext

from services.gateway.clients.shapes.planning import Custody, CustodyCalendar, CustodyException
from services.gateway.web import wording
from services.gateway.web.families import Child, my_family
from services.gateway.web.forms import Sheet

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


def own_child(child_id: UUID) -> Child:
    child = my_family().child(child_id)
    return child if child else abort(404)


def rows_of(sheet: Sheet) -> range:
    """As many periods as were told, or typed, and some empty ones."""
    typed_in = [int(name[3:]) + 1 for name in sheet.values if re.fullmatch(r"du-\d{1,2}", name)]
    rows = max(typed_in, default=0) + (0 if sheet.wrong else SPARE_ROWS)
    return range(min(max(rows, SPARE_ROWS), MOST_ROWS))


def weeks_shown(told: Custody) -> list[dict[str, Any]]:
    return [
        {"monday": wording.civil_day(it["monday"]), "here": it["here"], "of": it["of"]}
        for it in told["weeks"]
    ]


def calendar_typed(sheet: Sheet) -> CustodyCalendar | None:
    """What was typed; None with the errors on the sheet."""
    weeks, halves = sheet.value("semaines"), sheet.value("vacances") or None
    if weeks not in WEEKS:
        sheet.add_error("semaines", "required")
    exceptions: list[CustodyException] = []
    for row in range(MOST_ROWS):
        first, last = sheet.value(f"du-{row}"), sheet.value(f"au-{row}")
        if not first and not last:
            continue
        if not is_day(first):
            sheet.add_error(f"du-{row}", "invalid_date")
        elif last and not is_day(last):
            sheet.add_error(f"au-{row}", "invalid_date")
        else:
            here = sheet.value(f"chez-{row}") == "moi"
            exceptions.append({"first": first, "last": last or first, "here": here})
    if sheet.wrong:
        return None
    parity: Literal["EVEN", "ODD"] = "EVEN" if weeks == "EVEN" else "ODD"
    half: Literal["EVEN", "ODD"] | None = "EVEN" if halves == "EVEN" else "ODD" if halves else None
    return {"weeks": parity, "first_halves": half, "exceptions": exceptions}


def is_day(told: Any) -> bool:
    try:
        return bool(told) and bool(date.fromisoformat(str(told)))
    except ValueError:
        return False


def typed(calendar: CustodyCalendar) -> dict[str, Any]:
    boxes: dict[str, Any] = {
        "semaines": calendar["weeks"],
        "vacances": calendar["first_halves"] or "",
    }
    for row, it in enumerate(calendar["exceptions"]):
        boxes |= {f"du-{row}": it["first"], f"au-{row}": it["last"]}
        boxes[f"chez-{row}"] = "moi" if it["here"] else "autre"
    return boxes
