"""What staff decide of lines, one by one or many together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.bookings.domain.draft import RequestLine
from services.bookings.domain.outcome import Decision, Outcome
from services.bookings.domain.register import (
    AskedLine,
)
from services.bookings.domain.request_history import BookingRequest
from services.bookings.domain.serving_order import Candidate, Wish, wishes_of
from services.bookings.domain.waiting_list import (
    Ended,
    LeaveWaitingList,
)
from services.bookings.handlers.giving import (
    Answers,
    Decided,
    Left,
    accept,
    refuse,
    wait,
)
from services.bookings.handlers.streams import (
    asked_line,
    handle_waiting,
    request_of,
)
from shared.eventstore.decider import Refused
from shared.eventstore.store import Work


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What staff say of a line; `rank` is that of its request, the rest is for refusals."""

    request_id: UUID
    line_id: str
    rank: int
    decision: Decision
    reason: str | None = None
    message: str | None = None


def decide_lines(work: Work, verdicts: Sequence[Verdict]) -> Decided:
    """Gives places in the order in which the requests were received, then refuses.

    So a line that is refused as full was refused when it was. What does not fit is neither booked
    nor refused: it stays, and staff are told. Lines that come together are decided together.
    """
    done, answers = Decided(), Answers()
    verdicts = list(_one_a_line(sorted(verdicts, key=_turn)))
    said = {(verdict.request_id, verdict.line_id): verdict for verdict in verdicts}
    decided: set[tuple[UUID, str]] = set()
    for verdict in verdicts:
        if (verdict.request_id, verdict.line_id) in decided:
            continue
        group = [verdict]
        try:
            group = _decided_together(work, verdict, said)
            outcomes = _decide(work, group)
        except Refused as refusal:
            done.left += [
                Left(
                    request_id=each.request_id,
                    line_id=each.line_id,
                    code=refusal.code,
                    facts=refusal.facts,
                )
                for each in group
            ]
        else:
            done.count(verdict.decision, len(group))
            answers.add(verdict.request_id, outcomes)
            for each in group:
                if each.message:
                    messages = answers.messages.setdefault(each.request_id, {})
                    messages[each.line_id] = each.message
        decided |= {(each.request_id, each.line_id) for each in group}
    answers.tell(work)
    return done


def _decided_together(
    work: Work, verdict: Verdict, said: Mapping[tuple[UUID, str], Verdict]
) -> list[Verdict]:
    """The verdicts on lines that come together with this one. Raises Refused if they differ."""
    request = request_of(work, verdict.request_id)
    if verdict.decision is Decision.REFUSED or request.line(verdict.line_id) is None:
        return [verdict]
    if verdict.line_id in request.outcomes:
        return [verdict]
    mates = _mates(verdict.request_id, request, verdict.line_id)
    _refuse_both_choices(request, verdict)
    group = [said.get((verdict.request_id, line_id)) for line_id in mates]
    found = [each for each in group if each and each.decision is verdict.decision]
    if len(found) < len(mates):
        raise Refused("bundle_not_whole", line_ids=list(mates))
    return found


def _mates(request_id: UUID, request: BookingRequest, line_id: str) -> list[str]:
    """The undecided lines that come with this one or not at all, itself included."""
    undecided = [line for line in request.lines if line.line_id not in request.outcomes]
    wishes = wishes_of(
        [_candidate(request_id, request, line) for line in undecided],
        {request_id: request.bundles},
        {request_id: request.alternatives},
    )
    for wish in _each(wishes):
        ids = [candidate.asked.line_id for candidate in wish.lines]
        if line_id in ids:
            return ids
    return [line_id]


def _each(wishes: Iterable[Wish]) -> Iterable[Wish]:
    for wish in wishes:
        yield wish
        yield from _each(wish.instead)


def _candidate(request_id: UUID, request: BookingRequest, line: RequestLine) -> Candidate:
    assert request.household_id and request.received_at
    return Candidate(
        asked=AskedLine(
            facility_id=line.facility_id,
            school_year=request.school_year,
            request_id=request_id,
            line_id=line.line_id,
            household_id=request.household_id,
            child_id=line.child_id,
            slot_type=line.slot_type,
            dates=line.dates,
        ),
        reference=request.reference,
        rank=0,
        received_at=request.received_at,
    )


def _refuse_both_choices(request: BookingRequest, verdict: Verdict) -> None:
    """Thursday is given instead of Monday and Tuesday, never with them."""
    accepted = {
        line_id
        for line_id, outcome in request.outcomes.items()
        if outcome.decision is Decision.ACCEPTED
    }
    for alternative in request.alternatives:
        for mine, others in (
            (alternative.wanted, alternative.instead),
            (alternative.instead, alternative.wanted),
        ):
            if verdict.line_id in mine and accepted & set(others):
                raise Refused("alternative_given")


def _decide(work: Work, group: Sequence[Verdict]) -> list[Outcome]:
    """None if they have this answer already. Raises Refused if they must stay as they are."""
    verdict = group[0]
    request = request_of(work, verdict.request_id)
    lines = []
    for each in group:
        line = request.line(each.line_id)
        if line is None:
            raise Refused("unknown_line")
        known = request.outcomes.get(each.line_id)
        if known is not None and known.decision is each.decision:
            continue
        if known is not None and known.decision is not Decision.WAITLISTED:
            raise Refused("already_decided", decision=known.decision)
        if known is not None and each.decision is Decision.ACCEPTED:
            raise Refused("on_waiting_list")
        lines.append(asked_line(work, verdict.request_id, request, line))
    if not lines:
        return []
    match verdict.decision:
        case Decision.ACCEPTED:
            return accept(work, lines)
        case Decision.WAITLISTED:
            return wait(work, lines, request)
        case Decision.REFUSED:
            return [_refuse_by_hand(work, line, request, verdict) for line in lines]


def _refuse_by_hand(
    work: Work, line: AskedLine, request: BookingRequest, verdict: Verdict
) -> Outcome:
    outcome = refuse(work, line, verdict.reason or "other")
    if line.line_id in request.outcomes:  # it waited
        handle_waiting(
            work,
            line.school_year,
            LeaveWaitingList(
                request_id=line.request_id,
                line_id=line.line_id,
                because=Ended.REFUSED,
                at=work.meta.at,
            ),
        )
    return outcome


def _one_a_line(verdicts: Iterable[Verdict]) -> Iterable[Verdict]:
    """The first answer to each line: one said twice in one sending is not given twice."""
    first: dict[tuple[UUID, str], Verdict] = {}
    for verdict in verdicts:
        first.setdefault((verdict.request_id, verdict.line_id), verdict)
    return first.values()


def _turn(verdict: Verdict) -> tuple[int, int]:
    order = (Decision.ACCEPTED, Decision.WAITLISTED, Decision.REFUSED)
    return order.index(verdict.decision), verdict.rank
