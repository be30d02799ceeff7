"""The staff's queue of requests in the order of arrival, and what they decide of it."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import ValidationError, fields, validate, validates_schema

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.domain.capacity_pool import fill, is_under_six
from services.bookings.domain.offer import PlaceState
from services.bookings.domain.outcome import Decision
from services.bookings.domain.request_history import RequestSubmitted
from services.bookings.projections import (
    bookable_children,
    booking_requests,
    facilities,
    family_planner,
    occupancy,
)
from services.bookings.projections.family_planner import PlannerLine
from services.bookings.projections.occupancy import Counted
from shared.web.api import Asked, asked, needs, reading, run, store

decisions = Blueprint("decisions", __name__, url_prefix="/decisions")

DECISIONS = {
    "ACCEPT": Decision.ACCEPTED,
    "WAITLIST": Decision.WAITLISTED,
    "REFUSE": Decision.REFUSED,
}
REASONS = ("slot_full", "not_eligible", "no_staff", "other")
MOST_AT_ONCE = 5000


class QueueAsked(Asked):
    facility_id = fields.String(load_default="")
    slot_type = fields.String(load_default="")
    day = fields.Date(load_default=None, allow_none=True)


class VerdictAsked(Asked):
    request_id = fields.UUID(required=True)
    line_id = fields.String(required=True, validate=validate.Length(max=20))
    decision = fields.String(required=True, validate=validate.OneOf(DECISIONS))
    reason = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(REASONS))
    message = fields.String(load_default="", allow_none=True, validate=validate.Length(max=1000))

    @validates_schema
    def a_refusal_has_a_reason(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if data["decision"] == "REFUSE" and not data["reason"]:
            raise ValidationError("required", "reason")


class DecisionsAsked(Asked):
    lines = fields.List(
        fields.Nested(VerdictAsked),
        required=True,
        validate=validate.Length(min=1, max=MOST_AT_ONCE),
    )


@decisions.get("")
@needs("staff", role="bookings")
def show_queue() -> Response:
    wanted = asked(QueueAsked, source="query")
    facility_id, slot_type = wanted["facility_id"] or None, wanted["slot_type"] or None
    day: date | None = wanted["day"]
    with reading() as tx:
        waiting = [
            line
            for line in family_planner.pending_lines(tx, facility_id, slot_type)
            if day is None or day in line.dates
        ]
        request_ids = list({line.request_id for line in waiting})
        sent = booking_requests.sent(tx, request_ids)
        lines = [
            line
            for line in family_planner.lines_of_requests(tx, request_ids)
            if facility_id in (None, line.facility_id)
            and slot_type in (None, line.slot_type)
            and (day is None or day in line.dates)
        ]
        known = {facility.facility_id: facility for facility in facilities.all_facilities(tx)}
        six_from = bookable_children.six_from(tx, {line.child_id for line in lines})
        taken = occupancy.taken_on(tx, {line.facility_id for line in lines})
    ranks = _ranks(request_ids)
    by_request: dict[UUID, list[PlannerLine]] = {}
    for line in sorted(lines, key=lambda line: int(line.line_id)):
        by_request.setdefault(line.request_id, []).append(line)

    def places_left(line: PlannerLine) -> int:
        """For a child of that age, in the fullest pool on the fullest of the dates."""
        facility = known.get(line.facility_id)
        pools = facility.pools_of(line.slot_type) if facility else ()
        here = Counted(facility_id=line.facility_id, taken=taken)
        return min(
            (
                fill(pool, day, here, under_six=is_under_six(six_from.get(line.child_id), day)).left
                for day in line.dates
                for pool in pools
            ),
            default=0,
        )

    def line_json(line: PlannerLine) -> dict[str, Any]:
        left = places_left(line)
        return {
            "line_id": line.line_id,
            "child_id": line.child_id,
            "facility_id": line.facility_id,
            "slot_type": line.slot_type,
            "weekday": line.weekday,
            "days": len(line.dates),
            "weeks": line.weeks,
            "late": line.late,
            "first_day": line.dates[0],
            "last_day": line.dates[-1],
            "state": line.state,
            "places_left": left,
            "fits": line.state is PlaceState.REQUESTED and left > 0,
        }

    requests = [
        {
            "request_id": each.request_id,
            "reference": each.reference,
            "household_id": each.household_id,
            "kind": each.kind,
            "received_at": each.received_at,
            "rank": ranks.get(each.request_id),
            "lines": [line_json(line) for line in by_request[each.request_id]],
        }
        for each in sent
    ]
    requests.sort(key=lambda it: it["rank"] or 0)
    return answer({"pending": len(requests), "requests": requests})


@decisions.post("")
@needs("staff", role="bookings")
def decide() -> Response:
    wanted = asked(DecisionsAsked)["lines"]
    ranks = _ranks({line["request_id"] for line in wanted})
    verdicts = [
        handlers.Verdict(
            request_id=line["request_id"],
            line_id=line["line_id"],
            rank=ranks.get(line["request_id"], 0),
            decision=DECISIONS[line["decision"]],
            reason=line["reason"],
            message=(line["message"] or "").strip() or None,
        )
        for line in wanted
    ]
    decided = run(lambda work: handlers.decide_lines(work, verdicts))
    return answer(
        {
            "accepted": decided.accepted,
            "waitlisted": decided.waitlisted,
            "refused": decided.refused,
            "left": [
                {
                    "request_id": left.request_id,
                    "line_id": left.line_id,
                    "code": left.code,
                    "full_on": None,
                    "capacity": None,
                    "taken": None,
                    "pool": None,
                    "pool_name": "",
                    **left.facts,
                }
                for left in decided.left
            ],
        }
    )


def _ranks(request_ids: Collection[UUID]) -> dict[UUID, int]:
    """The order in which requests were received, as their receipts say it."""
    streams = {handlers.request_stream(request_id): request_id for request_id in request_ids}
    with reading() as tx:
        ranks = store().ordinals(tx, RequestSubmitted, streams)
    return {streams[stream]: rank for stream, rank in ranks.items()}
