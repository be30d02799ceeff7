"""Allocations: prepare one, simulate rule sets side by side, publish one, show it again later."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import ValidationError, fields, validate, validates_schema

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.domain.allocation import Award, siblings_split
from services.bookings.domain.allocation_run import (
    AllocationRun,
    AnnounceSeed,
    PrepareAllocation,
)
from services.bookings.domain.outcome import Decision
from services.bookings.domain.request_history import RequestSubmitted
from services.bookings.domain.serving_order import Criterion, Mode, RuleSet, Ticket
from services.bookings.handlers import allocating
from services.bookings.projections import allocations as read_model
from services.bookings.projections import family_planner
from shared.eventstore import clock
from shared.eventstore.decider import Refused
from shared.eventstore.store import Meta, Work
from shared.web.api import Asked, Missing, asked, needs, reading, run, store

allocations = Blueprint("allocations", __name__, url_prefix="/allocations")

NAME = validate.Length(min=1, max=200)
LEVELS = ("MATERNELLE", "ELEMENTAIRE")


class AllocationAsked(Asked):
    allocation_id = fields.UUID(required=True)
    name = fields.String(required=True, validate=NAME)
    school_year = fields.String(required=True, validate=NAME)
    facility_ids = fields.List(
        fields.String(validate=NAME), required=True, validate=validate.Length(min=1, max=100)
    )
    window_ends_at = fields.AwareDateTime(load_default=None, allow_none=True)


class SeedAsked(Asked):
    seed = fields.String(required=True, validate=NAME)
    source = fields.String(required=True, validate=NAME)


class RuleSetAsked(Asked):
    name = fields.String(required=True, validate=NAME)
    mode = fields.Enum(Mode, by_value=True, required=True)
    criteria = fields.List(
        fields.Enum(Criterion, by_value=True),
        load_default=list,
        validate=validate.Length(max=len(Criterion)),
    )
    levels = fields.List(
        fields.String(validate=validate.OneOf(LEVELS)),
        load_default=list,
        validate=validate.Length(max=2),
    )
    siblings_together = fields.Boolean(load_default=False)
    ticket = fields.Enum(Ticket, by_value=True, load_default=Ticket.LINE)
    waiting_list = fields.Boolean(load_default=True)

    @validates_schema
    def a_criterion_counts_once(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if len(set(data["criteria"])) < len(data["criteria"]):
            raise ValidationError("invalid", "criteria")


class SimulationAsked(Asked):
    rule_sets = fields.List(
        fields.Nested(RuleSetAsked), required=True, validate=validate.Length(min=1, max=6)
    )
    with_lines = fields.Boolean(load_default=False)


class PublicationAsked(Asked):
    rule_set = fields.Nested(RuleSetAsked, required=True)
    digest = fields.String(required=True, validate=validate.Length(equal=64))


@allocations.get("")
@needs("staff", role="bookings")
def show_all() -> Response:
    with reading() as tx:
        found = read_model.all_allocations(tx)
    return answer({"allocations": found})


@allocations.post("")
@needs("staff", role="bookings")
def prepare() -> Response:
    wanted = asked(AllocationAsked)
    listed = {"facility_ids": tuple(dict.fromkeys(wanted["facility_ids"]))}
    run(
        lambda work: allocating.prepare_allocation(
            work,
            PrepareAllocation(
                **wanted | listed, prepared_at=work.meta.at, prepared_by=work.meta.actor
            ),
        )
    )
    return answer({"allocation_id": wanted["allocation_id"]}, 201)


@allocations.get("/<uuid:allocation_id>")
@needs("staff", role="bookings")
def show(allocation_id: UUID) -> Response:
    return answer(_document(_known(allocation_id)))


@allocations.post("/<uuid:allocation_id>/seed")
@needs("staff", role="bookings")
def announce_seed(allocation_id: UUID) -> Response:
    wanted = asked(SeedAsked)
    run(
        lambda work: allocating.announce_seed(
            work,
            AnnounceSeed(
                allocation_id=allocation_id,
                seed=wanted["seed"].strip(),
                source=wanted["source"].strip(),
                announced_at=work.meta.at,
                announced_by=work.meta.actor,
            ),
        )
    )
    return answer(_document(_known(allocation_id)))


@allocations.post("/<uuid:allocation_id>/simulation")
@needs("staff", role="bookings")
def simulate(allocation_id: UUID) -> Response:
    """Each rule set on the same requests and places; nothing is decided."""
    wanted = asked(SimulationAsked)
    known = _known(allocation_id)
    rule_sets = [_rules(each, known) for each in wanted["rule_sets"]]
    ranks = _ranks(known)

    with reading() as tx:
        looking = Work(store(), tx, Meta(actor="", at=clock.now(), correlation_id=""))
        drawn = allocating.draw_up(looking, allocation_id, rule_sets, ranks)
    return answer(
        {
            "simulations": [
                _simulation(rules, each, wanted["with_lines"])
                for rules, each in zip(rule_sets, drawn, strict=True)
            ]
        }
    )


@allocations.post("/<uuid:allocation_id>/publication")
@needs("staff", role="bookings")
def publish(allocation_id: UUID) -> Response:
    wanted = asked(PublicationAsked)
    known = _known(allocation_id)
    rules, ranks = _rules(wanted["rule_set"], known), _ranks(known)
    done = run(
        lambda work: allocating.publish_allocation(
            work, allocation_id, rules, wanted["digest"], ranks
        )
    )
    return answer(
        {"accepted": done.accepted, "waitlisted": done.waitlisted, "refused": done.refused}
    )


@allocations.post("/<uuid:allocation_id>/replay")
@needs("staff", role="bookings")
def replay(allocation_id: UUID) -> Response:
    """The same result, worked out again from what was kept."""
    with reading() as tx:
        replayed = allocating.replay(lambda stream: store().load(tx, stream), allocation_id)
    return answer(
        {
            "lines": replayed.lines,
            "same": not replayed.different,
            "different": [
                {"request_id": request_id, "line_id": line_id}
                for request_id, line_id in replayed.different
            ],
        }
    )


def _known(allocation_id: UUID) -> AllocationRun:
    """Raises Missing."""
    with reading() as tx:
        try:
            return allocating.allocation(lambda stream: store().load(tx, stream), allocation_id)
        except Refused:
            raise Missing from None


def _rules(wanted: dict[str, Any], known: AllocationRun) -> RuleSet:
    """As asked for, with the window of the allocation."""
    assert known.prepared is not None
    listed = {name: tuple(wanted[name]) for name in ("criteria", "levels")}
    return RuleSet(**wanted | listed, window_ends_at=known.prepared.window_ends_at)


def _ranks(known: AllocationRun) -> dict[UUID, int]:
    assert known.prepared is not None
    with reading() as tx:
        requests = {
            line.request_id
            for facility_id in known.prepared.facility_ids
            for line in family_planner.pending_lines(tx, facility_id)
        }
        streams = {handlers.request_stream(request_id): request_id for request_id in requests}
        ranks = store().ordinals(tx, RequestSubmitted, streams) if streams else {}
    return {streams[stream]: rank for stream, rank in ranks.items()}


def _document(known: AllocationRun) -> dict[str, Any]:
    prepared, seed, published = known.prepared, known.seed, known.published
    assert prepared is not None
    return {
        "allocation_id": prepared.allocation_id,
        "name": prepared.name,
        "school_year": prepared.school_year,
        "facility_ids": prepared.facility_ids,
        "window_ends_at": prepared.window_ends_at,
        "prepared_at": prepared.prepared_at,
        "seed": seed.seed if seed else None,
        "seed_source": seed.source if seed else None,
        "seed_at": seed.announced_at if seed else None,
        "published_at": published.published_at if published else None,
        "published_by": published.published_by if published else None,
        "rules": published.rules if published else None,
        "decided": _counts(line.decision for line in published.lines) if published else None,
    }


def _simulation(rules: RuleSet, drawn: allocating.Drawn, with_lines: bool) -> dict[str, Any]:
    awards = drawn.awards
    facilities: dict[str, list[Award]] = {}
    for award in awards:
        facilities.setdefault(award.candidate.asked.facility_id, []).append(award)
    return {
        "rules": rules,
        "digest": drawn.digest,
        **_counts(award.decision for award in awards),
        "households_without": _households_without(awards),
        "siblings_split": siblings_split(awards),
        "facilities": [
            {
                "facility_id": facility_id,
                **_counts(award.decision for award in of_facility),
                "siblings_split": siblings_split(of_facility),
            }
            for facility_id, of_facility in sorted(facilities.items())
        ],
        "lines": [_award_json(award) for award in awards] if with_lines else None,
    }


def _counts(decisions: Collection[Decision | None] | Any) -> dict[str, int]:
    counted = Counter(decisions)
    return {
        "accepted": counted[Decision.ACCEPTED],
        "waitlisted": counted[Decision.WAITLISTED],
        "refused": counted[Decision.REFUSED],
        "by_hand": counted[None],
    }


def _households_without(awards: Sequence[Award]) -> int:
    """Families that asked and got nothing at all."""
    asked_for = {award.candidate.asked.household_id for award in awards}
    got = {
        award.candidate.asked.household_id
        for award in awards
        if award.decision is Decision.ACCEPTED
    }
    return len(asked_for - got)


def _award_json(award: Award) -> dict[str, Any]:
    candidate, standing = award.candidate, award.standing
    line = candidate.asked
    return {
        "request_id": line.request_id,
        "line_id": line.line_id,
        "household_id": line.household_id,
        "child_id": line.child_id,
        "facility_id": line.facility_id,
        "slot_type": line.slot_type,
        "weekday": candidate.weekday,
        "days": len(line.dates),
        "first_day": line.dates[0],
        "last_day": line.dates[-1],
        "rank": candidate.rank,
        "turn": award.turn,
        "late": standing.late,
        "values": standing.values,
        "ticket": standing.ticket,
        "draw": standing.draw,
        "decision": award.decision,
        "because": award.because,
        "pool_name": award.pool_name,
        "full_on": award.full_on,
        "capacity": award.capacity,
        "taken": award.taken,
    }
