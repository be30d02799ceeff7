"""What the rules of booking need to know of a household, gathered from the read models."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.eligibility import Eligibility, eligibility
from services.bookings.domain.facility import Facility
from services.bookings.domain.offer import Facts
from services.bookings.domain.opening_wave import Applying, OpeningWaveScheduled
from services.bookings.domain.request_history import BookingRequest
from services.bookings.domain.school_year import SchoolYear
from services.bookings.projections import (
    bookable_children,
    custody_calendars,
    facilities,
    family_planner,
    household_areas,
    household_status,
    openings,
)
from shared.eventstore.decider import Refused


def booking_facts(tx: sa.Connection, request: BookingRequest, at: datetime) -> Facts:
    if request.household_id is None:
        raise Refused("no_draft")
    described = openings.described(tx)
    if (year := described.year(request.school_year)) is None:
        raise Refused("unknown_school_year")
    known = facilities.all_facilities(tx)
    facility = next((it for it in known if it.facility_id == request.facility_id), None)
    if facility is None:
        raise Refused("unknown_facility")
    waves = described.waves_of(year)
    lines = family_planner.lines_of(tx, request.household_id, year.starts_on, year.ends_on)
    custody = custody_calendars.custody_of(tx, request.household_id)
    return Facts(
        at=at,
        kind=request.kind,
        year=year,
        facility=facility,
        children=_eligible(tx, request.household_id, year, waves, request.kind, at),
        lines=family_planner.held_lines(lines),
        facilities=tuple(known),
        custody=custody.calendars,
        fences=custody.fences,
    )


def eligible_children(
    tx: sa.Connection, household_id: UUID, year: SchoolYear, kind: BookingKind, at: datetime
) -> tuple[Eligibility, ...]:
    return _eligible(tx, household_id, year, openings.waves_of(tx, year), kind, at)


def _eligible(
    tx: sa.Connection,
    household_id: UUID,
    year: SchoolYear,
    waves: Sequence[OpeningWaveScheduled],
    kind: BookingKind,
    at: datetime,
) -> tuple[Eligibility, ...]:
    status = household_status.status_of(tx, household_id)
    children = bookable_children.children_of(tx, household_id)
    resident = _resident(tx, household_id, waves)
    booked = _booked(tx, household_id, year, waves)
    return tuple(
        eligibility(
            child.child_id,
            Applying(
                school_level=child.school_level,
                resident=resident,
                sibling=bool(booked - {child.child_id}),
            ),
            status,
            waves,
            kind,
            at,
        )
        for child in children
    )


def _resident(
    tx: sa.Connection, household_id: UUID, waves: Sequence[OpeningWaveScheduled]
) -> bool | None:
    """Asked for only where a wave does: in the opening minute each question counts."""
    if not any(wave.who.residence for wave in waves):
        return None
    home = household_areas.homes(tx, [household_id]).get(household_id)
    return home.resident if home else None


def _booked(
    tx: sa.Connection,
    household_id: UUID,
    year: SchoolYear,
    waves: Sequence[OpeningWaveScheduled],
) -> set[UUID]:
    """The children of a household with a place for this year or the one before."""
    if not any(wave.who.sibling for wave in waves):
        return set()
    since = year.starts_on - timedelta(days=365)
    return family_planner.booked_for_a_year(tx, household_id, since, year.ends_on)


def known_school_year(tx: sa.Connection, name: str) -> SchoolYear:
    if (year := openings.school_year(tx, name)) is None:
        raise Refused("unknown_school_year")
    return year


def known_facility(tx: sa.Connection, facility_id: str) -> Facility:
    if (facility := facilities.facility(tx, facility_id)) is None:
        raise Refused("unknown_facility")
    return facility
