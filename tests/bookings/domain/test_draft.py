from dataclasses import replace
from datetime import date

import pytest

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.deadline import Anchor, Consequence, DeadlineRule, Surcharge
from services.bookings.domain.draft import (
    ChosenSlot,
    DayToCancel,
    Draft,
    LaterOpening,
    costs_more,
    later_openings,
    later_part,
    lines_to_send,
    lines_to_show,
    open_part,
    with_day,
)
from services.bookings.domain.eligibility import SlotOpening
from services.bookings.domain.offer import HeldLine, PlaceState
from services.bookings.domain.opening_wave import WaveFor
from services.bookings.domain.school_year import Closure
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.week_pattern import WeekPattern
from shared.eventstore.decider import Refused
from tests.bookings.strasbourg import (
    LEO,
    LEO_OPENS_TOMORROW,
    MIA,
    MIA_CAN_BOOK,
    MON,
    OPENS,
    TILLEULS,
    TUE,
    YEAR,
    facts,
    offered,
    paris,
)

LUNCH, EVENING = SlotType.LUNCH, SlotType.EVENING
MONDAY, TUESDAY = date(2026, 9, 7), date(2026, 9, 8)
IN_TERM = {"kind": BookingKind.ONE_OFF, "at": paris("2026-09-04 12:00")}


def chosen(child_id=MIA, slot_type=LUNCH, *, weekday=MON, day=None):
    return ChosenSlot(
        child_id=child_id,
        facility_id="tilleuls",
        slot_type=slot_type,
        weekday=weekday,
        day=day,
    )


mia_has_monday_lunch = HeldLine(
    child_id=MIA,
    facility_id="tilleuls",
    slot_type=LUNCH,
    weekday=None,
    dates=frozenset({MONDAY}),
    state=PlaceState.ACCEPTED,
)
monday_cancelled = DayToCancel(child_id=MIA, facility_id="tilleuls", slot_type=LUNCH, day=MONDAY)


def test_ticking_a_monday_lunch_chooses_all_mondays():
    draft = with_day(Draft(), MONDAY, {(MIA, LUNCH)}, facts())

    assert draft == Draft(choices=(chosen(MIA),))


def test_another_weekday_is_added_and_the_same_weekday_replaced():
    monday = Draft(choices=(chosen(MIA),))

    assert with_day(monday, TUESDAY, {(MIA, LUNCH)}, facts()).choices == (
        chosen(MIA),
        chosen(MIA, weekday=TUE),
    )
    assert with_day(monday, date(2026, 9, 14), {(MIA, EVENING)}, facts()).choices == (
        chosen(MIA, EVENING),
    )


def test_unticking_everything_empties_the_weekday():
    assert with_day(Draft(choices=(chosen(MIA),)), MONDAY, set(), facts()).empty


def test_a_single_day_is_chosen_for_itself():
    draft = with_day(Draft(), MONDAY, {(MIA, EVENING)}, facts(**IN_TERM))

    assert draft.choices == (chosen(MIA, EVENING, day=MONDAY),)


def test_unticking_a_place_of_a_single_day_cancels_it_and_ticking_it_again_does_not():
    booked = facts(lines=(mia_has_monday_lunch,), **IN_TERM)

    cancelling = with_day(Draft(), MONDAY, set(), booked)

    assert cancelling == Draft(cancellations=(monday_cancelled,))
    assert with_day(cancelling, MONDAY, {(MIA, LUNCH)}, booked).empty


def test_a_place_past_its_deadline_stays_whatever_the_page_says():
    late = facts(
        lines=(mia_has_monday_lunch,), kind=BookingKind.ONE_OFF, at=paris("2026-09-06 18:01")
    )

    assert with_day(Draft(), MONDAY, set(), late).empty


@pytest.mark.parametrize(
    ("day", "box", "code"),
    [
        (date(2026, 9, 9), (MIA, LUNCH), "slot_not_offered"),  # a Wednesday
        (date(2027, 3, 29), (MIA, LUNCH), "slot_not_offered"),  # Easter Monday
        (date(2031, 9, 8), (MIA, LUNCH), "slot_not_offered"),  # another school year
        (date(2026, 9, 4), (MIA, LUNCH), "deadline_passed"),  # today
    ],
)
def test_a_day_that_is_not_offered_cannot_be_chosen(day, box, code):
    with pytest.raises(Refused, match=f"^{code}$"):
        with_day(Draft(), day, {box}, facts(**IN_TERM))


def test_a_line_for_the_year_has_all_its_dates():
    (line,) = lines_to_send([chosen(MIA)], facts())

    assert (line.line_id, line.weekday, len(line.dates)) == ("1", MON, 33)
    assert (line.dates[0], line.dates[-1]) == (date(2026, 9, 7), date(2027, 6, 28))


def test_a_single_day_is_a_line_of_one_date():
    (line,) = lines_to_send([chosen(MIA, day=MONDAY)], facts(**IN_TERM))

    assert (line.weekday, line.dates) == (None, (MONDAY,))


def test_days_the_child_has_already_are_not_sent_again():
    booked = facts(lines=(mia_has_monday_lunch,))
    (line,) = lines_to_send([chosen(MIA)], booked)

    assert len(line.dates) == 32 and MONDAY not in line.dates
    assert lines_to_send([chosen(MIA, day=MONDAY)], facts(lines=(mia_has_monday_lunch,))) == ()


def test_a_single_day_whose_deadline_passed_meanwhile_is_shown_and_cannot_be_sent():
    late = facts(kind=BookingKind.ONE_OFF, at=paris("2026-09-06 18:01"))

    assert lines_to_show([chosen(MIA, day=MONDAY)], late)[0].dates == (MONDAY,)
    with pytest.raises(Refused, match="^deadline_passed$"):
        lines_to_send([chosen(MIA, day=MONDAY)], late)


def test_the_children_whose_level_opens_later_are_named_with_the_instant():
    both = facts(children=(MIA_CAN_BOOK, LEO_OPENS_TOMORROW))

    assert later_openings([chosen(MIA), chosen(LEO)], both) == (
        LaterOpening(child_id=LEO, opens_at=OPENS["ELEMENTAIRE"]),
    )


def test_the_slots_of_one_child_may_open_on_two_days():
    wednesday = SlotOpening(
        slot_type=SlotType.WEDNESDAY,
        opens_at=OPENS["ELEMENTAIRE"],
        open=False,
        because=WaveFor(slot_types=(SlotType.WEDNESDAY,)),
    )
    mia = replace(MIA_CAN_BOOK, openings=(wednesday,))
    lunch, care = chosen(MIA), replace(chosen(MIA), slot_type=SlotType.WEDNESDAY, weekday=2)
    draft = Draft(choices=(lunch, care))

    later = later_openings(draft.choices, facts(children=(mia,)))

    assert later == (
        LaterOpening(
            child_id=MIA,
            opens_at=OPENS["ELEMENTAIRE"],
            slot_types=(SlotType.WEDNESDAY,),
            because=wednesday.because,
        ),
    )
    assert open_part(draft, later).choices == (lunch,)
    assert later_part(draft, later).choices == (care,)


def test_without_an_approved_file_nothing_is_sent():
    mia = replace(MIA_CAN_BOOK, why="file_under_review")

    with pytest.raises(Refused, match="^file_not_approved$"):
        later_openings([chosen(MIA)], facts(children=(mia,)))


# After a deadline

HALF_MORE = Surcharge(percent=50)
UNTIL_TUESDAY_ELSE_HALF_MORE = DeadlineRule(
    anchor=Anchor.WEEK,
    before=1,
    on=TUE,
    at="23:59",
    consequence=Consequence.SURCHARGE,
    surcharge=HALF_MORE,
)


def with_rules(*rules, **changes):
    lunch = offered(LUNCH, deadlines=rules)
    return facts(facility=replace(TILLEULS, slot_types=(lunch,)), **IN_TERM | changes)


def test_a_day_asked_for_late_carries_its_surcharge():
    late = with_rules(UNTIL_TUESDAY_ELSE_HALF_MORE)

    (line,) = lines_to_send([chosen(day=MONDAY)], late)

    assert (line.late, line.surcharge) == (Consequence.SURCHARGE, HALF_MORE)


def test_a_day_asked_for_in_time_carries_none():
    early = with_rules(UNTIL_TUESDAY_ELSE_HALF_MORE, at=paris("2026-09-01 23:59"))

    (line,) = lines_to_send([chosen(day=MONDAY)], early)

    assert (line.late, line.surcharge) == (None, None)


def test_a_late_day_that_is_left_to_the_staff_is_marked():
    late = with_rules(replace(UNTIL_TUESDAY_ELSE_HALF_MORE, consequence=Consequence.STAFF))

    (line,) = lines_to_send([chosen(day=MONDAY)], late)

    assert (line.late, line.surcharge) == (Consequence.STAFF, None)


def test_a_late_cancellation_that_is_left_to_the_staff_is_not_the_family_s():
    late = with_rules(
        replace(UNTIL_TUESDAY_ELSE_HALF_MORE, consequence=Consequence.STAFF),
        lines=(mia_has_monday_lunch,),
    )

    (offer, *_) = late.slots_on(MONDAY)

    assert offer.locked == "ask_staff"
    assert with_day(Draft(), MONDAY, set(), late) == Draft()


def test_a_surcharge_is_found_in_lines_and_in_days_given_back():
    late = with_rules(UNTIL_TUESDAY_ELSE_HALF_MORE, lines=(mia_has_monday_lunch,))
    gives_back = Draft(cancellations=(monday_cancelled,))

    assert costs_more((), gives_back, late)
    assert costs_more(lines_to_send([chosen(LEO, day=MONDAY)], late), Draft(), late)
    assert not costs_more((), Draft(), late)


def test_weekdays_over_the_year_begin_after_what_is_too_late():
    three_weeks = DeadlineRule(before=21, at="12:00")
    rules = with_rules(three_weeks, kind=BookingKind.STANDING, at=paris("2026-09-04 12:01"))

    (line,) = lines_to_send([chosen()], rules)

    assert line.dates[0] == date(2026, 9, 28)


# Every other week


def test_odd_weeks_have_week_53_and_week_1_running():
    odd = replace(chosen(), weeks=WeekPattern.ODD_WEEKS)
    december_to_january = Closure(name="x", first=date(2026, 12, 19), last=date(2026, 12, 20))
    no_holidays = replace(YEAR, holidays=(), closures=(december_to_january,))

    (line,) = lines_to_send([odd], facts(year=no_holidays))

    assert line.weeks is WeekPattern.ODD_WEEKS
    assert {day.isocalendar().week % 2 for day in line.dates} == {1}
    assert date(2026, 12, 28) in line.dates  # week 53 of 2026
    assert date(2027, 1, 4) in line.dates  # week 1 of 2027


def test_even_and_odd_weeks_together_are_every_week():
    every, even, odd = (
        lines_to_send([replace(chosen(), weeks=weeks)], facts())[0].dates
        for weeks in (WeekPattern.EVERY_WEEK, WeekPattern.EVEN_WEEKS, WeekPattern.ODD_WEEKS)
    )

    assert sorted(even + odd) == list(every)
    assert not set(even) & set(odd)


def test_who_has_the_even_weeks_may_still_ask_for_the_odd_ones():
    (even,) = lines_to_send([replace(chosen(), weeks=WeekPattern.EVEN_WEEKS)], facts())
    held = HeldLine(
        child_id=MIA,
        facility_id="tilleuls",
        slot_type=LUNCH,
        weekday=MON,
        dates=frozenset(even.dates),
        state=PlaceState.ACCEPTED,
        weeks=WeekPattern.EVEN_WEEKS,
    )

    (offer,) = [
        it
        for it in facts(lines=(held,)).slots_on(MONDAY)
        if (it.child_id, it.slot_type) == (MIA, LUNCH)
    ]
    (line,) = lines_to_send([chosen()], facts(lines=(held,)))

    assert (offer.held, offer.locked) == (False, None)
    assert {day.isocalendar().week % 2 for day in line.dates} == {1}
