"""Runs a command on its stream, with the facts it needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from services.bookings.domain import (
    booking_request,
    facility,
    opening_wave,
    operator,
    register,
    school_year,
)
from services.bookings.domain.booking_kind import kind_at
from services.bookings.domain.booking_request import (
    ArrangeSending,
    BookingRequest,
    ChooseSlots,
    ChooseWeek,
    Decision,
    DropDraft,
    MakeWishes,
    Outcome,
    RecordOutcomes,
    RequestSubmitted,
    SendPrepared,
    StartRequest,
    SubmitRequest,
)
from services.bookings.domain.capacity_pool import CapacityPool
from services.bookings.domain.deadline import PARIS, Act, Consequence
from services.bookings.domain.draft import (
    Box,
    DayToCancel,
    Fallback,
    RequestLine,
    WeekBox,
    part_of,
)
from services.bookings.domain.offer import Facts
from services.bookings.domain.reference import reference
from services.bookings.domain.register import (
    AskedLine,
    CancelDay,
    LineRefused,
    RefuseLine,
    TakePlaces,
)
from services.bookings.domain.school_year import SchoolYear
from services.bookings.domain.week import shown_week
from services.bookings.projections import (
    bookable_children,
    booking_requests,
    facilities,
    family_planner,
    guardians,
    household_status,
    occupancy,
    openings,
    operator_card,
    prepared_requests,
)
from services.bookings.projections.booking_facts import (
    booking_facts,
    known_facility,
    known_school_year,
)
from services.bookings.publications import Event, publication
from services.bookings.upcasts import UPCASTS
from shared.eventstore.decider import Refused
from shared.eventstore.store import EventStore, Work
from shared.web.settings import Settings

# The draft that takes what one request leaves over is always the same one.
NEXT_REQUESTS = UUID("b7b2c3a4-0d5e-4f16-8a27-6c1d9e30f451")


def build_store(settings: Settings) -> EventStore:
    return EventStore(
        settings.engine(),
        Event,
        publication,
        [
            bookable_children.READ_MODEL,
            booking_requests.READ_MODEL,
            facilities.READ_MODEL,
            family_planner.READ_MODEL,
            guardians.READ_MODEL,
            household_status.READ_MODEL,
            occupancy.READ_MODEL,
            openings.READ_MODEL,
            operator_card.READ_MODEL,
            prepared_requests.READ_MODEL,
        ],
        source="bookings",
        upcasts=UPCASTS,
        vault=settings.vault(),
    )


# Streams


def request_stream(request_id: UUID) -> str:
    return f"request-{request_id}"


def register_stream(of: AskedLine | CancelDay) -> str:
    return f"register-{of.facility_id}-{of.school_year}"


# The operator's data


def describe_operator(work: Work, command: operator.DescribeOperator) -> None:
    work.handle(operator, "operator-0", command)


def describe_school_year(work: Work, command: school_year.DescribeSchoolYear) -> None:
    work.handle(school_year, f"school-year-{command.school_year}", command)


def describe_facility(work: Work, command: facility.DescribeFacility) -> None:
    work.handle(facility, f"facility-{command.facility_id}", command)


def schedule_opening_wave(work: Work, command: opening_wave.ScheduleOpeningWave) -> None:
    known_school_year(work.tx, command.school_year)
    work.handle(opening_wave, f"opening-wave-{command.wave_id}", command)


# The family


def start_request(
    work: Work,
    *,
    request_id: UUID,
    household_id: UUID,
    account_id: UUID,
    facility_id: str,
    year: str | None = None,
) -> UUID:
    """The household's one draft: a new one, or the one it is filling already.

    A draft that can no longer be sent, because regular bookings closed, gives way to a new one.
    """
    at = work.meta.at
    known_facility(work.tx, facility_id)
    the_year = (
        known_school_year(work.tx, year) if year else openings.current_school_year(work.tx, at)
    )
    if the_year is None:
        raise Refused("unknown_school_year")
    _handle(
        work,
        StartRequest(
            request_id=(draft_id := _draft_that_counts(work, household_id, the_year) or request_id),
            household_id=household_id,
            account_id=account_id,
            facility_id=facility_id,
            school_year=the_year.school_year,
            kind=kind_at(the_year, at),
            started_at=at,
        ),
    )
    return draft_id


def _draft_that_counts(work: Work, household_id: UUID, year: SchoolYear) -> UUID | None:
    """The draft a household is filling; one that can no longer be sent is dropped."""
    draft_id = booking_requests.draft_of(work.tx, household_id)
    if draft_id is None:
        return None
    draft = _request(work, draft_id)
    if (draft.kind, draft.school_year) == (kind_at(year, work.meta.at), year.school_year):
        return draft_id
    drop_draft(work, draft_id)
    return None


def choose_week(
    work: Work,
    *,
    request_id: UUID,
    household_id: UUID,
    account_id: UUID,
    monday: date | None,
    ticked: Iterable[WeekBox],
    seen: int,
) -> tuple[UUID, int]:
    """Keeps the boxes of a week in the household's draft, started if there is none (`seen` 0).

    The draft, and the version that the next page is made from.
    """
    year = openings.current_school_year(work.tx, work.meta.at)
    if year is None:
        raise Refused("unknown_school_year")
    draft_id = _draft_that_counts(work, household_id, year)
    if draft_id is None:
        first = next(iter(facilities.all_facilities(work.tx)), None)
        if first is None:
            raise Refused("unknown_facility")
        draft_id = start_request(
            work,
            request_id=request_id,
            household_id=household_id,
            account_id=account_id,
            facility_id=first.facility_id,
        )
        seen = _request(work, draft_id).version
    facts = booking_facts(work.tx, _request(work, draft_id), work.meta.at)
    _handle(
        work,
        ChooseWeek(
            request_id=draft_id,
            seen=seen,
            week=shown_week(facts, monday),
            ticked=frozenset(ticked),
            facts=facts,
        ),
    )
    return draft_id, work.version(booking_request, request_stream(draft_id))


def make_wishes(
    work: Work, *, request_id: UUID, together: bool, fallbacks: Iterable[Fallback], seen: int
) -> None:
    request = _request(work, request_id)
    _handle(
        work,
        MakeWishes(
            request_id=request_id,
            seen=seen,
            together=together,
            fallbacks=tuple(fallbacks),
            facts=booking_facts(work.tx, request, work.meta.at),
        ),
    )


def choose_slots(
    work: Work, *, request_id: UUID, day: date, ticked: Iterable[Box], seen: int
) -> int:
    """The version that the next page is made from."""
    request = _request(work, request_id)
    _handle(
        work,
        ChooseSlots(
            request_id=request_id,
            seen=seen,
            day=day,
            ticked=frozenset(ticked),
            facts=booking_facts(work.tx, request, work.meta.at),
        ),
    )
    return work.version(booking_request, request_stream(request_id))


def submit_request(
    work: Work,
    *,
    request_id: UUID,
    seen: int,
    rules_accepted: bool,
    surcharge_accepted: bool = False,
) -> None:
    """Sends the request, cancels the days it gives back, and keeps what opens later in a draft."""
    request = _request(work, request_id)
    facts = booking_facts(work.tx, request, work.meta.at)
    new = _handle(
        work,
        SubmitRequest(
            request_id=request_id,
            next_request_id=uuid5(NEXT_REQUESTS, str(request_id)),
            reference=reference(request_id, facts.at.astimezone(PARIS).year),
            seen=seen,
            rules_accepted=rules_accepted,
            surcharge_accepted=surcharge_accepted,
            facts=facts,
        ),
    )
    _once_sent(work, new, facts, request)


def arrange_sending(work: Work, *, request_id: UUID, automatic: bool, rules_accepted: bool) -> None:
    request = _request(work, request_id)
    _handle(
        work,
        ArrangeSending(
            request_id=request_id,
            automatic=automatic,
            rules_accepted=rules_accepted,
            facts=booking_facts(work.tx, request, work.meta.at),
        ),
    )


def send_prepared(work: Work, request_id: UUID) -> None:
    request = _request(work, request_id)
    if request.automatic_since is None:
        return
    facts = booking_facts(work.tx, request, work.meta.at)
    new = _handle(
        work,
        SendPrepared(
            request_id=request_id,
            next_request_id=uuid5(NEXT_REQUESTS, str(request_id)),
            reference=reference(request_id, facts.at.astimezone(PARIS).year),
            facts=facts,
        ),
    )
    _once_sent(work, new, facts, request)


def _once_sent(
    work: Work, new: Iterable[booking_request.Event], facts: Facts, request: BookingRequest
) -> None:
    for event in new:
        if isinstance(event, RequestSubmitted):
            for cancelled in event.cancellations:
                _cancel_day(work, event, cancelled, facts)
            if event.next_request_id is not None:
                _keep_for_later(work, event, event.next_request_id, request)


def drop_draft(work: Work, request_id: UUID) -> None:
    _handle(work, DropDraft(request_id=request_id, dropped_at=work.meta.at))


def _cancel_day(work: Work, event: RequestSubmitted, cancelled: DayToCancel, facts: Facts) -> None:
    there = facts.at_facility(cancelled.facility_id)
    slot = there.facility.offers(cancelled.slot_type)
    if slot is None:
        raise Refused("slot_not_offered", slot_type=cancelled.slot_type)
    terms = there.terms(slot, cancelled.day, Act.CANCEL)
    if terms.consequence is Consequence.STAFF:
        raise Refused("ask_staff", day=cancelled.day.isoformat(), until=None)
    command = CancelDay(
        facility_id=cancelled.facility_id,
        school_year=event.school_year,
        request_id=event.request_id,
        household_id=event.household_id,
        child_id=cancelled.child_id,
        slot_type=cancelled.slot_type,
        day=cancelled.day,
        until=terms.until if terms.refused else None,
        cancelled_at=event.received_at,
        surcharge=terms.surcharge,
    )
    work.handle(register, register_stream(command), command)


def _keep_for_later(
    work: Work, event: RequestSubmitted, next_request_id: UUID, request: BookingRequest
) -> None:
    left = part_of(request.draft, {child.child_id for child in event.later})
    _handle(
        work,
        StartRequest(
            request_id=next_request_id,
            household_id=event.household_id,
            account_id=event.account_id,
            facility_id=event.facility_id,
            school_year=event.school_year,
            kind=event.kind,
            carried=left.choices,
            together=left.together,
            fallbacks=left.fallbacks,
            rules_accepted=True,
            automatic_since=request.automatic_since,
            started_at=event.received_at,
        ),
    )


# The staff


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What staff say of a line; `rank` is that of its request, the rest is for refusals."""

    request_id: UUID
    line_id: str
    rank: int
    decision: Decision
    reason: str | None = None
    message: str | None = None


@dataclass(frozen=True, kw_only=True)
class Left:
    """A line that stays as it was, and why."""

    request_id: UUID
    line_id: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Decided:
    accepted: int = 0
    refused: int = 0
    left: list[Left] = field(default_factory=list)


def decide_lines(work: Work, verdicts: Sequence[Verdict]) -> Decided:
    """Gives places in the order in which the requests were received, then refuses.

    So a line that is refused as full was refused when it was. What does not fit is neither booked
    nor refused: it stays, and staff are told.
    """
    done = Decided()
    outcomes: dict[UUID, list[Outcome]] = {}
    messages: dict[UUID, dict[str, str]] = {}
    for verdict in _one_a_line(sorted(verdicts, key=_turn)):
        try:
            outcome = _decide_line(work, verdict)
        except Refused as refusal:
            done.left.append(
                Left(
                    request_id=verdict.request_id,
                    line_id=verdict.line_id,
                    code=refusal.code,
                    facts=refusal.facts,
                )
            )
            continue
        done.accepted += verdict.decision is Decision.ACCEPTED
        done.refused += verdict.decision is Decision.REFUSED
        if outcome is not None:
            outcomes.setdefault(verdict.request_id, []).append(outcome)
            if verdict.message:
                messages.setdefault(verdict.request_id, {})[verdict.line_id] = verdict.message
    for request_id, decided in outcomes.items():
        _handle(
            work,
            RecordOutcomes(
                request_id=request_id,
                outcomes=tuple(decided),
                messages=messages.get(request_id, {}),
            ),
        )
    return done


def _decide_line(work: Work, verdict: Verdict) -> Outcome | None:
    """None if the line has this answer already. Raises Refused if it must stay as it is."""
    request = _request(work, verdict.request_id)
    line = request.line(verdict.line_id)
    if line is None:
        raise Refused("unknown_line")
    if (known := request.outcomes.get(line.line_id)) is not None:
        if known.decision is not verdict.decision:
            raise Refused("already_decided", decision=known.decision)
        return None
    asked = _asked(work, verdict.request_id, request, line)
    if verdict.decision is Decision.ACCEPTED:
        return _accept(work, asked)
    return _refuse(work, asked, verdict.reason or "other")


def _accept(work: Work, line: AskedLine) -> Outcome:
    pools = _pools(work, line)
    work.handle(
        register,
        register_stream(line),
        TakePlaces(
            line=line,
            pools=pools,
            decided_at=work.meta.at,
            decided_by=work.meta.actor,
        ),
    )
    tightest = register.fullest(work.state(register, register_stream(line)), line, pools)
    return Outcome(
        line_id=line.line_id,
        decision=Decision.ACCEPTED,
        reason=None,
        capacity=tightest.capacity,
        taken=tightest.taken,
        pool=tightest.pool.pool_id,
        pool_name=tightest.pool.name,
        full_on=None,
        decided_at=work.meta.at,
        decided_by=work.meta.actor,
    )


def _refuse(work: Work, line: AskedLine, reason: str) -> Outcome:
    (refused,) = work.handle(
        register,
        register_stream(line),
        RefuseLine(
            line=line,
            pools=_pools(work, line),
            reason=reason,
            decided_at=work.meta.at,
            decided_by=work.meta.actor,
        ),
    )
    assert isinstance(refused, LineRefused)
    return Outcome(
        line_id=line.line_id,
        decision=Decision.REFUSED,
        reason=refused.reason,
        capacity=refused.capacity,
        taken=refused.taken,
        pool=refused.pool,
        pool_name=refused.pool_name,
        full_on=refused.full_on,
        decided_at=refused.decided_at,
        decided_by=refused.decided_by,
    )


def _asked(work: Work, request_id: UUID, request: BookingRequest, line: RequestLine) -> AskedLine:
    assert request.household_id
    return AskedLine(
        facility_id=line.facility_id,
        school_year=request.school_year,
        request_id=request_id,
        line_id=line.line_id,
        household_id=request.household_id,
        child_id=line.child_id,
        slot_type=line.slot_type,
        dates=line.dates,
        six_from=bookable_children.six_from(work.tx, [line.child_id]).get(line.child_id),
    )


def _pools(work: Work, line: AskedLine) -> tuple[CapacityPool, ...]:
    pools = known_facility(work.tx, line.facility_id).pools_of(line.slot_type)
    if not pools:
        raise Refused("slot_not_offered", slot_type=line.slot_type)
    return pools


def _one_a_line(verdicts: Iterable[Verdict]) -> Iterable[Verdict]:
    """The first answer to each line: one said twice in one sending is not given twice."""
    first: dict[tuple[UUID, str], Verdict] = {}
    for verdict in verdicts:
        first.setdefault((verdict.request_id, verdict.line_id), verdict)
    return first.values()


def _turn(verdict: Verdict) -> tuple[bool, int]:
    return verdict.decision is Decision.REFUSED, verdict.rank


def _request(work: Work, request_id: UUID) -> BookingRequest:
    return work.state(booking_request, request_stream(request_id))


def _handle(work: Work, command: booking_request.Command) -> list[booking_request.Event]:
    return work.handle(booking_request, request_stream(command.request_id), command)
