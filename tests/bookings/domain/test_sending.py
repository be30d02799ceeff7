"""A draft prepared before an opening: sent by one click then, or by itself."""

from dataclasses import replace

from services.bookings.domain import booking_request
from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.draft import ChosenSlot
from services.bookings.domain.drafting import ArrangeSending
from services.bookings.domain.request_history import (
    RequestStarted,
    RequestSubmitted,
    SendingArranged,
    SendingFailed,
    SlotsChosen,
)
from services.bookings.domain.sending import SendPrepared, SubmitRequest
from services.bookings.domain.slot_type import SlotType
from tests.bookings.strasbourg import (
    CAMILLE,
    CUTOFF,
    LEO,
    LEO_CAN_BOOK,
    LEO_OPENS_TOMORROW,
    MARTIN,
    MIA,
    MIA_CAN_BOOK,
    MON,
    NEXT_REQUEST,
    OPENING_EVENING,
    OPENS,
    REQUEST,
    facts,
    paris,
)
from tests.support.given import given

EARLY = paris("2026-03-28 10:00")
NOBODY_YET = (replace(MIA_CAN_BOOK, why="not_open_yet"), LEO_OPENS_TOMORROW)
ONLY_MIA = (MIA_CAN_BOOK, LEO_OPENS_TOMORROW)

started = RequestStarted(
    request_id=REQUEST,
    household_id=MARTIN,
    account_id=CAMILLE,
    facility_id="tilleuls",
    school_year="2026-2027",
    kind=BookingKind.STANDING,
    carried=(),
    started_at=EARLY,
)


def monday(child_id) -> ChosenSlot:
    return ChosenSlot(
        child_id=child_id,
        facility_id="tilleuls",
        slot_type=SlotType.LUNCH,
        weekday=MON,
        day=None,
    )


chosen = SlotsChosen(request_id=REQUEST, choices=(monday(MIA), monday(LEO)), cancellations=())
by_itself = SendingArranged(
    request_id=REQUEST,
    household_id=MARTIN,
    school_year="2026-2027",
    automatic_since=EARLY,
    arranged_at=EARLY,
)


def arrange(*, automatic=True, rules_accepted=True, at=EARLY, children=NOBODY_YET):
    return ArrangeSending(
        request_id=REQUEST,
        automatic=automatic,
        rules_accepted=rules_accepted,
        facts=facts(at=at, children=children),
    )


def the_opening(children=ONLY_MIA, at=OPENS["MATERNELLE"]) -> SendPrepared:
    return SendPrepared(
        request_id=REQUEST,
        next_request_id=NEXT_REQUEST,
        reference="D-2026-4127AB",
        facts=facts(at=at, children=children),
    )


def test_a_prepared_draft_may_be_sent_by_itself():
    given(booking_request, started, chosen).when(arrange()).then(by_itself)


def test_asked_for_twice_it_keeps_its_place():
    history = started, chosen, by_itself

    given(booking_request, *history).when(arrange(at=OPENING_EVENING)).then_nothing()


def test_who_takes_it_back_and_asks_again_goes_to_the_end():
    later = paris("2026-03-30 08:00")
    by_hand = replace(by_itself, automatic_since=None, arranged_at=later)
    again = replace(by_itself, automatic_since=later, arranged_at=later)
    history = started, chosen, by_itself

    given(booking_request, *history).when(arrange(automatic=False, at=later)).then(by_hand)
    given(booking_request, *history, by_hand).when(arrange(at=later)).then(again)


def test_the_rules_are_accepted_first():
    given(booking_request, started, chosen).when(arrange(rules_accepted=False)).refused(
        "rules_not_accepted"
    )


def test_what_is_open_is_sent_and_not_prepared():
    both_open = arrange(children=(MIA_CAN_BOOK, LEO_CAN_BOOK))

    given(booking_request, started, chosen).when(both_open).refused("nothing_to_wait_for")


def test_after_the_cut_off_nothing_for_the_year_is_arranged():
    given(booking_request, started, chosen).when(arrange(at=CUTOFF)).refused(
        "regular_bookings_closed"
    )


def test_at_the_opening_what_is_open_goes_and_the_rest_waits():
    state = given(booking_request, started, chosen, by_itself).state

    (sent,) = booking_request.decide(the_opening(), state)

    assert isinstance(sent, RequestSubmitted) and sent.automatic
    assert {line.child_id for line in sent.lines} == {MIA}
    assert [child.child_id for child in sent.later] == [LEO]
    assert sent.received_at == OPENS["MATERNELLE"]


def test_an_opening_for_others_changes_nothing():
    given(booking_request, started, chosen, by_itself).when(
        the_opening(children=NOBODY_YET)
    ).then_nothing()


def test_who_sends_it_themselves_is_not_sent_by_the_portal():
    by_hand = replace(by_itself, automatic_since=None)

    given(booking_request, started, chosen).when(the_opening()).then_nothing()
    given(booking_request, started, chosen, by_itself, by_hand).when(the_opening()).then_nothing()


def test_a_file_that_was_returned_meanwhile_is_told_and_not_tried_again():
    returned = (replace(MIA_CAN_BOOK, why="file_returned"),)
    failed = SendingFailed(
        request_id=REQUEST,
        household_id=MARTIN,
        account_id=CAMILLE,
        code="file_not_approved",
        failed_at=OPENS["MATERNELLE"],
    )
    history = started, chosen, by_itself

    given(booking_request, *history).when(the_opening(children=returned)).then(failed)
    given(booking_request, *history, failed).when(the_opening()).then_nothing()


def test_rules_accepted_beforehand_leave_one_click():
    by_hand = replace(by_itself, automatic_since=None)
    state = given(booking_request, started, chosen, by_hand).state
    one_click = SubmitRequest(
        request_id=REQUEST,
        next_request_id=NEXT_REQUEST,
        reference="D-2026-4127AB",
        seen=3,
        rules_accepted=False,
        facts=facts(children=ONLY_MIA),
    )

    (sent,) = booking_request.decide(one_click, state)

    assert isinstance(sent, RequestSubmitted) and not sent.automatic
