"""What a family wants if not everything it chose can be given."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.api.callers import facts_now, only_own_children, own_request
from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.draft import Draft, Fallback
from services.bookings.domain.offer import Facts
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.week import SCHOOL_WEEK, cells_of, shown_week
from shared.web.api import Asked, asked, needs, run

wishes = Blueprint("wishes", __name__, url_prefix="/requests/<uuid:request_id>/wishes")

WEEKDAYS = fields.List(
    fields.Integer(strict=True, validate=validate.Range(min=0, max=SCHOOL_WEEK - 1)),
    required=True,
    validate=validate.Length(max=SCHOOL_WEEK),
)


class FallbackAsked(Asked):
    child_id = fields.UUID(required=True)
    facility_id = fields.String(required=True, validate=validate.Length(min=1, max=100))
    slot_type = fields.Enum(SlotType, by_value=True, required=True)
    wanted = WEEKDAYS
    instead = WEEKDAYS


class WishesAsked(Asked):
    seen = fields.Integer(required=True, strict=True)
    together = fields.Boolean(required=True)
    fallbacks = fields.List(
        fields.Nested(FallbackAsked), required=True, validate=validate.Length(max=100)
    )


@wishes.get("")
@needs("family")
def show(request_id: UUID) -> Response:
    """The wishes of a draft, and for each child and slot type the weekdays that may stand in."""
    request = own_request(request_id).request
    facts = facts_now(request)
    standing = request.kind is BookingKind.STANDING
    return answer(
        {
            "seen": request.version,
            "kind": request.kind,
            "together": request.draft.together,
            "fallbacks": request.draft.fallbacks,
            "children": sorted({choice.child_id for choice in request.draft.choices}),
            "possible": _possible(request.draft, facts) if standing else [],
        }
    )


@wishes.put("")
@needs("family")
def make(request_id: UUID) -> Response:
    wanted = asked(WishesAsked)
    own_request(request_id)
    only_own_children({it["child_id"] for it in wanted["fallbacks"]})
    run(
        lambda work: handlers.make_wishes(
            work,
            request_id=request_id,
            together=wanted["together"],
            fallbacks=[_fallback(it) for it in wanted["fallbacks"]],
            seen=wanted["seen"],
        )
    )
    return Response(status=204)


def _fallback(told: dict[str, Any]) -> Fallback:
    return Fallback(
        child_id=told["child_id"],
        facility_id=told["facility_id"],
        slot_type=told["slot_type"],
        wanted=tuple(sorted(set(told["wanted"]))),
        instead=tuple(sorted(set(told["instead"]))),
    )


def _possible(draft: Draft, facts: Facts) -> list[dict[str, Any]]:
    week = shown_week(facts)
    found = []
    for child in facts.children:
        cells = cells_of(child.child_id, "", week, draft, facts)
        kept = dict.fromkeys((c.facility_id, c.offer.slot_type) for c in cells if c.chosen)
        for facility_id, slot_type in kept:
            same = [
                c for c in cells if (c.facility_id, c.offer.slot_type) == (facility_id, slot_type)
            ]
            instead = [
                c.day.weekday() for c in same if not (c.chosen or c.offer.locked or c.offer.held)
            ]
            if instead:
                found.append(
                    {
                        "child_id": child.child_id,
                        "facility_id": facility_id,
                        "slot_type": slot_type,
                        "chosen": [c.day.weekday() for c in same if c.chosen],
                        "instead": instead,
                    }
                )
    return found
