"""Who gets which place, and whether what is said of it is true."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from time import process_time
from uuid import UUID

from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as some

from services.bookings.domain import register
from services.bookings.domain.allocation import Because, Places, allocate, siblings_split
from services.bookings.domain.capacity_pool import CapacityPool, SupervisionRatio, fill
from services.bookings.domain.draft import Alternative, Bundle
from services.bookings.domain.outcome import Decision
from services.bookings.domain.register import AskedLine, PlacesTaken, Register
from services.bookings.domain.serving_order import (
    Candidate,
    Criterion,
    Mode,
    RuleSet,
    Ticket,
    Wish,
    draw,
    wishes_of,
)
from services.bookings.domain.slot_type import SlotType
from tests.bookings.strasbourg import paris

MONDAY, TUESDAY, THURSDAY = date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 10)
DAYS = (MONDAY, TUESDAY, THURSDAY)
LUNCH, EVENING, MORNING = SlotType.LUNCH, SlotType.EVENING, SlotType.MORNING
ACCEPTED, REFUSED, WAITLISTED = Decision.ACCEPTED, Decision.REFUSED, Decision.WAITLISTED
FIRST_COME = RuleSet(name="Par ordre d’arrivée", mode=Mode.FIRST_COME)
SEED = "7 12 23 31 45 / 8"


def line(n: int, line_id: str = "1", *, slot_type=LUNCH, dates=(MONDAY,), **known) -> Candidate:
    """A line of the n-th request, for the n-th household's child, unless told otherwise."""
    child_id = known.pop("child_id", UUID(int=0x3000 + n))
    asked = AskedLine(
        facility_id=known.pop("facility_id", "tilleuls"),
        school_year="2026-2027",
        request_id=UUID(int=0x4000 + n),
        line_id=line_id,
        household_id=UUID(int=0x1000 + n),
        child_id=child_id,
        slot_type=slot_type,
        dates=dates,
        six_from=known.pop("six_from", None),
    )
    received_at = paris("2026-04-03 19:00") + timedelta(seconds=n)
    fields = {"weekday": dates[0].weekday(), "received_at": received_at, "rank": n} | known
    return Candidate(asked=asked, reference=f"D-2026-{n:06}", **fields)


def alone(*lines: Candidate) -> list[Wish]:
    return [Wish(lines=(each,)) for each in lines]


def pool(size: int, *slot_types: SlotType, pool_id="", **more) -> CapacityPool:
    pool_id = pool_id or slot_types[0]
    return CapacityPool(pool_id=pool_id, slot_types=slot_types, size=size, **more)


def places(*pools: CapacityPool, registers=None, facilities=("tilleuls",)) -> Places:
    slot_types = {slot_type for each in pools for slot_type in each.slot_types}
    return Places(
        registers=registers or dict.fromkeys(facilities, register.INITIAL),
        pools={
            (facility_id, slot_type): tuple(p for p in pools if slot_type in p.slot_types)
            for facility_id in facilities
            for slot_type in slot_types
        },
    )


def decisions(awards) -> dict[int, Decision | None]:
    return {award.candidate.rank: award.decision for award in awards}


def priorities(*criteria: Criterion, **more) -> RuleSet:
    return RuleSet(name="Priorités", mode=Mode.PRIORITIES, criteria=criteria, **more)


# By arrival


def test_first_come_first_served_gives_the_places_in_the_order_of_arrival():
    awards = allocate(alone(line(3), line(1), line(2)), FIRST_COME, places(pool(2, LUNCH)))

    assert decisions(awards) == {1: ACCEPTED, 2: ACCEPTED, 3: WAITLISTED}
    assert [award.turn for award in awards] == [1, 2, 3]


def test_who_gets_no_place_is_told_which_pool_was_full_on_which_day_and_how_full():
    first, second = line(1, dates=(TUESDAY,)), line(2, dates=DAYS)

    *_, award = allocate(alone(first, second), FIRST_COME, places(pool(1, LUNCH)))

    assert (award.pool, award.full_on, award.taken, award.capacity) == (LUNCH, TUESDAY, 1, 1)
    assert award.because is Because.SLOT_FULL


def test_without_a_waiting_list_who_gets_no_place_is_refused():
    rules = replace(FIRST_COME, waiting_list=False)

    awards = allocate(alone(line(1), line(2)), rules, places(pool(1, LUNCH)))

    assert decisions(awards) == {1: ACCEPTED, 2: REFUSED}


def test_places_that_are_taken_already_are_not_given_again():
    sent = PlacesTaken(
        line=line(9).asked, capacity=2, taken=1, decided_at=paris("2026-05-01 10:00"), decided_by=""
    )
    registers = {"tilleuls": register.evolve(register.INITIAL, sent)}

    awards = allocate(
        alone(line(1), line(2)), FIRST_COME, places(pool(2, LUNCH), registers=registers)
    )

    assert decisions(awards) == {1: ACCEPTED, 2: WAITLISTED}


def test_the_meals_run_out_although_the_rooms_do_not():
    meals = pool(1, LUNCH, SlotType.WEDNESDAY, pool_id="repas", name="Repas")

    *_, award = allocate(alone(line(1), line(2)), FIRST_COME, places(pool(5, LUNCH), meals))

    assert (award.pool, award.pool_name) == ("repas", "Repas")


# By priority


def test_a_brother_or_sister_there_already_goes_first():
    later = line(2, sibling=True)

    awards = allocate(
        alone(line(1), later), priorities(Criterion.SIBLING), places(pool(1, LUNCH)), SEED
    )

    assert decisions(awards) == {1: WAITLISTED, 2: ACCEPTED}


def test_working_parents_go_first_in_the_evening():
    wishes = alone(line(1, slot_type=EVENING), line(2, slot_type=EVENING, working_parents=True))

    awards = allocate(wishes, priorities(Criterion.WORKING_PARENTS), places(pool(1, EVENING)), SEED)

    assert decisions(awards) == {1: WAITLISTED, 2: ACCEPTED}


def test_at_the_canteen_work_counts_for_nothing():
    """Code de l’éducation, L131-13: the same families, with and without work, draw the same."""
    rules, idle = priorities(Criterion.WORKING_PARENTS), [line(n) for n in range(1, 40)]
    working = [replace(each, working_parents=each.rank % 2 == 0) for each in idle]

    with_work = allocate(alone(*working), rules, places(pool(10, LUNCH)), SEED)

    without = allocate(alone(*idle), rules, places(pool(10, LUNCH)), SEED)
    assert decisions(with_work) == decisions(without)


def test_a_level_goes_before_another_and_the_nearest_first_among_equals():
    rules = priorities(Criterion.LEVEL, Criterion.DISTANCE, levels=("MATERNELLE", "ELEMENTAIRE"))
    wishes = alone(
        line(1, school_level="ELEMENTAIRE", distance_m=10),
        line(2, school_level="MATERNELLE", distance_m=900),
        line(3, school_level="MATERNELLE", distance_m=200),
        line(4, school_level="MATERNELLE"),
    )

    awards = allocate(wishes, rules, places(pool(9, LUNCH)), SEED)

    assert [award.candidate.rank for award in awards] == [3, 2, 4, 1]


def test_who_comes_after_the_window_is_served_after_everybody_in_it():
    rules = priorities(Criterion.SIBLING, window_ends_at=line(3).received_at)
    wishes = alone(line(4, sibling=True), line(3, sibling=True), line(1), line(2))

    awards = allocate(wishes, rules, places(pool(2, LUNCH)), SEED)

    assert decisions(awards) == {1: ACCEPTED, 2: ACCEPTED, 3: WAITLISTED, 4: WAITLISTED}
    assert [award.candidate.rank for award in awards[2:]] == [3, 4]
    assert [award.standing.late for award in awards] == [False, False, True, True]


def test_among_equals_anybody_can_draw_the_lottery_again_with_the_seed_and_the_receipt():
    awards = allocate(alone(*map(line, range(1, 30))), priorities(), places(pool(9, LUNCH)), SEED)

    drawn = [sha256(f"{SEED}|{it.candidate.reference}/1".encode()).hexdigest() for it in awards]
    assert [award.standing.draw for award in awards] == drawn == sorted(drawn)


def test_with_another_seed_others_win():
    wishes = alone(*map(line, range(1, 200)))

    one = allocate(wishes, priorities(), places(pool(50, LUNCH)), "1")
    other = allocate(wishes, priorities(), places(pool(50, LUNCH)), "2")

    assert decisions(one) != decisions(other)


def test_a_household_may_draw_once_for_all_its_lines():
    rules = priorities(ticket=Ticket.HOUSEHOLD)
    wishes = alone(line(1, "1"), line(1, "2", dates=(TUESDAY,)), line(2))

    awards = allocate(wishes, rules, places(pool(9, LUNCH)), SEED)

    draws = {(it.candidate.rank, it.standing.draw) for it in awards}
    assert len(draws) == 2
    assert {it.standing.ticket for it in awards} == {"D-2026-000001", "D-2026-000002"}


def test_siblings_together_are_served_at_the_turn_of_the_first():
    mia, leo = line(1, "1"), line(1, "2", child_id=UUID(int=0x77))
    others = [line(n) for n in range(2, 40)]
    apart, together = priorities(), priorities(siblings_together=True)

    served = [
        [it.candidate.key for it in allocate(alone(mia, leo, *others), rules, room, SEED)]
        for rules, room in ((apart, places(pool(99, LUNCH))), (together, places(pool(99, LUNCH))))
    ]

    distances = [abs(order.index(mia.key) - order.index(leo.key)) for order in served]
    assert distances[0] > 1
    assert distances[1] == 1


def test_manual_leaves_every_line_to_staff():
    rules = RuleSet(name="À la main", mode=Mode.MANUAL)

    awards = allocate(alone(line(1)), rules, places(pool(1, LUNCH)))

    assert [(it.decision, it.because) for it in awards] == [(None, Because.BY_HAND)]


def test_a_line_for_care_that_is_offered_no_more_is_left_to_staff():
    awards = allocate(alone(line(1, slot_type=MORNING)), FIRST_COME, places(pool(1, LUNCH)))

    assert [it.decision for it in awards] == [None]


# Together, or instead


def test_both_children_or_none():
    both = Wish(lines=(line(1, "1"), line(1, "2", child_id=UUID(int=0x77))))

    awards = allocate([both, *alone(line(2))], FIRST_COME, places(pool(1, LUNCH)))

    assert decisions(awards) == {1: WAITLISTED, 2: ACCEPTED}
    first = awards[0]
    assert first.because is Because.BUNDLE_NOT_WHOLE
    assert (first.taken, first.capacity) == (0, 1)


def test_of_two_that_come_together_the_full_one_says_so_and_the_other_says_why():
    both = Wish(lines=(line(1, "1"), line(1, "2", slot_type=EVENING)))

    awards = allocate([both], FIRST_COME, places(pool(0, LUNCH), pool(1, EVENING)))

    assert [it.because for it in awards] == [Because.SLOT_FULL, Because.BUNDLE_NOT_WHOLE]
    assert [it.pool for it in awards] == [LUNCH, LUNCH]


def monday_and_tuesday_else_thursday(n: int) -> list[Wish]:
    lines = [line(n, str(i), dates=(day,)) for i, day in enumerate(DAYS, start=1)]
    tied = {lines[0].asked.request_id: [Alternative(wanted=("1", "2"), instead=("3",))]}
    return wishes_of(lines, {}, tied)


def test_monday_and_tuesday_and_then_thursday_is_not_needed():
    awards = allocate(monday_and_tuesday_else_thursday(1), FIRST_COME, places(pool(1, LUNCH)))

    assert [it.decision for it in awards] == [ACCEPTED, ACCEPTED, REFUSED]
    assert awards[2].because is Because.NOT_NEEDED


def test_monday_or_tuesday_full_and_it_is_thursday():
    wishes = [*alone(line(1, dates=(TUESDAY,))), *monday_and_tuesday_else_thursday(2)]

    _, *awards = allocate(wishes, FIRST_COME, places(pool(1, LUNCH)))

    assert [it.decision for it in awards] == [REFUSED, REFUSED, ACCEPTED]
    assert [it.because for it in awards] == [Because.BUNDLE_NOT_WHOLE, Because.SLOT_FULL, None]


def test_nothing_to_be_had_and_the_first_choice_waits():
    awards = allocate(monday_and_tuesday_else_thursday(1), FIRST_COME, places(pool(0, LUNCH)))

    assert [it.decision for it in awards] == [WAITLISTED, WAITLISTED, REFUSED]


def test_a_choice_for_both_children_ties_what_each_of_them_wants():
    """Mia and Léo together, each Monday or else Thursday: both on Monday or both on Thursday."""
    leo = {"child_id": UUID(int=0x77)}
    lines = [
        line(1, "1", dates=(MONDAY,)),
        line(1, "2", dates=(MONDAY,), **leo),
        line(1, "3", dates=(THURSDAY,)),
        line(1, "4", dates=(THURSDAY,), **leo),
    ]
    request_id = lines[0].asked.request_id
    bundles = {request_id: [Bundle(line_ids=("1", "2")), Bundle(line_ids=("3", "4"))]}
    instead = {
        request_id: [
            Alternative(wanted=("1",), instead=("3",)),
            Alternative(wanted=("2",), instead=("4",)),
        ]
    }

    wishes = wishes_of(lines, bundles, instead)

    assert wishes == [Wish(lines=(lines[0], lines[1]), instead=(Wish(lines=(lines[2], lines[3])),))]


def test_brothers_and_sisters_who_are_split_are_counted():
    mia, leo = line(1, "1"), line(1, "2", child_id=UUID(int=0x77))

    assert siblings_split(allocate(alone(mia, leo), FIRST_COME, places(pool(1, LUNCH)))) == 1
    assert siblings_split(allocate(alone(mia, leo), FIRST_COME, places(pool(2, LUNCH)))) == 0


# For any requests, rules and places

RATIO = SupervisionRatio(under_six=2, from_six=3)
POOLS = some.builds(
    lambda lunch, evening, both, staff: (
        pool(lunch, LUNCH),
        pool(evening, EVENING),
        pool(both, LUNCH, EVENING, pool_id="salle"),
        pool(staff, LUNCH, pool_id="equipe", ratio=RATIO),
    ),
    some.integers(0, 4),
    some.integers(0, 4),
    some.integers(0, 6),
    some.integers(0, 3),
)
RULES = some.one_of(
    some.builds(RuleSet, name=some.just("a"), mode=some.just(Mode.FIRST_COME)),
    some.builds(
        RuleSet,
        name=some.just("b"),
        mode=some.just(Mode.PRIORITIES),
        criteria=some.lists(some.sampled_from(Criterion), unique=True).map(tuple),
        levels=some.just(("MATERNELLE",)),
        window_ends_at=some.sampled_from([None, line(4).received_at]),
        siblings_together=some.booleans(),
        ticket=some.sampled_from(Ticket),
        waiting_list=some.booleans(),
    ),
)


@some.composite
def requests(pick):
    """Up to eight families, each with up to two children, tied in every way a page allows."""
    lines, bundles, alternatives = [], {}, {}
    for n in range(1, pick(some.integers(1, 8)) + 1):
        known = {
            "sibling": pick(some.booleans()),
            "working_parents": pick(some.sampled_from([None, True, False])),
            "resident": pick(some.sampled_from([None, True, False])),
            "distance_m": pick(some.sampled_from([None, 100, 900])),
            "school_level": pick(some.sampled_from(["MATERNELLE", "ELEMENTAIRE"])),
        }
        mine = [
            line(
                n,
                str(i + 1),
                slot_type=pick(some.sampled_from([LUNCH, EVENING])),
                dates=tuple(sorted(pick(some.sets(some.sampled_from(DAYS), min_size=1)))),
                child_id=UUID(int=0x3000 + n * 10 + pick(some.integers(0, 1))),
                six_from=pick(some.sampled_from([None, TUESDAY, date(2020, 1, 1)])),
                **known,
            )
            for i in range(pick(some.integers(1, 5)))
        ]
        ids = [each.asked.line_id for each in mine]
        request_id = mine[0].asked.request_id
        lines += mine
        if pick(some.booleans()):
            some_ids = pick(some.lists(some.sampled_from(ids), unique=True, min_size=1))
            bundles[request_id] = [Bundle(line_ids=tuple(some_ids))]
        if len(ids) > 1 and pick(some.booleans()):
            cut = pick(some.integers(1, len(ids) - 1))
            both = pick(some.permutations(ids))
            alternatives[request_id] = [
                Alternative(wanted=tuple(both[:cut]), instead=tuple(both[cut:]))
            ]
    return lines, bundles, alternatives


def replay(awards) -> Register:
    state = register.INITIAL
    for award in awards:
        if award.decision is ACCEPTED:
            state = register.evolve(state, taken(award.candidate.asked, state))
    return state


def taken(asked: AskedLine, state: Register) -> PlacesTaken:
    free = tuple(d for d in asked.dates if state.place(asked.child_id, asked.slot_type, d) is None)
    return PlacesTaken(
        line=replace(asked, dates=free), capacity=0, taken=0, decided_at=NOW, decided_by=""
    )


NOW = datetime(2026, 5, 4, tzinfo=UTC)


@for_any(requests(), RULES, POOLS, some.randoms())
@settings(max_examples=100, deadline=None)
def test_for_any_requests_rules_and_order_of_input(asked, rules, pools, chance: random.Random):
    lines, bundles, alternatives = asked
    awards = allocate(wishes_of(lines, bundles, alternatives), rules, places(*pools), SEED)

    # Every line has one answer.
    assert Counter(a.candidate.key for a in awards) == Counter(each.key for each in lines)
    # No pool is ever exceeded, one place after the other.
    state = register.INITIAL
    for award in awards:
        if award.decision is not ACCEPTED:
            continue
        event = taken(award.candidate.asked, state)
        for day in event.line.dates:
            for each in pools:
                if award.candidate.asked.slot_type in each.slot_types:
                    small = register.is_under_six(event.line.six_from, day)
                    assert fill(each, day, state, under_six=small).left > 0
        state = register.evolve(state, event)
    # The same again, and for any order of the input.
    chance.shuffle(lines)
    assert allocate(wishes_of(lines, bundles, alternatives), rules, places(*pools), SEED) == awards
    # What comes together is never split.
    got = {award.candidate.key: award.decision is ACCEPTED for award in awards}
    for request_id, tied in bundles.items():
        for bundle in tied:
            assert len({got[request_id, line_id] for line_id in bundle.line_ids}) == 1
    for request_id, choices in alternatives.items():
        for choice in choices:
            wanted = {got[request_id, line_id] for line_id in choice.wanted}
            instead = {got[request_id, line_id] for line_id in choice.instead}
            assert len(wanted) == len(instead) == 1
            tied = any(
                set(b.line_ids) & set(choice.wanted) and set(b.line_ids) & set(choice.instead)
                for b in bundles.get(request_id, ())
            )
            assert tied or not (wanted == instead == {True})
    # Every explanation is true when it is computed again.
    explanations_hold(awards, rules, pools)


def explanations_hold(awards, rules: RuleSet, pools) -> None:
    turns: dict[int, list] = {}
    for award in awards:
        turns.setdefault(award.turn, []).append(award)
    state = register.INITIAL
    before = None
    for turn in sorted(turns):
        ordinary = turns[turn][0].standing
        if rules.mode is Mode.PRIORITIES:
            assert ordinary.draw == draw(SEED, ordinary.ticket)
            own = (ordinary.late, () if ordinary.late else ordinary.values)
            if before is not None and not rules.siblings_together:
                assert before <= own
            before = own
        else:
            assert before is None or before <= ordinary.rank
            before = ordinary.rank
        for award in turns[turn]:
            if award.because is Because.SLOT_FULL:
                full = next(p for p in pools if p.pool_id == award.pool)
                small = register.is_under_six(award.candidate.asked.six_from, award.full_on)
                then = fill(full, award.full_on, here_at(award, awards), under_six=small)
                assert (then.taken, then.capacity, then.left) == (award.taken, award.capacity, 0)
        for award in turns[turn]:
            if award.decision is ACCEPTED:
                state = register.evolve(state, taken(award.candidate.asked, state))


def here_at(award, awards) -> Register:
    """Who was there when this line was looked at: everybody served before it."""
    return replay(awards[: awards.index(award)])


# Thousands


def test_5000_lines_over_a_year_take_seconds():
    days = tuple(date(2026, 9, 7) + timedelta(weeks=week) for week in range(35))
    chance = random.Random(1)
    wishes = alone(
        *(
            line(
                n,
                slot_type=chance.choice([LUNCH, EVENING, MORNING]),
                dates=tuple(day + timedelta(days=chance.choice([0, 1, 3, 4])) for day in days),
                facility_id=f"f{n % 5}",
                sibling=chance.random() < 0.2,
            )
            for n in range(5000)
        )
    )
    meals = pool(300, LUNCH, pool_id="repas")
    room = places(
        *(pool(120, it) for it in (LUNCH, EVENING, MORNING)),
        meals,
        facilities=tuple(f"f{n}" for n in range(5)),
    )
    started = process_time()

    awards = allocate(wishes, priorities(Criterion.SIBLING), room, SEED)

    assert process_time() - started < 10
    assert Counter(it.decision for it in awards)[ACCEPTED] > 1000
