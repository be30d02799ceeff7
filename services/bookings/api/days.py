"""The calendar of a draft, and the boxes of one of its days."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.api.callers import facts_now, only_own_children, own_request
from services.bookings.api.facilities import child_json
from services.bookings.api.terms import terms_json
from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.calendar import days_of_month
from services.bookings.domain.draft import lines_to_show
from services.bookings.domain.offer import Facts, SlotOffer
from services.bookings.domain.request_history import BookingRequest
from services.bookings.domain.slot_type import SlotType
from services.bookings.projections import family_planner
from services.bookings.projections.family_planner import EntryState, PlannerEntry
from shared.web.api import Asked, Missing, asked, needs, reading, run

days = Blueprint("days", __name__, url_prefix="/requests/<uuid:request_id>")


# In this century: the calendar of Python ends where its years do.
MONTH = validate.Regexp(r"20[0-9]{2}-(0[1-9]|1[0-2])\Z")


class MonthAsked(Asked):
    month = fields.String(load_default=None, validate=MONTH)


class ChoiceAsked(Asked):
    child_id = fields.UUID(required=True)
    slot_type = fields.Enum(SlotType, by_value=True, required=True)


class DayAsked(Asked):
    seen = fields.Integer(required=True, strict=True)
    choices = fields.List(
        fields.Nested(ChoiceAsked), required=True, validate=validate.Length(max=100)
    )


@days.get("/calendar")
@needs("family")
def show_calendar(request_id: UUID) -> Response:
    wanted = asked(MonthAsked, source="query")
    request = own_request(request_id).request
    facts = facts_now(request)
    months = facts.calendar.months()
    month = wanted["month"] or _first_month(months, facts)
    if month not in months:
        raise Missing
    here, month_days = months.index(month), days_of_month(month)
    chosen, booked = lines_to_show(request.draft.choices, facts), _booked(request, month_days)
    return answer(
        {
            "request_id": request_id,
            "kind": request.kind,
            "facility_id": request.facility_id,
            "month": month,
            "previous": months[here - 1] if here else None,
            "next": months[here + 1] if here + 1 < len(months) else None,
            "months": months,
            "seen": request.version,
            "days": [
                {
                    **_day_json(day, facts),
                    "chosen": [
                        {"child_id": line.child_id, "slot_type": line.slot_type}
                        for line in chosen
                        if day in line.dates
                    ],
                    "cancelled": [
                        {"child_id": cancelled.child_id, "slot_type": cancelled.slot_type}
                        for cancelled in request.draft.cancellations
                        if cancelled.day == day
                    ],
                    "booked": [
                        {
                            "child_id": entry.line.child_id,
                            "slot_type": entry.line.slot_type,
                            "state": entry.state,
                        }
                        for entry in booked
                        if entry.day == day
                    ],
                }
                for day in month_days
            ],
        }
    )


@days.get("/days/<day>")
@needs("family")
def show_day(request_id: UUID, day: str) -> Response:
    the_day = day_of(day)
    request = own_request(request_id).request
    facts = facts_now(request)
    offers = facts.slots_on(the_day)
    standing = request.kind is BookingKind.STANDING
    return answer(
        {
            **_day_json(the_day, facts),
            "weekday": the_day.weekday(),
            "kind": request.kind,
            "facility_id": request.facility_id,
            "seen": request.version,
            "covers": facts.days_left(the_day.weekday()) if standing else 1,
            "children": [
                {
                    **child_json(child),
                    "slots": [
                        _slot_json(offer, the_day, request)
                        for offer in offers
                        if offer.child_id == child.child_id
                    ],
                }
                for child in facts.children
            ],
        }
    )


@days.put("/days/<day>")
@needs("family")
def choose(request_id: UUID, day: str) -> Response:
    the_day, wanted = day_of(day), asked(DayAsked)
    own_request(request_id)
    ticked = {(choice["child_id"], choice["slot_type"]) for choice in wanted["choices"]}
    only_own_children({child_id for child_id, _slot_type in ticked})
    seen = run(
        lambda work: handlers.choose_slots(
            work, request_id=request_id, day=the_day, ticked=ticked, seen=wanted["seen"]
        )
    )
    return answer({"request_id": request_id, "seen": seen})


def _slot_json(offer: SlotOffer, day: date, request: BookingRequest) -> dict[str, Any]:
    box = offer.child_id, offer.slot_type
    chosen = any(
        (choice.child_id, choice.slot_type) == box
        and choice.facility_id == request.facility_id
        and choice.is_for(day)
        for choice in request.draft.choices
    )
    cancelling = any(
        (cancelled.child_id, cancelled.slot_type, cancelled.day) == (*box, day)
        for cancelled in request.draft.cancellations
    )
    state = "CHOSEN" if chosen else (offer.state or "FREE")
    return {
        "slot_type": offer.slot_type,
        "starts": offer.starts,
        "ends": offer.ends,
        "covers": offer.covers,
        "state": state,
        "ticked": chosen or (offer.held and not cancelling),
        "locked": offer.locked,
        **terms_json(offer.terms),
    }


def _day_json(day: date, facts: Facts) -> dict[str, Any]:
    known = facts.day(day)
    return {"day": day, "status": known.status, "label": known.label}


def _booked(request: BookingRequest, month_days: list[date]) -> list[PlannerEntry]:
    assert request.household_id
    first, last = month_days[0], month_days[-1]
    with reading() as tx:
        lines = family_planner.lines_of(tx, request.household_id, first, last)
    entries = family_planner.entries(lines, first, last)
    return [entry for entry in entries if entry.state is not EntryState.CANCELLED]


def _first_month(months: list[str], facts: Facts) -> str:
    """The present one, or the first of a year that has not begun."""
    present = f"{facts.tomorrow:%Y-%m}"
    return present if present in months else months[0]


def day_of(text: str) -> date:
    """A day in an address. Raises Missing."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Missing from None
