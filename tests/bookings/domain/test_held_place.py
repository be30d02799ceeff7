"""The place of an absent child: booked, and free for the day for who waits."""

from dataclasses import replace

from services.bookings.domain import register
from services.bookings.domain.held_place import (
    FreePlace,
    HeldSlot,
    PlaceFreed,
    PlaceRestored,
    RestorePlace,
)
from services.bookings.domain.register import ChangeDays, DaysChanged, PlaceCancelled
from services.bookings.domain.slot_type import SlotType
from tests.bookings.domain.test_register import (
    DECIDED_AT,
    MONDAY,
    UNTIL,
    cancel,
    line,
    places,
    take,
    taken,
)
from tests.bookings.strasbourg import LEO, MARTIN, MIA, NADIA, PETIT, REQUEST
from tests.support.given import given

SLOT = HeldSlot(
    facility_id="tilleuls",
    school_year="2026-2027",
    household_id=MARTIN,
    child_id=MIA,
    slot_type=SlotType.LUNCH,
    day=MONDAY,
)
MIA_HAS_IT = taken(take())
LEO_HAS_IT = taken(take(LEO, capacity=1))
FREED = PlaceFreed(slot=SLOT, under_six=True, at=UNTIL)
RESTORED = PlaceRestored(slot=SLOT, under_six=True, at=UNTIL)


def free(slot=SLOT):
    return FreePlace(slot=slot, at=UNTIL)


def restore(capacity=1):
    return RestorePlace(slot=SLOT, pools=(places(capacity),), at=UNTIL)


def test_an_absent_childs_place_can_be_given_to_another_one():
    given(register, MIA_HAS_IT).when(take(LEO, capacity=1)).refused("slot_full")
    given(register, MIA_HAS_IT).when(free()).then(FREED)
    given(register, MIA_HAS_IT, FREED).when(take(LEO, capacity=1)).then(LEO_HAS_IT)


def test_it_is_freed_once_and_only_by_the_home_that_has_it():
    given(register, MIA_HAS_IT, FREED).when(free()).then_nothing()
    given(register).when(free()).then_nothing()
    given(register, MIA_HAS_IT).when(free(replace(SLOT, household_id=PETIT))).then_nothing()


def test_who_comes_after_all_has_the_place_again_unless_it_was_given_away():
    given(register, MIA_HAS_IT, FREED).when(restore()).then(RESTORED)
    given(register, MIA_HAS_IT, FREED, LEO_HAS_IT).when(restore()).refused("place_given_away")
    given(register, MIA_HAS_IT, FREED, LEO_HAS_IT).when(restore(capacity=2)).then(RESTORED)
    given(register, MIA_HAS_IT).when(restore()).then_nothing()
    given(register, MIA_HAS_IT, FREED, RESTORED).when(take(LEO, capacity=1)).refused("slot_full")


def test_the_absent_child_is_not_booked_a_second_time():
    given(register, MIA_HAS_IT, FREED).when(take()).then_nothing()


def test_giving_the_day_back_takes_it_from_the_count_once():
    history = (MIA_HAS_IT, FREED)
    again, gone = register.decide(cancel(), given(register, *history).state)

    assert (again, type(gone)) == (RESTORED, PlaceCancelled)
    after = given(register, *history, again, gone).state
    assert (after.taken_on(SlotType.LUNCH, MONDAY), after.under_six_on(SlotType.LUNCH, MONDAY)) == (
        0,
        0,
    )


def test_a_strike_takes_the_day_of_an_absent_child_like_any_other():
    strike = ChangeDays(
        line=line(dates=()),
        gone=(MONDAY,),
        pools=(places(1),),
        changed_at=DECIDED_AT,
        changed_by=NADIA,
    )

    again, gone = register.decide(strike, given(register, MIA_HAS_IT, FREED).state)

    assert again == replace(RESTORED, at=DECIDED_AT)
    assert isinstance(gone, DaysChanged) and gone.gone == (MONDAY,)
    after = given(register, MIA_HAS_IT, FREED, again, gone).state
    assert after.taken_on(SlotType.LUNCH, MONDAY) == 0
    assert after.days_of_line(MIA, REQUEST, "1") == ()
