"""A school year: its first and last day, what falls out of it, and the end of regular bookings."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never

from shared.eventstore.decider import Refused

LONGEST: Final = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """School holidays; the first and the last day are both without school."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class PublicHoliday:
    name: str
    day: date


class ClosureKind(StrEnum):
    CLOSURE = "CLOSURE"
    STRIKE = "STRIKE"


@dataclass(frozen=True, kw_only=True)
class Closure:
    """Days without care: of one facility, or of all of them when `facility_id` is None."""

    name: str
    first: date
    last: date
    facility_id: str | None = None
    kind: ClosureKind = ClosureKind.CLOSURE


@dataclass(frozen=True, kw_only=True)
class ExtraDays:
    """Days with care although they are holidays: of one facility, or of all of them.

    A closure closes them all the same.
    """

    name: str
    first: date
    last: date
    facility_id: str | None = None


# Commands


@dataclass(frozen=True, kw_only=True)
class DescribeSchoolYear:
    school_year: str
    starts_on: date
    ends_on: date
    regular_cutoff_at: datetime
    holidays: tuple[Holiday, ...]
    public_holidays: tuple[PublicHoliday, ...]
    closures: tuple[Closure, ...]


@dataclass(frozen=True, kw_only=True)
class CloseDays:
    school_year: str
    closure: Closure


@dataclass(frozen=True, kw_only=True)
class ReopenDays:
    """Takes a closure back, whole."""

    school_year: str
    closure: Closure


@dataclass(frozen=True, kw_only=True)
class ReviseSchoolYear:
    """Everything of its description but the closures, which have commands of their own."""

    school_year: str
    starts_on: date
    ends_on: date
    regular_cutoff_at: datetime
    holidays: tuple[Holiday, ...]
    public_holidays: tuple[PublicHoliday, ...]


@dataclass(frozen=True, kw_only=True)
class BeginSchoolYear:
    """A year that nobody has described yet."""

    school_year: str
    starts_on: date
    ends_on: date
    regular_cutoff_at: datetime
    holidays: tuple[Holiday, ...]
    public_holidays: tuple[PublicHoliday, ...]


@dataclass(frozen=True, kw_only=True)
class AddExtraDays:
    school_year: str
    extra: ExtraDays


@dataclass(frozen=True, kw_only=True)
class RemoveExtraDays:
    school_year: str
    extra: ExtraDays


Command = (
    DescribeSchoolYear
    | BeginSchoolYear
    | ReviseSchoolYear
    | CloseDays
    | ReopenDays
    | AddExtraDays
    | RemoveExtraDays
)


# Events


@dataclass(frozen=True, kw_only=True)
class SchoolYearDescribed:
    school_year: str
    starts_on: date
    ends_on: date
    regular_cutoff_at: datetime
    holidays: tuple[Holiday, ...]
    public_holidays: tuple[PublicHoliday, ...]
    closures: tuple[Closure, ...]


@dataclass(frozen=True, kw_only=True)
class DaysClosed:
    school_year: str
    closure: Closure


@dataclass(frozen=True, kw_only=True)
class DaysReopened:
    school_year: str
    closure: Closure


@dataclass(frozen=True, kw_only=True)
class ExtraDaysAdded:
    school_year: str
    extra: ExtraDays


@dataclass(frozen=True, kw_only=True)
class ExtraDaysRemoved:
    school_year: str
    extra: ExtraDays


Event = SchoolYearDescribed | DaysClosed | DaysReopened | ExtraDaysAdded | ExtraDaysRemoved


# State


@dataclass(frozen=True, kw_only=True)
class SchoolYear:
    """`regular_cutoff_at` is the first instant at which only single days can be asked for.

    `described` are the closures of the description; staff add others and take some back.
    """

    school_year: str = ""
    starts_on: date = date.min
    ends_on: date = date.min
    regular_cutoff_at: datetime = datetime.min.replace(tzinfo=UTC)
    holidays: tuple[Holiday, ...] = ()
    public_holidays: tuple[PublicHoliday, ...] = ()
    closures: tuple[Closure, ...] = ()
    described: tuple[Closure, ...] = ()
    extra: tuple[ExtraDays, ...] = ()


INITIAL = SchoolYear()


# Decide


def decide(command: Command, year: SchoolYear) -> list[Event]:
    match command:
        case DescribeSchoolYear():
            return describe_school_year(command, year)
        case BeginSchoolYear():
            return begin_school_year(command, year)
        case ReviseSchoolYear():
            return revise_school_year(command, year)
        case CloseDays():
            return close_days(command, year)
        case ReopenDays():
            return reopen_days(command, year)
        case AddExtraDays():
            return add_extra_days(command, year)
        case RemoveExtraDays():
            return remove_extra_days(command, year)
    assert_never(command)


def describe_school_year(command: DescribeSchoolYear, year: SchoolYear) -> list[Event]:
    if command.starts_on >= command.ends_on:
        raise Refused("dates_reversed", name=command.school_year)
    periods: list[Holiday | Closure] = [*command.holidays, *command.closures]
    for period in periods:
        if period.first > period.last:
            raise Refused("dates_reversed", name=period.name)
    described = SchoolYearDescribed(
        school_year=command.school_year,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        regular_cutoff_at=command.regular_cutoff_at,
        holidays=command.holidays,
        public_holidays=command.public_holidays,
        closures=command.closures,
    )
    return [] if evolve(year, described) == year else [described]


def begin_school_year(command: BeginSchoolYear, year: SchoolYear) -> list[Event]:
    if year.school_year:
        raise Refused("year_exists", school_year=command.school_year)
    return _described_by_staff(command, year)


def revise_school_year(command: ReviseSchoolYear, year: SchoolYear) -> list[Event]:
    if not year.school_year:
        raise Refused("unknown_school_year")
    return _described_by_staff(command, year)


def _described_by_staff(
    command: BeginSchoolYear | ReviseSchoolYear, year: SchoolYear
) -> list[Event]:
    if command.ends_on - command.starts_on > LONGEST:
        raise Refused("year_too_long")
    return describe_school_year(
        DescribeSchoolYear(
            school_year=command.school_year,
            starts_on=command.starts_on,
            ends_on=command.ends_on,
            regular_cutoff_at=command.regular_cutoff_at,
            holidays=command.holidays,
            public_holidays=command.public_holidays,
            closures=year.described,
        ),
        year,
    )


def close_days(command: CloseDays, year: SchoolYear) -> list[Event]:
    closure = command.closure
    _refuse_wrong_days(closure, year)
    if closure in year.closures:
        return []
    return [DaysClosed(school_year=command.school_year, closure=closure)]


def reopen_days(command: ReopenDays, year: SchoolYear) -> list[Event]:
    if command.closure not in year.closures:
        return []
    return [DaysReopened(school_year=command.school_year, closure=command.closure)]


def add_extra_days(command: AddExtraDays, year: SchoolYear) -> list[Event]:
    _refuse_wrong_days(command.extra, year)
    if command.extra in year.extra:
        return []
    return [ExtraDaysAdded(school_year=command.school_year, extra=command.extra)]


def remove_extra_days(command: RemoveExtraDays, year: SchoolYear) -> list[Event]:
    if command.extra not in year.extra:
        return []
    return [ExtraDaysRemoved(school_year=command.school_year, extra=command.extra)]


def _refuse_wrong_days(days: Closure | ExtraDays, year: SchoolYear) -> None:
    if days.first > days.last:
        raise Refused("dates_reversed", name=days.name)
    if days.last < year.starts_on or days.first > year.ends_on:
        raise Refused("outside_school_year", school_year=year.school_year)


# Evolve


def evolve(year: SchoolYear, event: Event) -> SchoolYear:
    match event:
        case SchoolYearDescribed():
            return SchoolYear(
                school_year=event.school_year,
                starts_on=event.starts_on,
                ends_on=event.ends_on,
                regular_cutoff_at=event.regular_cutoff_at,
                holidays=event.holidays,
                public_holidays=event.public_holidays,
                closures=_closures(year, event.closures),
                described=event.closures,
                extra=year.extra,
            )
        case DaysClosed():
            return replace(year, closures=(*year.closures, event.closure))
        case DaysReopened():
            left = tuple(closure for closure in year.closures if closure != event.closure)
            return replace(year, closures=left)
        case ExtraDaysAdded():
            return replace(year, extra=(*year.extra, event.extra))
        case ExtraDaysRemoved():
            return replace(year, extra=tuple(it for it in year.extra if it != event.extra))
    assert_never(event)


def _closures(year: SchoolYear, described: tuple[Closure, ...]) -> tuple[Closure, ...]:
    """What is described anew, with what staff have added and without what they took back."""
    added = [it for it in year.closures if it not in year.described and it not in described]
    taken_back = set(year.described) - set(year.closures)
    return (*(it for it in described if it not in taken_back), *added)
