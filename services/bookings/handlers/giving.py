"""How a place is given, refused or waited for, and how the families are told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from services.bookings.domain import register
from services.bookings.domain.allocation import Because, Places
from services.bookings.domain.capacity_pool import Fill
from services.bookings.domain.outcome import Decision, Outcome, Rule
from services.bookings.domain.register import (
    AskedLine,
    LineRefused,
    LineWaitlisted,
    RefuseLine,
    TakePlaces,
    WaitlistLine,
)
from services.bookings.domain.request_history import BookingRequest
from services.bookings.domain.waiting_list import (
    JoinWaitingList,
    LinesWaitlisted,
)
from services.bookings.handlers.streams import (
    elsewhere_of,
    handle_waiting,
    pools_of,
    record_outcomes,
    register_of,
    register_stream,
)
from shared.eventstore.decider import Refused
from shared.eventstore.store import Work


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
    waitlisted: int = 0
    refused: int = 0
    left: list[Left] = field(default_factory=list)

    def count(self, decision: Decision, lines: int) -> None:
        match decision:
            case Decision.ACCEPTED:
                self.accepted += lines
            case Decision.WAITLISTED:
                self.waitlisted += lines
            case Decision.REFUSED:
                self.refused += lines


@dataclass(frozen=True, kw_only=True)
class Following:
    """What the answers of one decision have in common: the rule, and in an allocation the turn."""

    rule: Rule = Rule.BY_HAND
    allocation_id: UUID | None = None
    turn: int | None = None


BY_HAND = Following()


@dataclass
class Answers:
    """The answers of one unit of work, by request, told to each of them once at the end."""

    outcomes: dict[UUID, list[Outcome]] = field(default_factory=dict)
    messages: dict[UUID, dict[str, str]] = field(default_factory=dict)

    def add(self, request_id: UUID, outcomes: Iterable[Outcome]) -> None:
        self.outcomes.setdefault(request_id, []).extend(outcomes)

    def tell(self, work: Work) -> None:
        for request_id, outcomes in self.outcomes.items():
            record_outcomes(work, request_id, outcomes, self.messages.get(request_id))


def first_full_of(work: Work, lines: Sequence[AskedLine]) -> Fill | None:
    """Where the places run out for these lines, all of them together; None when all fit."""
    places = Places(
        registers={line.facility_id: register_of(work, line) for line in lines},
        pools={(line.facility_id, line.slot_type): pools_of(work, line) for line in lines},
    )
    for line in lines:
        if (full := places.first_full(line)) is not None:
            return full
        places.take(line)
    return None


def accept(work: Work, lines: Sequence[AskedLine], following: Following = BY_HAND) -> list[Outcome]:
    """All of them or none. Raises Refused."""
    if len(lines) > 1 and (full := first_full_of(work, lines)) is not None:
        raise Refused("slot_full", full_on=full.day.isoformat(), **_evidence(full))
    return [_accept(work, line, following) for line in lines]


def _accept(work: Work, line: AskedLine, following: Following) -> Outcome:
    pools = pools_of(work, line)
    work.handle(
        register,
        register_stream(line),
        TakePlaces(
            line=line,
            pools=pools,
            decided_at=work.meta.at,
            decided_by=work.meta.actor,
            elsewhere=elsewhere_of(work, line),
        ),
    )
    return accepted(work, line, following)


def accepted(work: Work, line: AskedLine, following: Following) -> Outcome:
    """The answer to a line that has its places."""
    tightest = register.fullest(register_of(work, line), line, pools_of(work, line))
    return Outcome(
        line_id=line.line_id,
        decision=Decision.ACCEPTED,
        reason=None,
        **_evidence(tightest),
        full_on=None,
        decided_at=work.meta.at,
        decided_by=work.meta.actor,
        rule=following.rule,
        allocation_id=following.allocation_id,
        turn=following.turn,
    )


def refuse(
    work: Work,
    line: AskedLine,
    reason: str,
    *,
    elsewhere: Fill | None = None,
    following: Following = BY_HAND,
) -> Outcome:
    (refused,) = work.handle(
        register,
        register_stream(line),
        RefuseLine(
            line=line,
            pools=pools_of(work, line),
            reason=reason,
            decided_at=work.meta.at,
            decided_by=work.meta.actor,
            elsewhere=elsewhere,
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
        rule=following.rule,
        allocation_id=following.allocation_id,
        turn=following.turn,
    )


def wait(
    work: Work,
    lines: Sequence[AskedLine],
    request: BookingRequest,
    following: Following = BY_HAND,
) -> list[Outcome]:
    """Puts lines on the waiting list, together. Raises Refused when there is a place for them."""
    elsewhere = first_full_of(work, lines)
    full = [
        work.handle(
            register,
            register_stream(line),
            WaitlistLine(
                line=line,
                pools=pools_of(work, line),
                decided_at=work.meta.at,
                decided_by=work.meta.actor,
                elsewhere=elsewhere,
            ),
        )[0]
        for line in lines
    ]
    assert request.account_id
    joined = handle_waiting(
        work,
        request.school_year,
        JoinWaitingList(
            lines=tuple(lines),
            reference=request.reference,
            account_id=request.account_id,
            waitlisted_at=work.meta.at,
            waitlisted_by=work.meta.actor,
        ),
    )
    rank = next((it.rank for it in joined if isinstance(it, LinesWaitlisted)), None)
    outcomes = []
    for line, evidence in zip(lines, full, strict=True):
        assert isinstance(evidence, LineWaitlisted)
        outcomes.append(
            Outcome(
                line_id=line.line_id,
                decision=Decision.WAITLISTED,
                reason=_why_waiting(work, line),
                capacity=evidence.capacity,
                taken=evidence.taken,
                pool=evidence.pool,
                pool_name=evidence.pool_name,
                full_on=evidence.full_on,
                decided_at=evidence.decided_at,
                decided_by=evidence.decided_by,
                rank=rank,
                rule=following.rule,
                allocation_id=following.allocation_id,
                turn=following.turn,
            )
        )
    return outcomes


def _why_waiting(work: Work, line: AskedLine) -> str:
    own = register.first_full(register_of(work, line), line, pools_of(work, line))
    return Because.SLOT_FULL if own else Because.BUNDLE_NOT_WHOLE


def _evidence(fill: Fill) -> dict[str, Any]:
    return {
        "capacity": fill.capacity,
        "taken": fill.taken,
        "pool": fill.pool.pool_id,
        "pool_name": fill.pool.name,
    }
