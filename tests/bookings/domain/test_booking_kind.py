from datetime import timedelta

from services.bookings.domain.booking_kind import BookingKind, kind_at
from tests.bookings.strasbourg import CUTOFF, YEAR


def test_until_the_cutoff_one_books_for_the_year_and_then_single_days():
    assert kind_at(YEAR, CUTOFF - timedelta(milliseconds=100)) is BookingKind.STANDING
    assert kind_at(YEAR, CUTOFF) is BookingKind.ONE_OFF
