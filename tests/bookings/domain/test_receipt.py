from dataclasses import replace
from datetime import date

from services.bookings.domain.draft import DayToCancel
from services.bookings.domain.receipt import digest
from services.bookings.domain.slot_type import SlotType
from tests.bookings.histories import mondays
from tests.bookings.strasbourg import MIA

gone = DayToCancel(
    child_id=MIA, facility_id="tilleuls", slot_type=SlotType.LUNCH, day=date(2026, 9, 7)
)


def test_the_digest_stands_for_everything_that_was_asked_for():
    whole = digest([mondays], [gone])

    assert whole == digest([mondays], [gone]) and len(whole) == 64
    assert len({whole, digest([mondays], []), digest([], [gone]), digest([], [])}) == 4
    for changed in ({"dates": mondays.dates[:-1]}, {"slot_type": SlotType.EVENING}):
        assert digest([replace(mondays, **changed)], [gone]) != whole
