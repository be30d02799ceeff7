"""Rooms, meals and staff that several slot types share."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from hypothesis import given as for_any
from hypothesis import strategies as some

from services.bookings.domain import register
from services.bookings.domain.capacity_pool import (
    CapacityPool,
    PoolCount,
    PoolException,
    SupervisionRatio,
    fill,
    is_under_six,
    supervision_ratio,
)
from services.bookings.domain.facility import Facility
from services.bookings.domain.register import (
    AskedLine,
    CancelDay,
    ChangeDays,
    DaysChanged,
    LineRefused,
    PlacesTaken,
    RefuseLine,
    TakePlaces,
)
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.decider import Refused
from tests.bookings.strasbourg import LEO, MARTIN, MIA, NADIA, NOE, REQUEST, offered, paris
from tests.support.given import given

LUNCH, EVENING, MORNING = SlotType.LUNCH, SlotType.EVENING, SlotType.MORNING
MONDAY, NEXT_MONDAY = date(2026, 9, 7), date(2026, 9, 14)
DECIDED_AT = paris("2026-05-04 10:12")
BIG, SMALL = date(2025, 1, 1), None  # six since long ago; of unknown age

REFECTORY = CapacityPool(pool_id="refectory", name="le réfectoire", slot_types=(LUNCH,), size=3)
MEALS = CapacityPool(
    pool_id="meals",
    name="les repas livrés",
    slot_types=(LUNCH, EVENING),
    size=2,
    count=PoolCount.PER_DAY,
)
WITH_PEDT = supervision_ratio(pedt=True, hours=2)
STAFF = CapacityPool(pool_id="staff", name="l’équipe", slot_types=(LUNCH,), size=1, ratio=WITH_PEDT)


def line(child_id, slot_type=LUNCH, dates=(MONDAY,), six_from=SMALL, line_id="1") -> AskedLine:
    return AskedLine(
        facility_id="tilleuls",
        school_year="2026-2027",
        request_id=REQUEST,
        line_id=line_id,
        household_id=MARTIN,
        child_id=child_id,
        slot_type=slot_type,
        dates=dates,
        six_from=six_from,
    )


def take(child_id, *pools, **asked) -> TakePlaces:
    return TakePlaces(
        line=line(child_id, **asked), pools=pools, decided_at=DECIDED_AT, decided_by=NADIA
    )


def taken(child_id, **asked) -> PlacesTaken:
    return PlacesTaken(
        line=line(child_id, **asked),
        capacity=99,
        taken=1,
        decided_at=DECIDED_AT,
        decided_by=NADIA,
    )


def children(count, *, six_from=SMALL, slot_type=LUNCH, first=100):
    """So many others that are there already."""
    return [
        taken(UUID(int=first + n), slot_type=slot_type, six_from=six_from) for n in range(count)
    ]


# The ratio of the law


def test_the_ratio_goes_by_age_by_pedt_and_by_hours_in_a_row():
    ratios = {
        (pedt, hours): supervision_ratio(pedt=pedt, hours=hours)
        for pedt in (True, False)
        for hours in (5, 6)
    }

    assert {key: (it.under_six, it.from_six) for key, it in ratios.items()} == {
        (True, 5): (14, 18),
        (True, 6): (10, 14),
        (False, 5): (10, 14),
        (False, 6): (8, 12),
    }


def test_one_supervisor_may_look_after_fourteen_small_ones_or_eighteen_big_ones():
    fourteen, eighteen = children(14), children(18, six_from=BIG)

    given(register, *fourteen).when(take(MIA, STAFF)).refused(
        "slot_full", pool="staff", pool_name="l’équipe", capacity=14, taken=14
    )
    given(register, *eighteen).when(take(LEO, STAFF, six_from=BIG)).refused(
        "slot_full", pool="staff", capacity=18, taken=18
    )
    given(register, *eighteen[:17]).when(take(LEO, STAFF, six_from=BIG)).then(
        replace(taken(LEO, six_from=BIG), capacity=18, taken=18, pool="staff")
    )


def test_small_and_big_ones_together_are_weighed_exactly():
    # 7/14 of a supervisor for the small ones leaves half of one: nine big ones and not ten.
    mixed = [*children(7), *children(8, six_from=BIG, first=200)]

    room = register.decide(take(LEO, STAFF, six_from=BIG), _after(mixed))
    full = _after([*mixed, taken(LEO, six_from=BIG)])

    assert room
    assert fill(STAFF, MONDAY, full, under_six=False).left == 0


def test_a_child_turns_six_during_the_year_and_counts_as_big_from_then_on():
    november = date(2026, 11, 2)
    ten_november = date(2026, 11, 1)
    pool = replace(STAFF, size=1, ratio=SupervisionRatio(under_six=1, from_six=2))

    # Mia is five on the Monday of September and six in November; so is Léo.
    mia = taken(MIA, dates=(MONDAY, november), six_from=ten_november)

    in_september = take(LEO, pool, dates=(MONDAY,), six_from=ten_november)
    in_november = take(LEO, pool, dates=(november,), six_from=ten_november)
    given(register, mia).when(in_september).refused("slot_full", full_on="2026-09-07")
    given(register, mia).when(in_november).then(
        replace(
            taken(LEO, dates=(november,), six_from=ten_november),
            capacity=2,
            taken=2,
            pool="staff",
        )
    )


def test_who_is_of_unknown_age_counts_as_small():
    assert is_under_six(None, MONDAY)
    assert is_under_six(NEXT_MONDAY, MONDAY)
    assert not is_under_six(MONDAY, MONDAY)


# Pools that overlap


def test_a_refusal_names_the_pool_that_was_full_among_several():
    there = children(2)

    given(register, *there).when(take(MIA, REFECTORY, MEALS)).refused(
        "slot_full",
        pool="meals",
        pool_name="les repas livrés",
        full_on="2026-09-07",
        capacity=2,
        taken=2,
    )


def test_a_refusal_that_is_kept_names_it_too():
    refuse = RefuseLine(
        line=line(MIA),
        pools=(REFECTORY, MEALS),
        reason="slot_full",
        decided_at=DECIDED_AT,
        decided_by=NADIA,
    )

    (refused,) = register.decide(refuse, _after(children(2)))

    assert isinstance(refused, LineRefused)
    assert (refused.pool, refused.pool_name, refused.capacity, refused.taken, refused.full_on) == (
        "meals",
        "les repas livrés",
        2,
        2,
        MONDAY,
    )


def test_meals_count_over_the_day_and_a_room_by_who_is_there_at_once():
    facility = Facility(
        facility_id="tilleuls",
        slot_types=(offered(LUNCH, capacity=None), offered(EVENING, capacity=None)),
        pools=(
            MEALS,
            CapacityPool(pool_id="hall", name="la salle", slot_types=(LUNCH, EVENING), size=5),
        ),
    )

    meals, hall = facility.pools_of(LUNCH)

    assert meals.slot_types == (LUNCH, EVENING)
    assert hall.slot_types == (LUNCH,)  # nobody of the evening is there at noon


def test_hours_that_meet_share_the_room():
    facility = Facility(
        facility_id="tilleuls",
        slot_types=(
            offered(LUNCH, capacity=None),
            offered(EVENING, capacity=None, starts="13:30", ends="18:30"),
        ),
        pools=(CapacityPool(pool_id="hall", name="la salle", slot_types=(LUNCH, EVENING), size=5),),
    )

    (hall,) = facility.pools_of(LUNCH)

    assert hall.slot_types == (LUNCH, EVENING)


def test_a_pool_may_be_smaller_on_some_days():
    away = PoolException(first=NEXT_MONDAY, last=NEXT_MONDAY, size=0)
    refectory = replace(REFECTORY, exceptions=(away,))

    given(register).when(take(MIA, refectory, dates=(MONDAY, NEXT_MONDAY))).refused(
        "slot_full", full_on="2026-09-14", capacity=0, taken=0
    )


def test_a_pool_made_smaller_afterwards_takes_nobody_s_place_and_gives_no_new_one():
    refectory = replace(REFECTORY, size=1)

    given(register, *children(3)).when(take(MIA, refectory)).refused(
        "slot_full", capacity=1, taken=3
    )


# The calendar changes


def change(child_id, *pools, gone=(), added=(), **asked) -> ChangeDays:
    return ChangeDays(
        line=line(child_id, dates=added, **asked),
        gone=gone,
        pools=pools,
        changed_at=DECIDED_AT,
        changed_by=NADIA,
    )


def test_a_closed_day_gives_its_place_back_in_every_pool():
    closed = change(MIA, REFECTORY, gone=(MONDAY,))
    mia = taken(MIA, dates=(MONDAY, NEXT_MONDAY))

    (changed,) = register.decide(closed, _after([mia]))
    state = _after([mia, changed])

    assert (changed.gone, changed.line.dates) == ((MONDAY,), ())
    assert (state.taken_on(LUNCH, MONDAY), state.under_six_on(LUNCH, MONDAY)) == (0, 0)
    assert state.taken_on(LUNCH, NEXT_MONDAY) == 1


def test_a_day_that_another_line_booked_is_not_taken_from_it():
    other = taken(MIA, line_id="2")

    given(register, other).when(change(MIA, REFECTORY, gone=(MONDAY,))).then_nothing()


def test_a_day_that_opens_again_is_added_only_where_there_is_room():
    full_on_monday = children(3)

    (changed,) = register.decide(
        change(MIA, REFECTORY, added=(MONDAY, NEXT_MONDAY)), _after(full_on_monday)
    )

    assert changed.line.dates == (NEXT_MONDAY,)


def _after(events):
    state = register.INITIAL
    for event in events:
        state = register.evolve(state, event)
    return state


# For any set of takes and cancellations over pools, no pool is exceeded

DAYS = (MONDAY, NEXT_MONDAY)
AGES = {MIA: SMALL, LEO: BIG, NOE: NEXT_MONDAY}  # Noé turns six between the two Mondays
POOLS = (
    CapacityPool(pool_id="own", slot_types=(LUNCH,), size=2),
    replace(MEALS, size=3),
    replace(
        STAFF,
        slot_types=(LUNCH, EVENING),
        ratio=SupervisionRatio(under_six=2, from_six=3),
        count=PoolCount.PER_DAY,
        exceptions=(PoolException(first=NEXT_MONDAY, last=NEXT_MONDAY, size=2),),
    ),
)


def _pools_of(slot_type):
    return tuple(pool for pool in POOLS if slot_type in pool.slot_types)


some_dates = some.lists(some.sampled_from(DAYS), min_size=1, unique=True).map(tuple)
some_slots = some.sampled_from((LUNCH, EVENING))
takes = some.builds(
    lambda child, slot_type, dates: take(
        child, *_pools_of(slot_type), slot_type=slot_type, dates=dates, six_from=AGES[child]
    ),
    some.sampled_from(list(AGES)),
    some_slots,
    some_dates,
)
cancellations = some.builds(
    lambda child, slot_type, day: CancelDay(
        facility_id="tilleuls",
        school_year="2026-2027",
        request_id=None,
        household_id=MARTIN,
        child_id=child,
        slot_type=slot_type,
        day=day,
        until=DECIDED_AT,
        cancelled_at=DECIDED_AT,
    ),
    some.sampled_from(list(AGES)),
    some_slots,
    some.sampled_from(DAYS),
)


changes = some.builds(
    lambda child, slot_type, gone, added: ChangeDays(
        line=line(child, slot_type, tuple(added), AGES[child]),
        gone=tuple(gone),
        pools=_pools_of(slot_type),
        changed_at=DECIDED_AT,
        changed_by=NADIA,
    ),
    some.sampled_from(list(AGES)),
    some_slots,
    some.sets(some.sampled_from(DAYS)),
    some.sets(some.sampled_from(DAYS)),
)


@for_any(some.lists(takes | cancellations | changes, max_size=40))
def test_for_any_takes_cancellations_and_changes_of_the_calendar_no_pool_is_ever_exceeded(commands):
    state, there = register.INITIAL, set()
    for command in commands:
        try:
            new = register.decide(command, state)
        except Refused as refusal:
            assert refusal.code == "slot_full"
            pool = next(it for it in POOLS if it.pool_id == refusal.facts["pool"])
            day = date.fromisoformat(refusal.facts["full_on"])
            child = command.line.child_id
            assert _load(pool, day, there) + _weight(pool, child, day) > pool.size_on(day)
            continue
        for event in new:
            state = register.evolve(state, event)
            if isinstance(event, DaysChanged):
                slot_type = event.line.slot_type
                there -= {(event.line.child_id, slot_type, d) for d in event.gone}
                there |= {(event.line.child_id, slot_type, d) for d in event.line.dates}
            elif isinstance(event, PlacesTaken):
                there |= {(event.line.child_id, event.line.slot_type, d) for d in event.line.dates}
            else:
                there -= {(event.child_id, event.slot_type, event.day)}
        for pool in POOLS:
            for day in DAYS:
                assert _load(pool, day, there) <= pool.size_on(day)


def _load(pool, day, there) -> Fraction:
    """Counted again from who is there, in fractions of a supervisor."""
    return sum(
        (
            _weight(pool, child, day)
            for child, slot_type, on in there
            if on == day and slot_type in pool.slot_types
        ),
        Fraction(),
    )


def _weight(pool, child, day) -> Fraction:
    if pool.ratio is None:
        return Fraction(1)
    small = AGES[child] is None or day < AGES[child]
    return Fraction(1, pool.ratio.under_six if small else pool.ratio.from_six)
