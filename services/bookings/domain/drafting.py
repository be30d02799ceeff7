"""A family fills its draft: slots, wishes, who sends it; or drops it.

A part of the decider of the booking request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.draft import (
    Box,
    ChosenSlot,
    Draft,
    Fallback,
    WeekBox,
    later_openings,
    with_day,
    with_week,
    with_wishes,
)
from services.bookings.domain.offer import Facts
from services.bookings.domain.request_history import (
    BookingRequest,
    DraftDropped,
    Event,
    FacilityChosen,
    RequestStarted,
    RequestStatus,
    SendingArranged,
    SlotsChosen,
)
from services.bookings.domain.week_pattern import WeekPattern
from shared.eventstore.decider import Refused

# Commands


@dataclass(frozen=True, kw_only=True)
class StartRequest:
    """`carried` are slots of an earlier draft that could not be sent with it."""

    request_id: UUID
    household_id: UUID
    account_id: UUID
    facility_id: str
    school_year: str
    kind: BookingKind
    carried: tuple[ChosenSlot, ...] = ()
    together: bool = False
    fallbacks: tuple[Fallback, ...] = ()
    rules_accepted: bool = False
    automatic_since: datetime | None = None
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class ChooseSlots:
    """Every box ticked on the page of a day; `seen` is the version the page was made from."""

    request_id: UUID
    seen: int
    day: date
    ticked: frozenset[Box]
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class ChooseWeek:
    """Every box ticked on the page of a week, of all children, in all facilities."""

    request_id: UUID
    seen: int
    week: tuple[date, ...]
    ticked: frozenset[WeekBox]
    facts: Facts
    patterns: Mapping[UUID, WeekPattern] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MakeWishes:
    """What the family wants if not everything it chose can be given."""

    request_id: UUID
    seen: int
    together: bool
    fallbacks: tuple[Fallback, ...]
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class ArrangeSending:
    """While an opening is still to come: who presses the button then, the family or the portal."""

    request_id: UUID
    automatic: bool
    rules_accepted: bool
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class DropDraft:
    request_id: UUID
    dropped_at: datetime


# Decide


def start_request(command: StartRequest, request: BookingRequest) -> list[Event]:
    if request.status is not None:
        return _start_again(command, request)
    return [
        RequestStarted(
            request_id=command.request_id,
            household_id=command.household_id,
            account_id=command.account_id,
            facility_id=command.facility_id,
            school_year=command.school_year,
            kind=command.kind,
            carried=command.carried,
            started_at=command.started_at,
            together=command.together,
            fallbacks=command.fallbacks,
            rules_accepted=command.rules_accepted,
            automatic_since=command.automatic_since,
        )
    ]


def _start_again(command: StartRequest, request: BookingRequest) -> list[Event]:
    """A draft may go on in another facility; what is chosen stays."""
    if request.household_id != command.household_id:
        raise Refused("request_of_another_household")
    if request.status is RequestStatus.DROPPED:
        raise Refused("no_draft")
    same = request.facility_id == command.facility_id
    if same or request.status is not RequestStatus.DRAFT:
        return []
    return [FacilityChosen(request_id=command.request_id, facility_id=command.facility_id)]


def choose_slots(command: ChooseSlots, request: BookingRequest) -> list[Event]:
    refuse_unless_draft(request)
    refuse_after_the_cutoff(request, command.facts)
    changed = with_day(request.draft, command.day, command.ticked, command.facts)
    return _chosen(command, changed, request)


def choose_week(command: ChooseWeek, request: BookingRequest) -> list[Event]:
    refuse_unless_draft(request)
    refuse_after_the_cutoff(request, command.facts)
    changed = with_week(
        request.draft, command.week, command.ticked, command.patterns, command.facts
    )
    return _chosen(command, changed, request)


def make_wishes(command: MakeWishes, request: BookingRequest) -> list[Event]:
    refuse_unless_draft(request)
    refuse_after_the_cutoff(request, command.facts)
    changed = with_wishes(request.draft, command.together, command.fallbacks, command.facts)
    return _chosen(command, changed, request)


def _chosen(
    command: ChooseSlots | ChooseWeek | MakeWishes, changed: Draft, request: BookingRequest
) -> list[Event]:
    if changed == request.draft:
        return []
    refuse_if_changed(command.seen, request)
    return [
        SlotsChosen(
            request_id=command.request_id,
            choices=changed.choices,
            cancellations=changed.cancellations,
            together=changed.together,
            fallbacks=changed.fallbacks,
        )
    ]


def arrange_sending(command: ArrangeSending, request: BookingRequest) -> list[Event]:
    """Asked for again, it keeps its place; the place goes by when it was asked for, not changed."""
    refuse_unless_draft(request)
    refuse_after_the_cutoff(request, command.facts)
    since = (request.automatic_since or command.facts.at) if command.automatic else None
    if request.rules_accepted and since == request.automatic_since:
        return []
    if not (command.rules_accepted or request.rules_accepted):
        raise Refused("rules_not_accepted")
    if not later_openings(request.draft.choices, command.facts):
        raise Refused("nothing_to_wait_for")
    assert request.household_id
    return [
        SendingArranged(
            request_id=command.request_id,
            household_id=request.household_id,
            school_year=request.school_year,
            automatic_since=since,
            arranged_at=command.facts.at,
        )
    ]


def drop_draft(command: DropDraft, request: BookingRequest) -> list[Event]:
    if request.status in (None, RequestStatus.DROPPED):
        return []
    refuse_unless_draft(request)
    assert request.household_id
    return [
        DraftDropped(
            request_id=command.request_id,
            household_id=request.household_id,
            dropped_at=command.dropped_at,
        )
    ]


def refuse_unless_draft(request: BookingRequest) -> None:
    match request.status:
        case RequestStatus.DRAFT:
            return
        case RequestStatus.SUBMITTED | RequestStatus.DECIDED:
            raise Refused("already_submitted", reference=request.reference)
        case _:
            raise Refused("no_draft")


def refuse_after_the_cutoff(request: BookingRequest, facts: Facts) -> None:
    cutoff = facts.year.regular_cutoff_at
    if request.kind is BookingKind.STANDING and facts.at >= cutoff:
        raise Refused("regular_bookings_closed", closed_at=cutoff.isoformat())


def refuse_if_changed(seen: int, request: BookingRequest) -> None:
    if seen != request.version:
        raise Refused("changed_elsewhere", version=request.version)
