from dataclasses import replace
from datetime import date

import pytest

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.draft import (
    ChosenSlot,
    DayToCancel,
    Draft,
    LaterOpening,
    later_openings,
    lines_to_send,
    lines_to_show,
    with_day,
)
from services.bookings.domain.offer import HeldLine, PlaceState
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.decider import Refused
from tests.bookings.strasbourg import (
    LEO,
    LEO_OPENS_TOMORROW,
    MIA,
    MIA_CAN_BOOK,
    MON,
    OPENS,
    TUE,
    facts,
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


def test_without_an_approved_file_nothing_is_sent():
    mia = replace(MIA_CAN_BOOK, why="file_under_review")

    with pytest.raises(Refused, match="^file_not_approved$"):
        later_openings([chosen(MIA)], facts(children=(mia,)))
