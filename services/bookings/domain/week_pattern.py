"""In which weeks a standing booking holds: all of them, those of one parity, or as custody goes.

Parity is that of the ISO week, as on the calendars of separated parents: in a year of 53 weeks,
week 53 and the week 1 that follows are two odd weeks running.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

Here = Callable[[date], bool]  # whether the child lives in this home on a day


class WeekPattern(StrEnum):
    EVERY_WEEK = "EVERY_WEEK"
    EVEN_WEEKS = "EVEN_WEEKS"
    ODD_WEEKS = "ODD_WEEKS"
    CUSTODY = "CUSTODY"


def holds(pattern: WeekPattern, day: date, here: Here | None = None) -> bool:
    """As custody goes: on no day, while nothing is known of it (`here` is None)."""
    match pattern:
        case WeekPattern.EVERY_WEEK:
            return True
        case WeekPattern.EVEN_WEEKS:
            return day.isocalendar().week % 2 == 0
        case WeekPattern.ODD_WEEKS:
            return day.isocalendar().week % 2 == 1
        case WeekPattern.CUSTODY:
            return here is not None and here(day)
