"""What an answer rests on, as it was kept: the same on a later day, for family and staff alike."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from services.bookings.api.answers import answer
from services.bookings.api.callers import own_request, request_of
from services.bookings.domain.outcome import Decision, Outcome
from services.bookings.domain.serving_order import Mode, draw
from services.bookings.handlers import allocating
from services.bookings.projections.one_request import OneRequest
from services.bookings.projections.operator_card import operator
from shared.web.api import Missing, caller, needs, reading, store

evidence = Blueprint("evidence", __name__, url_prefix="/requests")


@evidence.get("/<uuid:request_id>/lines/<line_id>/evidence")
@needs("family", "staff", role="bookings")
def show(request_id: UUID, line_id: str) -> Response:
    """Who decided is the operator for a family, the account of the staff member for staff."""
    staff = caller().scope == "staff"
    one = request_of(request_id) if staff else own_request(request_id)
    outcome = one.request.outcomes.get(line_id)
    if outcome is None:
        raise Missing
    return answer(_document(request_id, one, line_id, outcome, staff=staff))


def _document(
    request_id: UUID, one: OneRequest, line_id: str, outcome: Outcome, *, staff: bool
) -> dict[str, Any]:
    request = one.request
    line = request.line(line_id)
    assert line is not None
    with reading() as tx:
        card = operator(tx)
    refused = outcome.decision is Decision.REFUSED
    return {
        "reference": request.reference,
        "household_id": request.household_id,
        "received_at": request.received_at,
        "line_id": line_id,
        "child_id": line.child_id,
        "facility_id": line.facility_id,
        "slot_type": line.slot_type,
        "weekday": line.weekday,
        "days": len(line.dates),
        "dates": line.dates,
        "decision": outcome.decision,
        "reason": outcome.reason,
        "message": one.messages.get(line_id) if refused else None,
        "decided_at": outcome.decided_at,
        "decided_by": outcome.decided_by if staff else None,
        "decided_by_name": card.name if card else None,
        "rule": outcome.rule,
        "overridden": _overridden(one) if staff else None,
        "pool": outcome.pool,
        "pool_name": outcome.pool_name,
        "capacity": outcome.capacity,
        "taken": outcome.taken,
        "full_on": outcome.full_on,
        "rank_then": outcome.rank,
        "allocation": _allocation(outcome, request_id, line_id),
        "appeal": card.appeal if card and refused else (),
    }


def _overridden(one: OneRequest) -> dict[str, Any] | None:
    """The rules that staff passed over, and why."""
    if one.overridden is None:
        return None
    return {"rules": one.overridden.rules, "reason": one.overridden.reason}


def _allocation(outcome: Outcome, request_id: UUID, line_id: str) -> dict[str, Any] | None:
    """Where the line stood in the allocation that decided it, and how to draw its number again."""
    if outcome.allocation_id is None:
        return None
    allocation_id = outcome.allocation_id
    with reading() as tx:
        known = allocating.allocation(lambda stream: store().load(tx, stream), allocation_id)
    assert known.published is not None and known.prepared is not None
    published = known.published
    line = next(
        it for it in published.lines if (it.request_id, it.line_id) == (request_id, line_id)
    )
    drawn = published.rules.mode is Mode.PRIORITIES and not line.late
    return {
        "name": known.prepared.name,
        "mode": published.rules.mode,
        "criteria": published.rules.criteria,
        "values": line.values,
        "late": line.late,
        "rank": line.rank,
        "turn": line.turn,
        "turns": max(it.turn for it in published.lines),
        "ticket": line.ticket if drawn else None,
        "seed": published.seed if drawn else None,
        "seed_source": known.seed.source if known.seed and drawn else None,
        "draw": draw(published.seed, line.ticket) if drawn else None,
    }
