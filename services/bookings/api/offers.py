"""The waiting list: a family's places in it and the offers it gets; for staff, everybody's."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import fields

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.api.callers import known_household, own_request
from services.bookings.domain.register import AskedLine
from services.bookings.projections import waiting_list
from services.bookings.projections.waiting_list import OPEN, Offer, WaitingLine
from shared.eventstore import clock
from shared.web.api import Asked, Missing, asked, needs, reading, run

offers = Blueprint("offers", __name__)


class AnswerAsked(Asked):
    accept = fields.Boolean(required=True)


class WaitingAsked(Asked):
    facility_id = fields.String(load_default="")
    slot_type = fields.String(load_default="")


@offers.get("/offers")
@needs("family")
def show_all() -> Response:
    """The offers of one's household, the newest first, and what it still waits for."""
    household_id, now = known_household(), clock.now()
    with reading() as tx:
        made = waiting_list.offers_of(tx, household_id) if household_id else []
        waiting = waiting_list.waiting_of(tx, household_id) if household_id else []
    return answer(
        {
            "offers": [offer_json(each, now) for each in made],
            "waiting": [waiting_json(each) for each in waiting],
        }
    )


@offers.get("/offers/<uuid:offer_id>")
@needs("family")
def show(offer_id: UUID) -> Response:
    return answer(offer_json(_own(offer_id), clock.now()))


@offers.post("/offers/<uuid:offer_id>/answer")
@needs("family")
def answer_offer(offer_id: UUID) -> Response:
    wanted = asked(AnswerAsked)
    _own(offer_id)
    run(lambda work: handlers.answer_offer(work, offer_id, accept=wanted["accept"]))
    return answer(offer_json(_own(offer_id), clock.now()))


@offers.post("/requests/<uuid:request_id>/lines/<line_id>/departure")
@needs("family")
def leave(request_id: UUID, line_id: str) -> tuple[str, int]:
    """Of the waiting list, with the lines that wait together with this one."""
    if own_request(request_id).request.line(line_id) is None:
        raise Missing
    run(lambda work: handlers.leave_waiting_list(work, request_id, line_id))
    return "", 204


@offers.get("/waiting-list")
@needs("staff", role="bookings")
def show_waiting_list() -> Response:
    """Everybody who waits, in the order of the list, and the offers that wait for an answer."""
    wanted, now = asked(WaitingAsked, source="query"), clock.now()
    with reading() as tx:
        waiting = waiting_list.waiting_in(
            tx, wanted["facility_id"] or None, wanted["slot_type"] or None
        )
        made = waiting_list.open_offers(tx)
    return answer(
        {
            "waiting": [waiting_json(each) for each in waiting],
            "offers": [
                {**offer_json(each, now), "household_id": each.household_id} for each in made
            ],
        }
    )


def offer_json(offer: Offer, now: datetime) -> dict[str, Any]:
    """An offer whose time is over is over, also before the clock has come by."""
    over = offer.state == OPEN and now > offer.answer_by
    return {
        "offer_id": offer.offer_id,
        "request_id": offer.request_id,
        "state": "EXPIRED" if over else offer.state,
        "offered_at": offer.offered_at,
        "answer_by": offer.answer_by,
        "answered_at": offer.answered_at,
        "lines": [_line_json(line) for line in offer.lines],
    }


def waiting_json(line: WaitingLine) -> dict[str, Any]:
    return {
        "request_id": line.request_id,
        "household_id": line.household_id,
        "waitlisted_at": line.waitlisted_at,
        "rank": line.rank,
        **_line_json(line),
    }


def _line_json(line: AskedLine | WaitingLine) -> dict[str, Any]:
    return {
        "line_id": line.line_id,
        "child_id": line.child_id,
        "facility_id": line.facility_id,
        "slot_type": line.slot_type,
        "weekday": _weekday(line.dates),
        "days": len(line.dates),
        "dates": line.dates,
    }


def _weekday(dates: tuple[date, ...]) -> int | None:
    """More than one day is the same weekday over the year: nothing else can be asked for."""
    return dates[0].weekday() if len(dates) > 1 else None


def _own(offer_id: UUID) -> Offer:
    """Raises Missing for an unknown offer and for another family's alike."""
    with reading() as tx:
        found = waiting_list.offer(tx, offer_id)
    if found is None or found.household_id != known_household():
        raise Missing
    return found
