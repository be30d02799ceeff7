"""What a change of the calendar does to the days a family has, and what the family is told.

One event for a household tells everything one change of the calendar did to it.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never
from uuid import UUID

from services.bookings.domain import deadline
from services.bookings.domain.calendar import Calendar
from services.bookings.domain.deadline import Act
from services.bookings.domain.facility import OfferedSlotType
from services.bookings.domain.school_year import Closure
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.week_pattern import Here, WeekPattern, holds


@dataclass(frozen=True, kw_only=True)
class Moved:
    """The days of a line that fall out of the new calendar, and those that come into it."""

    gone: tuple[date, ...]
    added: tuple[date, ...]


def moved(
    dates: Set[date],
    weekday: int | None,
    weeks: WeekPattern | None,
    slot: OfferedSlotType,
    before: Calendar,
    after: Calendar,
    today: date,
    here: Here | None = None,
) -> Moved:
    """`dates` are the days of the line; a weekday over the year also has those that open anew.

    What was is not changed, and nobody is expected today who was not expected yesterday.
    """
    gone = tuple(day for day in sorted(dates) if day >= today and not after.is_open(slot, day))
    if weekday is None:
        return Moved(gone=gone, added=())
    added = tuple(
        day
        for day in after.open_days(slot, since=today)
        if day > today
        and day.weekday() == weekday
        and holds(weeks or WeekPattern.EVERY_WEEK, day, here)
        and not before.is_open(slot, day)
        and day not in dates
    )
    return Moved(gone=gone, added=added)


def moved_home(
    dates: Set[date],
    given_back: Set[date],
    weekday: int | None,
    slot: OfferedSlotType,
    calendar: Calendar,
    here: Here,
    at: datetime,
) -> Moved:
    """What another custody calendar does to a line that follows it.

    Only days that can still be given back free, or booked free, at that instant; one the family
    gave back itself does not come again.
    """

    def in_time(act: Act, day: date) -> bool:
        return deadline.terms(slot.deadlines, act, day, at, calendar).late is None

    today = at.astimezone(deadline.PARIS).date()
    days = [day for day in calendar.open_days(slot, since=today) if day > today]
    return Moved(
        gone=tuple(
            day for day in days if day in dates and not here(day) and in_time(Act.CANCEL, day)
        ),
        added=tuple(
            day
            for day in days
            if day.weekday() == weekday
            and here(day)
            and day not in dates
            and day not in given_back
            and in_time(Act.ADD, day)
        ),
    )


@dataclass(frozen=True, kw_only=True)
class ChangedLine:
    """`full` are days that are open again but have no place left for this child."""

    request_id: UUID
    line_id: str
    child_id: UUID
    facility_id: str
    slot_type: SlotType
    weekday: int | None
    gone: tuple[date, ...]
    added: tuple[date, ...]
    full: tuple[date, ...] = ()


# Commands


@dataclass(frozen=True, kw_only=True)
class TellFamily:
    """`cause` is the closure that was added or taken back, None when the whole calendar changed, or
    when the family told another custody (`custody`)."""

    change_id: UUID
    household_id: UUID
    cause: Closure | None
    lines: tuple[ChangedLine, ...]
    changed_at: datetime
    changed_by: str
    custody: bool = False


Command = TellFamily


# Events


@dataclass(frozen=True, kw_only=True)
class FamilyDaysChanged:
    change_id: UUID
    household_id: UUID
    cause: Closure | None
    lines: tuple[ChangedLine, ...]
    changed_at: datetime
    changed_by: str
    custody: bool = False


Event = FamilyDaysChanged


# State


@dataclass(frozen=True, kw_only=True)
class DaysChange:
    told: bool = False


INITIAL = DaysChange()


# Decide


def decide(command: Command, change: DaysChange) -> list[Event]:
    match command:
        case TellFamily():
            return tell_family(command, change)
    assert_never(command)


def tell_family(command: TellFamily, change: DaysChange) -> list[Event]:
    lines = tuple(line for line in command.lines if line.gone or line.added or line.full)
    if change.told or not lines:
        return []
    return [
        FamilyDaysChanged(
            change_id=command.change_id,
            household_id=command.household_id,
            cause=command.cause,
            lines=lines,
            changed_at=command.changed_at,
            changed_by=command.changed_by,
            custody=command.custody,
        )
    ]


# Evolve


def evolve(_change: DaysChange, event: Event) -> DaysChange:
    match event:
        case FamilyDaysChanged():
            return DaysChange(told=True)
    assert_never(event)
