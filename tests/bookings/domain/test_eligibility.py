from datetime import timedelta

import pytest

from services.bookings.domain.eligibility import FileStatus, eligibility
from tests.bookings.strasbourg import MIA, OPENS, paris

OPENING = OPENS["MATERNELLE"]  # 3 April 2026, 19:00: Good Friday


def mia(at, status=FileStatus.APPROVED, opens_at=OPENING):
    return eligibility(MIA, "MATERNELLE", status, opens_at, at)


def test_at_18_59_59_9_it_is_not_open_yet_and_at_19_00_00_0_it_is():
    before = OPENING - timedelta(milliseconds=100)

    assert mia(before).why == "not_open_yet"
    assert mia(OPENING).can_book


def test_an_opening_on_good_friday_opens():
    assert mia(paris("2026-04-03 19:00")).can_book


def test_before_the_opening_slots_can_be_prepared():
    assert mia(OPENING - timedelta(days=1)).can_prepare


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (FileStatus.NOT_SUBMITTED, "file_not_submitted"),
        (FileStatus.SUBMITTED, "file_under_review"),
        (FileStatus.RETURNED, "file_returned"),
    ],
)
def test_a_file_that_is_not_approved_books_nothing_and_says_why(status, why):
    child = mia(OPENING, status)

    assert (child.why, child.can_book, child.can_prepare) == (why, False, False)


def test_a_level_without_a_planned_opening_is_not_open():
    assert mia(OPENING, opens_at=None).why == "not_open_yet"


def test_an_opening_in_the_night_the_clocks_go_back_opens_at_its_instant():
    opening = paris("2026-10-25 02:30")  # comes twice that night: the first one is meant

    assert not mia(opening - timedelta(seconds=1), opens_at=opening).can_book
    assert mia(opening, opens_at=opening).can_book
    assert mia(paris("2026-10-25 03:00"), opens_at=opening).can_book
