"""How many children the opening waves see as the same: by level, residence and enrolled sibling."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from services.bookings.domain.offer import PlaceState
from services.bookings.domain.opening_wave import Applying
from services.bookings.domain.school_year import SchoolYear
from services.bookings.projections.bookable_children import bookable_children
from services.bookings.projections.family_planner import planner_lines
from services.bookings.projections.household_areas import household_areas


def children_alike(tx: sa.Connection, year: SchoolYear) -> Counter[Applying]:
    """Every child there is, three questions for all of them."""
    booked = _booked(tx, year)
    resident = {
        row.household_id: bool(row.resident)
        for row in tx.execute(sa.select(household_areas.c.household_id, household_areas.c.resident))
    }
    children = sa.select(
        bookable_children.c.child_id,
        bookable_children.c.household_id,
        bookable_children.c.school_level,
    )
    return Counter(
        Applying(
            school_level=row.school_level,
            resident=resident.get(row.household_id, False),
            sibling=bool(booked.get(row.household_id, set()) - {row.child_id}),
        )
        for row in tx.execute(children)
    )


def _booked(tx: sa.Connection, year: SchoolYear) -> dict[UUID, set[UUID]]:
    """By household: who has a place on a weekday of this year or the one before."""
    query = (
        sa.select(planner_lines.c.household_id, planner_lines.c.child_id)
        .where(
            planner_lines.c.state == PlaceState.ACCEPTED,
            planner_lines.c.weekday.is_not(None),
            planner_lines.c.last_day >= year.starts_on - timedelta(days=365),
            planner_lines.c.first_day <= year.ends_on,
        )
        .distinct()
    )
    there: dict[UUID, set[UUID]] = {}
    for row in tx.execute(query):
        there.setdefault(row.household_id, set()).add(row.child_id)
    return there
