"""From when a child counts as six: what others may know of its birth, a month and no day."""

from datetime import date
from typing import Final

SIX: Final = 6
DECEMBER: Final = 12


def six_from(birth_date: date | None) -> date | None:
    """The first day of a month on or after the sixth birthday.

    So nobody is taken for six too early, and who is under six on 1 January is told exactly.
    """
    if birth_date is None:
        return None
    year, month = birth_date.year + SIX, birth_date.month
    if birth_date.day == 1:
        return date(year, month, 1)
    return date(year + 1, 1, 1) if month == DECEMBER else date(year, month + 1, 1)
