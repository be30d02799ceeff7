"""A home tells when a child lives there; the standing bookings that follow it move with it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from uuid import UUID, uuid5

from services.bookings.domain import custody, days_change
from services.bookings.domain.calendar import calendar_of
from services.bookings.domain.custody import CustodyCalendar, DescribeCustody, lives_here
from services.bookings.domain.days_change import ChangedLine, TellFamily, moved_home
from services.bookings.domain.deadline import PARIS
from services.bookings.domain.offer import PlaceState
from services.bookings.domain.school_year import SchoolYear
from services.bookings.domain.week_pattern import WeekPattern
from services.bookings.handlers.calendar import (
    CHANGES,
    Changed,
    PlannedChange,
    counted,
    move_asked,
    move_places,
)
from services.bookings.handlers.waiting import offer_free_places
from services.bookings.projections import facilities, family_planner, openings
from shared.eventstore.store import Work


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

    A day whose deadline is over stays as it is: it is cancelled, or asked for, like any other.
    """
    stream = custody_stream(household_id, child_id)
    command = DescribeCustody(
        household_id=household_id,
        child_id=child_id,
        calendar=calendar,
        described_at=work.meta.at,
    )
    if not work.handle(custody, stream, command) and not give_back:
        return Changed()
    told: list[ChangedLine] = []
    for year in openings.all_school_years(work.tx):
        freed = set()
        for planned in _planned(work, year, command, give_back):
            freed |= {planned.line.facility_id} if planned.moved.gone else set()
            if planned.line.state is PlaceState.ACCEPTED:
                told.append(move_places(work, year, planned))
            elif planned.line.state is PlaceState.REQUESTED:
                move_asked(work, planned)
        if freed:
            offer_free_places(work, year.school_year, freed)
    change_id = uuid5(CHANGES, f"{stream}/{work.meta.at.isoformat()}")
    work.handle(
        days_change,
        f"days-change-{change_id}-{household_id}",
        TellFamily(
            change_id=change_id,
            household_id=household_id,
            cause=None,
            custody=True,
            lines=tuple(told),
            changed_at=work.meta.at,
            changed_by=work.meta.actor,
        ),
    )
    return counted([(household_id, it.gone, it.added) for it in told])


def _planned(
    work: Work, year: SchoolYear, told: DescribeCustody, give_back: bool
) -> Iterator[PlannedChange]:
    today = work.meta.at.astimezone(PARIS).date()
    known = {it.facility_id: it for it in facilities.all_facilities(work.tx)}
    first = max(year.starts_on, today)
    for line in family_planner.lines_of(work.tx, told.household_id, first, year.ends_on):
        facility = known.get(line.facility_id)
        slot = facility.offers(line.slot_type) if facility else None
        follows = line.weeks is WeekPattern.CUSTODY
        touched = follows or (give_back and line.weekday is not None)
        if line.child_id != told.child_id or not touched or slot is None:
            continue
        change = moved_home(
            frozenset(line.dates) - line.cancelled,
            line.cancelled,
            line.weekday,
            slot,
            calendar_of(year, line.facility_id),
            partial(lives_here, told.calendar, holidays=year.holidays),
            work.meta.at,
        )
        if not follows:
            change = replace(change, added=())
        if change.gone or change.added:
            yield PlannedChange(line=line, moved=change)
