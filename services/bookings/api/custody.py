"""The custody calendar of a child: as its own home tells it, or as its two homes agree on it."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.bookings.api.answers import answer
from services.bookings.api.callers import own_child
from services.bookings.domain import two_homes
from services.bookings.domain.custody import (
    MOST_EXCEPTIONS,
    CustodyCalendar,
    CustodyException,
    Parity,
    lives_here,
)
from services.bookings.domain.two_homes import (
    SwapProposed,
    TwoHomes,
    lives_in,
    mirrored_calendar,
)
from services.bookings.domain.week import monday_of
from services.bookings.domain.week_pattern import Here
from services.bookings.handlers import homes
from services.bookings.handlers.custody import describe_custody
from services.bookings.handlers.streams import homes_stream
from services.bookings.projections import custody_calendars, openings
from shared.eventstore import clock
from shared.web.api import Asked, asked, needs, reading, run, store

custody = Blueprint("custody", __name__, url_prefix="/custody/<uuid:child_id>")

WEEKS_SHOWN = 12


class ExceptionAsked(Asked):
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    here = fields.Boolean(required=True)


class CalendarAsked(Asked):
    weeks = fields.Enum(Parity, by_value=True, required=True)
    first_halves = fields.Enum(Parity, by_value=True, load_default=None, allow_none=True)
    exceptions = fields.List(
        fields.Nested(ExceptionAsked),
        load_default=list,
        validate=validate.Length(max=MOST_EXCEPTIONS),
    )


class OwnCalendarAsked(CalendarAsked):
    give_back = fields.Boolean(load_default=False)


class ProposalAsked(CalendarAsked):
    proposal_id = fields.UUID(required=True)
    starts_on = fields.Date(required=True)


class SwapAsked(Asked):
    swap_id = fields.UUID(required=True)
    gives = fields.Date(load_default=None, allow_none=True)
    takes = fields.Date(load_default=None, allow_none=True)


class AnswerAsked(Asked):
    accept = fields.Boolean(required=True)


@custody.get("")
@needs("family")
def show(child_id: UUID) -> Response:
    """The calendar, None before it is told, and where the child is in the weeks to come.

    `homes` is None for a child of one home; else what the two of them have agreed on, and what one
    proposes to the other: days, and what is booked on a day that is offered, never anything else.
    """
    household_id = own_child(child_id)
    with reading() as tx:
        calendar = custody_calendars.calendars_of(tx, household_id).get(child_id)
        holidays = [it for year in openings.all_school_years(tx) for it in year.holidays]
        known = _homes(store().load(tx, homes_stream(child_id)))
    here: Here | None = partial(lives_here, calendar, holidays=holidays) if calendar else None
    if known.shared:
        fence = known.fence_of(household_id)
        calendar = fence.agreed[-1].calendar if fence.agreed else None
        here = partial(lives_in, fence, holidays=holidays) if fence.agreed else None
    monday = monday_of(clock.today())
    days = [monday + timedelta(days=n) for n in range(7 * WEEKS_SHOWN)]
    return answer(
        {
            "child_id": child_id,
            "calendar": _json(calendar) if calendar else None,
            "weeks": [_week(days[n : n + 5], here) for n in range(0, len(days), 7)] if here else [],
            "homes": _homes_json(known, household_id) if known.shared else None,
        }
    )


@custody.put("")
@needs("family")
def describe(child_id: UUID) -> Response:
    household_id = own_child(child_id)
    wanted = asked(OwnCalendarAsked)
    give_back: bool = wanted["give_back"]
    changed = run(
        lambda work: describe_custody(
            work, household_id, child_id, _calendar(wanted), give_back=give_back
        )
    )
    return answer({"gone": changed.gone, "added": changed.added})


@custody.post("/proposals")
@needs("family")
def propose(child_id: UUID) -> Response:
    household_id = own_child(child_id)
    wanted = asked(ProposalAsked)
    run(
        lambda work: homes.propose_calendar(
            work,
            household_id=household_id,
            child_id=child_id,
            proposal_id=wanted["proposal_id"],
            calendar=_calendar(wanted),
            starts_on=wanted["starts_on"],
        )
    )
    return answer({"proposal_id": wanted["proposal_id"]})


@custody.post("/proposals/<uuid:proposal_id>/answer")
@needs("family")
def answer_proposal(child_id: UUID, proposal_id: UUID) -> Response:
    household_id = own_child(child_id)
    accept: bool = asked(AnswerAsked)["accept"]
    run(
        lambda work: homes.answer_proposal(
            work,
            household_id=household_id,
            child_id=child_id,
            proposal_id=proposal_id,
            accept=accept,
        )
    )
    return answer({"accepted": accept})


@custody.post("/swaps")
@needs("family")
def propose_swap(child_id: UUID) -> Response:
    household_id = own_child(child_id)
    wanted = asked(SwapAsked)
    run(
        lambda work: homes.propose_swap(
            work, household_id=household_id, child_id=child_id, **wanted
        )
    )
    return answer({"swap_id": wanted["swap_id"]})


@custody.post("/swaps/<uuid:swap_id>/answer")
@needs("family")
def answer_swap(child_id: UUID, swap_id: UUID) -> Response:
    household_id = own_child(child_id)
    accept: bool = asked(AnswerAsked)["accept"]
    run(
        lambda work: homes.answer_swap(
            work, household_id=household_id, child_id=child_id, swap_id=swap_id, accept=accept
        )
    )
    return answer({"accepted": accept})


def _homes(history: Sequence[Any]) -> TwoHomes:
    known = two_homes.INITIAL
    for event in history:
        known = two_homes.evolve(known, event)
    return known


def _homes_json(known: TwoHomes, household_id: UUID) -> dict[str, Any]:
    """As this home sees it; of the other one not even its id."""
    fence = known.fence_of(household_id)
    first, proposal = fence.first, known.proposal
    return {
        "first": first,
        "since": fence.agreed[-1].since if fence.agreed else None,
        "proposal": proposal
        and {
            "proposal_id": proposal.proposal_id,
            "mine": proposal.household_id == household_id,
            "starts_on": proposal.starts_on,
            "calendar": _json(proposal.calendar if first else mirrored_calendar(proposal.calendar)),
        },
        "swaps": [
            _swap(it, it.household_id == household_id)
            for it in sorted(known.swaps.values(), key=lambda it: it.answer_by)
            if it.answer_by > clock.now()
        ],
    }


def _swap(swap: SwapProposed, mine: bool) -> dict[str, Any]:
    """`gives` and `takes` as the home that asks would give and take; `slots` are on the day that
    the one who proposes would give."""
    ways = (swap.gives, swap.takes) if mine else (swap.takes, swap.gives)
    return {
        "swap_id": swap.swap_id,
        "mine": mine,
        "gives": ways[0],
        "takes": ways[1],
        "answer_by": swap.answer_by,
        "slots": [{"facility_id": it.facility_id, "slot_type": it.slot_type} for it in swap.slots],
    }


def _week(days: list[date], here: Here) -> dict[str, Any]:
    """`here` counts the school days of the week that the child spends in this home."""
    return {"monday": days[0], "here": sum(map(here, days)), "of": len(days)}


def _calendar(wanted: dict[str, Any]) -> CustodyCalendar:
    return CustodyCalendar(
        weeks=wanted["weeks"],
        first_halves=wanted["first_halves"],
        exceptions=tuple(CustodyException(**it) for it in wanted["exceptions"]),
    )


def _json(calendar: CustodyCalendar) -> dict[str, Any]:
    return {
        "weeks": calendar.weeks,
        "first_halves": calendar.first_halves,
        "exceptions": [
            {"first": it.first, "last": it.last, "here": it.here} for it in calendar.exceptions
        ],
    }
