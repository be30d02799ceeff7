import tracemalloc
from dataclasses import replace
from datetime import date
from functools import reduce
from itertools import chain
from uuid import UUID

from hypothesis import given as for_any
from hypothesis import strategies as some

from services.bookings.domain import register
from services.bookings.domain.capacity_pool import CapacityPool
from services.bookings.domain.held_place import (
    FreePlace,
    HeldSlot,
    PlaceFreed,
    PlaceRestored,
    RestorePlace,
)
from services.bookings.domain.register import (
    AskedLine,
    CancelDay,
    ChangeDays,
    DaysChanged,
    LineRefused,
    LineWaitlisted,
    PlaceCancelled,
    PlacesReleased,
    PlacesTaken,
    RefuseLine,
    ReleasePlaces,
    TakePlaces,
    WaitlistLine,
)
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.decider import Refused
from tests.bookings.strasbourg import LEO, MARTIN, MIA, NADIA, NOE, PETIT, REQUEST, paris
from tests.support.given import given

MONDAY, NEXT_MONDAY = date(2026, 9, 7), date(2026, 9, 14)
DECIDED_AT = paris("2026-05-04 10:12")
UNTIL = paris("2026-09-06 18:00")
OFFER = UUID(int=0xF1)


def line(child_id=MIA, *, dates=(MONDAY,), line_id="1", slot_type=SlotType.LUNCH) -> AskedLine:
    return AskedLine(
        facility_id="tilleuls",
        school_year="2026-2027",
        request_id=REQUEST,
        line_id=line_id,
        household_id=PETIT if child_id == NOE else MARTIN,
        child_id=child_id,
        slot_type=slot_type,
        dates=dates,
    )


def places(size, slot_type=SlotType.LUNCH) -> CapacityPool:
    return CapacityPool(pool_id=slot_type, slot_types=(slot_type,), size=size)


def take(child_id=MIA, *, capacity=2, pools=None, **changes) -> TakePlaces:
    asked = line(child_id, **changes)
    return TakePlaces(
        line=asked,
        pools=pools or (places(capacity, asked.slot_type),),
        decided_at=DECIDED_AT,
        decided_by=NADIA,
    )


def refuse(child_id=MIA, *, capacity=2, pools=None, reason="slot_full", **changes) -> RefuseLine:
    asked = line(child_id, **changes)
    return RefuseLine(
        line=asked,
        pools=pools or (places(capacity, asked.slot_type),),
        reason=reason,
        decided_at=DECIDED_AT,
        decided_by=NADIA,
    )


def wait(child_id=MIA) -> WaitlistLine:
    return WaitlistLine(
        line=line(child_id),
        pools=(places(2),),
        decided_at=DECIDED_AT,
        decided_by=NADIA,
    )


def refused_at(command: RefuseLine) -> LineRefused:
    """What it says when the one pool is full on the one day."""
    (pool,) = command.pools
    return LineRefused(
        line=command.line,
        reason=command.reason,
        capacity=pool.size,
        taken=pool.size,
        full_on=command.line.dates[0],
        decided_at=DECIDED_AT,
        decided_by=NADIA,
        pool=pool.pool_id,
    )


def taken(command: TakePlaces, *, count=1, dates=None) -> PlacesTaken:
    """What it says when there is one pool."""
    (pool,) = command.pools
    return PlacesTaken(
        line=replace(command.line, dates=dates or command.line.dates),
        capacity=pool.size,
        pool=pool.pool_id,
        taken=count,
        decided_at=DECIDED_AT,
        decided_by=NADIA,
    )


def cancel(child_id=MIA, day=MONDAY, at=UNTIL):
    return CancelDay(
        facility_id="tilleuls",
        school_year="2026-2027",
        request_id=None,
        household_id=MARTIN,
        child_id=child_id,
        slot_type=SlotType.LUNCH,
        day=day,
        until=UNTIL,
        cancelled_at=at,
    )


def test_a_line_takes_a_place_on_each_of_its_dates():
    both = take(dates=(MONDAY, NEXT_MONDAY))

    given(register).when(both).then(taken(both))


def test_the_last_place_is_taken_and_the_next_is_refused_with_the_full_day():
    noe = take(NOE, dates=(MONDAY, NEXT_MONDAY))

    given(register, taken(take(MIA))).when(take(LEO)).then(taken(take(LEO), count=2))
    given(register, taken(take(MIA)), taken(take(LEO), count=2)).when(noe).refused(
        "slot_full", full_on="2026-09-07", capacity=2, taken=2
    )


def test_a_line_with_one_full_day_takes_none_of_its_days():
    mia = take(MIA, dates=(MONDAY, NEXT_MONDAY), capacity=1)

    given(register, taken(take(NOE, dates=(NEXT_MONDAY,)))).when(mia).refused(
        "slot_full", full_on="2026-09-14"
    )


def test_taking_twice_changes_nothing():
    given(register, taken(take(MIA))).when(take(MIA)).then_nothing()


def test_a_day_the_child_already_has_is_not_counted_twice():
    both = take(MIA, dates=(MONDAY, NEXT_MONDAY), line_id="2")

    given(register, taken(take(MIA))).when(both).then(taken(both, dates=(NEXT_MONDAY,)))


def test_lunch_and_evening_do_not_share_their_places():
    evening = take(NOE, slot_type=SlotType.EVENING, capacity=1)

    given(register, taken(take(MIA))).when(evening).then(taken(evening))


def test_a_refusal_keeps_what_was_true_when_it_was_decided():
    given(register, taken(take(LEO, capacity=1))).when(refuse(MIA, capacity=1)).then(
        LineRefused(
            line=line(MIA),
            reason="slot_full",
            capacity=1,
            taken=1,
            full_on=MONDAY,
            decided_at=DECIDED_AT,
            decided_by=NADIA,
            pool="LUNCH",
        )
    )


def test_a_place_that_exists_cannot_be_refused_as_full():
    given(register, taken(take(LEO))).when(refuse(MIA)).refused("not_full", capacity=2, taken=1)


def test_a_refusal_for_another_reason_says_that_there_was_room():
    evening = refuse(MIA, reason="no_staff", slot_type=SlotType.EVENING)

    refused = register.decide(evening, register.INITIAL)[0]

    assert isinstance(refused, LineRefused)
    assert (refused.reason, refused.capacity, refused.taken, refused.full_on) == (
        "no_staff",
        2,
        0,
        None,
    )


def test_at_the_canteen_only_a_full_one_refuses_a_child_of_the_school():
    given(register).when(refuse(MIA, reason="no_staff")).refused("canteen_is_a_right")
    given(register, taken(take(LEO)), taken(take(NOE), count=2)).when(
        refuse(MIA, reason="no_staff")
    ).then(refused_at(refuse(MIA, reason="no_staff")))
    elsewhere = register.decide(refuse(MIA, reason="not_eligible"), register.INITIAL)
    assert isinstance(elsewhere[0], LineRefused)


def test_places_held_for_an_offer_are_free_again_when_it_is_not_accepted():
    held = replace(taken(take(MIA)), offer_id=OFFER)
    release = ReleasePlaces(line=line(MIA), offer_id=OFFER, released_at=DECIDED_AT)
    released = PlacesReleased(line=line(MIA), offer_id=OFFER, released_at=DECIDED_AT)

    given(register).when(replace(take(MIA), offer_id=OFFER)).then(held)
    given(register, held).when(release).then(released)
    given(register, held, released).when(release).then_nothing()
    given(register, held, released).when(take(LEO, capacity=1)).then(taken(take(LEO, capacity=1)))


def test_nobody_waits_for_a_place_that_is_there():
    given(register).when(wait(MIA)).refused("not_full")
    given(register, taken(take(LEO)), taken(take(NOE), count=2)).when(wait(MIA)).then(
        LineWaitlisted(
            line=line(MIA),
            capacity=2,
            taken=2,
            full_on=MONDAY,
            decided_at=DECIDED_AT,
            decided_by=NADIA,
            pool=SlotType.LUNCH,
        )
    )


def test_a_day_is_cancelled_until_the_deadline_and_its_place_is_free_again():
    cancelled = PlaceCancelled(
        facility_id="tilleuls",
        school_year="2026-2027",
        request_id=None,
        household_id=MARTIN,
        child_id=MIA,
        slot_type=SlotType.LUNCH,
        day=MONDAY,
        booked_by=REQUEST,
        line_id="1",
        cancelled_at=UNTIL,
    )
    mia = taken(take(MIA, capacity=1))

    given(register, mia).when(cancel()).then(cancelled)
    given(register, mia, cancelled).when(take(LEO, capacity=1)).then(taken(take(LEO, capacity=1)))


def test_a_day_is_not_cancelled_one_instant_after_the_deadline():
    late = UNTIL.replace(microsecond=1)

    given(register, taken(take(MIA))).when(cancel(at=late)).refused(
        "deadline_passed", day="2026-09-07", until=UNTIL.isoformat()
    )


def test_cancelling_what_is_not_booked_changes_nothing():
    given(register).when(cancel()).then_nothing()


CHILDREN = (MIA, LEO, NOE)
DAYS = tuple(date(2026, 9, day) for day in (7, 14, 21))

lines = some.builds(
    take,
    some.sampled_from(CHILDREN),
    dates=some.lists(some.sampled_from(DAYS), min_size=1, unique=True).map(tuple),
    capacity=some.integers(0, 2),
    line_id=some.sampled_from("12345"),
)
refusals = some.builds(
    refuse,
    some.sampled_from(CHILDREN),
    dates=some.lists(some.sampled_from(DAYS), min_size=1, unique=True).map(tuple),
    capacity=some.integers(0, 2),
    reason=some.sampled_from(("slot_full", "no_staff")),
)
releases = some.builds(
    lambda child_id, line_id, dates: ReleasePlaces(
        line=line(child_id, line_id=line_id, dates=tuple(sorted(dates))),
        offer_id=OFFER,
        released_at=DECIDED_AT,
    ),
    some.sampled_from(CHILDREN),
    some.sampled_from("12345"),
    some.sets(some.sampled_from(DAYS), min_size=1),
)
cancellations = some.builds(cancel, some.sampled_from(CHILDREN), some.sampled_from(DAYS))


def _slot(child_id, day) -> HeldSlot:
    return HeldSlot(
        facility_id="tilleuls",
        school_year="2026-2027",
        household_id=PETIT if child_id == NOE else MARTIN,
        child_id=child_id,
        slot_type=SlotType.LUNCH,
        day=day,
    )


slots = some.builds(_slot, some.sampled_from(CHILDREN), some.sampled_from(DAYS))
absences = some.builds(lambda slot: FreePlace(slot=slot, at=DECIDED_AT), slots)
returns = some.builds(
    lambda slot, size: RestorePlace(slot=slot, pools=(places(size),), at=DECIDED_AT),
    slots,
    some.integers(0, 2),
)


@for_any(
    some.lists(
        lines | refusals | releases | cancellations | absences | returns,
        max_size=40,
    )
)
def test_no_order_of_taking_cancelling_and_being_absent_takes_a_place_too_many(
    commands,
):
    state, said = register.INITIAL, []
    for command in commands:
        try:
            new = register.decide(command, state)
        except Refused as refusal:
            if refusal.code == "slot_full":  # the explanation is true when it is counted again
                day = date.fromisoformat(refusal.facts["full_on"])
                assert _children_on(said, day) >= command.pools[0].size
            continue
        for event in new:
            state = register.evolve(state, event)
        said += new
        if isinstance(command, TakePlaces) and new:
            fullest = max(_children_on(said, day) for day in new[0].line.dates)
            assert fullest <= command.pools[0].size
        if isinstance(command, RestorePlace) and new:
            assert _children_on(said, command.slot.day) <= command.pools[0].size
        for day in DAYS:
            assert state.taken_on(SlotType.LUNCH, day) == _children_on(said, day)


def _children_on(events, day) -> int:
    """How many places of a day are taken, counted from the events and not from the state."""
    took = chain.from_iterable(
        [(e.line.child_id, d) for d in e.line.dates] for e in events if isinstance(e, PlacesTaken)
    )
    gave = [e for e in events if isinstance(e, PlaceCancelled) and e.day == day]
    freed = [e for e in events if isinstance(e, PlacesReleased) and day in e.line.dates]
    absent = [e for e in events if isinstance(e, PlaceFreed) and e.slot.day == day]
    back = [e for e in events if isinstance(e, PlaceRestored) and e.slot.day == day]
    return sum(d == day for _child, d in took) - len(gave) - len(freed) - len(absent) + len(back)


def test_a_place_costs_the_same_however_many_children_have_one():
    """An event shares what it does not touch with the state before it: nothing is copied."""
    children = (taken(take(UUID(int=1_000 + n))) for n in range(5_000))
    full = reduce(register.evolve, children, register.INITIAL)

    tracemalloc.start()
    register.evolve(full, taken(take(MIA)))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 20_000  # bytes; a copy of 5,000 entries is ten times that


def test_a_day_is_booked_by_the_home_it_belongs_to_whatever_the_other_asks():
    both = take(MIA, dates=(MONDAY, NEXT_MONDAY))

    given(register).when(replace(both, elsewhere=frozenset({NEXT_MONDAY}))).refused(
        "day_of_other_home", day="2026-09-14"
    )


def test_a_place_that_the_other_home_holds_is_not_answered_as_accepted():
    of_the_other_home = take(MIA)
    again = replace(take(MIA), line=replace(line(MIA), household_id=PETIT))

    given(register, taken(of_the_other_home)).when(again).refused(
        "held_by_other_home", day="2026-09-07"
    )


def test_a_home_cannot_give_back_what_the_other_one_booked():
    given(register, taken(take(MIA))).when(replace(cancel(MIA), household_id=PETIT)).refused(
        "held_by_other_home", day="2026-09-07"
    )


def test_a_day_that_opens_again_is_not_booked_for_the_home_the_child_is_not_in():
    opened = ChangeDays(
        line=line(MIA, dates=(MONDAY, NEXT_MONDAY)),
        gone=(),
        pools=(places(2),),
        changed_at=DECIDED_AT,
        changed_by=NADIA,
        elsewhere=frozenset({MONDAY}),
    )

    given(register).when(opened).then(
        DaysChanged(
            line=line(MIA, dates=(NEXT_MONDAY,)),
            gone=(),
            gone_under_six=(),
            changed_at=DECIDED_AT,
            changed_by=NADIA,
        )
    )
