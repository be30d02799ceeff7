from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from uuid import UUID

from hypothesis import given as for_any
from hypothesis import strategies as some

from services.bookings.domain import waiting_list
from services.bookings.domain.register import AskedLine
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.waiting_list import (
    Answer,
    AnswerOffer,
    CloseOfferedDays,
    Ended,
    ExpireOffer,
    JoinWaitingList,
    LeaveWaitingList,
    LinesWaitlisted,
    OfferNarrowed,
    OfferPlace,
    PlaceOfferAnswered,
    PlaceOffered,
    WaitingEnded,
)
from shared.eventstore.decider import Refused
from tests.bookings.strasbourg import CAMILLE, LEO, MARTIN, MIA, NADIA, REQUEST, paris
from tests.support.given import given

MONDAY, TUESDAY = date(2026, 9, 7), date(2026, 9, 8)
WAITLISTED_AT, OFFERED_AT = paris("2026-05-04 10:12"), paris("2026-06-01 09:00")
ANSWER_BY = paris("2026-06-03 09:00")
OFFER, OTHER_OFFER = UUID(int=0xF1), UUID(int=0xF2)


def line(n: int, *, child_id=MIA, dates=(MONDAY,), line_id="1", slot_type=SlotType.LUNCH):
    """A line of the n-th request."""
    return AskedLine(
        facility_id="tilleuls",
        school_year="2026-2027",
        request_id=UUID(int=REQUEST.int + n),
        line_id=line_id,
        household_id=MARTIN,
        child_id=child_id,
        slot_type=slot_type,
        dates=dates,
    )


def join(*lines: AskedLine) -> JoinWaitingList:
    return JoinWaitingList(
        lines=lines,
        reference="D-2026-7K3F9Q",
        account_id=CAMILLE,
        waitlisted_at=WAITLISTED_AT,
        waitlisted_by=NADIA,
    )


def joined(*lines: AskedLine, rank: int) -> LinesWaitlisted:
    return LinesWaitlisted(
        lines=lines,
        reference="D-2026-7K3F9Q",
        account_id=CAMILLE,
        rank=rank,
        waitlisted_at=WAITLISTED_AT,
        waitlisted_by=NADIA,
    )


def offered(*lines: AskedLine, offer_id=OFFER) -> PlaceOffered:
    return PlaceOffered(
        offer_id=offer_id,
        household_id=MARTIN,
        account_id=CAMILLE,
        request_id=lines[0].request_id,
        reference="D-2026-7K3F9Q",
        lines=lines,
        offered_at=OFFERED_AT,
        answer_by=ANSWER_BY,
    )


def offer(*lines: AskedLine) -> OfferPlace:
    return OfferPlace(offer_id=OFFER, lines=lines, offered_at=OFFERED_AT, answer_by=ANSWER_BY)


def answered(answer: Answer, at, *lines: AskedLine) -> PlaceOfferAnswered:
    return PlaceOfferAnswered(
        offer_id=OFFER,
        household_id=MARTIN,
        account_id=CAMILLE,
        request_id=lines[0].request_id,
        reference="D-2026-7K3F9Q",
        lines=lines,
        answer=answer,
        answered_at=at,
    )


def ended(because: Ended, at, *lines: AskedLine) -> WaitingEnded:
    return WaitingEnded(
        request_id=lines[0].request_id,
        household_id=MARTIN,
        line_ids=tuple(each.line_id for each in lines),
        because=because,
        at=at,
    )


def test_the_rank_counts_who_waits_before_for_the_same_days():
    first, elsewhere = line(1), line(2, dates=(TUESDAY,))

    history = given(waiting_list, joined(first, rank=1), joined(elsewhere, rank=1))

    history.when(join(line(3))).then(joined(line(3), rank=2))
    both = line(3, dates=(MONDAY, TUESDAY))
    history.when(join(both)).then(joined(both, rank=3))
    evening = line(3, slot_type=SlotType.EVENING)
    history.when(join(evening)).then(joined(evening, rank=1))


def test_who_waits_already_does_not_join_again():
    given(waiting_list, joined(line(1), rank=1)).when(join(line(1))).then_nothing()


def test_brothers_and_sisters_who_come_together_are_one_in_the_list():
    mia, leo = line(1), line(1, child_id=LEO, line_id="2")

    given(waiting_list, joined(mia, leo, rank=1)).when(join(line(2))).then(joined(line(2), rank=2))


def test_a_place_is_offered_to_who_waits():
    given(waiting_list, joined(line(1), rank=1)).when(offer(line(1))).then(offered(line(1)))


def test_nobody_has_two_offers_for_the_same_place():
    given(waiting_list, joined(line(1), rank=1), offered(line(1))).when(
        offer(line(1))
    ).then_nothing()


def test_who_does_not_wait_is_offered_nothing():
    given(waiting_list).when(offer(line(1))).refused("not_waiting")


def test_an_offer_is_accepted_until_its_last_instant():
    history = given(waiting_list, joined(line(1), rank=1), offered(line(1)))

    history.when(AnswerOffer(offer_id=OFFER, accept=True, answered_at=ANSWER_BY)).then(
        answered(Answer.ACCEPTED, ANSWER_BY, line(1)),
        ended(Ended.OFFER_ACCEPTED, ANSWER_BY, line(1)),
    )
    too_late = ANSWER_BY + timedelta(microseconds=1)
    history.when(AnswerOffer(offer_id=OFFER, accept=True, answered_at=too_late)).refused(
        "offer_expired"
    )


def test_who_declines_waits_no_more():
    given(waiting_list, joined(line(1), rank=1), offered(line(1))).when(
        AnswerOffer(offer_id=OFFER, accept=False, answered_at=OFFERED_AT)
    ).then(
        answered(Answer.DECLINED, OFFERED_AT, line(1)),
        ended(Ended.OFFER_DECLINED, OFFERED_AT, line(1)),
    )


def test_an_offer_is_over_when_its_time_is_and_not_before():
    history = given(waiting_list, joined(line(1), rank=1), offered(line(1)))

    history.when(ExpireOffer(offer_id=OFFER, at=ANSWER_BY)).then(
        answered(Answer.EXPIRED, ANSWER_BY, line(1)),
        ended(Ended.OFFER_EXPIRED, ANSWER_BY, line(1)),
    )
    before = ANSWER_BY - timedelta(microseconds=1)
    history.when(ExpireOffer(offer_id=OFFER, at=before)).then_nothing()


def test_the_same_answer_again_is_nothing_new_and_another_one_is_too_late():
    history = given(
        waiting_list,
        joined(line(1), rank=1),
        offered(line(1)),
        answered(Answer.ACCEPTED, OFFERED_AT, line(1)),
        ended(Ended.OFFER_ACCEPTED, OFFERED_AT, line(1)),
    )

    history.when(AnswerOffer(offer_id=OFFER, accept=True, answered_at=ANSWER_BY)).then_nothing()
    history.when(AnswerOffer(offer_id=OFFER, accept=False, answered_at=ANSWER_BY)).refused(
        "already_answered"
    )
    history.when(ExpireOffer(offer_id=OFFER, at=ANSWER_BY)).then_nothing()


def test_an_offer_nobody_made_is_not_answered():
    given(waiting_list).when(
        AnswerOffer(offer_id=OTHER_OFFER, accept=True, answered_at=OFFERED_AT)
    ).refused("unknown_offer")


def test_who_leaves_makes_room_for_those_behind():
    history = [
        joined(line(1), rank=1),
        joined(line(2), rank=2),
        ended(Ended.LEFT, OFFERED_AT, line(1)),
    ]

    waiting = reduce(waiting_list.evolve, history, waiting_list.INITIAL)

    assert [waiting.rank(entry) for entry in waiting.entries.values()] == [1]


def test_a_place_that_is_offered_is_answered_not_left():
    leave = LeaveWaitingList(
        request_id=line(1).request_id, line_id="1", because=Ended.LEFT, at=OFFERED_AT
    )

    given(waiting_list, joined(line(1), rank=1)).when(leave).then(
        ended(Ended.LEFT, OFFERED_AT, line(1))
    )
    given(waiting_list, joined(line(1), rank=1), offered(line(1))).when(leave).refused(
        "place_offered"
    )


def closing(*days) -> CloseOfferedDays:
    closed = frozenset(("tilleuls", SlotType.LUNCH, day) for day in days)
    return CloseOfferedDays(offer_id=OFFER, closed=closed, at=ANSWER_BY)


def test_an_offer_goes_on_without_the_days_that_close():
    both = line(1, dates=(MONDAY, TUESDAY))
    left = replace(both, dates=(TUESDAY,))
    narrowed = OfferNarrowed(
        offer_id=OFFER, request_id=both.request_id, lines=(left,), narrowed_at=ANSWER_BY
    )
    history = joined(both, rank=1), offered(both)

    given(waiting_list, *history).when(closing(MONDAY)).then(narrowed)
    given(waiting_list, *history, narrowed).when(closing(MONDAY)).then_nothing()
    accept = AnswerOffer(offer_id=OFFER, accept=True, answered_at=OFFERED_AT)
    given(waiting_list, *history, narrowed).when(accept).then(
        answered(Answer.ACCEPTED, OFFERED_AT, left), ended(Ended.OFFER_ACCEPTED, OFFERED_AT, both)
    )


def test_an_offer_without_a_day_left_is_withdrawn_and_the_family_waits_on():
    history = joined(line(1), rank=1), offered(line(1))
    withdrawn = answered(Answer.WITHDRAWN, ANSWER_BY, line(1))

    given(waiting_list, *history).when(closing(MONDAY)).then(withdrawn)
    accept = AnswerOffer(offer_id=OFFER, accept=True, answered_at=OFFERED_AT)
    given(waiting_list, *history, withdrawn).when(accept).refused("offer_withdrawn")
    again = offered(line(1), offer_id=OTHER_OFFER)
    given(waiting_list, *history, withdrawn).when(
        replace(offer(line(1)), offer_id=OTHER_OFFER)
    ).then(again)


def test_brothers_and_sisters_are_not_offered_half_of_what_they_want():
    mia, leo = line(1, dates=(MONDAY,)), line(1, child_id=LEO, dates=(TUESDAY,), line_id="2")

    given(waiting_list, joined(mia, leo, rank=1), offered(mia, leo)).when(closing(TUESDAY)).then(
        answered(Answer.WITHDRAWN, ANSWER_BY, mia, leo)
    )


def test_only_days_to_come_are_left_of_a_line():
    both = line(1, dates=(MONDAY, TUESDAY))

    assert waiting_list.still_to_come([both, line(2)], TUESDAY) == (
        replace(both, dates=(TUESDAY,)),
    )


commands = some.one_of(
    some.builds(
        lambda n, days: join(line(n, dates=tuple(sorted(days)))),
        some.integers(1, 5),
        some.sets(some.sampled_from((MONDAY, TUESDAY)), min_size=1),
    ),
    some.builds(
        lambda n, which: replace(offer(line(n)), offer_id=which),
        some.integers(1, 5),
        some.sampled_from((OFFER, OTHER_OFFER)),
    ),
    some.builds(
        AnswerOffer,
        offer_id=some.sampled_from((OFFER, OTHER_OFFER)),
        accept=some.booleans(),
        answered_at=some.sampled_from((OFFERED_AT, ANSWER_BY + timedelta(1))),
    ),
    some.builds(
        ExpireOffer,
        offer_id=some.sampled_from((OFFER, OTHER_OFFER)),
        at=some.sampled_from((OFFERED_AT, ANSWER_BY)),
    ),
    some.builds(
        lambda days, which: replace(closing(*days), offer_id=which),
        some.sets(some.sampled_from((MONDAY, TUESDAY))),
        some.sampled_from((OFFER, OTHER_OFFER)),
    ),
    some.builds(
        lambda n: LeaveWaitingList(
            request_id=line(n).request_id, line_id="1", because=Ended.LEFT, at=OFFERED_AT
        ),
        some.integers(1, 5),
    ),
)


@for_any(some.lists(commands, max_size=30))
def test_in_any_order_of_things_ranks_have_no_gap_and_an_offer_is_open_or_answered(asked):
    waiting, offers = waiting_list.INITIAL, set()
    for command in asked:
        if isinstance(command, OfferPlace) and command.offer_id in offers:
            continue
        try:
            events = waiting_list.decide(command, waiting)
        except Refused:
            continue
        waiting = reduce(waiting_list.evolve, events, waiting)
        offers |= {event.offer_id for event in events if isinstance(event, PlaceOffered)}

    mondays = [e for e in waiting.entries.values() if MONDAY in e.lines[0].dates]
    everybody = waiting.rivals([line(9, dates=(MONDAY,))])
    assert [e.key for e in everybody] == [e.key for e in mondays]
    assert set(waiting.offers) == {e.offer_id for e in waiting.entries.values() if e.offer_id}
    assert set(waiting.offers) | set(waiting.answers) == offers
    assert not set(waiting.offers) & set(waiting.answers)
