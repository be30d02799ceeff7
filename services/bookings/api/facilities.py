"""Where a family can book, and for which of its children."""

from typing import Any

from flask import Blueprint, Response

from services.bookings.api.answers import answer
from services.bookings.api.callers import known_household
from services.bookings.api.terms import rule_json
from services.bookings.domain.booking_kind import BookingKind, kind_at
from services.bookings.domain.eligibility import Eligibility
from services.bookings.domain.facility import Facility
from services.bookings.projections.booking_facts import eligible_children
from services.bookings.projections.facilities import all_facilities
from services.bookings.projections.openings import current_school_year
from shared.eventstore import clock
from shared.web.api import needs, reading

facilities = Blueprint("facilities", __name__)


@facilities.get("/facilities")
@needs("family", "staff", "public")
def list_facilities() -> Response:
    with reading() as tx:
        return answer({"facilities": [_facility(each) for each in all_facilities(tx)]})


@facilities.get("/eligibility")
@needs("family")
def show_eligibility() -> Response:
    now = clock.now()
    with reading() as tx:
        household_id = known_household()
        year = current_school_year(tx, now)
        kind = kind_at(year, now) if year else BookingKind.ONE_OFF
        children = (
            eligible_children(tx, household_id, year, kind, now) if year and household_id else ()
        )
    return answer(
        {
            "kind": kind,
            "children": [child_json(child) for child in children],
        }
    )


def child_json(child: Eligibility) -> dict[str, Any]:
    return {
        "child_id": child.child_id,
        "school_level": child.school_level,
        "can_book": child.can_book,
        "can_prepare": child.can_prepare,
        "why": child.why,
        "opens_at": child.opens_at,
        "because": child.because,
        "openings": child.openings if _differ(child) else (),
    }


def _differ(child: Eligibility) -> bool:
    """Whether some slot types open later than others."""
    return len({opening.opens_at for opening in child.openings}) > 1


def _facility(facility: Facility) -> dict[str, Any]:
    return {
        "facility_id": facility.facility_id,
        "name": facility.name,
        "address": facility.address,
        "levels": facility.levels,
        "slot_types": [
            {
                "slot_type": slot.slot_type,
                "weekdays": slot.weekdays,
                "starts": slot.starts,
                "ends": slot.ends,
                "capacity": facility.nominal_places(slot.slot_type),
                "deadlines": [rule_json(rule) for rule in slot.deadlines],
            }
            for slot in facility.slot_types
        ],
    }
