"""What can happen to a booking request, and what that makes of it.

The events and the state of the decider `booking_request`: its parts decide from these.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.draft import (
    Alternative,
    Bundle,
    ChosenSlot,
    DayToCancel,
    Draft,
    Fallback,
    LaterOpening,
    RequestLine,
)
from services.bookings.domain.outcome import Outcome
from shared.eventstore.personal import Personal, SubjectId

# Events


@dataclass(frozen=True, kw_only=True)
class RequestStarted:
    request_id: UUID
    household_id: UUID
    account_id: UUID
    facility_id: str
    school_year: str
    kind: BookingKind
    carried: tuple[ChosenSlot, ...]
    started_at: datetime
    together: bool = False
    fallbacks: tuple[Fallback, ...] = ()
    rules_accepted: bool = False
    automatic_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class FacilityChosen:
    request_id: UUID
    facility_id: str


@dataclass(frozen=True, kw_only=True)
class SlotsChosen:
    """Everything the draft holds from now on."""

    request_id: UUID
    choices: tuple[ChosenSlot, ...]
    cancellations: tuple[DayToCancel, ...]
    together: bool = False
    fallbacks: tuple[Fallback, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SendingArranged:
    """`automatic_since` is the place of the draft among those that are sent by themselves, None
    when the family sends it. The rules were accepted with it."""

    request_id: UUID
    household_id: UUID
    school_year: str
    automatic_since: datetime | None
    arranged_at: datetime


@dataclass(frozen=True, kw_only=True)
class SendingFailed:
    """The opening came and the draft could not be sent: the family has to look at it."""

    request_id: UUID
    household_id: UUID
    account_id: UUID
    code: str
    failed_at: datetime


@dataclass(frozen=True, kw_only=True)
class RequestSubmitted:
    """`later` is what opens later: those slots are in the next draft."""

    request_id: UUID
    reference: str
    household_id: UUID
    account_id: UUID
    facility_id: str
    school_year: str
    kind: BookingKind
    received_at: datetime
    lines: tuple[RequestLine, ...]
    cancellations: tuple[DayToCancel, ...]
    later: tuple[LaterOpening, ...]
    next_request_id: UUID | None
    bundles: tuple[Bundle, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    automatic: bool = False


@dataclass(frozen=True, kw_only=True)
class DatesMoved:
    request_id: UUID
    line_id: str
    dates: tuple[date, ...]
    moved_at: datetime


@dataclass(frozen=True, kw_only=True)
class RulesOverridden:
    """Which rules staff passed over, and why: their words may name somebody."""

    request_id: UUID
    household_id: SubjectId
    rules: tuple[str, ...]
    reason: Personal[str]
    overridden_at: datetime
    overridden_by: str


@dataclass(frozen=True, kw_only=True)
class LinesDecided:
    request_id: UUID
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, kw_only=True)
class RefusalExplained:
    """The staff's own words: they may name somebody, so they are the household's."""

    request_id: UUID
    line_id: str
    household_id: SubjectId
    message: Personal[str]


@dataclass(frozen=True, kw_only=True)
class RequestDecided:
    """Every line has its answer: said of all of them once, then of those that waited longer."""

    request_id: UUID
    reference: str
    household_id: UUID
    account_id: UUID
    decided_at: datetime
    lines: tuple[RequestLine, ...]
    outcomes: tuple[Outcome, ...]  # in the order of the lines


@dataclass(frozen=True, kw_only=True)
class DraftDropped:
    request_id: UUID
    household_id: UUID
    dropped_at: datetime


Event = (
    RequestStarted
    | FacilityChosen
    | SlotsChosen
    | SendingArranged
    | SendingFailed
    | RequestSubmitted
    | RulesOverridden
    | LinesDecided
    | RefusalExplained
    | RequestDecided
    | DraftDropped
    | DatesMoved
)


# State


class RequestStatus(StrEnum):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    DECIDED = "DECIDED"
    DROPPED = "DROPPED"


@dataclass(frozen=True, kw_only=True)
class BookingRequest:
    """`version` counts the events: what a page was made from."""

    version: int = 0
    status: RequestStatus | None = None
    household_id: UUID | None = None
    account_id: UUID | None = None
    facility_id: str = ""
    school_year: str = ""
    kind: BookingKind = BookingKind.STANDING
    draft: Draft = Draft()
    rules_accepted: bool = False
    automatic_since: datetime | None = None
    sending_failed: str | None = None
    automatic: bool = False
    reference: str = ""
    received_at: datetime | None = None
    next_request_id: UUID | None = None
    later: tuple[LaterOpening, ...] = ()
    lines: tuple[RequestLine, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)

    def line(self, line_id: str) -> RequestLine | None:
        return next((line for line in self.lines if line.line_id == line_id), None)


INITIAL = BookingRequest()


# Evolve


def evolve(request: BookingRequest, event: Event) -> BookingRequest:
    return replace(_evolved(request, event), version=request.version + 1)


def _evolved(request: BookingRequest, event: Event) -> BookingRequest:
    match event:
        case RequestStarted():
            return replace(
                request,
                status=RequestStatus.DRAFT,
                household_id=event.household_id,
                account_id=event.account_id,
                facility_id=event.facility_id,
                school_year=event.school_year,
                kind=event.kind,
                draft=Draft(
                    choices=event.carried, together=event.together, fallbacks=event.fallbacks
                ),
                rules_accepted=event.rules_accepted,
                automatic_since=event.automatic_since,
            )
        case FacilityChosen():
            return replace(request, facility_id=event.facility_id)
        case SlotsChosen():
            draft = Draft(
                choices=event.choices,
                cancellations=event.cancellations,
                together=event.together,
                fallbacks=event.fallbacks,
            )
            return replace(request, draft=draft)
        case SendingArranged():
            return replace(
                request,
                rules_accepted=True,
                automatic_since=event.automatic_since,
                sending_failed=None,
            )
        case SendingFailed():
            return replace(request, automatic_since=None, sending_failed=event.code)
        case RequestSubmitted():
            nothing_to_decide = not event.lines
            return replace(
                request,
                status=RequestStatus.DECIDED if nothing_to_decide else RequestStatus.SUBMITTED,
                household_id=event.household_id,
                account_id=event.account_id,
                facility_id=event.facility_id,
                school_year=event.school_year,
                kind=event.kind,
                reference=event.reference,
                received_at=event.received_at,
                next_request_id=event.next_request_id,
                later=event.later,
                lines=event.lines,
                bundles=event.bundles,
                alternatives=event.alternatives,
                automatic=event.automatic,
            )
        case LinesDecided():
            decided = {outcome.line_id: outcome for outcome in event.outcomes}
            return replace(request, outcomes={**request.outcomes, **decided})
        case RefusalExplained() | RulesOverridden():
            return request
        case RequestDecided():
            return replace(request, status=RequestStatus.DECIDED)
        case DatesMoved():
            lines = tuple(
                replace(line, dates=event.dates) if line.line_id == event.line_id else line
                for line in request.lines
            )
            return replace(request, lines=lines)
        case DraftDropped():
            return replace(request, status=RequestStatus.DROPPED)
    assert_never(event)
