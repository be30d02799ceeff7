"""A day of a draft: its slots to tick, for each child, and why one cannot be ticked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request

from services.gateway import refusals
from services.gateway.clients.shapes.openings import Facility
from services.gateway.clients.shapes.requests import (
    BookingRequest,
    ChildOfDay,
    ChosenSlot,
    DayOfRequest,
    SlotOfDay,
)
from services.gateway.web import booking_words as words
from services.gateway.web import wording
from services.gateway.web.deadline_words import Act, say_deadline, say_too_late
from services.gateway.web.drafts import (
    OVER,
    View,
    after,
    facility_of,
    is_outdated,
    seen_version,
    where_it_went,
)
from services.gateway.web.families import Child, known_family
from services.gateway.web.forms import Sheet
from services.gateway.web.language import _
from services.gateway.web.opening_words import say_opening
from services.gateway.web.request_lines import (
    choices_of,
    prices,
)
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.web.client import Refusal

pages = Blueprint("booking_day", __name__, url_prefix="/reserver")

WEEKDAYS = frozenset("01234")  # as a form writes them


@dataclass(frozen=True, kw_only=True)
class Box:
    """A slot to tick. `locked` says why it cannot be; `note` what ticking or unticking does."""

    value: str
    id: str
    name: str
    hours: str
    cents: int | None
    ticked: bool
    state: str | None
    locked: str | None
    note: str


@dataclass(frozen=True, kw_only=True)
class ChildBoxes:
    child: Child
    boxes: list[Box]
    why: str | None  # nothing can be ticked for this child, because
    opens: str | None  # what is ticked is sent from then on


@pages.get("/<uuid:request_id>/jour/<day>")
@family_page
def show_day(request_id: UUID, day: str) -> View:
    at = _day(day)
    account_id = family().account_id
    draft = services().bookings.request(account_id, request_id)
    if draft["status"] != "DRAFT":
        return redirect(where_it_went(draft))
    told_day = services().bookings.day(account_id, request_id, at)
    return _render_day(draft, told_day, at, Sheet({"seen": told_day["seen"]}))


@pages.post("/<uuid:request_id>/jour/<day>")
@family_page
def send_day(request_id: UUID, day: str) -> View:
    """What somebody changed meanwhile in another tab is told, and never overwritten unseen."""
    at, account_id, ticked = _day(day), family().account_id, _ticked()
    try:
        seen = services().bookings.choose(account_id, request_id, at, ticked, seen_version())
        _repeat(request_id, at, ticked, seen)
    except Refusal as refusal:
        if refusal.code in OVER:
            return redirect(after(refusal, request_id), 303)
        return _render_refused_day(refusal, request_id, at, ticked), 409
    return redirect(f"/reserver/{request_id}/calendrier?mois={at:%Y-%m}#j{at}", 303)


def _repeat(request_id: UUID, at: date, ticked: list[ChosenSlot], seen: int) -> None:
    """« Les mêmes créneaux aussi »: added to what the other weekdays hold already."""
    account_id = family().account_id
    wanted = {int(told) for told in request.form.getlist("aussi") if told in WEEKDAYS}
    for day in _first_days(request_id, at, wanted - {at.weekday()}):
        there = services().bookings.day(account_id, request_id, day)
        boxes = {
            (child["child_id"], slot["slot_type"]): slot
            for child in there["children"]
            for slot in child["slots"]
        }
        asked = {(each["child_id"], each["slot_type"]) for each in ticked}
        added = {box for box in asked & boxes.keys() if boxes[box]["locked"] is None}
        kept = {box for box, slot in boxes.items() if slot["ticked"]}
        choices: list[ChosenSlot] = [
            {"child_id": child_id, "slot_type": slot_type}
            for child_id, slot_type in sorted(kept | added)
        ]
        seen = services().bookings.choose(account_id, request_id, day, choices, seen)


def _first_days(request_id: UUID, at: date, wanted: set[int]) -> list[date]:
    """For each weekday a day that is open: it stands for all the others."""
    found: dict[int, date] = {}
    month: str | None = f"{at:%Y-%m}"
    while month is not None and wanted - found.keys():
        calendar = services().bookings.calendar(family().account_id, request_id, month)
        for told in calendar["days"]:
            day = wording.civil_day(told["day"])
            if told["status"] == "OPEN" and day.weekday() in wanted:
                found.setdefault(day.weekday(), day)
        month = calendar["next"]
    return sorted(found.values())


def _render_refused_day(
    refusal: Refusal, request_id: UUID, at: date, ticked: list[ChosenSlot]
) -> str:
    """The page as it stands now. After a change elsewhere the boxes stay as they were ticked here,
    and the page carries the new version: pressing again is a decision."""
    account_id = family().account_id
    draft = services().bookings.request(account_id, request_id)
    told_day = services().bookings.day(account_id, request_id, at)
    sheet = Sheet({"seen": told_day["seen"]}).refuse(refusal)
    if refusal.code != "changed_elsewhere":
        return _render_day(draft, told_day, at, sheet)
    sheet.refusal = _("Cette demande a changé entre-temps, dans un autre onglet ou appareil.")
    sheet.elsewhere = _both(told_day, ticked)
    return _render_day(draft, told_day, at, sheet, ticked)


def _both(told_day: DayOfRequest, ticked: list[ChosenSlot]) -> list[tuple[str, str, str]]:
    """Child by child: what was ticked here, and what is kept now."""
    told = known_family()
    found = []
    for each in told_day["children"]:
        child = told.child(each["child_id"])
        mine = [one["slot_type"] for one in ticked if one["child_id"] == each["child_id"]]
        theirs = [
            slot["slot_type"] for slot in each["slots"] if slot["ticked"] and not slot["locked"]
        ]
        if child and set(mine) != set(theirs):
            found.append((child.given_name, words.say_slots(mine), words.say_slots(theirs)))
    return found


def _render_day(
    draft: BookingRequest,
    told_day: DayOfRequest,
    at: date,
    sheet: Sheet,
    ticked: list[ChosenSlot] | None = None,
) -> str:
    told, known = known_family(), prices()
    facility = facility_of(draft["facility_id"])
    standing = draft["kind"] == "STANDING"
    children = [
        _child_boxes(child, each, told_day, facility, known["prices"] if known else {}, ticked)
        for each in told_day["children"]
        if (child := told.child(each["child_id"])) and each["slots"]
    ]
    children.sort(key=lambda each: each.why is not None)
    weekdays = {weekday for slot in facility["slot_types"] for weekday in slot["weekdays"]}
    others = sorted(weekdays - {at.weekday()}) if standing else []
    return render_template(
        "booking/day.html",
        draft=draft,
        facility=facility,
        standing=standing,
        day=at,
        told_day=told_day,
        every=str(words.EVERY[at.weekday()]),
        stands_for=str(words.ONE_STANDS_FOR_ALL[at.weekday()]),
        left=words.count_weekdays(at.weekday(), told_day["covers"]),
        closed=wording.say_closed(told_day["status"], told_day["label"]),
        children=children,
        can_change=any(box.locked is None for each in children for box in each.boxes),
        others=[(weekday, str(words.MANY[weekday])) for weekday in others],
        now=choices_of(draft, told, None) if sheet.refusal else [],
        outdated=is_outdated(draft),
        sheet=sheet,
    )


def _child_boxes(
    child: Child,
    told_child: ChildOfDay,
    told_day: DayOfRequest,
    facility: Facility,
    cents: dict[str, int],
    ticked: list[ChosenSlot] | None,
) -> ChildBoxes:
    level = told_child["school_level"]
    why = None
    if not told_child["can_prepare"]:
        why = refusals.sentence(told_child["why"] or "file_not_approved", {})
    elif facility["levels"] and level not in facility["levels"]:
        served = words.say_levels(facility)
        why = _("%(facility)s accueille %(levels)s.", facility=facility["name"], levels=served)
    opens = None
    if told_child["can_prepare"] and not told_child["can_book"]:
        opens = say_opening(told_child["opens_at"], None)
    mine = (
        None
        if ticked is None
        else {each["slot_type"] for each in ticked if each["child_id"] == str(child.child_id)}
    )
    slots = sorted(told_child["slots"], key=lambda slot: words.by_slot(slot["slot_type"]))
    held = any(slot["ticked"] for slot in slots)
    return ChildBoxes(
        child=child,
        boxes=[_box(child, slot, told_day, cents, mine) for slot in slots],
        why=None if held else why,
        opens=opens,
    )


def _box(
    child: Child,
    slot: SlotOfDay,
    told_day: DayOfRequest,
    cents: dict[str, int],
    mine: set[str] | None,
) -> Box:
    slot_type = slot["slot_type"]
    ticked = slot["ticked"]
    if mine is not None and slot["locked"] is None:
        ticked = slot_type in mine
    state = slot["state"] if slot["state"] not in ("FREE", "CHOSEN") else None
    return Box(
        value=f"{child.child_id}:{slot_type}",
        id=f"choix-{child.child_id}-{slot_type}",
        name=wording.say(words.SLOT_NAMES, slot_type),
        hours=words.say_hours(slot["starts"], slot["ends"]),
        cents=cents.get(slot_type),
        ticked=ticked,
        state=state,
        locked=_lock(slot),
        note=_note(slot, told_day),
    )


def _lock(slot: SlotOfDay) -> str | None:
    match slot["locked"]:
        case None:
            return None
        case "deadline_passed" | "ask_staff":
            return say_too_late(slot, _act(slot))
        case code:
            return wording.say(words.LOCKS, code)


def _note(slot: SlotOfDay, told_day: DayOfRequest) -> str:
    """What happens when this box is ticked or unticked, and until when."""
    if slot["locked"]:
        return ""
    if told_day["kind"] == "STANDING":
        if slot["covers"] == told_day["covers"]:
            return ""
        return words.count_weekdays(told_day["weekday"], slot["covers"])
    return " ".join(filter(None, (_pressing(slot), say_deadline(slot, _act(slot)))))


def _pressing(slot: SlotOfDay) -> str:
    """What the box does on a day that is answered already."""
    match slot["state"]:
        case "ACCEPTED" if slot["ticked"]:
            return _("Décochez pour annuler.")
        case "ACCEPTED":
            return _("Sera annulé quand vous enverrez la demande. Cochez pour le garder.")
        case "REFUSED":
            return _("Vous pouvez le redemander.")
        case _:
            return ""


def _act(slot: SlotOfDay) -> Act:
    return "CANCEL" if slot["state"] == "ACCEPTED" else "ADD"


def _ticked() -> list[ChosenSlot]:
    """The boxes of the form: a child and a slot type each."""
    found: list[ChosenSlot] = []
    for value in request.form.getlist("choix"):
        child_id, _colon, slot_type = value.partition(":")
        try:
            UUID(child_id)
        except ValueError:
            abort(400)
        found.append({"child_id": child_id, "slot_type": slot_type})
    return found


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        abort(404)
