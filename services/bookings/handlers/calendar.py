"""A change of the calendar, and what it does to everything that is booked or asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial, reduce
from typing import Any, Final
from uuid import UUID, uuid5

from services.bookings.domain import days_change, register, school_year
from services.bookings.domain.absence_history import AbsentSlot
from services.bookings.domain.answering import MoveDates
from services.bookings.domain.calendar import Calendar
from services.bookings.domain.custody import lives_here
from services.bookings.domain.days_change import ChangedLine, Moved, TellFamily, moved
from services.bookings.domain.deadline import PARIS
from services.bookings.domain.offer import PlaceState
from services.bookings.domain.outcome import Decision, Outcome
from services.bookings.domain.register import AskedLine, ChangeDays, DaysChanged
from services.bookings.domain.school_year import Closure, SchoolYear
from services.bookings.domain.two_homes import lives_in
from services.bookings.domain.week_pattern import Here
from services.bookings.handlers.absence import end_absences_without_care
from services.bookings.handlers.streams import (
    elsewhere_of,
    handle_request,
    only_as_seen,
    pools_of,
    record_outcomes,
    register_of,
    register_stream,
    school_year_stream,
)
from services.bookings.handlers.waiting import follow_calendar
from services.bookings.projections import (
    bookable_children,
    custody_calendars,
    facilities,
    family_planner,
)
from services.bookings.projections.booking_facts import known_school_year
from services.bookings.projections.family_planner import PlannerLine
from shared.eventstore.store import Work

CHANGES: Final = UUID("3f0c1d5e-8a42-4b7e-9d16-2c5e7f8a9b01")


@dataclass(frozen=True, kw_only=True)
class PlannedChange:
    line: PlannerLine
    moved: Moved


@dataclass(frozen=True, kw_only=True)
class Changed:
    """How many families, and how many days of their children are gone or come again."""

    families: int = 0
    gone: int = 0
    added: int = 0


def describe_school_year(work: Work, command: school_year.DescribeSchoolYear) -> None:
    _change_calendar(work, command, cause=None)


def close_days(work: Work, command: school_year.CloseDays) -> Changed:
    return _change_calendar(work, command, cause=command.closure)


def reopen_days(work: Work, command: school_year.ReopenDays) -> Changed:
    return _change_calendar(work, command, cause=command.closure)


def revise_school_year(work: Work, command: school_year.ReviseSchoolYear, seen: int) -> Changed:
    only_as_seen(work, school_year, school_year_stream(command.school_year), seen)
    return _change_calendar(work, command, cause=None)


def add_extra_days(work: Work, command: school_year.AddExtraDays) -> Changed:
    return _change_calendar(work, command, cause=None)


def remove_extra_days(work: Work, command: school_year.RemoveExtraDays) -> Changed:
    return _change_calendar(work, command, cause=None)


def preview_of(tx: Any, command: school_year.Command, at: datetime) -> Changed:
    """What a change of the calendar would do to what is booked, without doing it.

    Raises Refused.
    """
    before = known_school_year(tx, command.school_year)
    after = reduce(school_year.evolve, school_year.decide(command, before), before)
    changes = _planned(tx, before, after, _cause(command), at)
    booked = [it for it in changes if it.line.state is PlaceState.ACCEPTED]
    return counted([(it.line.household_id, it.moved.gone, it.moved.added) for it in booked])


def _cause(command: school_year.Command) -> Closure | None:
    match command:
        case school_year.CloseDays() | school_year.ReopenDays():
            return command.closure
    return None


def _change_calendar(work: Work, command: school_year.Command, cause: Closure | None) -> Changed:
    """Keeps the change, then moves the days of every line it touches, in one transaction: so nobody
    has a place on a day without care."""
    stream = school_year_stream(command.school_year)
    before = work.state(school_year, stream)
    if not work.handle(school_year, stream, command) or not before.school_year:
        return Changed()
    after = work.state(school_year, stream)
    change_id = uuid5(CHANGES, f"{stream}/{work.version(school_year, stream)}")
    told: dict[UUID, list[ChangedLine]] = {}
    closed: dict[date, list[AbsentSlot]] = {}
    for planned in _planned(work.tx, before, after, cause, work.meta.at):
        line = planned.line
        if line.state is PlaceState.ACCEPTED:
            told.setdefault(line.household_id, []).append(move_places(work, after, planned))
            slot = AbsentSlot(facility_id=line.facility_id, slot_type=line.slot_type)
            for day in planned.moved.gone:
                closed.setdefault(day, []).append(slot)
        elif line.state is PlaceState.REQUESTED:
            move_asked(work, planned)
    end_absences_without_care(work, closed)
    follow_calendar(work, after)
    for household_id, lines in told.items():
        work.handle(
            days_change,
            f"days-change-{change_id}-{household_id}",
            TellFamily(
                change_id=change_id,
                household_id=household_id,
                cause=cause,
                lines=tuple(lines),
                changed_at=work.meta.at,
                changed_by=work.meta.actor,
            ),
        )
    return counted(
        [(household, it.gone, it.added) for household, lines in told.items() for it in lines]
    )


def _planned(
    tx: Any, before: SchoolYear, after: SchoolYear, cause: Closure | None, at: datetime
) -> list[PlannedChange]:
    today = at.astimezone(PARIS).date()
    first, last = min(before.starts_on, after.starts_on), max(before.ends_on, after.ends_on)
    facility_id = cause.facility_id if cause else None
    calendars = {
        each.facility_id: (
            each,
            Calendar(before, each.facility_id),
            Calendar(after, each.facility_id),
        )
        for each in facilities.all_facilities(tx)
    }
    planned = []
    calendars_of_custody = custody_calendars.all_calendars(tx)
    fences = custody_calendars.all_fences(tx)
    for line in family_planner.lines_between(tx, max(first, today), last, facility_id):
        facility_and_calendars = calendars.get(line.facility_id)
        if facility_and_calendars is None:
            continue
        place, old, new = facility_and_calendars
        slot = place.offers(line.slot_type)
        if slot is None:
            continue
        dates = set(line.dates) - line.cancelled
        custody = calendars_of_custody.get((line.household_id, line.child_id))
        here = partial(lives_here, custody, holidays=after.holidays) if custody else None
        own: Here | None = None
        if (fence := fences.get((line.household_id, line.child_id))) is not None:
            own = partial(lives_in, fence, holidays=after.holidays)
            here = own if fence.agreed else here
        change = moved(dates, line.weekday, line.weeks, slot, old, new, today, here)
        added = tuple(
            day for day in change.added if day not in line.cancelled and (own is None or own(day))
        )
        if change.gone or added:
            planned.append(PlannedChange(line=line, moved=replace(change, added=added)))
    return planned


def move_places(work: Work, year: SchoolYear, planned: PlannedChange) -> ChangedLine:
    """In the order in which the lines arrived, as far as there is room on days that open again."""
    line, change = planned.line, planned.moved
    asked = AskedLine(
        facility_id=line.facility_id,
        school_year=year.school_year,
        request_id=line.request_id,
        line_id=line.line_id,
        household_id=line.household_id,
        child_id=line.child_id,
        slot_type=line.slot_type,
        dates=change.added,
        six_from=bookable_children.six_from(work.tx, [line.child_id]).get(line.child_id),
    )
    new = work.handle(
        register,
        register_stream(asked),
        ChangeDays(
            line=asked,
            gone=change.gone,
            pools=pools_of(work, asked),
            changed_at=work.meta.at,
            changed_by=work.meta.actor,
            elsewhere=elsewhere_of(work, asked),
        ),
    )
    kept = next((event for event in new if isinstance(event, DaysChanged)), None)
    places = register_of(work, asked)
    added = kept.line.dates if kept else ()
    return ChangedLine(
        request_id=line.request_id,
        line_id=line.line_id,
        child_id=line.child_id,
        facility_id=line.facility_id,
        slot_type=line.slot_type,
        weekday=line.weekday,
        gone=kept.gone if kept else (),
        added=added,
        full=tuple(
            day for day in change.added if places.place(line.child_id, line.slot_type, day) is None
        ),
    )


def move_asked(work: Work, planned: PlannedChange, reason: str = "day_closed") -> None:
    """A line without an answer asks for its new days; when none is left, it is answered."""
    line, change = planned.line, planned.moved
    dates = tuple(sorted(set(line.dates) - set(change.gone) | set(change.added)))
    if dates:
        handle_request(
            work,
            MoveDates(
                request_id=line.request_id,
                line_id=line.line_id,
                dates=dates,
                moved_at=work.meta.at,
            ),
        )
        return
    closed = Outcome(
        line_id=line.line_id,
        decision=Decision.REFUSED,
        reason=reason,
        capacity=None,
        taken=None,
        full_on=None,
        decided_at=work.meta.at,
        decided_by=work.meta.actor,
    )
    record_outcomes(work, line.request_id, [closed])


def counted(days: Iterable[tuple[UUID, Sequence[date], Sequence[date]]]) -> Changed:
    told = list(days)
    return Changed(
        families=len({household for household, gone, added in told if gone or added}),
        gone=sum(len(gone) for _household, gone, _added in told),
        added=sum(len(added) for _household, _gone, added in told),
    )
