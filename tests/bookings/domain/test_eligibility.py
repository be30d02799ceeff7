from datetime import timedelta

import pytest

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.eligibility import FileStatus, eligibility
from services.bookings.domain.opening_wave import Applying, OpeningWaveScheduled, WaveFor
from services.bookings.domain.slot_type import SlotType
from tests.bookings.strasbourg import MIA, OPENS, paris

OPENING = OPENS["MATERNELLE"]  # 3 April 2026, 19:00: Good Friday


def mia(at, status=FileStatus.APPROVED, opens_at=OPENING):
    waves = [wave(opens_at)] if opens_at else []
    return eligible(waves, at, status)


def eligible(waves, at, status=FileStatus.APPROVED):
    child = Applying(school_level="MATERNELLE")
    return eligibility(MIA, child, status, waves, BookingKind.STANDING, at)


def wave(opens_at, **who):
    return OpeningWaveScheduled(
        wave_id=f"{opens_at} {who}",
        school_year="2026-2027",
        who=WaveFor(**who),
        opens_at=opens_at,
    )


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


def test_wednesdays_that_open_later_wait_and_the_rest_does_not():
    days_later = OPENING + timedelta(days=4)
    of_the_week = (SlotType.MORNING, SlotType.LUNCH, SlotType.EVENING)
    waves = [wave(OPENING, slot_types=of_the_week), wave(days_later)]

    child = eligible(waves, OPENING)
    waits = child.waits_for(SlotType.WEDNESDAY)

    assert child.can_book and child.waits_for(SlotType.LUNCH) is None
    assert (waits.opens_at, waits.because) == (days_later, WaveFor())
    assert eligible(waves, days_later).waits_for(SlotType.WEDNESDAY) is None


def test_a_family_reads_which_opening_is_its_own():
    waves = [wave(OPENING, school_levels=("MATERNELLE",)), wave(OPENING + timedelta(days=1))]

    child = eligible(waves, OPENING - timedelta(seconds=1))

    assert (child.opens_at, child.because) == (OPENING, WaveFor(school_levels=("MATERNELLE",)))
