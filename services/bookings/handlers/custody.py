"""A home tells when a child lives there; the standing bookings that follow it move with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID, uuid5

from services.bookings.domain import custody, days_change
from services.bookings.domain.calendar import calendar_of
from services.bookings.domain.custody import CustodyCalendar, DescribeCustody, lives_here
from services.bookings.domain.days_change import ChangedLine, TellFamily, moved_home
from services.bookings.domain.deadline import PARIS
from services.bookings.domain.offer import PlaceState
from services.bookings.domain.school_year import SchoolYear
from services.bookings.domain.week_pattern import Here, WeekPattern
from services.bookings.handlers.calendar import (
    CHANGES,
    Changed,
    PlannedChange,
    counted,
    move_asked,
    move_places,
)
from services.bookings.handlers.streams import fence_of
from services.bookings.handlers.waiting import follow_homes, offer_free_places
from services.bookings.projections import facilities, family_planner, openings
from shared.eventstore.decider import Refused
from shared.eventstore.store import Work


@dataclass(frozen=True, kw_only=True)
class Moving:
    """The days of a child that move in one of its homes. `here` says, of a school year, on which
    days it lives there from now on.

    `give_back`: weekdays that do not follow the custody calendar give back the other days too.
    `shared`: two homes have agreed on it: so does everything, single days and what is only asked
    for included.
    """

    household_id: UUID
    child_id: UUID
    here: Callable[[SchoolYear], Here]
    give_back: bool = False
    shared: bool = False


def custody_stream(household_id: UUID, child_id: UUID) -> str:
    return f"custody-{household_id}-{child_id}"


def describe_custody(
    work: Work,
    household_id: UUID,
    child_id: UUID,
    calendar: CustodyCalendar,
    *,
    give_back: bool = False,
) -> Changed:
    """Keeps the calendar, then moves the days of the lines that follow it, in one transaction.

    With `give_back`, as when parents separate in mid-year, lines of other weeks give back the days
    on which the child does not live here any more; they get none in addition.

    Raises Refused for a child of two homes: they agree on a calendar.
    """
    if fence_of(work, household_id, child_id) is not None:
        raise Refused("custody_is_agreed")
    stream = custody_stream(household_id, child_id)
    command = DescribeCustody(
        household_id=household_id,
        child_id=child_id,
        calendar=calendar,
        described_at=work.meta.at,
    )
    if not work.handle(custody, stream, command) and not give_back:
        return Changed()
    return move_days(
        work,
        Moving(
            household_id=household_id,
            child_id=child_id,
            here=lambda year: partial(lives_here, calendar, holidays=year.holidays),
            give_back=give_back,
        ),
    )


def move_days(work: Work, moving: Moving) -> Changed:
    """A day whose deadline is over stays as it is: it is cancelled, or asked for, like any other.
    What is gone is offered to who waits; the family is told every day."""
    told: list[ChangedLine] = []
    for year in openings.all_school_years(work.tx):
        freed = set()
        for planned in _planned(work, year, moving):
            freed |= {planned.line.facility_id} if planned.moved.gone else set()
            if planned.line.state is PlaceState.ACCEPTED:
                told.append(move_places(work, year, planned))
            elif planned.line.state is PlaceState.REQUESTED:
                move_asked(work, planned, "day_of_other_home")
        if moving.shared:
            follow_homes(work, year, moving.household_id, moving.child_id)
        if freed:
            offer_free_places(work, year.school_year, freed)
    said = f"{custody_stream(moving.household_id, moving.child_id)}/{work.meta.at.isoformat()}"
    change_id = uuid5(CHANGES, said)
    work.handle(
        days_change,
        f"days-change-{change_id}-{moving.household_id}",
        TellFamily(
            change_id=change_id,
            household_id=moving.household_id,
            cause=None,
            custody=True,
            lines=tuple(told),
            changed_at=work.meta.at,
            changed_by=work.meta.actor,
        ),
    )
    return counted([(moving.household_id, it.gone, it.added) for it in told])


def _planned(work: Work, year: SchoolYear, moving: Moving) -> Iterator[PlannedChange]:
    today = work.meta.at.astimezone(PARIS).date()
    known = {it.facility_id: it for it in facilities.all_facilities(work.tx)}
    here = moving.here(year)
    first = max(year.starts_on, today)
    for line in family_planner.lines_of(work.tx, moving.household_id, first, year.ends_on):
        facility = known.get(line.facility_id)
        slot = facility.offers(line.slot_type) if facility else None
        follows = line.weeks is WeekPattern.CUSTODY
        given_back = moving.give_back and line.weekday is not None
        touched = follows or given_back or moving.shared
        if line.child_id != moving.child_id or not touched or slot is None:
            continue
        change = moved_home(
            frozenset(line.dates) - line.cancelled,
            line.cancelled,
            line.weekday,
            slot,
            calendar_of(year, line.facility_id),
            here,
            work.meta.at,
        )
        if moving.shared and line.state is PlaceState.REQUESTED:  # whatever the deadline
            change = replace(change, gone=tuple(day for day in line.dates if not here(day)))
        if not follows:
            change = replace(change, added=())
        if change.gone or change.added:
            yield PlannedChange(line=line, moved=change)
