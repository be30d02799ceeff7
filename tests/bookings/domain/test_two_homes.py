from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from services.bookings.domain import two_homes
from services.bookings.domain.custody import CustodyCalendar, CustodyException, Parity
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.two_homes import (
    AnswerProposal,
    AnswerSwap,
    CalendarAgreed,
    CalendarDeclined,
    CalendarProposed,
    DaySlot,
    EndHomes,
    Fence,
    HomesEnded,
    HomesRecorded,
    LapseSwap,
    ProposeCalendar,
    ProposeSwap,
    RecordHomes,
    SwapAnswer,
    SwapAnswered,
    SwapProposed,
    fence_after,
    lives_in,
    mirrored,
)
from tests.bookings.strasbourg import LEO, MARTIN, PETIT, paris
from tests.support.given import given

PROPOSAL, SWAP, STRANGER = UUID(int=0x71), UUID(int=0x72), UUID(int=0x73)
NOW = paris("2026-09-01 10:00")
EVEN = CustodyCalendar(weeks=Parity.EVEN)
ODD = CustodyCalendar(weeks=Parity.ODD)
# 2026-09-07 is in week 37, an odd one; 2026-09-14 in week 38.
ODD_MONDAY, EVEN_MONDAY = date(2026, 9, 7), date(2026, 9, 14)
START = date(2026, 9, 7)
LUNCH = DaySlot(facility_id="tilleuls", slot_type=SlotType.LUNCH, day=EVEN_MONDAY)

RECORDED = HomesRecorded(
    child_id=LEO, first_household_id=MARTIN, second_household_id=PETIT, recorded_at=NOW
)
PROPOSED = CalendarProposed(
    child_id=LEO,
    household_id=PETIT,
    other_household_id=MARTIN,
    proposal_id=PROPOSAL,
    calendar=EVEN,
    starts_on=START,
    proposed_at=NOW,
)
AGREED = CalendarAgreed(
    child_id=LEO,
    first_household_id=MARTIN,
    second_household_id=PETIT,
    proposal_id=PROPOSAL,
    proposed_by=PETIT,
    calendar=EVEN,
    since=START,
    agreed_at=NOW,
)
SWAP_PROPOSED = SwapProposed(
    swap_id=SWAP,
    child_id=LEO,
    household_id=MARTIN,
    other_household_id=PETIT,
    gives=EVEN_MONDAY,
    takes=ODD_MONDAY,
    slots=(LUNCH,),
    answer_by=paris("2026-09-04 10:00"),
    proposed_at=NOW,
)


def propose(household_id=PETIT, *, calendar=ODD, starts_on=START) -> ProposeCalendar:
    return ProposeCalendar(
        child_id=LEO,
        household_id=household_id,
        proposal_id=PROPOSAL,
        calendar=calendar,
        starts_on=starts_on,
        proposed_at=NOW,
    )


def answer(household_id=MARTIN, *, accept=True, at=NOW) -> AnswerProposal:
    return AnswerProposal(
        child_id=LEO,
        household_id=household_id,
        proposal_id=PROPOSAL,
        accept=accept,
        answered_at=at,
    )


def swap(household_id=MARTIN, *, gives=EVEN_MONDAY, takes=ODD_MONDAY) -> ProposeSwap:
    return ProposeSwap(
        child_id=LEO,
        household_id=household_id,
        swap_id=SWAP,
        gives=gives,
        takes=takes,
        slots=(LUNCH,),
        holidays=(),
        hours=72,
        last_instant=paris("2026-09-07 00:00"),
        proposed_at=NOW,
    )


def answer_swap(household_id=PETIT, *, accept=True, slots=(LUNCH,), at=NOW) -> AnswerSwap:
    return AnswerSwap(
        child_id=LEO,
        household_id=household_id,
        swap_id=SWAP,
        accept=accept,
        slots=slots,
        holidays=(),
        answered_at=at,
    )


def swapped(answer: SwapAnswer) -> SwapAnswered:
    return SwapAnswered(
        swap_id=SWAP,
        child_id=LEO,
        first_household_id=MARTIN,
        household_id=MARTIN,
        other_household_id=PETIT,
        gives=EVEN_MONDAY,
        takes=ODD_MONDAY,
        answer=answer,
        answered_at=NOW,
    )


def fence(*events) -> Fence:
    known = Fence(first=True)
    for event in events:
        known = fence_after(known, event)
    return known


def test_until_both_agree_the_first_home_keeps_every_day():
    known = fence(RECORDED, PROPOSED)

    assert lives_in(known, ODD_MONDAY, ())
    assert not lives_in(mirrored(known), ODD_MONDAY, ())


def test_what_both_agreed_on_counts_from_its_first_day():
    known = fence(RECORDED, replace(AGREED, since=EVEN_MONDAY))

    assert lives_in(known, ODD_MONDAY, ())  # before it
    assert lives_in(known, EVEN_MONDAY, ())
    assert not lives_in(known, ODD_MONDAY + timedelta(days=14), ())


def test_a_day_is_always_of_exactly_one_home():
    calendar = CustodyCalendar(
        weeks=Parity.ODD,
        first_halves=Parity.EVEN,
        exceptions=(CustodyException(first=EVEN_MONDAY, last=EVEN_MONDAY, here=True),),
    )
    known = fence(RECORDED, replace(AGREED, calendar=calendar), swapped(SwapAnswer.AGREED))

    for day in (START + timedelta(days=n) for n in range(-30, 400)):
        assert lives_in(known, day, ()) is not lives_in(mirrored(known), day, ())


def test_week_53_and_week_1_are_two_odd_weeks_of_the_same_home():
    known = mirrored(fence(RECORDED, AGREED))

    assert lives_in(known, date(2026, 12, 28), ())
    assert lives_in(known, date(2027, 1, 4), ())


def test_the_second_home_proposes_and_the_first_one_agrees():
    given(two_homes, RECORDED).when(propose(PETIT)).then(PROPOSED)
    given(two_homes, RECORDED, PROPOSED).when(answer(MARTIN)).then(AGREED)


def test_nobody_agrees_with_itself():
    given(two_homes, RECORDED, PROPOSED).when(answer(PETIT)).refused("own_proposal")


def test_a_stranger_neither_proposes_nor_answers():
    given(two_homes, RECORDED).when(propose(STRANGER)).refused("no_other_home")
    given(two_homes, RECORDED, PROPOSED).when(answer(STRANGER)).refused("no_other_home")


def test_an_answer_that_comes_late_changes_no_day_that_was():
    late = paris("2026-09-20 10:00")

    given(two_homes, RECORDED, PROPOSED).when(answer(MARTIN, at=late)).then(
        replace(AGREED, since=date(2026, 9, 21), agreed_at=late)
    )


def test_a_proposal_that_was_declined_changes_nothing():
    declined = CalendarDeclined(
        child_id=LEO,
        proposal_id=PROPOSAL,
        proposed_by=PETIT,
        declined_by=MARTIN,
        declined_at=NOW,
    )

    given(two_homes, RECORDED, PROPOSED).when(answer(MARTIN, accept=False)).then(declined)
    given(two_homes, RECORDED, PROPOSED, declined).when(answer(MARTIN)).refused("proposal_replaced")


def test_a_calendar_begins_tomorrow_at_the_earliest():
    today = propose(starts_on=date(2026, 9, 1))

    given(two_homes, RECORDED).when(today).refused("starts_too_soon")


def test_a_swap_is_of_an_own_day_for_one_of_the_other_home():
    given(two_homes, RECORDED, AGREED).when(swap()).then(SWAP_PROPOSED)
    given(two_homes, RECORDED, AGREED).when(swap(gives=ODD_MONDAY, takes=None)).refused(
        "day_of_other_home", day="2026-09-07"
    )
    given(two_homes, RECORDED, AGREED).when(swap(takes=EVEN_MONDAY, gives=None)).refused(
        "own_day_already", day="2026-09-14"
    )


def test_without_an_agreed_calendar_there_is_nothing_to_swap():
    given(two_homes, RECORDED).when(swap()).refused("no_agreed_calendar")


def test_both_days_change_hands_once_the_other_home_agrees():
    history = RECORDED, AGREED, SWAP_PROPOSED

    given(two_homes, *history).when(answer_swap()).then(swapped(SwapAnswer.AGREED))
    known = fence(*history, swapped(SwapAnswer.AGREED))
    assert not lives_in(known, EVEN_MONDAY, ())
    assert lives_in(known, ODD_MONDAY, ())


def test_a_swap_that_is_declined_withdrawn_or_lapsed_moves_no_day():
    history = RECORDED, AGREED, SWAP_PROPOSED
    late = LapseSwap(child_id=LEO, swap_id=SWAP, at=SWAP_PROPOSED.answer_by)

    given(two_homes, *history).when(answer_swap(PETIT, accept=False)).then(
        swapped(SwapAnswer.DECLINED)
    )
    given(two_homes, *history).when(answer_swap(MARTIN, accept=False)).then(
        swapped(SwapAnswer.WITHDRAWN)
    )
    given(two_homes, *history).when(late).then(
        replace(swapped(SwapAnswer.LAPSED), answered_at=SWAP_PROPOSED.answer_by)
    )
    for ending in (SwapAnswer.DECLINED, SwapAnswer.WITHDRAWN, SwapAnswer.LAPSED):
        assert lives_in(fence(*history, swapped(ending)), EVEN_MONDAY, ())


def test_nobody_agrees_to_its_own_swap_nor_after_the_delay():
    history = RECORDED, AGREED, SWAP_PROPOSED

    given(two_homes, *history).when(answer_swap(MARTIN)).refused("own_proposal")
    given(two_homes, *history).when(answer_swap(at=SWAP_PROPOSED.answer_by)).refused("swap_over")


def test_who_agrees_pays_what_was_booked_when_it_was_proposed_and_nothing_else():
    more = (LUNCH, replace(LUNCH, slot_type=SlotType.EVENING))

    given(two_homes, RECORDED, AGREED, SWAP_PROPOSED).when(answer_swap(slots=more)).refused(
        "changed_elsewhere"
    )


def test_a_day_is_in_one_open_swap_at_a_time():
    other = replace(swap(), swap_id=UUID(int=0x99))

    given(two_homes, RECORDED, AGREED, SWAP_PROPOSED).when(other).refused("swap_pending")


def test_once_it_is_ended_the_first_home_has_every_day_again():
    ended = HomesEnded(
        child_id=LEO, first_household_id=MARTIN, second_household_id=PETIT, ended_at=NOW
    )

    given(two_homes, RECORDED, AGREED).when(EndHomes(child_id=LEO, ended_at=NOW)).then(ended)
    given(two_homes, RECORDED, AGREED, ended).when(propose(PETIT)).refused("no_other_home")
    assert lives_in(fence(RECORDED, AGREED, ended), ODD_MONDAY, ())


def test_hearing_of_the_same_homes_again_changes_nothing():
    again = RecordHomes(
        child_id=LEO, first_household_id=MARTIN, second_household_id=PETIT, recorded_at=NOW
    )

    given(two_homes, RECORDED, AGREED).when(again).then_nothing()
