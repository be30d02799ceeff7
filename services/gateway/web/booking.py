"""Booking, as in the guide: the facility, then a day in the calendar of the school year.

Everything until the last button is a draft, one per household, kept at every « Valider ».
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from services.gateway.clients.shapes.openings import Eligibility, Facility
from services.gateway.clients.shapes.requests import Calendar, CalendarDay
from services.gateway.web import booking_words as words
from services.gateway.web import public, wording
from services.gateway.web.drafts import (
    OVER,
    View,
    facility_of,
    is_outdated,
    where_it_went,
)
from services.gateway.web.families import Child, Family, known_family
from services.gateway.web.forms import Sheet
from services.gateway.web.months import asked_month, weeks
from services.gateway.web.planning import read_change
from services.gateway.web.request_lines import (
    cancelled_of,
    choices_of,
    facilities_of,
    prices,
    total_cents,
    week_cents,
)
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.eventstore import clock
from shared.web.client import Refusal

pages = Blueprint("booking", __name__, url_prefix="/reserver")

STATES = ("CHOSEN", "GIVING_BACK", "ACCEPTED", "REQUESTED", "WAITLISTED", "REFUSED")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A facility to choose, and for which of the children."""

    facility: Facility
    children: list[Child]
    slots: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One accueil on a day of the calendar."""

    words: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    day: date
    short: str
    number: str
    shape: str
    rest: bool
    closed: str | None
    nobody: bool  # no care here on this weekday
    picture: str
    label: str
    marks: list[tuple[Child, list[Mark]]]
    href: str | None


@pages.get("")
@family_page
def choose_facility() -> View:
    sheet = Sheet(
        {"facility_id": request.args.get("etablissement"), "jour": request.args.get("jour")}
    )
    return _render_facilities(sheet)


@pages.post("")
@family_page
def send_facility() -> View:
    """Starts the draft, or goes on with the one there is; a pencil leads straight to its day."""
    facility_id, day = read_change(request.form.get("jour", ""))
    facility_id = request.form.get("facility_id") or facility_id
    if not facility_id:
        sheet = Sheet({"jour": str(day) if day else ""})
        if "facility_id" in request.form or day is None:
            sheet.add_error("facility_id", "required")
        page = _render_facilities(sheet)
        return (page, 422) if sheet.wrong and isinstance(page, str) else page
    request_id = _start(facility_id)
    draft = services().bookings.request(family().account_id, request_id)
    if draft["facility_id"] != facility_id:
        return redirect("/reserver", 303)
    if day is not None:
        return redirect(f"/reserver/{request_id}/jour/{day}", 303)
    return redirect(f"/reserver/{request_id}/calendrier", 303)


@pages.post("/<uuid:request_id>/abandon")
@family_page
def drop(request_id: UUID) -> View:
    try:
        services().bookings.drop(family().account_id, request_id)
    except Refusal as refusal:
        if refusal.code not in OVER:
            raise
        return redirect(f"/demandes/{request_id}?deja", 303)
    return redirect("/reserver", 303)


def _start(facility_id: str) -> UUID:
    """A page kept from an earlier request brings its old id: the new request gets a new one."""
    account_id = family().account_id
    try:
        asked = UUID(request.form.get("request_id", ""))
    except ValueError:
        asked = clock.new_id()
    try:
        return services().bookings.start_request(account_id, asked, facility_id)
    except Refusal as refusal:
        if refusal.code not in OVER:
            raise
        return services().bookings.start_request(account_id, clock.new_id(), facility_id)


def _render_facilities(sheet: Sheet) -> str | Response:
    told, account_id = known_family(), family().account_id
    eligible = services().bookings.eligibility(account_id)
    if not any(each["can_prepare"] for each in eligible["children"]):
        return redirect("/planning")
    facilities = services().bookings.facilities()
    places = [
        place for facility in facilities if (place := _place(facility, told, eligible)).children
    ]
    places.sort(key=lambda place: (-len(place.facility["slot_types"]), place.facility["name"]))
    draft = services().bookings.draft(account_id)
    outdated = draft is not None and draft["kind"] != eligible["kind"]
    filled = draft if draft and (draft["lines"] or draft["cancellations"]) else None
    if draft and not filled and not sheet.value("facility_id"):
        sheet.values["facility_id"] = draft["facility_id"]
    if len(places) == 1:
        sheet.values["facility_id"] = places[0].facility["facility_id"]
    openings = public.openings()
    return render_template(
        "booking/facility.html",
        sheet=sheet,
        places=places,
        standing=eligible["kind"] == "STANDING",
        cutoff=openings["regular_cutoff_at"] if openings else None,
        draft=filled if not outdated else None,
        outdated=filled if outdated else None,
        names=words.facility_names(facilities),
        where=facilities_of(filled, words.facility_names(facilities)) if filled else "",
        choices=choices_of(filled, told, None) if filled else [],
        cancelled=cancelled_of(filled, told) if filled else [],
        request_id=clock.new_id(),
    )


def _place(facility: Facility, told: Family, eligible: Eligibility) -> Place:
    served = [
        child
        for each in eligible["children"]
        if each["school_level"] in facility["levels"] and (child := told.child(each["child_id"]))
    ]
    slots = sorted((each["slot_type"] for each in facility["slot_types"]), key=words.by_slot)
    return Place(
        facility=facility,
        children=served,
        slots=wording.capitalize_first(
            wording.say_list([wording.say(wording.SLOTS, each).lower() for each in slots])
        ),
    )


# The calendar


@pages.get("/<uuid:request_id>")
@family_page
def show(request_id: UUID) -> View:
    return redirect(f"/reserver/{request_id}/calendrier")


@pages.get("/<uuid:request_id>/calendrier")
@family_page
def show_calendar(request_id: UUID) -> View:
    told, account_id = known_family(), family().account_id
    draft = services().bookings.request(account_id, request_id)
    if draft["status"] != "DRAFT":
        return redirect(where_it_went(draft))
    calendar = services().bookings.calendar(account_id, request_id, asked_month())
    facility = facility_of(draft["facility_id"])
    weekdays = {day for slot in facility["slot_types"] for day in slot["weekdays"]}
    choices = choices_of(draft, told, prices())
    cells = _cells(calendar, told)
    standing = draft["kind"] == "STANDING"
    return render_template(
        "booking/calendar.html",
        draft=draft,
        facility=facility,
        standing=standing,
        stands_for=words.ONE_STANDS_FOR_ALL[min(weekdays, default=0)],
        weekdays=weekdays,
        calendar=calendar,
        weeks=weeks(cells),
        states=_states(cells),
        choices=choices,
        cancelled=cancelled_of(draft, told),
        cents=week_cents(choices) if standing else total_cents(choices),
        outdated=is_outdated(draft),
        holds_today=str(clock.today())[:7] == calendar["month"],
    )


def _cells(calendar: Calendar, told: Family) -> list[tuple[date, Cell]]:
    cells: list[tuple[date, Cell]] = []
    before: tuple[str, str | None] | None = None
    for day in calendar["days"]:
        status = day["status"], day["label"]
        again = before == status and day["status"] in ("HOLIDAY", "CLOSED")
        before = status
        at = wording.civil_day(day["day"])
        cells.append((at, _cell(at, day, calendar["request_id"], told, again)))
    return cells


def _cell(at: date, day: CalendarDay, request_id: str, told: Family, again: bool) -> Cell:
    short, number = wording.say_short_day(at)
    closed = wording.CLOSED_DAYS.get(day["status"])
    nothing = day["status"] in ("NO_SERVICE", "PAST") and not day["booked"]
    shapes = [
        ("now", at == clock.today()),
        ("past", at < clock.today()),
        ("shut", day["status"] not in ("OPEN", "PAST", "PUBLIC_HOLIDAY")),
        ("rest", again or nothing),
        ("open", day["status"] == "OPEN"),
    ]
    return Cell(
        day=at,
        short=short,
        number=number,
        shape=" ".join(shape for shape, is_so in shapes if is_so),
        rest=again or nothing,
        closed=None if closed is None else str(closed),
        nobody=day["status"] == "NO_SERVICE",
        picture="flag" if day["status"] == "PUBLIC_HOLIDAY" else "slash-circle",
        label=day["label"] or "",
        marks=[(child, marks) for child in told.children if (marks := _marks(day, child))],
        href=f"/reserver/{request_id}/jour/{day['day']}" if day["status"] == "OPEN" else None,
    )


def _states(cells: list[tuple[date, Cell]]) -> list[str]:
    """The states that this month shows, for its legend."""
    there = {mark.state for _at, cell in cells for _child, marks in cell.marks for mark in marks}
    return [state for state in STATES if state in there]


def _marks(day: CalendarDay, child: Child) -> list[Mark]:
    """What is on this day for a child: what it has, less what is given back, and what is chosen."""
    mine = str(child.child_id)
    back = {each["slot_type"] for each in day["cancelled"] if each["child_id"] == mine}
    chosen = {each["slot_type"] for each in day["chosen"] if each["child_id"] == mine}
    states = {
        each["slot_type"]: each["state"] for each in day["booked"] if each["child_id"] == mine
    }
    states |= dict.fromkeys(back, "GIVING_BACK") | dict.fromkeys(chosen, "CHOSEN")
    return [
        Mark(words=wording.say(wording.SLOTS, slot_type), state=states[slot_type])
        for slot_type in sorted(states, key=words.by_slot)
    ]
