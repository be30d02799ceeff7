"""The fast way to book: all children on one page, a week as a grid, in every facility at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.api.callers import (
    facts_now,
    known_household,
    only_own_children,
    own_account,
    own_household,
    request_of,
)
from services.bookings.api.facilities import child_json
from services.bookings.api.terms import terms_json
from services.bookings.domain.booking_kind import BookingKind, kind_at
from services.bookings.domain.draft import pattern_of
from services.bookings.domain.offer import Facts
from services.bookings.domain.request_history import BookingRequest
from services.bookings.domain.school_year import SchoolYear
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.week import (
    WeekCell,
    cells_of,
    day_said,
    monday_of,
    shown_week,
)
from services.bookings.domain.week_pattern import WeekPattern
from services.bookings.projections import (
    bookable_children,
    booking_requests,
    facilities,
    occupancy,
    openings,
)
from shared.eventstore import clock
from shared.web.api import Asked, Missing, asked, needs, reading, run

week = Blueprint("week", __name__, url_prefix="/week")

NAME = validate.Length(min=1, max=100)


class WeekAsked(Asked):
    monday = fields.Date(load_default=None)


class BoxAsked(Asked):
    child_id = fields.UUID(required=True)
    facility_id = fields.String(required=True, validate=NAME)
    slot_type = fields.Enum(SlotType, by_value=True, required=True)
    day = fields.Date(required=True)


class PatternAsked(Asked):
    child_id = fields.UUID(required=True)
    weeks = fields.Enum(WeekPattern, by_value=True, required=True)


class ChoicesAsked(Asked):
    request_id = fields.UUID(required=True)
    seen = fields.Integer(required=True, strict=True)
    monday = fields.Date(load_default=None, allow_none=True)
    choices = fields.List(fields.Nested(BoxAsked), required=True, validate=validate.Length(max=500))
    patterns = fields.List(
        fields.Nested(PatternAsked), load_default=list, validate=validate.Length(max=50)
    )


@week.get("")
@needs("family")
def show() -> Response:
    """The week as the draft has it; a household that has none yet sees an empty one."""
    with reading():
        return answer(_shown(asked(WeekAsked, source="query")["monday"]))


@week.put("")
@needs("family")
def choose() -> Response:
    wanted = asked(ChoicesAsked)
    household_id, account_id = own_household(), own_account()
    boxes = {
        (it["child_id"], it["facility_id"], it["slot_type"], it["day"]) for it in wanted["choices"]
    }
    only_own_children({it["child_id"] for it in [*wanted["choices"], *wanted["patterns"]]})
    request_id, seen = run(
        lambda work: handlers.choose_week(
            work,
            request_id=wanted["request_id"],
            household_id=household_id,
            account_id=account_id,
            monday=wanted["monday"],
            ticked=boxes,
            patterns={it["child_id"]: it["weeks"] for it in wanted["patterns"]},
            seen=wanted["seen"],
        )
    )
    return answer({"request_id": request_id, "seen": seen})


def _shown(wanted: date | None) -> dict[str, Any]:
    """Raises Missing for a week outside the year, and where there is nothing to book yet."""
    household_id, now = known_household(), clock.now()
    with reading() as tx:
        year = openings.current_school_year(tx, now)
        draft_id = booking_requests.draft_of(tx, household_id) if household_id else None
        children = bookable_children.children_of(tx, household_id) if household_id else []
        first = next(iter(facilities.all_facilities(tx)), None)
    if year is None or household_id is None or first is None:
        raise Missing
    kind = kind_at(year, now)
    draft = BookingRequest(
        household_id=household_id,
        school_year=year.school_year,
        kind=kind,
        facility_id=first.facility_id,
    )
    if draft_id is not None:
        kept = request_of(draft_id).request
        if (kept.kind, kept.school_year) == (kind, year.school_year):
            draft = kept
        else:
            draft_id = None
    facts = facts_now(draft)
    days = shown_week(facts, wanted)
    if wanted is not None and not year.starts_on <= days[-1] <= year.ends_on + timedelta(days=6):
        raise Missing
    full = _full_days(facts)
    names = {each.facility_id: each.name for each in facts.facilities}
    return {
        "request_id": draft_id,
        "seen": draft.version,
        "kind": kind,
        "school_year": year.school_year,
        "starts_on": year.starts_on,
        "ends_on": year.ends_on,
        "monday": days[0],
        **_neighbours(kind, days[0], year),
        "facilities": names,
        "days": [
            {"day": it.day, "status": it.status, "label": it.label}
            for it in (day_said(facts, day) for day in days)
        ],
        "children": [
            {
                **child_json(child),
                "school_id": known.school_id,
                "weeks": pattern_of(draft.draft, known.child_id),
                "custody": facts.here(known.child_id) is not None,
                "slots": [
                    _cell(cell, full)
                    for cell in cells_of(known.child_id, known.school_id, days, draft.draft, facts)
                ],
            }
            for known in children
            if (child := facts.child(known.child_id))
        ],
    }


def _neighbours(kind: BookingKind, monday: date, year: SchoolYear) -> dict[str, date | None]:
    """The weeks before and after, while days are chosen one by one."""
    if kind is BookingKind.STANDING:
        return {"previous": None, "next": None}
    before, after = monday - timedelta(days=7), monday + timedelta(days=7)
    return {
        "previous": before if before >= monday_of(year.starts_on) else None,
        "next": after if after <= year.ends_on else None,
    }


Full = Callable[[WeekCell], list[tuple[date, int]]]


def _full_days(facts: Facts) -> Full:
    """On which of the days of a cell nobody more can be taken, and how many places there are.

    What is shown is what the read model knows: the register decides.
    """
    with reading() as tx:
        taken = occupancy.taken_between(tx, facts.tomorrow, facts.year.ends_on)

    def full(cell: WeekCell) -> list[tuple[date, int]]:
        there = taken.full(facts.at_facility(cell.facility_id).facility, cell.offer.slot_type)
        return [(day, there[day]) for day in cell.dates if day in there] if there else []

    return full


def _cell(cell: WeekCell, full_days: Full) -> dict[str, Any]:
    offer = cell.offer
    full = full_days(cell) if offer.locked is None and not offer.held else []
    return {
        "day": cell.day,
        "weekday": cell.day.weekday(),
        "facility_id": cell.facility_id,
        "slot_type": offer.slot_type,
        "starts": offer.starts,
        "ends": offer.ends,
        "covers": offer.covers,
        "days": cell.days,
        "full_days": len(full),
        "places": full[0][1] if full else None,
        "state": "CHOSEN" if cell.chosen else (offer.state or "FREE"),
        "ticked": cell.ticked,
        "locked": offer.locked,
        **terms_json(offer.terms),
    }
