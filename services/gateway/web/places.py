"""A freed place that is offered to the family: take it, or let it go to the next one."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from services.gateway.clients.shapes.answers import OfferedLine
from services.gateway.refusals import sentence
from services.gateway.web import booking_words as words
from services.gateway.web import wording
from services.gateway.web.families import Family, known_family
from services.gateway.web.language import _
from services.gateway.web.request_lines import prices
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.web.client import Refusal

pages = Blueprint("places", __name__, url_prefix="/places")

View = str | Response | tuple[str, int]
ANSWERS = {"accepter": True, "laisser": False}


@pages.get("/<uuid:offer_id>")
@family_page
def show(offer_id: UUID) -> str:
    return _page(offer_id)


@pages.post("/<uuid:offer_id>")
@family_page
def answer(offer_id: UUID) -> View:
    """Sent twice, it is one answer; what comes too late is told, and books nothing."""
    accept = ANSWERS.get(request.form.get("reponse", ""))
    if accept is None:
        return _page(offer_id, _("Choisissez : prendre la place, ou la laisser.")), 422
    try:
        services().bookings.answer_offer(family().account_id, offer_id, accept)
    except Refusal as refusal:
        return _page(offer_id, sentence(refusal.code, {})), refusal.status
    return redirect(f"/places/{offer_id}")


def _page(offer_id: UUID, trouble: str = "") -> str:
    told, account_id = known_family(), family().account_id
    offer = services().bookings.offer(account_id, offer_id)
    names = words.facility_names(services().bookings.facilities())
    known = prices()
    return render_template(
        "requests/offer.html",
        tab="planning",
        offer=offer,
        trouble=trouble,
        children=wording.say_list(_children(told, offer["lines"])),
        lines=[
            {
                "child": told.child(line["child_id"]),
                "title": _title(line),
                "days": _days(line),
                "facility": names.get(line["facility_id"], line["facility_id"]),
                "cents": known["prices"].get(line["slot_type"]) if known else None,
            }
            for line in offer["lines"]
        ],
    )


def _children(told: Family, lines: list[OfferedLine]) -> list[str]:
    known = (told.child(line["child_id"]) for line in lines)
    return list(dict.fromkeys(child.given_name for child in known if child))


def _title(line: OfferedLine) -> str:
    if line["weekday"] is None:
        return words.say_single(line["dates"][0], [line["slot_type"]])
    return words.say_every(line["weekday"], [line["slot_type"]])


def _days(line: OfferedLine) -> str:
    if line["weekday"] is None:
        return ""
    return _(
        "%(count)s, du %(first)s au %(last)s",
        count=words.count_weekdays(line["weekday"], line["days"]),
        first=wording.say_day(line["dates"][0], year=True, weekday=False),
        last=wording.say_day(line["dates"][-1], year=True, weekday=False),
    )
