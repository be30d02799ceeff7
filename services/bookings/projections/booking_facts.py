"""What the rules of booking need to know of a household, gathered from the read models."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from services.bookings.domain.booking_request import BookingRequest
from services.bookings.domain.eligibility import Eligibility, eligibility
from services.bookings.domain.facility import Facility
from services.bookings.domain.offer import Facts
from services.bookings.domain.school_year import SchoolYear
from services.bookings.projections import (
    bookable_children,
    custody_calendars,
    facilities,
    family_planner,
    household_status,
    openings,
)
from shared.eventstore.decider import Refused


def booking_facts(tx: sa.Connection, request: BookingRequest, at: datetime) -> Facts:
    if request.household_id is None:
        raise Refused("no_draft")
    year = known_school_year(tx, request.school_year)
    lines = family_planner.lines_of(tx, request.household_id, year.starts_on, year.ends_on)
    return Facts(
        at=at,
        kind=request.kind,
        year=year,
        facility=known_facility(tx, request.facility_id),
        children=eligible_children(tx, request.household_id, year, at),
        lines=family_planner.held_lines(lines),
        facilities=tuple(facilities.all_facilities(tx)),
        custody=custody_calendars.calendars_of(tx, request.household_id),
    )


def eligible_children(
    tx: sa.Connection, household_id: UUID, year: SchoolYear, at: datetime
) -> tuple[Eligibility, ...]:
    status = household_status.status_of(tx, household_id)
    waves = openings.waves_of(tx, year)
    return tuple(
        eligibility(
            child.child_id,
            child.school_level,
            status,
            openings.opening_of(waves, child.school_level),
            at,
        )
        for child in bookable_children.children_of(tx, household_id)
    )


def known_school_year(tx: sa.Connection, name: str) -> SchoolYear:
    if (year := openings.school_year(tx, name)) is None:
        raise Refused("unknown_school_year")
    return year


def known_facility(tx: sa.Connection, facility_id: str) -> Facility:
    if (facility := facilities.facility(tx, facility_id)) is None:
        raise Refused("unknown_facility")
    return facility
