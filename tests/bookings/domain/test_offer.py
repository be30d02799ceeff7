from dataclasses import replace
from datetime import date

import pytest

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.eligibility import Eligibility
from services.bookings.domain.offer import HeldLine, PlaceState, SlotOffer
from services.bookings.domain.slot_type import SlotType
from tests.bookings.strasbourg import (
    LEO_OPENS_TOMORROW,
    MIA,
    MIA_CAN_BOOK,
    MON,
    TILLEULS,
    facts,
    paris,
)

MONDAY = date(2026, 9, 7)
EASTER_MONDAY = date(2027, 3, 29)
IN_TERM = {"kind": BookingKind.ONE_OFF, "at": paris("2026-09-04 12:00")}


def held(state=PlaceState.ACCEPTED, *, facility_id="tilleuls", weekday=None, dates=(MONDAY,)):
    return HeldLine(
        child_id=MIA,
        facility_id=facility_id,
        slot_type=SlotType.LUNCH,
        weekday=weekday,
        dates=frozenset(dates),
        state=state,
    )


def lunch(day=MONDAY, **changes) -> SlotOffer:
    offers = facts(children=(MIA_CAN_BOOK,), **changes).slots_on(day)
    return next(offer for offer in offers if offer.slot_type is SlotType.LUNCH)


def test_a_monday_offers_morning_lunch_and_evening_to_each_child():
    offers = facts().slots_on(MONDAY)

    assert len(offers) == 6
    assert {offer.slot_type for offer in offers} == {"MORNING", "LUNCH", "EVENING"}


def test_a_wednesday_offers_the_wednesday_alone():
    assert {o.slot_type for o in facts().slots_on(date(2026, 9, 9))} == {SlotType.WEDNESDAY}


def test_a_closed_day_offers_nothing():
    assert facts().slots_on(EASTER_MONDAY) == ()


def test_a_standing_lunch_covers_every_monday_of_the_year():
    offer = lunch()

    assert (offer.covers, offer.locked, offer.until) == (33, None, None)


def test_in_the_middle_of_the_year_it_covers_the_mondays_from_tomorrow_on():
    # 23 November 2026 is a Monday: the 30th (1), then 2, 4, 3, 3, 2, 4 and 4 from December on.
    assert lunch(at=paris("2026-11-23 08:00")).covers == 23


def test_a_single_day_covers_itself_until_its_deadline():
    offer = lunch(**IN_TERM)

    assert (offer.covers, offer.until) == (1, paris("2026-09-06 18:00"))


def test_after_the_deadline_a_day_is_locked():
    assert lunch(kind=BookingKind.ONE_OFF, at=paris("2026-09-06 18:01")).locked == "deadline_passed"


def test_what_is_requested_already_is_locked():
    offer = lunch(lines=(held(PlaceState.REQUESTED, weekday=MON),))

    assert (offer.state, offer.locked) == (PlaceState.REQUESTED, "already_requested")


def test_a_place_for_the_year_is_locked_while_one_books_for_the_year():
    assert lunch(lines=(held(weekday=MON),)).locked == "already_booked"


def test_a_place_of_a_single_day_can_be_cancelled_until_the_deadline():
    assert lunch(lines=(held(),), **IN_TERM).locked is None


def test_after_the_deadline_a_place_can_no_longer_be_cancelled():
    offer = lunch(lines=(held(),), kind=BookingKind.ONE_OFF, at=paris("2026-09-06 18:01"))

    assert (offer.state, offer.locked) == (PlaceState.ACCEPTED, "deadline_passed")


def test_a_child_is_in_one_place_at_a_time():
    offer = lunch(lines=(held(facility_id="la-ruche"),), **IN_TERM)

    assert (offer.state, offer.locked) == (PlaceState.ACCEPTED, "booked_elsewhere")


def test_what_was_refused_may_be_asked_for_again():
    offer = lunch(lines=(held(PlaceState.REFUSED, weekday=MON),))

    assert (offer.state, offer.locked, offer.covers) == (PlaceState.REFUSED, None, 33)


def test_the_days_a_child_has_already_are_not_covered_again():
    assert lunch(lines=(held(),)).covers == 32


def test_a_child_whose_level_opens_later_can_be_prepared_for():
    offers = facts(children=(LEO_OPENS_TOMORROW,)).slots_on(MONDAY)

    assert {offer.locked for offer in offers} == {None}


@pytest.mark.parametrize("why", ["file_not_submitted", "file_under_review", "file_returned"])
def test_without_an_approved_file_everything_is_locked(why):
    mia = replace(MIA_CAN_BOOK, why=why)

    assert {o.locked for o in facts(children=(mia,)).slots_on(MONDAY)} == {"file_not_approved"}


def test_a_facility_for_one_level_is_locked_for_the_other():
    leo = Eligibility(
        child_id=LEO_OPENS_TOMORROW.child_id, school_level="ELEMENTAIRE", why=None, opens_at=None
    )
    nursery = replace(TILLEULS, levels=("MATERNELLE",))

    offers = facts(facility=nursery, children=(leo,)).slots_on(MONDAY)

    assert {offer.locked for offer in offers} == {"level_not_served"}


def test_a_weekday_counts_the_days_left_on_which_it_is_open():
    assert facts().days_left(MON) == 33
