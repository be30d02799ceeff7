"""What the criteria of an allocation may know of a child: facts and ids, never a name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from services.bookings.domain.offer import PlaceState
from services.bookings.projections.bookable_children import bookable_children
from services.bookings.projections.facilities import all_facilities
from services.bookings.projections.family_planner import planner_lines
from services.bookings.projections.household_areas import homes
from services.bookings.projections.working_guardians import who_works


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """`sibling`: a brother or sister has a place in that facility. None: not known."""

    school_level: str = ""
    sibling: bool = False
    working_parents: bool | None = None
    resident: bool | None = None
    distance_m: int | None = None


UNKNOWN: Final = Applicant()


def applicants(
    tx: sa.Connection, child_ids: Collection[UUID], facility_ids: Collection[str]
) -> Mapping[tuple[UUID, UUID, str], Applicant]:
    """By household, child and facility: brothers and sisters are those of the home that asks."""
    rows = tx.execute(
        sa.select(
            bookable_children.c.child_id,
            bookable_children.c.household_id,
            bookable_children.c.school_level,
        ).where(bookable_children.c.child_id.in_(list(child_ids)))
    ).all()
    household_ids = {row.household_id for row in rows}
    there = _children_with_a_place(tx, household_ids, facility_ids)
    working = who_works(tx, household_ids)
    living = homes(tx, household_ids)
    there_are = {it.facility_id: it for it in all_facilities(tx)}
    found = {}
    for row in rows:
        home = living.get(row.household_id)
        known = replace(
            UNKNOWN,
            school_level=row.school_level,
            working_parents=working.get(row.household_id),
            resident=home.resident if home else None,
        )
        for facility_id in facility_ids:
            siblings = there.get((row.household_id, facility_id), set()) - {row.child_id}
            facility = there_are.get(facility_id)
            found[row.household_id, row.child_id, facility_id] = replace(
                known,
                sibling=bool(siblings),
                distance_m=facility.metres_from(home.area) if facility and home else None,
            )
    return found


def _children_with_a_place(
    tx: sa.Connection, household_ids: Collection[UUID], facility_ids: Collection[str]
) -> dict[tuple[UUID, str], set[UUID]]:
    query = (
        sa.select(
            planner_lines.c.household_id, planner_lines.c.facility_id, planner_lines.c.child_id
        )
        .where(
            planner_lines.c.household_id.in_(list(household_ids)),
            planner_lines.c.facility_id.in_(list(facility_ids)),
            planner_lines.c.state == PlaceState.ACCEPTED,
        )
        .distinct()
    )
    there: dict[tuple[UUID, str], set[UUID]] = {}
    for row in tx.execute(query):
        there.setdefault((row.household_id, row.facility_id), set()).add(row.child_id)
    return there
