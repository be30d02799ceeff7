"""Booking, as in the guide: the facility, a day, its slots; then the summary and the one button.

Everything until that button is a draft, one per household, kept by bookings at every « Valider ».
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from services.gateway import refusals
from services.gateway.clients.bookings import (
    BookingRequest,
    Calendar,
    CalendarDay,
    ChildOfDay,
    ChosenSlot,
    DayOfRequest,
    Eligibility,
    Facility,
    SlotOfDay,
)
from services.gateway.web import booking_words as words
from services.gateway.web import public, wording
from services.gateway.web.families import Child, Family, my_family
from services.gateway.web.forms import Sheet
from services.gateway.web.language import _
from services.gateway.web.months import asked_month, weeks
from services.gateway.web.planning import read_change
from services.gateway.web.request_lines import (
    ChildChoices,
    cancelled_of,
    choices_of,
    prices,
    total_cents,
    week_cents,
)
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.eventstore import clock
from shared.web.client import Refusal

pages = Blueprint("booking", __name__, url_prefix="/reserver")

View = str | Response | tuple[str, int]

OVER = frozenset({"already_submitted", "no_draft"})  # the draft is none any more


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


# The facility


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
    told, account_id = my_family(), family().account_id
    eligible = services().bookings.eligibility(account_id)
    if not any(each["can_prepare"] for each in eligible["children"]):
        return redirect("/planning")
    facilities = services().bookings.facilities(account_id)
    places = [
        place for facility in facilities if (place := _place(facility, told, eligible)).children
    ]
    places.sort(key=lambda place: (-len(place.facility["slot_types"]), place.facility["name"]))
    draft = services().bookings.draft(account_id)
    outdated = draft is not None and draft["kind"] != eligible["kind"]
    filled = draft if draft and (draft["lines"] or draft["cancellations"]) else None
    if draft and not sheet.value("facility_id"):
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
    told, account_id = my_family(), family().account_id
    draft = services().bookings.request(account_id, request_id)
    if draft["status"] != "DRAFT":
        return redirect(_where_it_went(draft))
    calendar = services().bookings.calendar(account_id, request_id, asked_month())
    known = prices()
    choices = choices_of(draft, told, known)
    standing = draft["kind"] == "STANDING"
    return render_template(
        "booking/calendar.html",
        draft=draft,
        facility=_facility(draft["facility_id"]),
        standing=standing,
        calendar=calendar,
        weeks=weeks(_cells(calendar, told)),
        choices=choices,
        cancelled=cancelled_of(draft, told),
        cents=week_cents(choices) if standing else total_cents(choices),
        outdated=_outdated(draft),
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


# A day


@pages.get("/<uuid:request_id>/jour/<day>")
@family_page
def show_day(request_id: UUID, day: str) -> View:
    at = _day(day)
    account_id = family().account_id
    draft = services().bookings.request(account_id, request_id)
    if draft["status"] != "DRAFT":
        return redirect(_where_it_went(draft))
    told_day = services().bookings.day(account_id, request_id, at)
    return _render_day(draft, told_day, at, Sheet({"seen": told_day["seen"]}))


@pages.post("/<uuid:request_id>/jour/<day>")
@family_page
def send_day(request_id: UUID, day: str) -> View:
    """What somebody changed meanwhile in another tab is told, and never overwritten unseen."""
    at, account_id, ticked = _day(day), family().account_id, _ticked()
    try:
        seen = services().bookings.choose(account_id, request_id, at, ticked, _seen())
        _repeat(request_id, at, ticked, seen)
    except Refusal as refusal:
        if refusal.code in OVER:
            return redirect(_after(refusal, request_id), 303)
        return _render_refused_day(refusal, request_id, at, ticked), 409
    return redirect(f"/reserver/{request_id}/calendrier?mois={at:%Y-%m}#j{at}", 303)


def _repeat(request_id: UUID, at: date, ticked: list[ChosenSlot], seen: int) -> None:
    """« Les mêmes créneaux aussi »: added to what the other weekdays hold already."""
    account_id = family().account_id
    wanted = {int(told) for told in request.form.getlist("aussi") if told in "01234"}
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
    told = my_family()
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
    told, known = my_family(), prices()
    facility = _facility(draft["facility_id"])
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
        closed=wording.CLOSED_DAYS.get(told_day["status"]),
        children=children,
        can_change=any(box.locked is None for each in children for box in each.boxes),
        others=[(weekday, str(words.MANY[weekday])) for weekday in others],
        now=choices_of(draft, told, None) if sheet.refusal else [],
        outdated=_outdated(draft),
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
        at = told_child["opens_at"]
        opens = wording.say_instant(at) if at else _("une date qui sera annoncée")
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
    state = slot["state"] if slot["state"] in ("REQUESTED", "ACCEPTED", "REFUSED") else None
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
        case "deadline_passed" if slot["until"]:
            until = words.say_soon(slot["until"])
            if slot["state"] == "ACCEPTED":
                return _(
                    "Trop tard pour annuler : c’était possible jusqu’à %(until)s.", until=until
                )
            return _("Trop tard : c’était possible jusqu’à %(until)s.", until=until)
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
    until = words.say_soon(slot["until"]) if slot["until"] else ""
    if slot["state"] == "ACCEPTED":
        if slot["ticked"]:
            return _("Décochez pour annuler, possible jusqu’à %(until)s.", until=until)
        return _("Sera annulé quand vous enverrez la demande. Cochez pour le garder.")
    if slot["state"] == "REFUSED":
        return _("Vous pouvez le redemander, jusqu’à %(until)s.", until=until)
    return _("À demander avant %(until)s.", until=until)


# The summary


@pages.get("/<uuid:request_id>/recapitulatif")
@family_page
def summary(request_id: UUID) -> View:
    draft = services().bookings.request(family().account_id, request_id)
    if draft["status"] != "DRAFT":
        return redirect(_where_it_went(draft))
    return _render_summary(draft, Sheet())


@pages.post("/<uuid:request_id>/recapitulatif")
@family_page
def send(request_id: UUID) -> View:
    """« Valider ma demande ». Pressed twice, or again after « back », it leads to one receipt."""
    account_id = family().account_id
    accepted = request.form.get("accept") == "yes"
    try:
        services().bookings.submit(account_id, request_id, _seen(), accepted)
    except Refusal as refusal:
        if refusal.code in OVER:
            return redirect(_after(refusal, request_id), 303)
        draft = services().bookings.request(account_id, request_id)
        sheet = _refused_sheet(refusal, accepted)
        return _render_summary(draft, sheet, refusal), 422 if sheet.errors else 409
    return redirect(f"/demandes/{request_id}/recu", 303)


def _refused_sheet(refusal: Refusal, accepted: bool) -> Sheet:
    sheet = Sheet({"accept": accepted and refusal.code != "changed_elsewhere"})
    if refusal.code == "rules_not_accepted":
        sheet.add_error("accept", "rules_not_accepted")
        return sheet
    sheet.refuse(refusal, title=_("Rien n’est encore envoyé"))
    if refusal.code == "changed_elsewhere":
        sheet.refusal = _(
            "La demande a changé entre-temps, dans un autre onglet ou appareil. Voici ce qu’elle "
            "contient maintenant : vérifiez, puis validez."
        )
    elif refusal.code == "not_open_yet" and not refusal.facts.get("opens_at"):
        sheet.refusal = _("La date d’ouverture des réservations n’est pas encore annoncée.")
    return sheet


def _render_summary(draft: BookingRequest, sheet: Sheet, refusal: Refusal | None = None) -> str:
    told, known = my_family(), prices()
    choices = choices_of(draft, told, known)
    cancelled = cancelled_of(draft, told)
    now = [each for each in choices if each.can_send]
    openings = public.openings()
    return render_template(
        "booking/summary.html",
        draft=draft,
        facility=_facility(draft["facility_id"]),
        standing=draft["kind"] == "STANDING",
        now=now,
        later=[each for each in choices if not each.can_send],
        cancelled=cancelled,
        total=total_cents(now) if len(now) > 1 else None,
        prices=known,
        can_send=bool(now or cancelled),
        level_opens=words.LEVEL_OPENS,
        why_later=_why_later,
        year=wording.say_school_year(draft["school_year"]),
        server_now=wording.instant(openings["now"]) if openings else clock.now(),
        sheet=sheet,
        way_out=_way_out(refusal, draft),
        outdated=_outdated(draft),
    )


def _why_later(each: ChildChoices) -> str:
    """Why a child is not in this sending."""
    if each.why == "not_open_yet" and each.opens_at:
        return _(
            "%(level)s %(when)s.",
            level=wording.say(words.LEVEL_OPENS, each.level),
            when=wording.say_instant(each.opens_at, year=True),
        )
    if each.why == "not_open_yet" or each.why is None:
        return _("La date d’ouverture n’est pas encore annoncée.")
    return refusals.sentence(each.why, {})


def _way_out(refusal: Refusal | None, draft: BookingRequest) -> tuple[str, str] | None:
    """After a refusal, where it can be put right."""
    if refusal is None:
        return None
    match refusal.code:
        case "file_not_approved":
            return "/planning", _("Voir ce qu’il manque")
        case "regular_bookings_closed":
            return "/reserver", _("Demander des jours un par un")
        case "deadline_passed" | "slot_not_offered" if refusal.facts.get("day"):
            day = str(refusal.facts["day"])
            said_day = wording.say_day(day)
            return f"/reserver/{draft['request_id']}/jour/{day}", _(
                "Modifier le %(day)s", day=said_day
            )
        case _:
            return None


# What the pages share


def _facility(facility_id: str) -> Facility:
    for facility in services().bookings.facilities(family().account_id):
        if facility["facility_id"] == facility_id:
            return facility
    abort(404)


def _where_it_went(asked: BookingRequest) -> str:
    """A draft that is one no longer: its receipt, or the choice of a facility."""
    if asked["status"] == "DROPPED":
        return "/reserver"
    return f"/demandes/{asked['request_id']}/recu"


def _after(refusal: Refusal, request_id: UUID) -> str:
    """Sent or dropped in another tab: what was done here counts for nothing, and that is said."""
    if refusal.code == "already_submitted":
        return f"/demandes/{request_id}?deja"
    return "/reserver"


def _outdated(draft: BookingRequest) -> bool:
    """A regular request that was not sent before regular bookings closed."""
    openings = public.openings()
    return draft["kind"] == "STANDING" and openings is not None and not openings["regular_open"]


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


def _seen() -> int:
    try:
        return int(request.form.get("seen", ""))
    except ValueError:
        return 0


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        abort(404)
