"""A family's requests: start one, see it, send it; staff may read them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.api.callers import (
    facts_now,
    known_household,
    own_account,
    own_household,
    own_request,
    request_of,
)
from services.bookings.api.receipts import code_of, receipt_of
from services.bookings.api.terms import terms_json
from services.bookings.domain.draft import (
    DayToCancel,
    RequestLine,
    as_shown,
    asking,
    cancelling,
    goes_now,
    lines_to_show,
)
from services.bookings.domain.offer import Facts
from services.bookings.domain.outcome import Decision
from services.bookings.domain.request_history import BookingRequest, RequestStatus
from services.bookings.projections import booking_requests, prepared_requests, waiting_list
from services.bookings.projections.one_request import OneRequest
from services.bookings.projections.operator_card import operator
from shared.eventstore.store import Work
from shared.web.api import Asked, Missing, asked, caller, needs, reading, run

requests = Blueprint("requests", __name__, url_prefix="/requests")

UNDECIDED = (
    "reason",
    "message",
    "capacity",
    "taken",
    "full_on",
    "decided_at",
    "decided_by_name",
    "pool",
    "pool_name",
    "rank",
    "offer_id",
    "answer_by",
)
NAME = validate.Length(min=1, max=100)


class StartAsked(Asked):
    request_id = fields.UUID(required=True)
    facility_id = fields.String(required=True, validate=NAME)
    school_year = fields.String(load_default=None, validate=NAME)


class SubmissionAsked(Asked):
    seen = fields.Integer(required=True, strict=True)
    accept_rules = fields.Boolean(load_default=False)
    accept_surcharge = fields.Boolean(load_default=False)
    shown = fields.String(load_default=None, validate=validate.Length(max=100))


class SendingAsked(Asked):
    automatic = fields.Boolean(required=True)
    accept_rules = fields.Boolean(load_default=False)


class ListAsked(Asked):
    household_id = fields.UUID(load_default=None)


@requests.post("")
@needs("family")
def start() -> Response:
    wanted, household_id, account_id = asked(StartAsked), own_household(), own_account()
    request_id = run(
        lambda work: handlers.start_request(
            work,
            request_id=wanted["request_id"],
            household_id=household_id,
            account_id=account_id,
            facility_id=wanted["facility_id"],
            year=wanted["school_year"],
        )
    )
    return answer({"request_id": request_id}, 201)


@requests.get("/draft")
@needs("family")
def show_draft() -> Response:
    household_id = known_household()
    with reading() as tx:
        draft_id = booking_requests.draft_of(tx, household_id) if household_id else None
    if draft_id is None:
        raise Missing
    return answer(_document(draft_id, own_request(draft_id)))


@requests.get("/<uuid:request_id>")
@needs("family", "staff", role="bookings")
def show(request_id: UUID) -> Response:
    with reading():
        one = (request_of if caller().scope == "staff" else own_request)(request_id)
        return answer(_document(request_id, one))


@requests.get("")
@needs("family", "staff", role="bookings")
def list_requests() -> Response:
    """What was sent, the newest first: of one's own household, or for staff of the one named."""
    wanted = asked(ListAsked, source="query")
    if caller().scope == "staff":
        household_id = wanted["household_id"]
    else:
        household_id = known_household()
    with reading() as tx:
        sent = booking_requests.sent_by(tx, household_id) if household_id else []
    documents = [_document(request_id, request_of(request_id)) for request_id in sent]
    for document in documents:
        del document["receipt"]
        for line in document["lines"]:
            del line["dates"]
    return answer({"requests": documents})


@requests.delete("/<uuid:request_id>")
@needs("family")
def drop(request_id: UUID) -> Response:
    own_request(request_id)
    run(lambda work: handlers.drop_draft(work, request_id))
    return Response(status=204)


@requests.put("/<uuid:request_id>/sending")
@needs("family")
def arrange_sending(request_id: UUID) -> Response:
    """Before an opening: whether the draft is sent by itself then."""
    wanted = asked(SendingAsked)
    own_request(request_id)
    run(
        lambda work: handlers.arrange_sending(
            work,
            request_id=request_id,
            automatic=wanted["automatic"],
            rules_accepted=wanted["accept_rules"],
        )
    )
    return Response(status=204)


@requests.post("/<uuid:request_id>/submission")
@needs("family")
def submit(request_id: UUID) -> Response:
    wanted, household_id = asked(SubmissionAsked), known_household()

    def send(work: Work) -> BookingRequest:
        owner = handlers.request_of(work, request_id).household_id
        if owner is None or owner != household_id:
            raise Missing
        handlers.submit_request(
            work,
            request_id=request_id,
            seen=wanted["seen"],
            rules_accepted=wanted["accept_rules"],
            surcharge_accepted=wanted["accept_surcharge"],
            shown=wanted["shown"],
        )
        return handlers.request_of(work, request_id)

    return answer(_receipt(request_id, run(send)))


def _receipt(request_id: UUID, request: BookingRequest) -> dict[str, Any]:
    receipt = receipt_of(request_id, request)
    return {
        "request_id": request_id,
        "reference": request.reference or None,
        "received_at": request.received_at,
        "rank": receipt and receipt.rank,
        "receipt": receipt and code_of(receipt),
        "automatic_sending": request.automatic,
        "later": request.later,
        "next_request_id": request.next_request_id,
    }


def _document(request_id: UUID, one: OneRequest) -> dict[str, Any]:
    request = one.request
    facts = facts_now(request) if request.status is RequestStatus.DRAFT else None
    to_show = lines_to_show(request.draft.choices, facts) if facts else ()
    lines = _draft_lines(to_show, facts) if facts else _sent_lines(request_id, one)
    return {
        **_receipt(request_id, request),
        "household_id": request.household_id,
        "status": request.status,
        "kind": request.kind,
        "facility_id": request.facility_id,
        "school_year": request.school_year,
        "seen": request.version,
        "shown": as_shown(to_show, request.draft, facts) if facts else None,
        "days_total": sum(line["days"] for line in lines),
        "lines": lines,
        "cancellations": [_cancellation(it, facts) for it in request.draft.cancellations],
        "rules_accepted": request.rules_accepted,
        "automatic": _automatic(request) if facts else None,
        "sending_failed": request.sending_failed,
        "together": request.draft.together,
        "fallbacks": request.draft.fallbacks,
        "bundles": request.bundles,
        "alternatives": request.alternatives,
    }


def _automatic(request: BookingRequest) -> dict[str, Any] | None:
    """Since when the draft is to be sent by itself, and its place among those that are."""
    if request.automatic_since is None:
        return None
    with reading() as tx:
        place = prepared_requests.place_of(tx, request.school_year, request.automatic_since)
    return {"since": request.automatic_since, "place": place}


def _cancellation(cancelled: DayToCancel, facts: Facts | None) -> dict[str, Any]:
    """With what it costs by now and until when, while it is not sent."""
    return {
        "child_id": cancelled.child_id,
        "facility_id": cancelled.facility_id,
        "slot_type": cancelled.slot_type,
        "day": cancelled.day,
        **terms_json(cancelling(cancelled, facts) if facts else None),
    }


def _draft_lines(lines: Iterable[RequestLine], facts: Facts) -> list[dict[str, Any]]:
    """A single day with its deadline."""
    return [
        {
            **_line(line, state="DRAFT", **_whether_it_can_be_sent(line, facts)),
            **terms_json(asking(line, facts)),
        }
        for line in lines
    ]


def _whether_it_can_be_sent(line: RequestLine, facts: Facts) -> dict[str, Any]:
    child = facts.child(line.child_id)
    coming = child.waits_for(line.slot_type) if child and child.can_prepare else None
    return {
        "can_send": goes_now(line, facts),
        "why": "not_open_yet" if coming else child and child.why,
        "opens_at": coming.opens_at if coming else child and child.opens_at,
        "because": coming and coming.because,
    }


def _sent_lines(request_id: UUID, one: OneRequest) -> list[dict[str, Any]]:
    """Who decided is the operator: families do not read the names of its staff.

    `rank` is that in the waiting list now; `offer_id` the offer that waits for an answer.
    """
    assert one.request.household_id
    if not one.request.outcomes:
        return [_line(line, state="REQUESTED") for line in one.request.lines]
    with reading() as tx:
        card = operator(tx)
        waiting = {
            (each.request_id, each.line_id): each.rank
            for each in waiting_list.waiting_of(tx, one.request.household_id)
        }
        offered = {
            (offer.request_id, line.line_id): offer
            for offer in waiting_list.offers_of(tx, one.request.household_id)
            if offer.state == waiting_list.OPEN
            for line in offer.lines
        }
    lines = []
    for line in one.request.lines:
        outcome = one.request.outcomes.get(line.line_id)
        if outcome is None:
            lines.append(_line(line, state="REQUESTED"))
            continue
        refused = outcome.decision is Decision.REFUSED
        key = request_id, line.line_id
        offer = offered.get(key)
        lines.append(
            _line(
                line,
                state=outcome.decision,
                reason=outcome.reason,
                message=one.messages.get(line.line_id) if refused else None,
                capacity=outcome.capacity,
                taken=outcome.taken,
                full_on=outcome.full_on,
                decided_at=outcome.decided_at,
                decided_by_name=card.name if card else None,
                pool=outcome.pool,
                pool_name=outcome.pool_name,
                rank=waiting.get(key),
                offer_id=offer.offer_id if offer else None,
                answer_by=offer.answer_by if offer else None,
            )
        )
    return lines


def _line(line: RequestLine, **more: Any) -> dict[str, Any]:
    undecided = dict.fromkeys(UNDECIDED)
    return {
        "line_id": line.line_id,
        "child_id": line.child_id,
        "facility_id": line.facility_id,
        "slot_type": line.slot_type,
        "weekday": line.weekday,
        "weeks": line.weeks,
        "late": line.late,
        "surcharge": line.surcharge,
        "days": len(line.dates),
        "dates": line.dates,
        **undecided,
        **more,
    }
