"""A week of all children on one page, and what a family wishes beside single slots."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.bookings.domain import booking_request
from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.draft import (
    Alternative,
    Bundle,
    ChosenSlot,
    Draft,
    Fallback,
    LaterOpening,
    asked_for,
    later_part,
    pattern_of,
    with_day,
    with_week,
    with_wishes,
)
from services.bookings.domain.drafting import ChooseWeek, MakeWishes
from services.bookings.domain.request_history import RequestStarted, RequestSubmitted, SlotsChosen
from services.bookings.domain.sending import SubmitRequest
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.week_pattern import WeekPattern
from shared.eventstore.decider import Refused
from tests.bookings.strasbourg import (
    CAMILLE,
    FRI,
    LEO,
    LEO_OPENS_TOMORROW,
    MARTIN,
    MIA,
    MIA_CAN_BOOK,
    MON,
    NEXT_REQUEST,
    OPENING_EVENING,
    REQUEST,
    THU,
    TUE,
    WED,
    facts,
    paris,
)
from tests.support.given import given

LUNCH, WEDNESDAY = SlotType.LUNCH, SlotType.WEDNESDAY
# Weekdays stand for the year: that this Monday is a holiday does not matter.
WEEK = tuple(date(2026, 10, 19 + n) for n in range(5))


def box(child_id: UUID, weekday: int, slot_type=LUNCH, facility_id="tilleuls"):
    return child_id, facility_id, slot_type, WEEK[weekday]


def slot(child_id: UUID, weekday: int, slot_type=LUNCH, facility_id="tilleuls"):
    return ChosenSlot(
        child_id=child_id,
        facility_id=facility_id,
        slot_type=slot_type,
        weekday=weekday,
        day=None,
    )


def else_thursday(child_id=MIA, wanted=(MON, TUE), instead=(THU,)) -> Fallback:
    return Fallback(
        child_id=child_id,
        facility_id="tilleuls",
        slot_type=LUNCH,
        wanted=wanted,
        instead=instead,
    )


NOTHING = Draft()


def week_of(*boxes, draft=NOTHING, together=False, fallbacks=(), **changes) -> Draft:
    chosen = with_week(draft, WEEK, set(boxes), {}, facts(**changes))
    return with_wishes(chosen, together, fallbacks, facts(**changes))


MONDAY_AND_TUESDAY = box(MIA, MON), box(MIA, TUE)


def test_a_week_holds_all_children_and_several_facilities():
    draft = week_of(box(MIA, MON), box(LEO, FRI), box(MIA, WED, WEDNESDAY, "la-ruche"))

    assert draft.choices == (
        slot(MIA, MON),
        slot(MIA, WED, WEDNESDAY, "la-ruche"),
        slot(LEO, FRI),
    )


def test_what_is_unticked_in_a_week_is_chosen_no_more():
    assert week_of(box(MIA, TUE), draft=week_of(box(MIA, MON))).choices == (slot(MIA, TUE),)
    assert week_of(draft=week_of(box(MIA, MON), box(LEO, MON))).empty


def test_the_page_of_a_day_leaves_other_facilities_as_they_are():
    draft = week_of(box(MIA, WED, WEDNESDAY, "la-ruche"))

    with_lunch = with_day(draft, date(2026, 9, 7), {(MIA, LUNCH)}, facts())
    cleared = with_day(draft, date(2026, 9, 9), set(), facts())

    assert with_lunch.choices == (slot(MIA, MON), slot(MIA, WED, WEDNESDAY, "la-ruche"))
    assert cleared == draft


def test_a_child_is_in_one_place_at_a_time():
    draft = week_of(box(MIA, WED, WEDNESDAY, "la-ruche"))

    moved = with_day(draft, date(2026, 9, 9), {(MIA, WEDNESDAY)}, facts())

    assert moved.choices == (slot(MIA, WED, WEDNESDAY, "tilleuls"),)


@pytest.mark.parametrize(
    "wrong",
    [
        box(MIA, WED),
        box(MIA, MON, LUNCH, "nowhere"),
        box(MIA, MON, LUNCH, "la-ruche"),
        (MIA, "tilleuls", LUNCH, date(2026, 9, 7)),
    ],
)
def test_a_box_that_no_page_shows_is_refused(wrong):
    with pytest.raises(Refused, match="slot_not_offered"):
        week_of(wrong)


def test_days_of_a_week_are_chosen_one_by_one_after_the_cut_off():
    in_term = {"kind": BookingKind.ONE_OFF, "at": paris("2026-09-04 12:00")}
    monday = date(2026, 9, 7)
    ticked = {(MIA, "tilleuls", LUNCH, monday)}

    draft = with_week(Draft(), (monday,), ticked, {}, facts(**in_term))

    assert [choice.day for choice in draft.choices] == [monday]


def test_a_child_of_two_homes_has_its_slots_in_even_weeks():
    even = {MIA: WeekPattern.EVEN_WEEKS}
    draft = with_week(Draft(), WEEK, {box(MIA, MON), box(LEO, MON)}, even, facts())

    weeks = {line.child_id: line.dates for line in asked_for(draft, facts()).lines}
    assert all(day.isocalendar().week % 2 == 0 for day in weeks[MIA])
    assert len(weeks[MIA]) < len(weeks[LEO]) and set(weeks[MIA]) < set(weeks[LEO])


def test_the_weeks_of_a_child_stay_when_a_day_or_another_week_is_chosen():
    even = {MIA: WeekPattern.EVEN_WEEKS}
    draft = with_week(Draft(), WEEK, {box(MIA, MON)}, even, facts())

    with_tuesday = with_day(draft, date(2026, 9, 8), {(MIA, LUNCH)}, facts())
    again = with_week(with_tuesday, WEEK, {box(MIA, FRI)}, {}, facts())

    assert {choice.weeks for choice in with_tuesday.choices} == {WeekPattern.EVEN_WEEKS}
    assert pattern_of(again, MIA) is WeekPattern.EVEN_WEEKS
    assert pattern_of(with_tuesday, LEO) is WeekPattern.EVERY_WEEK


def test_both_children_or_none_ties_their_lines():
    draft = week_of(box(MIA, MON), box(LEO, MON), box(MIA, TUE), together=True)

    asked = asked_for(draft, facts())

    tied = {line.line_id: (line.child_id, line.weekday) for line in asked.lines}
    (bundle,) = asked.bundles
    assert {tied[each] for each in bundle.line_ids} == {(MIA, MON), (LEO, MON)}


def test_an_only_child_is_tied_to_nobody():
    assert asked_for(week_of(*MONDAY_AND_TUESDAY, together=True), facts()).bundles == ()


def test_monday_and_tuesday_else_thursday():
    draft = week_of(*MONDAY_AND_TUESDAY, fallbacks=(else_thursday(),))

    asked = asked_for(draft, facts())

    assert [line.weekday for line in asked.lines] == [MON, TUE, THU]
    assert asked.alternatives == (Alternative(wanted=("1", "2"), instead=("3",)),)


def test_a_fallback_for_both_children_is_tied_too():
    boxes = *MONDAY_AND_TUESDAY, box(LEO, MON), box(LEO, TUE)
    draft = week_of(*boxes, together=True, fallbacks=(else_thursday(), else_thursday(LEO)))

    asked = asked_for(draft, facts())

    weekday = {line.line_id: line.weekday for line in asked.lines}
    assert [{weekday[each] for each in it.line_ids} for it in asked.bundles] == [
        {MON},
        {TUE},
        {THU},
    ]
    assert all(isinstance(it, Bundle) and len(it.line_ids) == 2 for it in asked.bundles)


@pytest.mark.parametrize(
    ("wished", "code"),
    [
        (else_thursday(wanted=(MON, FRI)), "fallback_without_choice"),
        (else_thursday(instead=(TUE,)), "fallback_without_choice"),
        (else_thursday(instead=(WED,)), "fallback_not_offered"),
        (else_thursday(child_id=UUID(int=0x99)), "fallback_without_choice"),
    ],
)
def test_a_fallback_stands_in_for_what_is_chosen_and_is_offered(wished, code):
    with pytest.raises(Refused, match=code):
        week_of(*MONDAY_AND_TUESDAY, fallbacks=(wished,))


def test_a_fallback_ends_with_what_it_stands_in_for():
    draft = week_of(*MONDAY_AND_TUESDAY, fallbacks=(else_thursday(),))

    assert with_day(draft, date(2026, 9, 8), set(), facts()).fallbacks == ()


started = RequestStarted(
    request_id=REQUEST,
    household_id=MARTIN,
    account_id=CAMILLE,
    facility_id="tilleuls",
    school_year="2026-2027",
    kind=BookingKind.STANDING,
    carried=(),
    started_at=OPENING_EVENING,
)


def choose_week(*boxes, seen=1) -> ChooseWeek:
    return ChooseWeek(
        request_id=REQUEST,
        seen=seen,
        week=WEEK,
        ticked=frozenset(boxes),
        facts=facts(),
    )


make_wishes = MakeWishes(
    request_id=REQUEST, seen=2, together=True, fallbacks=(else_thursday(),), facts=facts()
)


week_chosen = SlotsChosen(
    request_id=REQUEST,
    choices=(slot(MIA, MON), slot(MIA, TUE), slot(LEO, MON)),
    cancellations=(),
)
chosen = SlotsChosen(
    request_id=REQUEST,
    choices=(slot(MIA, MON), slot(MIA, TUE), slot(LEO, MON)),
    cancellations=(),
    together=True,
    fallbacks=(else_thursday(),),
)


def test_a_week_is_kept_and_then_its_wishes():
    week = choose_week(*MONDAY_AND_TUESDAY, box(LEO, MON))

    given(booking_request, started).when(week).then(week_chosen)
    given(booking_request, started, week_chosen).when(week).then_nothing()
    given(booking_request, started, week_chosen).when(make_wishes).then(chosen)
    given(booking_request, started, week_chosen, chosen).when(make_wishes).then_nothing()
    given(booking_request, started, week_chosen, chosen).when(week).then_nothing()


def test_wishes_made_from_an_old_page_are_told():
    old = replace(make_wishes, seen=1)

    given(booking_request, started, week_chosen).when(old).refused("changed_elsewhere")


def test_a_week_changed_in_another_tab_is_told():
    given(booking_request, started, chosen).when(choose_week(*MONDAY_AND_TUESDAY)).refused(
        "changed_elsewhere", version=2
    )


def submit(children=(MIA_CAN_BOOK, LEO_OPENS_TOMORROW)) -> SubmitRequest:
    return SubmitRequest(
        request_id=REQUEST,
        next_request_id=NEXT_REQUEST,
        reference="D-2026-4127AB",
        seen=2,
        rules_accepted=True,
        facts=facts(children=children),
    )


def test_wishes_go_with_the_children_whose_opening_has_come():
    state = given(booking_request, started, chosen).state

    (sent,) = booking_request.decide(submit(), state)

    assert isinstance(sent, RequestSubmitted)
    assert [(line.child_id, line.weekday) for line in sent.lines] == [
        (MIA, MON),
        (MIA, TUE),
        (MIA, THU),
    ]
    assert sent.alternatives == (Alternative(wanted=("1", "2"), instead=("3",)),)
    assert sent.bundles == ()
    later = (LaterOpening(child_id=LEO, opens_at=None),)
    assert later_part(state.draft, later) == Draft(choices=(slot(LEO, MON),), together=True)
