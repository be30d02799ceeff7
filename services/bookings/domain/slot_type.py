"""The four kinds of care that are booked, each on its own."""

from enum import StrEnum
from typing import Final


class SlotType(StrEnum):
    MORNING = "MORNING"
    LUNCH = "LUNCH"
    EVENING = "EVENING"
    WEDNESDAY = "WEDNESDAY"


WEDNESDAYS: Final = frozenset({2})
SCHOOL_DAYS: Final = frozenset({0, 1, 3, 4})


def possible_weekdays(slot_type: SlotType) -> frozenset[int]:
    """0 is Monday. There is no school on Wednesdays, and the Wednesday day is on no other."""
    return WEDNESDAYS if slot_type is SlotType.WEDNESDAY else SCHOOL_DAYS
