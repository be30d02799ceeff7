"""How full a day is, facility by facility."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.backoffice.web import desk, words
from services.backoffice.web.formats import places_free
from shared.eventstore import clock
from shared.web.language import ngettext

pages = desk.staff_pages("days")

LOOK_AHEAD = 7
NEARLY_FULL = 0.85


@dataclass(frozen=True)
class Fill:
    """One bar: places taken out of a capacity, in words and in a colour that only helps."""

    label: str
    taken: int
    capacity: int
    requested: int
    absent: int = 0

    @property
    def free(self) -> str:
        free = places_free(self.capacity, self.taken)
        if not self.absent:
            return free
        return f"{free} · {ngettext('%(num)d absence', '%(num)d absences', self.absent)}"

    @property
    def tone(self) -> str:
        if self.taken >= self.capacity:
            return "full"
        return "near" if self.taken >= NEARLY_FULL * self.capacity else ""


@pages.get("/occupation")
def show() -> str | Response:
    try:
        day = date.fromisoformat(request.args["jour"]) if "jour" in request.args else clock.today()
        previous, following = day - timedelta(days=1), day + timedelta(days=1)
    except (ValueError, OverflowError):
        return redirect(url_for("days.show"))
    answer = desk.bookings().day(day)
    return render_template(
        "day.html",
        day=day,
        answer=answer,
        groups=by_slot_type(answer),
        previous=previous,
        next=following,
        why=why_closed(answer),
        today=clock.today(),
    )


@pages.get("/occupation/semaine")
def show_week() -> str | Response:
    try:
        day = date.fromisoformat(request.args["jour"]) if "jour" in request.args else clock.today()
        previous, following = day - timedelta(days=7), day + timedelta(days=7)
    except (ValueError, OverflowError):
        return redirect(url_for("days.show_week"))
    week = desk.bookings().week(day)
    return render_template(
        "week.html",
        days=week["days"],
        facilities=[(it["name"], it["days"], _rows(it["days"])) for it in week["facilities"]],
        previous=previous,
        next=following,
        today=clock.today(),
    )


@dataclass(frozen=True)
class Row:
    """A slot type or a shared pool over the days of a week; None where it is not open."""

    label: str
    cells: tuple[Fill | None, ...]


def _rows(days: Sequence[Mapping[str, Any]]) -> list[Row]:
    rows = []
    for code in words.SLOT_TYPES:
        rows.append(Row(words.slot_type(code), _cells(days, "slots", "slot_type", code)))
    pools = {pool["pool_id"]: pool["name"] for day in days for pool in day["pools"]}
    for pool_id, name in pools.items():
        rows.append(Row(name, _cells(days, "pools", "pool_id", pool_id)))
    return [row for row in rows if any(row.cells)]


def _cells(
    days: Sequence[Mapping[str, Any]], kind: str, key: str, wanted: str
) -> tuple[Fill | None, ...]:
    found = [next((it for it in day[kind] if it[key] == wanted), None) for day in days]
    return tuple(it and Fill("", it["taken"], it["capacity"], 0) for it in found)


def next_open_day(today: date) -> dict[str, Any] | None:
    """Today, or the first open day of the week to come, with its bars; None in the holidays."""
    for ahead in range(LOOK_AHEAD):
        day = today + timedelta(days=ahead)
        answer = desk.bookings().day(day)
        groups = by_slot_type(answer)
        if groups:
            return {"day": day, "groups": groups}
    return None


def by_slot_type(answer: Mapping[str, Any]) -> list[tuple[str, list[Fill]]]:
    """The bars of a day, grouped by slot type, in the order of the day."""
    groups = []
    for code in words.SLOT_TYPES:
        fills = [
            Fill(
                facility["name"],
                slot["taken"],
                slot["capacity"],
                slot["requested"],
                slot["absent"],
            )
            for facility in answer["facilities"]
            for slot in facility["slots"]
            if slot["slot_type"] == code
        ]
        if fills:
            groups.append((words.slot_type(code), fills))
    return groups


def by_weekday(facility: Mapping[str, Any]) -> list[tuple[str, list[Fill]]]:
    """The bars of a facility's typical week, grouped by slot type."""
    groups = []
    for code in words.SLOT_TYPES:
        fills = [
            Fill(
                words.weekly_slot(slot["weekday"], code),
                slot["taken"],
                slot["capacity"],
                slot["requested"],
            )
            for slot in sorted(facility["slots"], key=lambda slot: int(slot["weekday"]))
            if slot["slot_type"] == code
        ]
        if fills:
            groups.append((words.slot_type(code), fills))
    return groups


def why_closed(answer: Mapping[str, Any]) -> str:
    """Why a day shows no bar: the name of its holiday or closure, where it has one."""
    for facility in answer["facilities"]:
        if facility["status"] != "OPEN":
            return str(facility["label"] or words.day_state(facility["status"]))
    return words.day_state("NO_SERVICE")
