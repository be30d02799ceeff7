"""Allocations: drawn up on the requests that wait, published by the register, worked out again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from itertools import groupby
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from services.bookings.domain import allocation_run, booking_request, register
from services.bookings.domain.allocation import Award, Because, Places, allocate
from services.bookings.domain.allocation_run import (
    AllocatedLine,
    AllocationPublished,
    AllocationRun,
    AnnounceSeed,
    PoolsOfSlotType,
    PrepareAllocation,
    PublishAllocation,
    RegisterVersion,
)
from services.bookings.domain.deadline import Consequence
from services.bookings.domain.draft import Alternative, Bundle
from services.bookings.domain.outcome import Decision, Rule
from services.bookings.domain.register import AskedLine
from services.bookings.domain.request_history import BookingRequest
from services.bookings.domain.school_year import Holiday
from services.bookings.domain.serving_order import Candidate, RuleSet, wishes_of
from services.bookings.domain.two_homes import Fence, lives_in
from services.bookings.handlers.giving import (
    Answers,
    Decided,
    Following,
    accept,
    first_full_of,
    refuse,
    wait,
)
from services.bookings.handlers.streams import (
    allocation_stream,
    register_stream_of,
    request_of,
    request_stream,
)
from services.bookings.projections import (
    applicants,
    bookable_children,
    custody_calendars,
    family_planner,
)
from services.bookings.projections.booking_facts import known_facility, known_school_year
from services.bookings.projections.family_planner import PlannerLine
from shared.eventstore.decider import Decider, Refused
from shared.eventstore.store import Work

State = TypeVar("State")
Ranks = Mapping[UUID, int]  # of requests, in the order of arrival
Load = Callable[[str], Sequence[Any]]  # the events of a stream


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What the lines that wait would get under a rule set, and what that was worked out from."""

    awards: tuple[Award, ...]
    pools: tuple[PoolsOfSlotType, ...]
    registers: tuple[RegisterVersion, ...]

    @property
    def digest(self) -> str:
        """The same for the same result on the same lines."""
        said = [
            (str(award.candidate.asked.request_id), award.candidate.asked.line_id, award.decision)
            for award in self.awards
        ]
        return sha256(msgspec.json.encode(said)).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """How many lines were worked out again, and those that came out otherwise."""

    lines: int
    different: tuple[tuple[UUID, str], ...]


def prepare_allocation(work: Work, command: PrepareAllocation) -> None:
    known_school_year(work.tx, command.school_year)
    for facility_id in command.facility_ids:
        known_facility(work.tx, facility_id)
    work.handle(allocation_run, allocation_stream(command.allocation_id), command)


def announce_seed(work: Work, command: AnnounceSeed) -> None:
    work.handle(allocation_run, allocation_stream(command.allocation_id), command)


def draw_up(
    work: Work, allocation_id: UUID, rule_sets: Sequence[RuleSet], ranks: Ranks
) -> list[Drawn]:
    """Each rule set on the same lines and places. Decides nothing.

    Without a seed the lottery is drawn with the id of the allocation.
    """
    run = _prepared(work, allocation_id)
    waiting = _Waiting(work, run, ranks)
    wishes = waiting.wishes()
    seed = run.seed.seed if run.seed else str(allocation_id)
    return [
        Drawn(
            awards=allocate(wishes, rules, waiting.places(), seed),
            pools=waiting.pools(),
            registers=waiting.registers(),
        )
        for rules in rule_sets
    ]


def publish_allocation(
    work: Work, allocation_id: UUID, rules: RuleSet, digest: str, ranks: Ranks
) -> Decided:
    """Gives, waitlists and refuses in the order of the turns, in one transaction.

    What staff chose must still be what comes out: a request that came meanwhile, or a place that
    went, is told and not decided.
    """
    (drawn,) = draw_up(work, allocation_id, [rules], ranks)
    if drawn.digest != digest:
        raise Refused("changed_elsewhere")
    work.handle(
        allocation_run,
        allocation_stream(allocation_id),
        PublishAllocation(
            allocation_id=allocation_id,
            rules=rules,
            lines=tuple(map(_allocated, drawn.awards)),
            pools=drawn.pools,
            registers=drawn.registers,
            published_at=work.meta.at,
            published_by=work.meta.actor,
        ),
    )
    answers, done = Answers(), Decided()
    for turn, of_turn in groupby(drawn.awards, key=lambda award: award.turn):
        following = Following(rule=Rule.ALLOCATION, allocation_id=allocation_id, turn=turn)
        _carry_out(work, list(of_turn), following, answers, done)
    answers.tell(work)
    return done


def _carry_out(
    work: Work, awards: Sequence[Award], following: Following, answers: Answers, done: Decided
) -> None:
    """The awards of one wish: what is given first, then who waits, then what is refused."""
    request_id = awards[0].candidate.asked.request_id
    by_decision: dict[Decision | None, list[Award]] = {}
    for award in awards:
        by_decision.setdefault(award.decision, []).append(award)
    for award in by_decision.get(Decision.ACCEPTED, ()):
        answers.add(request_id, accept(work, [award.candidate.asked], following))
    if waiting := by_decision.get(Decision.WAITLISTED):
        lines = [award.candidate.asked for award in waiting]
        answers.add(request_id, wait(work, lines, request_of(work, request_id), following))
    for award in by_decision.get(Decision.REFUSED, ()):
        answers.add(request_id, [_refuse(work, award, awards, following)])
    for decision, lines_of in by_decision.items():
        if decision is not None:
            done.count(decision, len(lines_of))


def _refuse(work: Work, award: Award, awards: Sequence[Award], following: Following) -> Any:
    elsewhere = None
    if award.because is Because.BUNDLE_NOT_WHOLE:
        tied = [it.candidate.asked for it in awards if it.decision is Decision.REFUSED]
        elsewhere = first_full_of(work, tied)
    reason = award.because or Because.SLOT_FULL
    return refuse(work, award.candidate.asked, reason, elsewhere=elsewhere, following=following)


def replay(load: Load, allocation_id: UUID) -> Replayed:
    """Works a published allocation out again from history alone, and compares line by line."""
    published = published_allocation(load, allocation_id)
    awards = worked_out_again(load, published)
    then = {(it.request_id, it.line_id): _result(it) for it in published.lines}
    now = {award.candidate.key: _result(_allocated(award)) for award in awards}
    different = sorted(key for key in then.keys() | now.keys() if then.get(key) != now.get(key))
    return Replayed(lines=len(then), different=tuple(different))


def allocation(load: Load, allocation_id: UUID) -> AllocationRun:
    """Raises Refused for one that nobody prepared."""
    run = _folded(allocation_run, load(allocation_stream(allocation_id)))
    if run.prepared is None:
        raise Refused("unknown_allocation")
    return run


def published_allocation(load: Load, allocation_id: UUID) -> AllocationPublished:
    if (published := allocation(load, allocation_id).published) is None:
        raise Refused("not_published")
    return published


def worked_out_again(load: Load, published: AllocationPublished) -> tuple[Award, ...]:
    requests = {
        request_id: _folded(booking_request, load(request_stream(request_id)))
        for request_id in {line.request_id for line in published.lines}
    }
    candidates = [_as_it_was(line, requests[line.request_id]) for line in published.lines]
    school_year = candidates[0].asked.school_year if candidates else ""
    registers = {}
    for it in published.registers:
        history = load(register_stream_of(it.facility_id, school_year))
        registers[it.facility_id] = _folded(register, history[: it.version])
    pools = {(it.facility_id, it.slot_type): it.pools for it in published.pools}
    wishes = wishes_of(candidates, *_ties(requests))
    places = Places(registers=registers, pools=pools)
    return allocate(wishes, published.rules, places, published.seed)


def _folded(decider: Decider[Any, Any, State], history: Sequence[Any]) -> State:
    return reduce(decider.evolve, history, decider.INITIAL)


def _as_it_was(line: AllocatedLine, request: BookingRequest) -> Candidate:
    asked = request.line(line.line_id)
    assert asked is not None and request.household_id and request.received_at
    return Candidate(
        asked=AskedLine(
            facility_id=asked.facility_id,
            school_year=request.school_year,
            request_id=line.request_id,
            line_id=line.line_id,
            household_id=request.household_id,
            child_id=asked.child_id,
            slot_type=asked.slot_type,
            dates=asked.dates,
            six_from=line.six_from,
        ),
        reference=request.reference,
        rank=line.rank,
        received_at=request.received_at,
        weekday=asked.weekday,
        school_level=line.school_level,
        sibling=line.sibling,
        working_parents=line.working_parents,
        resident=line.resident,
        distance_m=line.distance_m,
    )


def _allocated(award: Award) -> AllocatedLine:
    candidate = award.candidate
    return AllocatedLine(
        request_id=candidate.asked.request_id,
        line_id=candidate.asked.line_id,
        rank=candidate.rank,
        school_level=candidate.school_level,
        sibling=candidate.sibling,
        working_parents=candidate.working_parents,
        resident=candidate.resident,
        distance_m=candidate.distance_m,
        six_from=candidate.asked.six_from,
        late=award.standing.late,
        values=award.standing.values,
        ticket=award.standing.ticket,
        turn=award.turn,
        decision=award.decision,
        because=award.because,
        pool=award.pool,
        full_on=award.full_on,
        capacity=award.capacity,
        taken=award.taken,
    )


def _result(line: AllocatedLine) -> tuple[Any, ...]:
    stood = line.turn, line.late, line.values, line.ticket
    full = line.pool, line.full_on, line.capacity, line.taken
    return stood, line.decision, line.because, full


def _elsewhere(
    line: PlannerLine, fences: Mapping[tuple[UUID, UUID], Fence], holidays: Iterable[Holiday]
) -> bool:
    """It asks for a day of the child's other home, agreed on meanwhile: staff look at it."""
    fence = fences.get((line.household_id, line.child_id))
    return fence is not None and not all(lives_in(fence, day, holidays) for day in line.dates)


def _ties(
    requests: Mapping[UUID, BookingRequest],
) -> tuple[dict[UUID, Sequence[Bundle]], dict[UUID, Sequence[Alternative]]]:
    """What comes together, and what instead, by request."""
    return (
        {request_id: request.bundles for request_id, request in requests.items()},
        {request_id: request.alternatives for request_id, request in requests.items()},
    )


def _prepared(work: Work, allocation_id: UUID) -> AllocationRun:
    run = work.state(allocation_run, allocation_stream(allocation_id))
    if run.prepared is None:
        raise Refused("unknown_allocation")
    if run.published is not None:
        raise Refused("already_published")
    return run


class _Waiting:
    """The lines that wait for a decision in the facilities of an allocation, and their places."""

    def __init__(self, work: Work, run: AllocationRun, ranks: Ranks) -> None:
        assert run.prepared is not None
        self._work = work
        self._prepared = run.prepared
        self._ranks = ranks
        self._facilities = {
            facility_id: known_facility(work.tx, facility_id)
            for facility_id in run.prepared.facility_ids
        }

    def wishes(self) -> list[Any]:
        work, prepared = self._work, self._prepared
        fences = custody_calendars.all_fences(work.tx)
        holidays = known_school_year(work.tx, prepared.school_year).holidays
        lines = [
            line
            for facility_id in prepared.facility_ids
            for line in family_planner.pending_lines(work.tx, facility_id)
            if line.late is not Consequence.STAFF and not _elsewhere(line, fences, holidays)
        ]
        requests = {
            request_id: request
            for request_id in {line.request_id for line in lines}
            if (request := request_of(work, request_id)).school_year == prepared.school_year
        }
        lines = [line for line in lines if line.request_id in requests]
        children = {line.child_id for line in lines}
        six_from = bookable_children.six_from(work.tx, children)
        known = applicants.applicants(work.tx, children, prepared.facility_ids)
        candidates = []
        for line in lines:
            request = requests[line.request_id]
            rank = self._ranks.get(line.request_id)
            if rank is None:  # it came while staff were looking
                raise Refused("changed_elsewhere")
            assert request.household_id and request.received_at
            at = line.household_id, line.child_id, line.facility_id
            applicant = known.get(at, applicants.UNKNOWN)
            candidates.append(
                Candidate(
                    asked=AskedLine(
                        facility_id=line.facility_id,
                        school_year=request.school_year,
                        request_id=line.request_id,
                        line_id=line.line_id,
                        household_id=request.household_id,
                        child_id=line.child_id,
                        slot_type=line.slot_type,
                        dates=line.dates,
                        six_from=six_from.get(line.child_id),
                    ),
                    reference=request.reference,
                    rank=rank,
                    received_at=request.received_at,
                    weekday=line.weekday,
                    school_level=applicant.school_level,
                    sibling=applicant.sibling,
                    working_parents=applicant.working_parents,
                    resident=applicant.resident,
                    distance_m=applicant.distance_m,
                )
            )
        return wishes_of(candidates, *_ties(requests))

    def places(self) -> Places:
        return Places(
            registers={
                facility_id: self._work.state(register, self._register(facility_id))
                for facility_id in self._facilities
            },
            pools={(it.facility_id, it.slot_type): it.pools for it in self.pools()},
        )

    def pools(self) -> tuple[PoolsOfSlotType, ...]:
        return tuple(
            PoolsOfSlotType(
                facility_id=facility_id,
                slot_type=slot.slot_type,
                pools=facility.pools_of(slot.slot_type),
            )
            for facility_id, facility in self._facilities.items()
            for slot in facility.slot_types
        )

    def registers(self) -> tuple[RegisterVersion, ...]:
        return tuple(
            RegisterVersion(
                facility_id=facility_id,
                version=self._work.version(register, self._register(facility_id)),
            )
            for facility_id in self._facilities
        )

    def _register(self, facility_id: str) -> str:
        return register_stream_of(facility_id, self._prepared.school_year)
