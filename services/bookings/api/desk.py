"""Staff book single days for a family, under its rules, or over them with a reason."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.bookings.api.answers import answer
from services.bookings.api.callers import request_of
from services.bookings.domain.draft import ChosenSlot
from services.bookings.domain.slot_type import SlotType
from services.bookings.handlers.desk import book_at_desk
from shared.web.api import Asked, asked, needs, run

desk = Blueprint("desk", __name__, url_prefix="/desk")


class DayAsked(Asked):
    child_id = fields.UUID(required=True)
    facility_id = fields.String(required=True, validate=validate.Length(min=1, max=100))
    slot_type = fields.Enum(SlotType, by_value=True, required=True)
    day = fields.Date(required=True)


class BookingAsked(Asked):
    request_id = fields.UUID(required=True)
    household_id = fields.UUID(required=True)
    days = fields.List(
        fields.Nested(DayAsked), required=True, validate=validate.Length(min=1, max=200)
    )
    reason = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(min=1, max=1000)
    )


@desk.post("/bookings")
@needs("staff", role="bookings")
def book() -> Response:
    """All of the days or none of them; sent twice, it is one booking."""
    wanted = asked(BookingAsked)
    request_id: UUID = wanted["request_id"]
    choices = [_choice(day) for day in wanted["days"]]
    run(
        lambda work: book_at_desk(
            work,
            request_id=request_id,
            household_id=wanted["household_id"],
            choices=choices,
            reason=(wanted["reason"] or "").strip() or None,
        )
    )
    one = request_of(request_id)
    return answer({"request_id": request_id, "reference": one.request.reference}, 201)


def _choice(day: dict[str, Any]) -> ChosenSlot:
    return ChosenSlot(**day, weekday=day["day"].weekday())
