"""Shared custody, as one home tells it: on which days a child lives here.

Weeks go by parity of the ISO calendar: in a year of 53 weeks, week 53 and the week 1 that follows
are two odd weeks running. School holidays may be halved instead, and single periods may differ.
A home tells it for itself, and nothing of it is shown to anybody; two homes that have agreed on one
(`two_homes`) are held to that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, assert_never
from uuid import UUID

from services.bookings.domain.school_year import Holiday
from shared.eventstore.decider import Refused

MOST_EXCEPTIONS: Final = 60


class Parity(StrEnum):
    EVEN = "EVEN"
    ODD = "ODD"


@dataclass(frozen=True, kw_only=True)
class CustodyException:
    """Both days included; `here` whatever the weeks and the holidays say. The last one counts."""

    first: date
    last: date
    here: bool


@dataclass(frozen=True, kw_only=True)
class CustodyCalendar:
    """`weeks` are those in which the child lives here. `first_halves`: in the years in which school
    holidays begin with a first half here, the second half being here in the others; None when
    weeks go on through the holidays."""

    weeks: Parity
    first_halves: Parity | None = None
    exceptions: tuple[CustodyException, ...] = ()


def lives_here(calendar: CustodyCalendar, day: date, holidays: Iterable[Holiday]) -> bool:
    for exception in reversed(calendar.exceptions):
        if exception.first <= day <= exception.last:
            return exception.here
    if calendar.first_halves is not None:
        for holiday in holidays:
            if holiday.first <= day <= holiday.last:
                first_half_here = _parity(holiday.first.year) is calendar.first_halves
                return _in_first_half(holiday, day) is first_half_here
    return _parity(day.isocalendar().week) is calendar.weeks


def _in_first_half(holiday: Holiday, day: date) -> bool:
    """Of an odd number of days the first half has one more."""
    days = (holiday.last - holiday.first).days + 1
    return (day - holiday.first).days < (days + 1) // 2


def _parity(number: int) -> Parity:
    return Parity.ODD if number % 2 else Parity.EVEN


# Commands


@dataclass(frozen=True, kw_only=True)
class DescribeCustody:
    household_id: UUID
    child_id: UUID
    calendar: CustodyCalendar
    described_at: datetime


Command = DescribeCustody


# Events


@dataclass(frozen=True, kw_only=True)
class CustodyDescribed:
    household_id: UUID
    child_id: UUID
    calendar: CustodyCalendar
    described_at: datetime


Event = CustodyDescribed


# State


@dataclass(frozen=True, kw_only=True)
class SharedCustody:
    calendar: CustodyCalendar | None = None


INITIAL = SharedCustody()


# Decide


def decide(command: Command, custody: SharedCustody) -> list[Event]:
    match command:
        case DescribeCustody():
            return describe_custody(command, custody)
    assert_never(command)


def describe_custody(command: DescribeCustody, custody: SharedCustody) -> list[Event]:
    if command.calendar == custody.calendar:
        return []
    refuse_unless_sound(command.calendar)
    return [
        CustodyDescribed(
            household_id=command.household_id,
            child_id=command.child_id,
            calendar=command.calendar,
            described_at=command.described_at,
        )
    ]


def refuse_unless_sound(calendar: CustodyCalendar) -> None:
    if len(calendar.exceptions) > MOST_EXCEPTIONS:
        raise Refused("too_many_exceptions", most=MOST_EXCEPTIONS)
    for exception in calendar.exceptions:
        if exception.first > exception.last:
            raise Refused("period_reversed", day=exception.first.isoformat())


# Evolve


def evolve(_custody: SharedCustody, event: Event) -> SharedCustody:
    match event:
        case CustodyDescribed():
            return SharedCustody(calendar=event.calendar)
    assert_never(event)
