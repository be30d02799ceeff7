"""Which days care is open: a school year less its holidays, public holidays and closures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from services.bookings.domain.deadline import SCHOOL_WEEK, Days, NoHolidays
from services.bookings.domain.facility import OfferedSlotType
from services.bookings.domain.school_year import SchoolYear

WEEKEND = (5, 6)


class DayStatus(StrEnum):
    OPEN = "OPEN"
    HOLIDAY = "HOLIDAY"
    PUBLIC_HOLIDAY = "PUBLIC_HOLIDAY"
    CLOSED = "CLOSED"
    WEEKEND = "WEEKEND"
    NO_SERVICE = "NO_SERVICE"
    PAST = "PAST"


@dataclass(frozen=True, kw_only=True)
class Day:
    day: date
    status: DayStatus
    label: str = ""


class Calendar:
    """The days of a school year, for one facility, or for all of them when it is None.

    A public holiday closes care; it never closes anything else: an opening may fall on Good Friday.
    """

    def __init__(self, year: SchoolYear, facility_id: str | None = None) -> None:
        self.year = year
        self._out: dict[date, Day] = {}
        self._open: dict[tuple[tuple[int, ...], date], tuple[date, ...]] = {}
        self._public_holidays = {public.day for public in year.public_holidays}
        self._extra = {
            day
            for extra in year.extra
            if extra.facility_id in (None, facility_id)
            for day in _each_day(max(extra.first, year.starts_on), min(extra.last, year.ends_on))
        }
        for holiday in year.holidays:
            self._leave_out(DayStatus.HOLIDAY, holiday.name, holiday.first, holiday.last)
        for closure in year.closures:
            if closure.facility_id in (None, facility_id):
                self._leave_out(DayStatus.CLOSED, closure.name, closure.first, closure.last)
        for public in year.public_holidays:
            self._leave_out(DayStatus.PUBLIC_HOLIDAY, public.name, public.day, public.day)

    def day(self, day: date) -> Day:
        if day.weekday() in WEEKEND:
            return Day(day=day, status=DayStatus.WEEKEND)
        if not self.year.starts_on <= day <= self.year.ends_on:
            return Day(day=day, status=DayStatus.NO_SERVICE)
        return self._out.get(day) or Day(day=day, status=DayStatus.OPEN)

    def is_public_holiday(self, day: date) -> bool:
        return day in self._public_holidays

    def is_school_open(self, day: date) -> bool:
        """Outside the year, where nothing is known, every day of the school week counts."""
        if self.year.starts_on <= day <= self.year.ends_on:
            return day.weekday() in SCHOOL_WEEK and self.day(day).status is DayStatus.OPEN
        return day.weekday() in SCHOOL_WEEK

    def holidays_begin(self, day: date) -> date | None:
        """The first day of the holidays that this day is in."""
        within = (it.first for it in self.year.holidays if it.first <= day <= it.last)
        return next(within, None)

    def is_open(self, slot: OfferedSlotType, day: date) -> bool:
        return day.weekday() in slot.weekdays and self.day(day).status is DayStatus.OPEN

    def open_days(self, slot: OfferedSlotType, since: date | None = None) -> tuple[date, ...]:
        """Every day of the year on which this slot type is open, from `since` on."""
        first = max(since or self.year.starts_on, self.year.starts_on)
        asked = tuple(slot.weekdays), first
        if asked not in self._open:
            days = _each_day(first, self.year.ends_on)
            self._open[asked] = tuple(day for day in days if self.is_open(slot, day))
        return self._open[asked]

    def months(self) -> list[str]:
        first, last = self.year.starts_on, self.year.ends_on
        count = (last.year - first.year) * 12 + last.month - first.month
        return [month_after(f"{first:%Y-%m}", n) for n in range(count + 1)]

    def _leave_out(self, status: DayStatus, name: str, first: date, last: date) -> None:
        for day in _each_day(max(first, self.year.starts_on), min(last, self.year.ends_on)):
            if day not in self._extra or status is DayStatus.CLOSED:
                self._out[day] = Day(day=day, status=status, label=name)


@lru_cache(maxsize=256)
def calendar_of(year: SchoolYear, facility_id: str | None = None) -> Calendar:
    """The same calendar for everybody who asks of the same year: its days are counted once."""
    return Calendar(year, facility_id)


def day_in(calendars: Iterable[Calendar], day: date) -> Day:
    """What the school year that has this day says of it."""
    for calendar in calendars:
        if (known := calendar.day(day)).status is not DayStatus.NO_SERVICE:
            return known
    return Day(day=day, status=DayStatus.NO_SERVICE)


def calendar_with(calendars: Iterable[Calendar], day: date) -> Days:
    """The calendar of the school year that has this day; none of them, and nothing falls out."""
    within = (it for it in calendars if it.year.starts_on <= day <= it.year.ends_on)
    return next(within, NoHolidays())


def month_after(month: str, months: int = 1) -> str:
    """ "2026-12" and 1 make "2027-01"; a negative number goes back."""
    count = int(month[:4]) * 12 + int(month[5:]) - 1 + months
    return f"{count // 12:04}-{count % 12 + 1:02}"


def days_of_month(month: str) -> list[date]:
    first = date.fromisoformat(f"{month}-01")
    after = date.fromisoformat(f"{month_after(month)}-01")
    return list(_each_day(first, after - timedelta(days=1)))


def _each_day(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
