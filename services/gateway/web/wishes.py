"""What a family wants if not everything can be given: all children or none, another day instead."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, render_template, request

from services.gateway.clients.shapes.requests import Fallback, Wishes
from services.gateway.web import booking_words as words
from services.gateway.web import wording
from services.gateway.web.drafts import OVER, View, after, seen_version, where_it_went
from services.gateway.web.families import Child, known_family
from services.gateway.web.forms import Sheet
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.web.client import Refusal

pages = Blueprint("wishes", __name__, url_prefix="/reserver")


@dataclass(frozen=True, kw_only=True)
class Day:
    weekday: int
    words: str
    ticked: bool


@dataclass(frozen=True, kw_only=True)
class Spare:
    """For one child and care: the days wanted together, and those that may stand in for them."""

    child: Child
    care: str
    name: str  # of the fields
    wanted: list[Day]
    instead: list[Day]


@pages.get("/<uuid:request_id>/souhaits")
@family_page
def show(request_id: UUID) -> View:
    draft = services().bookings.request(family().account_id, request_id)
    if draft["status"] != "DRAFT":
        return redirect(where_it_went(draft))
    return _page(request_id, Sheet())


@pages.post("/<uuid:request_id>/souhaits")
@family_page
def send(request_id: UUID) -> View:
    account_id = family().account_id
    told = services().bookings.wishes(account_id, request_id)
    together = request.form.get("ensemble") == "yes"
    try:
        services().bookings.make_wishes(
            account_id, request_id, together, _asked(told), seen_version()
        )
    except Refusal as refusal:
        if refusal.code in OVER:
            return redirect(after(refusal, request_id), 303)
        return _page(request_id, Sheet().refuse(refusal)), 409
    return redirect(f"/reserver/{request_id}/recapitulatif", 303)


def _asked(told: Wishes) -> list[Fallback]:
    found: list[Fallback] = []
    for each in told["possible"]:
        name = _name(each["child_id"], each["slot_type"])
        wanted = _days(f"{name}-si", each["chosen"])
        instead = _days(f"{name}-sinon", each["instead"])
        if instead:
            found.append(
                {
                    "child_id": each["child_id"],
                    "facility_id": each["facility_id"],
                    "slot_type": each["slot_type"],
                    "wanted": wanted or each["chosen"],
                    "instead": instead,
                }
            )
    return found


def _days(name: str, there: list[int]) -> list[int]:
    sent = set(request.form.getlist(name))
    return [weekday for weekday in there if str(weekday) in sent]


def _name(child_id: str, slot_type: str) -> str:
    return f"{slot_type.lower()}-{child_id}"


def _page(request_id: UUID, sheet: Sheet) -> str:
    told, wishes = known_family(), services().bookings.wishes(family().account_id, request_id)
    return render_template(
        "booking/wishes.html",
        request_id=request_id,
        wishes=wishes,
        names=[
            each.given_name for each in told.children if str(each.child_id) in wishes["children"]
        ],
        spares=_spares(wishes),
        sheet=sheet,
    )


def _spares(wishes: Wishes) -> list[Spare]:
    told = known_family()
    spares = []
    for each in wishes["possible"]:
        child = told.child(each["child_id"])
        if child is None:
            continue
        kept = next(
            (
                one
                for one in wishes["fallbacks"]
                if (one["child_id"], one["facility_id"], one["slot_type"])
                == (each["child_id"], each["facility_id"], each["slot_type"])
            ),
            None,
        )
        wanted, instead = (kept["wanted"], kept["instead"]) if kept else ([], [])
        spares.append(
            Spare(
                child=child,
                care=wording.say(words.SLOT_NAMES, each["slot_type"]),
                name=_name(each["child_id"], each["slot_type"]),
                wanted=[_day(day, day in wanted) for day in each["chosen"]],
                instead=[_day(day, day in instead) for day in each["instead"]],
            )
        )
    return spares


def _day(weekday: int, ticked: bool) -> Day:
    return Day(
        weekday=weekday,
        words=wording.capitalize_first(str(words.WEEKDAYS[weekday])),
        ticked=ticked,
    )
