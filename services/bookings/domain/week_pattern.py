"""In which weeks a standing booking holds: all of them, or those of one parity.

Parity is that of the ISO week, as on the calendars of separated parents: in a year of 53 weeks,
week 53 and the week 1 that follows are two odd weeks running.
"""

from datetime import date
from enum import StrEnum


class WeekPattern(StrEnum):
    EVERY_WEEK = "EVERY_WEEK"
    EVEN_WEEKS = "EVEN_WEEKS"
    ODD_WEEKS = "ODD_WEEKS"


def holds(pattern: WeekPattern, day: date) -> bool:
    match pattern:
        case WeekPattern.EVERY_WEEK:
            return True
        case WeekPattern.EVEN_WEEKS:
            return day.isocalendar().week % 2 == 0
        case WeekPattern.ODD_WEEKS:
            return day.isocalendar().week % 2 == 1
