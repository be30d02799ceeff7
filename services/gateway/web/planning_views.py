"""« Mon planning » beside the month: a week, a school year, and a list to read from top to end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from services.gateway.clients.shapes.openings import Eligibility
from services.gateway.clients.shapes.planning import DayOfYear, Entry, PlanningDay
from services.gateway.web import booking_words as words
from services.gateway.web import wording
from services.gateway.web.deadline_words import say_deadline, say_too_late
from services.gateway.web.families import Child, Family, known_family
from services.gateway.web.months import asked_month
from services.gateway.web.planning import picked_child, slot_of
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.eventstore import clock
from shared.web.client import NotThere

pages = Blueprint("planning_views", __name__, url_prefix="/planning")

SCHOOL_DAYS = 5
# A state in a cell of the year, where a word has no room: a sign, and the tone of the theme.
SIGNS = {
    "ACCEPTED": ("✓", "ok"),
    "REQUESTED": ("?", "ask"),
    "WAITLISTED": ("…", "wait"),
    "REFUSED": ("✕", "no"),
    "CANCELLED": ("–", "off"),
    "ABSENT": ("∅", "off"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One accueil of a child on a day, with all that is to be said of it."""

    child: Child
    slot: str
    hours: str
    place: str
    state: str
    why: str
    until: str
    change: str | None
    absence: str | None  # the page where it is declared, or where it stands


@dataclass(frozen=True, kw_only=True)
class Day:
    day: date
    title: str
    today: bool
    past: bool
    closed: str
    rows: list[Row]


@dataclass(frozen=True, kw_only=True)
class Mark:
    sign: str
    tone: str
    short: str
    said: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    day: date
    shape: str
    closed: str
    marks: list[Mark]


@dataclass(frozen=True, kw_only=True)
class Month:
    month: str
    cells: list[Cell | None]
    count: int


@pages.get("/semaine")
@family_page
def show_week() -> str:
    told, account_id = known_family(), family().account_id
    monday = _monday(_asked_day() or _first_ahead())
    days = services().bookings.planned_days(
        account_id, monday, monday + timedelta(days=SCHOOL_DAYS - 1)
    )
    eligible = services().bookings.eligibility(account_id)
    return render_template(
        "planning/week.html",
        tab="planning",
        family=told,
        days=_days(days, told, eligible),
        monday=monday,
        previous=monday - timedelta(days=7),
        next=monday + timedelta(days=7),
        standing=eligible["kind"] == "STANDING",
        can_book=any(each["can_book"] for each in eligible["children"]),
    )


@pages.get("/liste")
@family_page
def show_list() -> str:
    told, account_id = known_family(), family().account_id
    planning = services().bookings.planning(account_id, asked_month())
    eligible = services().bookings.eligibility(account_id)
    days = [day for day in _days(planning["days"], told, eligible) if day.rows or day.closed]
    return render_template(
        "planning/list.html",
        tab="planning",
        family=told,
        month=planning["month"],
        previous=planning["previous"],
        next=planning["next"],
        days=_without_repeats(days),
    )


@pages.get("/annee")
@family_page
def show_year() -> str | Response:
    told, account_id = known_family(), family().account_id
    child = picked_child(told)
    if child is None:
        return redirect("/planning")
    try:
        year = services().bookings.planned_year(account_id, request.args.get("annee"))
    except NotThere:
        if "annee" in request.args:
            abort(404)
        return redirect("/planning")
    there = _states(year["days"], child)
    return render_template(
        "planning/year.html",
        tab="planning",
        family=told,
        child=child,
        year=year,
        said_year=wording.say_school_year(year["school_year"]),
        months=_months(year["days"], child),
        legend=[(state, *SIGNS[state]) for state in SIGNS if state in there],
    )


# A week and a list


def _days(days: Sequence[PlanningDay], told: Family, eligible: Eligibility) -> list[Day]:
    """Days are given back one by one only once regular bookings are over."""
    one_by_one = eligible["kind"] == "ONE_OFF"
    names = words.facility_names(services().bookings.facilities())
    today = clock.today()
    found = []
    for each in days:
        at = wording.civil_day(each["day"])
        found.append(
            Day(
                day=at,
                title=wording.capitalize_first(wording.say_day(at)),
                today=at == today,
                past=at < today,
                closed=wording.say_closed(each["status"], each["label"]),
                rows=_rows(each, told, names, one_by_one),
            )
        )
    return found


def _rows(day: PlanningDay, told: Family, names: dict[str, str], one_by_one: bool) -> list[Row]:
    return [
        _row(child, entry, day["day"], names, one_by_one)
        for child in told.children
        for entry in day["entries"]
        if entry["child_id"] == str(child.child_id)
    ]


def _row(child: Child, entry: Entry, day: str, names: dict[str, str], one_by_one: bool) -> Row:
    slot = slot_of(entry)
    until, may_change = entry["cancel_until"], one_by_one and entry["state"] == "ACCEPTED"
    return Row(
        child=child,
        slot=slot.name,
        hours=words.say_hours(entry["starts"], entry["ends"]) if entry["starts"] else "",
        place=names.get(entry["facility_id"], entry["facility_id"]),
        state=slot.state,
        why=slot.why,
        until=_until(entry, day) if may_change else "",
        change=f"{entry['facility_id']} {day}" if until and may_change else None,
        absence=f"/absences/{child.child_id}/{day}" if _has_absence(entry) else None,
    )


def _until(entry: Entry, day: str) -> str:
    """Until when it may be given back, or since when not any more."""
    told = entry.get("cancel") or {"until": entry["cancel_until"]}
    if entry["cancel_until"]:
        return say_deadline(told, "CANCEL")
    is_ahead = wording.civil_day(day) >= clock.today()
    return say_too_late(told, "CANCEL") if told.get("until") and is_ahead else ""


def _has_absence(entry: Entry) -> bool:
    return entry["state"] == "ABSENT" or entry.get("may_tell_absence", False)


def _without_repeats(days: Iterable[Day]) -> list[Day]:
    """Holidays are said on their first day."""
    kept: list[Day] = []
    before = ""
    for day in days:
        if day.rows or day.closed != before:
            kept.append(day)
        before = day.closed
    return kept


def _asked_day() -> date | None:
    told = request.args.get("jour")
    if told is None:
        return None
    try:
        day = date.fromisoformat(told)
    except ValueError:
        abort(404)
    return day if 2000 <= day.year <= 2100 else abort(404)  # a week has days on both sides


def _first_ahead() -> date:
    """Today, or Monday at the week-end."""
    today = clock.today()
    return today + timedelta(days=7 - today.weekday()) if today.weekday() >= SCHOOL_DAYS else today


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


# A year


def _months(days: Sequence[DayOfYear], child: Child) -> list[Month]:
    by_month: dict[str, list[Cell]] = {}
    mark = cache(_mark)  # some hundred days, a dozen different marks
    mine, today = str(child.child_id), clock.today()
    for day in days:
        at = wording.civil_day(day["day"])
        cells = by_month.setdefault(day["day"][:7], [])
        if at.weekday() < SCHOOL_DAYS:
            marks = [
                mark(entry["slot_type"], entry["state"])
                for entry in day["entries"]
                if entry["child_id"] == mine
            ]
            cells.append(_cell(day, at, today, marks))
    return [_month(month, cells) for month, cells in by_month.items()]


def _month(month: str, cells: Sequence[Cell]) -> Month:
    before: list[Cell | None] = [None] * (cells[0].day.weekday() if cells else 0)
    return Month(
        month=month, cells=[*before, *cells], count=sum(len(cell.marks) > 0 for cell in cells)
    )


def _cell(day: DayOfYear, at: date, today: date, marks: list[Mark]) -> Cell:
    shapes = [
        ("now", at == today),
        ("past", at < today),
        ("shut", day["status"] != "OPEN"),
    ]
    return Cell(
        day=at,
        shape=" ".join(shape for shape, is_so in shapes if is_so),
        closed=wording.say_closed(day["status"], day["label"]) if not marks else "",
        marks=marks,
    )


def _mark(slot_type: str, state: str) -> Mark:
    sign, tone = SIGNS.get(state, ("?", "off"))
    name = wording.say(wording.SLOTS, slot_type)
    return Mark(
        sign=sign,
        tone=tone,
        short=wording.say(words.SLOTS_IN_A_CELL, slot_type),
        said=f"{name} {wording.say(words.STATES_IN_A_SENTENCE, state)}",
    )


def _states(days: Sequence[DayOfYear], child: Child) -> set[str]:
    mine = str(child.child_id)
    return {e["state"] for day in days for e in day["entries"] if e["child_id"] == mine}
