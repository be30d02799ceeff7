"""A school year: its first and last day, what falls out of it, and the end of regular bookings."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import assert_never

from shared.eventstore.decider import Refused


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


@dataclass(frozen=True, kw_only=True)
class Closure:
    """Days without care: of one facility, or of all of them when `facility_id` is None."""

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


Command = DescribeSchoolYear


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


Event = SchoolYearDescribed


# State


@dataclass(frozen=True, kw_only=True)
class SchoolYear:
    """`regular_cutoff_at` is the first instant at which only single days can be asked for."""

    school_year: str = ""
    starts_on: date = date.min
    ends_on: date = date.min
    regular_cutoff_at: datetime = datetime.min.replace(tzinfo=UTC)
    holidays: tuple[Holiday, ...] = ()
    public_holidays: tuple[PublicHoliday, ...] = ()
    closures: tuple[Closure, ...] = ()


INITIAL = SchoolYear()


# Decide


def decide(command: Command, year: SchoolYear) -> list[Event]:
    match command:
        case DescribeSchoolYear():
            return describe_school_year(command, year)
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


# Evolve


def evolve(_year: SchoolYear, event: Event) -> SchoolYear:
    match event:
        case SchoolYearDescribed():
            return SchoolYear(
                school_year=event.school_year,
                starts_on=event.starts_on,
                ends_on=event.ends_on,
                regular_cutoff_at=event.regular_cutoff_at,
                holidays=event.holidays,
                public_holidays=event.public_holidays,
                closures=event.closures,
            )
    assert_never(event)
