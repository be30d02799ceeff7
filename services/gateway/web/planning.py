"""« Mon planning »: what each child has, day by day, and how to change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request

from services.gateway.clients.shapes.openings import (
    ChildEligibility,
    Eligibility,
    Facility,
)
from services.gateway.clients.shapes.planning import Entry, PlanningDay
from services.gateway.web import booking_words as words
from services.gateway.web import public, wording
from services.gateway.web.basket import basket_of
from services.gateway.web.deadline_words import say_then, say_until
from services.gateway.web.families import Child, Family, known_family
from services.gateway.web.household import returned_words, tasks
from services.gateway.web.language import _
from services.gateway.web.months import asked_month, weeks
from services.gateway.web.opening_words import openings_of
from services.gateway.web.request_lines import prices
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.eventstore import clock

pages = Blueprint("planning", __name__)

HELD = ("ACCEPTED", "REQUESTED", "WAITLISTED")
FILE_FIRST = frozenset({"file_not_submitted", "file_under_review", "file_returned"})


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One accueil of a day: its state as a chip, and why."""

    name: str
    state: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A day of the month, for one child."""

    day: date
    short: str
    number: str
    shape: str  # classes of the theme: past, now, shut, rest
    rest: bool
    closed: str | None  # why nobody is there: Vacances, Férié…
    picture: str
    label: str
    slots: list[Slot]
    change: str | None  # what the pencil sends: the facility and the day


@pages.get("/planning")
@family_page
def show() -> str:
    told, account_id = known_family(), family().account_id
    eligible, planning, draft = services().bookings.planning_page(account_id, asked_month())
    facilities = services().bookings.facilities()
    openings = public.openings()
    child = picked_child(told)
    status = _file_status(told, eligible)
    can_book = any(each["can_book"] for each in eligible["children"])
    can_prepare = any(each["can_prepare"] for each in eligible["children"])
    filled = draft if draft and (draft["lines"] or draft["cancellations"]) else None
    return render_template(
        "planning/month.html",
        tab="planning",
        family=told,
        file=told.file,
        child=child,
        month=planning["month"],
        previous=planning["previous"],
        next=planning["next"],
        weeks=weeks(_cells(planning["days"], child, eligible, facilities)) if child else [],
        holds_today=planning["today"][:7] == planning["month"],
        anything=any(day["entries"] for day in planning["days"]),
        deadline=_next_deadline(planning["days"], child, eligible),
        standing=eligible["kind"] == "STANDING",
        openings=openings,
        opening_of=openings_of(told, eligible, openings),
        waves=public.opening_lines(openings),
        status=status,
        tasks=tasks(told) if status != "APPROVED" else [],
        returned=returned_words(told.file),
        can_book=can_book,
        can_prepare=can_prepare,
        draft=filled,
        basket=basket_of(filled, told, prices()) if filled and status == "APPROVED" else None,
        request_id=clock.new_id(),
    )


def picked_child(told: Family) -> Child | None:
    """The child in the address, else the first."""
    asked = request.args.get("enfant")
    picked = told.child(asked) if asked else None
    return picked or (told.children[0] if told.children else None)


def _file_status(told: Family, eligible: Eligibility) -> str:
    """Of the file; LATE when it is approved and bookings has not heard of it yet."""
    status: str = told.file["status"]
    behind = any(each["why"] in FILE_FIRST for each in eligible["children"])
    if status == "APPROVED" and (behind or (told.children and not eligible["children"])):
        return "LATE"
    return status


def _cells(
    days: Sequence[PlanningDay],
    child: Child,
    eligible: Eligibility,
    facilities: Sequence[Facility],
) -> list[tuple[date, Cell]]:
    may = next(
        (each for each in eligible["children"] if each["child_id"] == str(child.child_id)), None
    )
    standing, today = eligible["kind"] == "STANDING", clock.today()
    offered = _offered(may, facilities)
    cells: list[tuple[date, Cell]] = []
    before: str | None = None
    for day in days:
        entries = [each for each in day["entries"] if each["child_id"] == str(child.child_id)]
        closed = wording.CLOSED_DAYS.get(day["status"])
        label = day["label"] or ""
        again = closed is not None and before == label and not entries
        before = label if closed is not None else None
        at = wording.civil_day(day["day"])
        change = None
        if may is not None and may["can_book"] and day["status"] == "OPEN" and at > today:
            change = _change(at, entries, standing, offered)
        cells.append((at, _cell(at, today, day, entries, again, change)))
    return cells


def _cell(
    day: date,
    today: date,
    told: PlanningDay,
    entries: Sequence[Entry],
    again: bool,
    change: str | None,
) -> Cell:
    short, number = wording.say_short_day(day)
    closed = wording.CLOSED_DAYS.get(told["status"])
    rest = again or (not entries and (closed is None) and day < today)
    rest = rest or (told["status"] == "NO_SERVICE" and not entries)
    return Cell(
        day=day,
        short=short,
        number=number,
        shape=_shape(day, today, told, rest),
        rest=rest,
        closed=None if closed is None or entries else str(closed),
        picture="flag" if told["status"] == "PUBLIC_HOLIDAY" else "slash-circle",
        label=told["label"] or "",
        slots=[slot_of(entry) for entry in entries],
        change=change,
    )


def _shape(day: date, today: date, told: PlanningDay, rest: bool) -> str:
    shapes = [
        ("now", day == today),
        ("past", day < today),
        ("shut", told["status"] in ("HOLIDAY", "CLOSED", "NO_SERVICE")),
        ("rest", rest),
    ]
    return " ".join(shape for shape, is_so in shapes if is_so)


def slot_of(entry: Entry) -> Slot:
    why = ""
    if entry["state"] == "REFUSED":
        if entry["reason"] == "slot_full" and entry["capacity"] is not None:
            places = words.say_places(entry["capacity"], entry["taken"])
            why = _("Complet : %(places)s", places=places)
        else:
            why = wording.say(words.REFUSED_BECAUSE, entry["reason"] or "other")
    if entry["state"] == "WAITLISTED" and (rank := entry.get("rank")):
        why = _("rang %(rank)d", rank=rank)
    return Slot(
        name=wording.say(wording.SLOTS, entry["slot_type"]),
        state=words.state_shown(entry["state"], entry["reason"]),
        why=why,
    )


def _offered(
    may: ChildEligibility | None, facilities: Sequence[Facility]
) -> Mapping[int, list[tuple[str, str]]]:
    """By weekday: the facilities of the child's level with what they offer."""
    found: dict[int, list[tuple[str, str]]] = {}
    for facility in facilities:
        if may is not None and may["school_level"] in facility["levels"]:
            for slot in facility["slot_types"]:
                for weekday in slot["weekdays"]:
                    offer = facility["facility_id"], slot["slot_type"]
                    found.setdefault(weekday, []).append(offer)
    return found


def _change(
    day: date,
    entries: Sequence[Entry],
    standing: bool,
    offered: Mapping[int, list[tuple[str, str]]],
) -> str | None:
    """What the pencil of a day sends; None when there is nothing to change on it.

    The page of the day says more: until when each slot may change, and why one may not.
    """
    held = [each for each in entries if each["state"] in HELD]
    taken = {each["slot_type"] for each in held}
    there = {
        each["facility_id"] for each in held if each["cancel_until"] is not None and not standing
    } | {
        facility_id
        for facility_id, slot_type in offered.get(day.weekday(), ())
        if slot_type not in taken
    }
    if not there:
        return None
    return f"{there.pop() if len(there) == 1 else ''} {day}"


def _next_deadline(
    days: Sequence[PlanningDay], child: Child | None, eligible: Eligibility
) -> dict[str, str] | None:
    """The next moment after which a day of this child stays as it is.

    Days are given back one by one only once regular bookings are over.
    """
    if child is None or eligible["kind"] == "STANDING":
        return None
    now = clock.now()
    ahead = [
        (wording.instant(each["cancel_until"]), day["day"], each)
        for day in days
        for each in day["entries"]
        if each["child_id"] == str(child.child_id) and each["cancel_until"]
    ]
    later = sorted((each for each in ahead if each[0] > now), key=lambda each: each[:2])
    if not later:
        return None
    _until, day, entry = later[0]
    told = entry.get("cancel") or {"until": entry["cancel_until"]}
    return {
        "day": wording.capitalize_first(wording.say_day(day)),
        "until": say_until(told),
        "then": say_then(told, "CANCEL"),
    }


def read_change(told: str) -> tuple[str, date | None]:
    """The facility and the day that a pencil sent."""
    facility_id, _space, day = told.rpartition(" ")
    try:
        return facility_id, date.fromisoformat(day)
    except ValueError:
        return "", None
