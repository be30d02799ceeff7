"""Two ways to book: a weekday for the whole year, or single days."""

from datetime import datetime
from enum import StrEnum

from services.bookings.domain.school_year import SchoolYear


class BookingKind(StrEnum):
    STANDING = "STANDING"
    ONE_OFF = "ONE_OFF"


def kind_at(year: SchoolYear, at: datetime) -> BookingKind:
    """Until the regular cut-off one books for the year, from that instant on single days."""
    return BookingKind.STANDING if at < year.regular_cutoff_at else BookingKind.ONE_OFF
