"""A request is sent: by the family, by the portal at an opening, or by staff at the desk.

A part of the decider of the booking request.
"""

from dataclasses import dataclass
from uuid import UUID

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.desk import lines_at_desk
from services.bookings.domain.draft import (
    ChosenSlot,
    as_shown,
    asked_for,
    costs_more,
    later_openings,
    lines_to_show,
    nothing_to_send,
    open_part,
)
from services.bookings.domain.drafting import (
    refuse_after_the_cutoff,
    refuse_if_changed,
    refuse_unless_draft,
)
from services.bookings.domain.offer import Facts
from services.bookings.domain.request_history import (
    BookingRequest,
    Event,
    RequestStatus,
    RequestSubmitted,
    RulesOverridden,
    SendingFailed,
)
from shared.eventstore.decider import Refused

# Commands


@dataclass(frozen=True, kw_only=True)
class SubmitRequest:
    """`shown` is the digest of what the page showed; None when nobody was shown anything."""

    request_id: UUID
    next_request_id: UUID
    reference: str
    seen: int
    rules_accepted: bool
    facts: Facts
    surcharge_accepted: bool = False
    shown: str | None = None


@dataclass(frozen=True, kw_only=True)
class SendPrepared:
    """An opening has come for a draft that is to be sent by itself."""

    request_id: UUID
    next_request_id: UUID
    reference: str
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class BookAtDesk:
    """Single days that staff book for a family. With a `reason` they may pass over its rules."""

    request_id: UUID
    reference: str
    household_id: UUID
    account_id: UUID
    facility_id: str
    school_year: str
    choices: tuple[ChosenSlot, ...]
    reason: str | None
    facts: Facts
    booked_by: str


# Decide


def submit_request(command: SubmitRequest, request: BookingRequest) -> list[Event]:
    """Sends what can be sent now; what opens later is left over."""
    if request.status in (RequestStatus.SUBMITTED, RequestStatus.DECIDED):
        return []
    refuse_unless_draft(request)
    refuse_if_changed(command.seen, request)
    if request.draft.empty:
        raise Refused("nothing_chosen")
    if not (command.rules_accepted or request.rules_accepted):
        raise Refused("rules_not_accepted")
    events = _submitted(command, request, automatic=False)
    if command.shown is not None:  # after what explains itself better: a deadline, a surcharge
        lines = lines_to_show(request.draft.choices, command.facts)
        if command.shown != as_shown(lines, request.draft, command.facts):
            raise Refused("not_as_shown")
    return events


def send_prepared(command: SendPrepared, request: BookingRequest) -> list[Event]:
    """What can be sent goes; a draft whose opening is another one waits on, without a word."""
    if request.status is not RequestStatus.DRAFT or request.automatic_since is None:
        return []
    assert request.household_id and request.account_id
    try:
        return _submitted(command, request, automatic=True)
    except Refused as refusal:
        if refusal.code == "not_open_yet":
            return []
        return [
            SendingFailed(
                request_id=command.request_id,
                household_id=request.household_id,
                account_id=request.account_id,
                code=refusal.code,
                failed_at=command.facts.at,
            )
        ]


def _submitted(
    command: SubmitRequest | SendPrepared, request: BookingRequest, *, automatic: bool
) -> list[Event]:
    refuse_after_the_cutoff(request, command.facts)
    draft = request.draft
    later = later_openings(draft.choices, command.facts)
    asked = asked_for(open_part(draft, later), command.facts)
    if not asked.lines and not draft.cancellations:
        raise nothing_to_send(later)
    agreed = isinstance(command, SubmitRequest) and command.surcharge_accepted
    if not agreed and costs_more(asked.lines, draft, command.facts):
        raise Refused("surcharge_not_accepted")
    assert request.household_id and request.account_id
    return [
        RequestSubmitted(
            request_id=command.request_id,
            reference=command.reference,
            household_id=request.household_id,
            account_id=request.account_id,
            facility_id=request.facility_id,
            school_year=request.school_year,
            kind=request.kind,
            received_at=command.facts.at,
            lines=asked.lines,
            cancellations=draft.cancellations,
            later=later,
            next_request_id=command.next_request_id if later else None,
            bundles=asked.bundles,
            alternatives=asked.alternatives,
            automatic=automatic,
        )
    ]


def book_at_desk(command: BookAtDesk, request: BookingRequest) -> list[Event]:
    """A rule is passed over with a reason, and both are kept."""
    if request.status is not None:
        return []
    lines, broken = lines_at_desk(command.choices, command.facts)
    if broken and not command.reason:
        raise Refused(broken[0], rules=list(broken))
    events: list[Event] = [
        RequestSubmitted(
            request_id=command.request_id,
            reference=command.reference,
            household_id=command.household_id,
            account_id=command.account_id,
            facility_id=command.facility_id,
            school_year=command.school_year,
            kind=BookingKind.ONE_OFF,
            received_at=command.facts.at,
            lines=lines,
            cancellations=(),
            later=(),
            next_request_id=None,
        )
    ]
    if broken and command.reason:
        events.append(
            RulesOverridden(
                request_id=command.request_id,
                household_id=command.household_id,
                rules=broken,
                reason=command.reason,
                overridden_at=command.facts.at,
                overridden_by=command.booked_by,
            )
        )
    return events
