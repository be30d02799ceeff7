"""A booking request: a family's draft, then what it sent, then the answer to each of its lines.

A request asks; it books nothing. The places are in the register of the facility.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.desk import lines_at_desk
from services.bookings.domain.draft import (
    Alternative,
    Box,
    Bundle,
    ChosenSlot,
    DayToCancel,
    Draft,
    Fallback,
    LaterOpening,
    RequestLine,
    WeekBox,
    asked_for,
    costs_more,
    later_openings,
    nothing_to_send,
    open_part,
    with_day,
    with_week,
    with_wishes,
)
from services.bookings.domain.offer import Facts
from services.bookings.domain.week_pattern import WeekPattern
from shared.eventstore.decider import Refused
from shared.eventstore.personal import Personal, SubjectId


class Decision(StrEnum):
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    WAITLISTED = "WAITLISTED"


class Rule(StrEnum):
    """What an answer follows."""

    BY_HAND = "BY_HAND"  # staff, line by line, in the order of arrival
    ALLOCATION = "ALLOCATION"  # a published allocation
    OFFER = "OFFER"  # the family's own answer to an offer, or its silence
    FAMILY = "FAMILY"  # the family's own wish: it waits no more
    DESK = "DESK"  # booked at the desk


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The answer to a line, with what was true at that instant.

    `taken` of `capacity` are those of the capacity pool that was full, or the fullest. `rank` is
    that in the waiting list then; `turn` the one in the allocation. `dates` are those that were
    given, None when they are all of the line's.
    """

    line_id: str
    decision: Decision
    reason: str | None
    capacity: int | None
    taken: int | None
    full_on: date | None
    decided_at: datetime
    decided_by: str
    pool: str | None = None
    pool_name: str = ""
    rank: int | None = None
    rule: Rule = Rule.BY_HAND
    allocation_id: UUID | None = None
    turn: int | None = None
    dates: tuple[date, ...] | None = None


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
class SendPrepared:
    """An opening has come for a draft that is to be sent by itself."""

    request_id: UUID
    next_request_id: UUID
    reference: str
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class SubmitRequest:
    request_id: UUID
    next_request_id: UUID
    reference: str
    seen: int
    rules_accepted: bool
    facts: Facts
    surcharge_accepted: bool = False


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


@dataclass(frozen=True, kw_only=True)
class RecordOutcomes:
    """`messages` are the staff's words to the family, by line; `held` the days that lines accepted
    before still have, where they are not all of the line's any more."""

    request_id: UUID
    outcomes: tuple[Outcome, ...]
    messages: Mapping[str, str] = field(default_factory=dict)
    held: Mapping[str, tuple[date, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MoveDates:
    """The calendar changed under a line that waits for its answer."""

    request_id: UUID
    line_id: str
    dates: tuple[date, ...]
    moved_at: datetime


@dataclass(frozen=True, kw_only=True)
class DropDraft:
    request_id: UUID
    dropped_at: datetime


Command = (
    StartRequest
    | ChooseSlots
    | ChooseWeek
    | MakeWishes
    | ArrangeSending
    | SendPrepared
    | SubmitRequest
    | BookAtDesk
    | RecordOutcomes
    | MoveDates
    | DropDraft
)


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


# Decide


def decide(command: Command, request: BookingRequest) -> list[Event]:
    match command:
        case StartRequest():
            return start_request(command, request)
        case ChooseSlots():
            return choose_slots(command, request)
        case ChooseWeek():
            return choose_week(command, request)
        case MakeWishes():
            return make_wishes(command, request)
        case ArrangeSending():
            return arrange_sending(command, request)
        case SendPrepared():
            return send_prepared(command, request)
        case SubmitRequest():
            return submit_request(command, request)
        case BookAtDesk():
            return book_at_desk(command, request)
        case RecordOutcomes():
            return record_outcomes(command, request)
        case MoveDates():
            return move_dates(command, request)
        case DropDraft():
            return drop_draft(command, request)
    assert_never(command)


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
    _refuse_unless_draft(request)
    _refuse_after_the_cutoff(request, command.facts)
    changed = with_day(request.draft, command.day, command.ticked, command.facts)
    return _chosen(command, changed, request)


def choose_week(command: ChooseWeek, request: BookingRequest) -> list[Event]:
    _refuse_unless_draft(request)
    _refuse_after_the_cutoff(request, command.facts)
    changed = with_week(
        request.draft, command.week, command.ticked, command.patterns, command.facts
    )
    return _chosen(command, changed, request)


def make_wishes(command: MakeWishes, request: BookingRequest) -> list[Event]:
    _refuse_unless_draft(request)
    _refuse_after_the_cutoff(request, command.facts)
    changed = with_wishes(request.draft, command.together, command.fallbacks, command.facts)
    return _chosen(command, changed, request)


def _chosen(
    command: ChooseSlots | ChooseWeek | MakeWishes, changed: Draft, request: BookingRequest
) -> list[Event]:
    if changed == request.draft:
        return []
    _refuse_if_changed(command.seen, request)
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
    _refuse_unless_draft(request)
    _refuse_after_the_cutoff(request, command.facts)
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


def submit_request(command: SubmitRequest, request: BookingRequest) -> list[Event]:
    """Sends what can be sent now; what opens later is left over."""
    if request.status in (RequestStatus.SUBMITTED, RequestStatus.DECIDED):
        return []
    _refuse_unless_draft(request)
    _refuse_if_changed(command.seen, request)
    if request.draft.empty:
        raise Refused("nothing_chosen")
    if not (command.rules_accepted or request.rules_accepted):
        raise Refused("rules_not_accepted")
    return _submitted(command, request, automatic=False)


def _submitted(
    command: SubmitRequest | SendPrepared, request: BookingRequest, *, automatic: bool
) -> list[Event]:
    _refuse_after_the_cutoff(request, command.facts)
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


def record_outcomes(command: RecordOutcomes, request: BookingRequest) -> list[Event]:
    """Answers to lines that wait for one. An acceptance or refusal is never changed here."""
    new = tuple(outcome for outcome in command.outcomes if _is_news(outcome, request))
    if not new:
        return []
    assert request.household_id and request.account_id
    events: list[Event] = [LinesDecided(request_id=command.request_id, outcomes=new)]
    events += [
        RefusalExplained(
            request_id=command.request_id,
            line_id=outcome.line_id,
            household_id=request.household_id,
            message=command.messages[outcome.line_id],
        )
        for outcome in new
        if command.messages.get(outcome.line_id)
    ]
    outcomes = {**request.outcomes, **{outcome.line_id: outcome for outcome in new}}
    if len(outcomes) == len(request.lines):
        told = {outcome.line_id for outcome in new}
        first = request.status is not RequestStatus.DECIDED
        lines = tuple(line for line in request.lines if first or line.line_id in told)
        events.append(
            RequestDecided(
                request_id=command.request_id,
                reference=request.reference,
                household_id=request.household_id,
                account_id=request.account_id,
                decided_at=max(outcomes[line.line_id].decided_at for line in lines),
                lines=lines,
                outcomes=tuple(
                    replace(outcomes[line.line_id], dates=command.held[line.line_id])
                    if line.line_id in command.held
                    else outcomes[line.line_id]
                    for line in lines
                ),
            )
        )
    return events


def _is_news(outcome: Outcome, request: BookingRequest) -> bool:
    """Who waits may still be accepted or refused."""
    if request.line(outcome.line_id) is None:
        return False
    known = request.outcomes.get(outcome.line_id)
    return known is None or (
        known.decision is Decision.WAITLISTED and outcome.decision is not Decision.WAITLISTED
    )


def move_dates(command: MoveDates, request: BookingRequest) -> list[Event]:
    """Of a line that has neither places nor a refusal yet; what was answered stays as it was."""
    line, outcome = request.line(command.line_id), request.outcomes.get(command.line_id)
    answered = outcome and outcome.decision in (Decision.ACCEPTED, Decision.REFUSED)
    if line is None or answered or line.dates == command.dates:
        return []
    return [
        DatesMoved(
            request_id=command.request_id,
            line_id=command.line_id,
            dates=command.dates,
            moved_at=command.moved_at,
        )
    ]


def drop_draft(command: DropDraft, request: BookingRequest) -> list[Event]:
    if request.status in (None, RequestStatus.DROPPED):
        return []
    _refuse_unless_draft(request)
    assert request.household_id
    return [
        DraftDropped(
            request_id=command.request_id,
            household_id=request.household_id,
            dropped_at=command.dropped_at,
        )
    ]


def _refuse_unless_draft(request: BookingRequest) -> None:
    match request.status:
        case RequestStatus.DRAFT:
            return
        case RequestStatus.SUBMITTED | RequestStatus.DECIDED:
            raise Refused("already_submitted", reference=request.reference)
        case _:
            raise Refused("no_draft")


def _refuse_after_the_cutoff(request: BookingRequest, facts: Facts) -> None:
    cutoff = facts.year.regular_cutoff_at
    if request.kind is BookingKind.STANDING and facts.at >= cutoff:
        raise Refused("regular_bookings_closed", closed_at=cutoff.isoformat())


def _refuse_if_changed(seen: int, request: BookingRequest) -> None:
    if seen != request.version:
        raise Refused("changed_elsewhere", version=request.version)


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
