"""Until when a day may still be booked or cancelled: an instant, from a day and a rule."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

PARIS: Final = ZoneInfo("Europe/Paris")
WORKING_WEEK: Final = range(5)


class Counting(StrEnum):
    CALENDAR_DAYS = "CALENDAR_DAYS"
    WORKING_DAYS = "WORKING_DAYS"


@dataclass(frozen=True, kw_only=True)
class DeadlineRule:
    """So many days before, at this hour on the clocks of Paris."""

    days_before: int
    at: str  # "18:00"
    counting: Counting = Counting.CALENDAR_DAYS


def instant(rule: DeadlineRule, day: date, public_holidays: Collection[date] = ()) -> datetime:
    """The last instant for `day`, in UTC: 18:00 in Paris, whatever the clocks did meanwhile."""
    last = _days_before(rule, day, public_holidays)
    return datetime.combine(last, time.fromisoformat(rule.at), PARIS).astimezone(UTC)


def _days_before(rule: DeadlineRule, day: date, public_holidays: Collection[date]) -> date:
    if rule.counting is Counting.CALENDAR_DAYS:
        return day - timedelta(days=rule.days_before)
    left = rule.days_before
    while left:
        day -= timedelta(days=1)
        if day.weekday() in WORKING_WEEK and day not in public_holidays:
            left -= 1
    return day
