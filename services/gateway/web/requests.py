"""« Mes demandes »: what was sent, its receipt, and the answer to each line with its reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from services.gateway.clients.shapes.openings import Facility
from services.gateway.clients.shapes.requests import BookingRequest, Line
from services.gateway.web import booking_words as words
from services.gateway.web import public, wording
from services.gateway.web.deadline_words import say_rules
from services.gateway.web.families import Child, Family, known_family
from services.gateway.web.language import _, ngettext
from services.gateway.web.opening_words import say_opening
from services.gateway.web.request_lines import cancelled_of, choices_of, facilities_of
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page

pages = Blueprint("requests", __name__, url_prefix="/demandes")

View = str | Response


@dataclass(frozen=True, kw_only=True)
class Row:
    """A request in the list."""

    href: str
    title: str
    small: str
    status: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A line with its state; `why` explains a refusal, `when` says who decided and when."""

    title: str
    count: str
    state: str
    why: str
    when: str
    offer: str | None = None
    explained: str | None = None
    leave: str | None = None
    wish: str


@dataclass(frozen=True, kw_only=True)
class Later:
    """A child whose choices wait in the next draft."""

    child: Child
    when: str | None


@dataclass(frozen=True, kw_only=True)
class GivingBack:
    """Cantine et accueil du soir, and the sentences of their rules."""

    care: str
    rules: list[str]


@pages.get("")
@family_page
def show_all() -> str:
    account_id = family().account_id
    draft = services().bookings.draft(account_id)
    names = words.facility_names(services().bookings.facilities())
    filled = draft if draft and (draft["lines"] or draft["cancellations"]) else None
    return render_template(
        "requests/list.html",
        tab="planning",
        draft=filled,
        where=facilities_of(filled, names) if filled else "",
        rows=[_row(each, names) for each in services().bookings.requests(account_id)],
    )


@pages.get("/<uuid:request_id>")
@family_page
def show(request_id: UUID) -> View:
    told, account_id = known_family(), family().account_id
    asked = services().bookings.request(account_id, request_id)
    if asked["received_at"] is None:
        return redirect("/reserver")
    facilities, openings = services().bookings.facilities(), public.openings()
    names = words.facility_names(facilities)
    return render_template(
        "requests/request.html",
        tab="planning",
        asked=asked,
        facility=facilities_of(asked, names),
        answers=[
            (child, answers)
            for child in told.children
            if (answers := [_answer(line, asked) for line in _of_child(asked, child)])
        ],
        cancelled=cancelled_of(asked, told),
        outcome=_outcome(asked),
        giving_back=_giving_back(asked, facilities),
        one_by_one_from=openings["regular_cutoff_at"]
        if openings and openings["regular_open"]
        else None,
        later=_later(asked, told),
        already="deja" in request.args,
    )


@pages.get("/<uuid:request_id>/recu")
@family_page
def receipt(request_id: UUID) -> View:
    told, account_id = known_family(), family().account_id
    asked = services().bookings.request(account_id, request_id)
    if asked["received_at"] is None:
        return redirect("/reserver")
    facilities = services().bookings.facilities()
    openings = public.openings()
    return render_template(
        "requests/receipt.html",
        tab="planning",
        family=told,
        asked=asked,
        places=_places(asked, facilities),
        choices=choices_of(asked, told, None),
        cancelled=cancelled_of(asked, told),
        later=_later(asked, told),
        standing=asked["kind"] == "STANDING",
        cutoff=openings["regular_cutoff_at"] if openings and openings["regular_open"] else None,
    )


def _row(asked: BookingRequest, names: dict[str, str]) -> Row:
    facility = facilities_of(asked, names)
    received = wording.say_instant(asked["received_at"] or "", year=True)
    return Row(
        href=f"/demandes/{asked['request_id']}",
        title=_("%(facility)s, %(kind)s", facility=facility, kind=_kind(asked)),
        small=_(
            "N° %(reference)s · envoyée le %(when)s", reference=asked["reference"], when=received
        ),
        status=asked["status"],
        outcome=_outcome(asked),
    )


def _kind(asked: BookingRequest) -> str:
    if not asked["lines"]:
        return _("annulation")
    return _("à l’année") if asked["kind"] == "STANDING" else _("au jour le jour")


def _outcome(asked: BookingRequest) -> str:
    """2 acceptés, 1 refusé, 3 sans réponse."""
    states = Counter(words.state_shown(line["state"], line["reason"]) for line in asked["lines"])
    parts = []
    if accepted := states["ACCEPTED"]:
        parts.append(ngettext("%(num)d accepté", "%(num)d acceptés", accepted))
    if refused := states["REFUSED"]:
        parts.append(ngettext("%(num)d refusé", "%(num)d refusés", refused))
    if left := states["LEFT"] + states["LAPSED"] + states["SPARE"]:
        parts.append(ngettext("%(num)d sans suite", "%(num)d sans suite", left))
    if listed := states["WAITLISTED"]:
        parts.append(ngettext("%(num)d en liste d’attente", "%(num)d en liste d’attente", listed))
    if waiting := states["REQUESTED"]:
        parts.append(ngettext("%(num)d sans réponse", "%(num)d sans réponse", waiting))
    if days := len(asked["cancellations"]):
        parts.append(ngettext("%(num)d annulé", "%(num)d annulés", days))
    return wording.say_list(parts)


def _of_child(asked: BookingRequest, child: Child) -> list[Line]:
    mine = [line for line in asked["lines"] if line["child_id"] == str(child.child_id)]
    return sorted(mine, key=_order)


def _order(line: Line) -> tuple[int, str, int]:
    dates = line.get("dates", [])
    first = dates[0] if dates and line["weekday"] is None else ""
    return line["weekday"] or 0, first, words.by_slot(line["slot_type"])


def _answer(line: Line, asked: BookingRequest) -> Answer:
    dates, weekday = line.get("dates", []), line["weekday"]
    slot_types = [line["slot_type"]]
    if weekday is not None:
        title = words.say_every(weekday, slot_types, line.get("weeks"))
        count = words.count_weekdays(weekday, line["days"])
        if dates:
            count = _(
                "%(count)s, du %(first)s au %(last)s",
                count=count,
                first=wording.say_day(dates[0], year=True, weekday=False),
                last=wording.say_day(dates[-1], year=True, weekday=False),
            )
    else:
        title, count = words.say_single(dates[0], slot_types), ""
    when = ""
    if line["decided_at"] and line["reason"] in words.BY_THE_FAMILY:
        at = wording.say_instant(line["decided_at"], year=True)
        when = _("Votre réponse du %(when)s.", when=at)
    elif line["decided_at"]:
        when = _(
            "Décidé le %(when)s par %(who)s.",
            when=wording.say_instant(line["decided_at"], year=True),
            who=line["decided_by_name"] or _("l’association"),
        )
    return Answer(
        title=title,
        count=count,
        state=words.state_shown(line["state"], line["reason"]),
        why=_why(line),
        offer=line.get("offer_id"),
        explained=line["line_id"] if line["state"] in ("REFUSED", "WAITLISTED") else None,
        leave=line["line_id"] if _may_leave(line) else None,
        when=when,
        wish=_wish(line, asked),
    )


def _may_leave(line: Line) -> bool:
    """A place that is offered is answered instead."""
    return line["state"] == "WAITLISTED" and not line.get("offer_id")


def _wish(line: Line, asked: BookingRequest) -> str:
    """What the family wished for this line if not everything could be given."""
    wishes = []
    of = {each["line_id"]: each for each in asked["lines"]}
    for alternative in asked.get("alternatives", []):
        if line["line_id"] in alternative["instead"]:
            wanted = [of[each]["weekday"] for each in alternative["wanted"] if each in of]
            wishes.append(
                _(
                    "Seulement à la place de : %(days)s.",
                    days=words.say_weekdays([day for day in wanted if day is not None]),
                )
            )
    if any(line["line_id"] in bundle["line_ids"] for bundle in asked.get("bundles", [])):
        wishes.append(_("Avec ses frères et sœurs, ou pas du tout."))
    return " ".join(wishes)


def _why(line: Line) -> str:
    match line["state"]:
        case "REFUSED":
            return words.say_refusal(line)
        case "WAITLISTED":
            return words.say_waiting(line)
        case _:
            return ""


def _places(asked: BookingRequest, facilities: Sequence[Facility]) -> list[str]:
    """What the rank is a rank for: how many places there are of each slot that was asked for."""
    found = []
    for facility in facilities:
        wanted = {
            line["slot_type"]
            for line in asked["lines"]
            if line["facility_id"] == facility["facility_id"]
        }
        offered = sorted(facility["slot_types"], key=lambda slot: words.by_slot(slot["slot_type"]))
        places = [
            _(
                "%(slot)s, %(places)s",
                slot=wording.say(words.SLOT_NAMES, slot["slot_type"]).lower(),
                places=words.say_places(slot["capacity"], None),
            )
            for slot in offered
            if slot["slot_type"] in wanted
        ]
        if places:
            found.append(f"{facility['name']} : {wording.say_list(places)}.")
    return found


def _giving_back(asked: BookingRequest, facilities: Sequence[Facility]) -> list[GivingBack]:
    """Until when a day that is booked can be given back, and what follows; care by care."""
    booked = {
        (line["facility_id"], line["slot_type"])
        for line in asked["lines"]
        if line["state"] == "ACCEPTED"
    }
    by_rules: dict[tuple[str, ...], list[str]] = {}
    for facility in facilities:
        for slot in facility["slot_types"]:
            if (facility["facility_id"], slot["slot_type"]) in booked:
                said = tuple(say_rules(slot.get("deadlines", []), "CANCEL"))
                by_rules.setdefault(said, []).append(slot["slot_type"])
    return [
        GivingBack(
            care=wording.capitalize_first(
                wording.say_list(
                    [
                        wording.say(wording.SLOTS_IN_A_SENTENCE, each)
                        for each in sorted(set(slot_types), key=words.by_slot)
                    ]
                )
            ),
            rules=list(rules),
        )
        for rules, slot_types in by_rules.items()
        if rules
    ]


def _later(asked: BookingRequest, told: Family) -> list[Later]:
    return [
        Later(
            child=child,
            when=say_opening(each["opens_at"], each.get("because"), year=True)
            if each["opens_at"]
            else None,
        )
        for each in asked["later"]
        if (child := told.child(each["child_id"]))
    ]
