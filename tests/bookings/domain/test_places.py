"""Staff change how many places there are; nobody who is expected loses one."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from services.bookings.domain import facility
from services.bookings.domain.capacity_pool import (
    CapacityPool,
    PoolException,
    SupervisionRatio,
    too_many,
)
from services.bookings.domain.facility import (
    FacilityDescribed,
    PoolPlaces,
    ResizePlaces,
    SlotPlaces,
)
from services.bookings.domain.slot_type import SlotType
from tests.bookings.strasbourg import offered
from tests.support.given import given

LUNCH, EVENING = SlotType.LUNCH, SlotType.EVENING
MONDAY, TUESDAY = date(2026, 9, 7), date(2026, 9, 8)


@dataclass(frozen=True)
class Expected:
    """So many children, some of them under six, at every lunch."""

    children: int
    small: int = 0

    def taken_on(self, slot_type, day):
        return self.children if slot_type is LUNCH else 0

    def under_six_on(self, slot_type, day):
        return self.small if slot_type is LUNCH else 0


room = CapacityPool(pool_id="salle", name="la salle", slot_types=(LUNCH,), size=40)
described = FacilityDescribed(
    facility_id="tilleuls",
    name="Les Tilleuls",
    address="",
    levels=(),
    slot_types=(offered(LUNCH), offered(EVENING)),
    pools=(room,),
)
more = ResizePlaces(
    facility_id="tilleuls",
    slots=(SlotPlaces(slot_type=LUNCH, capacity=35),),
    pools=(),
    here=Expected(30),
    days=(MONDAY, TUESDAY),
)


def test_other_places_leave_everything_else_as_it_is():
    given(facility, described).when(more).then(
        replace(described, slot_types=(offered(LUNCH, capacity=35), offered(EVENING)))
    )


def test_the_same_places_change_nothing():
    same = replace(more, slots=(SlotPlaces(slot_type=LUNCH, capacity=30),))

    given(facility, described).when(same).then_nothing()


def test_fewer_places_than_children_are_refused_until_staff_accept_it():
    fewer = replace(more, slots=(SlotPlaces(slot_type=LUNCH, capacity=29),))

    given(facility, described).when(fewer).refused("below_taken", days=2)
    given(facility, described).when(replace(fewer, overfull_accepted=True)).then(
        replace(described, slot_types=(offered(LUNCH, capacity=29), offered(EVENING)))
    )


def test_an_exception_counts_on_its_days_only():
    on_tuesday = PoolException(first=TUESDAY, last=TUESDAY, size=10)
    smaller = replace(
        more, slots=(), pools=(PoolPlaces(pool_id="salle", size=40, exceptions=(on_tuesday,)),)
    )

    given(facility, described).when(smaller).refused("below_taken", days=1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"slots": (SlotPlaces(slot_type=SlotType.WEDNESDAY, capacity=3),)}, "slot_not_offered"),
        ({"pools": (PoolPlaces(pool_id="car", size=3),)}, "unknown_pool"),
        ({"slots": (SlotPlaces(slot_type=EVENING, capacity=None),)}, "no_capacity"),
    ],
)
def test_places_of_what_is_not_there_are_refused(changes, code):
    given(facility, described).when(replace(more, **changes)).refused(code)


def test_staff_for_small_children_run_out_sooner():
    staff = replace(room, size=1, ratio=SupervisionRatio(under_six=14, from_six=18))

    assert too_many(staff, MONDAY, Expected(14, small=14)) == 0
    assert too_many(staff, MONDAY, Expected(18)) == 0
    assert too_many(staff, MONDAY, Expected(18, small=18)) == 4
