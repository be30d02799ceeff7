from dataclasses import replace
from datetime import date

from services.bookings.domain import booking_request
from services.bookings.domain.answering import RecordOutcomes
from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.deadline import Consequence, DeadlineRule, Surcharge
from services.bookings.domain.draft import (
    ChosenSlot,
    DayToCancel,
    Draft,
    LaterOpening,
    RequestLine,
    as_shown,
)
from services.bookings.domain.drafting import ChooseSlots, DropDraft, StartRequest
from services.bookings.domain.outcome import Decision, Outcome
from services.bookings.domain.request_history import (
    DraftDropped,
    FacilityChosen,
    LinesDecided,
    RefusalExplained,
    RequestDecided,
    RequestStarted,
    RequestSubmitted,
    SlotsChosen,
)
from services.bookings.domain.sending import SubmitRequest
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.week_pattern import WeekPattern
from tests.bookings.strasbourg import (
    CAMILLE,
    CUTOFF,
    LEO,
    LEO_OPENS_TOMORROW,
    MARTIN,
    MIA,
    MIA_CAN_BOOK,
    MON,
    NADIA,
    NEXT_REQUEST,
    OPENING_EVENING,
    OPENS,
    PETIT,
    REQUEST,
    closed,
    facts,
    paris,
)
from tests.support.given import given

LUNCH, EVENING = SlotType.LUNCH, SlotType.EVENING
MONDAY = date(2026, 9, 7)
REFERENCE = "D-2026-4127AB"
DECIDED_AT = paris("2026-05-04 10:12")

start = StartRequest(
    request_id=REQUEST,
    household_id=MARTIN,
    account_id=CAMILLE,
    facility_id="tilleuls",
    school_year="2026-2027",
    kind=BookingKind.STANDING,
    started_at=OPENING_EVENING,
)
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


def all_mondays(child_id=MIA, slot_type=LUNCH) -> ChosenSlot:
    return ChosenSlot(
        child_id=child_id, facility_id="tilleuls", slot_type=slot_type, weekday=MON, day=None
    )


def chosen(*choices, cancellations=()) -> SlotsChosen:
    return SlotsChosen(request_id=REQUEST, choices=choices, cancellations=cancellations)


def choose(*ticked, seen=1, day=MONDAY, **changes) -> ChooseSlots:
    return ChooseSlots(
        request_id=REQUEST, seen=seen, day=day, ticked=frozenset(ticked), facts=facts(**changes)
    )


def submit(*, seen=2, rules_accepted=True, **changes) -> SubmitRequest:
    return SubmitRequest(
        request_id=REQUEST,
        next_request_id=NEXT_REQUEST,
        reference=REFERENCE,
        seen=seen,
        rules_accepted=rules_accepted,
        facts=facts(**changes),
    )


def line(line_id="1", child_id=MIA, slot_type=LUNCH) -> RequestLine:
    mondays = tuple(
        day for day in facts().calendar.open_days(TILLEULS_LUNCH) if day.weekday() == MON
    )
    return RequestLine(
        line_id=line_id,
        child_id=child_id,
        facility_id="tilleuls",
        slot_type=slot_type,
        weekday=MON,
        dates=mondays,
        weeks=WeekPattern.EVERY_WEEK,
    )


TILLEULS_LUNCH = facts().facility.offers(LUNCH)


def submitted(*lines, **changes) -> RequestSubmitted:
    fields = {
        "request_id": REQUEST,
        "reference": REFERENCE,
        "household_id": MARTIN,
        "account_id": CAMILLE,
        "facility_id": "tilleuls",
        "school_year": "2026-2027",
        "kind": BookingKind.STANDING,
        "received_at": OPENING_EVENING,
        "lines": lines,
        "cancellations": (),
        "later": (),
        "next_request_id": None,
    }
    return RequestSubmitted(**fields | changes)


def outcome(line_id="1", decision=Decision.ACCEPTED, **changes) -> Outcome:
    fields = {
        "line_id": line_id,
        "decision": decision,
        "reason": None,
        "capacity": 30,
        "taken": 12,
        "full_on": None,
        "decided_at": DECIDED_AT,
        "decided_by": NADIA,
    }
    return Outcome(**fields | changes)


refused_full = outcome(
    "2", Decision.REFUSED, reason="slot_full", taken=30, full_on=date(2026, 9, 14)
)


# The draft


def test_a_request_is_started_for_a_facility():
    given(booking_request).when(start).then(started)


def test_starting_it_twice_changes_nothing():
    given(booking_request, started).when(start).then_nothing()


def test_starting_a_request_that_was_sent_changes_nothing():
    history = started, chosen(all_mondays()), submitted(line())

    given(booking_request, *history).when(replace(start, facility_id="la-ruche")).then_nothing()


def test_a_draft_may_go_on_in_another_facility():
    elsewhere = replace(start, facility_id="la-ruche")

    given(booking_request, started).when(elsewhere).then(
        FacilityChosen(request_id=REQUEST, facility_id="la-ruche")
    )
    given(booking_request, started, chosen(all_mondays())).when(elsewhere).then(
        FacilityChosen(request_id=REQUEST, facility_id="la-ruche")
    )


def test_a_request_of_another_household_cannot_be_taken_over():
    given(booking_request, started).when(replace(start, household_id=PETIT)).refused(
        "request_of_another_household"
    )


def test_ticked_slots_are_kept_in_the_draft():
    given(booking_request, started).when(choose((MIA, LUNCH), (LEO, LUNCH))).then(
        chosen(all_mondays(MIA), all_mondays(LEO))
    )


def test_the_same_boxes_again_change_nothing_even_from_an_old_page():
    history = started, chosen(all_mondays())

    given(booking_request, *history).when(choose((MIA, LUNCH), seen=1)).then_nothing()


def test_the_second_of_two_tabs_is_told_that_the_draft_changed():
    history = started, chosen(all_mondays())

    given(booking_request, *history).when(choose((MIA, EVENING), seen=1)).refused(
        "changed_elsewhere", version=2
    )


def test_a_draft_is_dropped_and_a_sent_request_is_not():
    drop = DropDraft(request_id=REQUEST, dropped_at=OPENING_EVENING)
    dropped = DraftDropped(request_id=REQUEST, household_id=MARTIN, dropped_at=OPENING_EVENING)

    given(booking_request, started).when(drop).then(dropped)
    given(booking_request, started, dropped).when(drop).then_nothing()
    given(booking_request, started, dropped).when(choose((MIA, LUNCH))).refused("no_draft")
    given(booking_request, started, submitted(line())).when(drop).refused("already_submitted")


# Sending it


def test_a_request_is_sent_with_every_date_it_stands_for():
    given(booking_request, started, chosen(all_mondays())).when(submit()).then(submitted(line()))


def test_sending_twice_is_sending_once():
    history = started, chosen(all_mondays()), submitted(line())

    given(booking_request, *history).when(submit(seen=2)).then_nothing()


def test_an_empty_draft_is_not_sent():
    given(booking_request, started).when(submit(seen=1)).refused("nothing_chosen")


def test_a_draft_that_changed_in_another_tab_is_not_sent():
    given(booking_request, started, chosen(all_mondays())).when(submit(seen=1)).refused(
        "changed_elsewhere", version=2
    )


def test_what_is_sent_is_what_was_shown():
    history = started, chosen(all_mondays())
    shown = as_shown((line(),), Draft(choices=(all_mondays(),)), facts())
    strike = {"year": replace(facts().year, closures=(closed("Grève", MONDAY, MONDAY),))}

    given(booking_request, *history).when(replace(submit(), shown=shown)).then(submitted(line()))
    given(booking_request, *history).when(replace(submit(**strike), shown=shown)).refused(
        "not_as_shown"
    )


def test_another_child_whose_opening_has_come_since_does_not_leave_unseen():
    both = all_mondays(), all_mondays(LEO)
    draft, lines = Draft(choices=both), (line(), line("2", child_id=LEO))
    waits = {"children": (MIA_CAN_BOOK, LEO_OPENS_TOMORROW)}
    shown = as_shown(lines, draft, facts(**waits))

    given(booking_request, started, chosen(*both)).when(replace(submit(), shown=shown)).refused(
        "not_as_shown"
    )
    assert shown == as_shown(lines[:1], Draft(choices=both[:1]), facts())


def test_the_rules_must_be_accepted():
    given(booking_request, started, chosen(all_mondays())).when(
        submit(rules_accepted=False)
    ).refused("rules_not_accepted")


def test_a_standing_draft_is_not_sent_once_regular_bookings_are_closed():
    history = started, chosen(all_mondays())

    given(booking_request, *history).when(submit(at=CUTOFF)).refused("regular_bookings_closed")
    given(booking_request, *history).when(choose((MIA, EVENING), seen=2, at=CUTOFF)).refused(
        "regular_bookings_closed"
    )


def test_without_an_approved_file_nothing_is_sent():
    mia = replace(MIA_CAN_BOOK, why="file_returned")

    given(booking_request, started, chosen(all_mondays())).when(submit(children=(mia,))).refused(
        "file_not_approved", child_id=str(MIA)
    )


def test_a_basket_for_two_levels_splits_over_the_two_openings_and_says_so():
    history = started, chosen(all_mondays(MIA), all_mondays(LEO))
    tonight = submit(children=(MIA_CAN_BOOK, LEO_OPENS_TOMORROW))

    given(booking_request, *history).when(tonight).then(
        submitted(
            line("1", MIA),
            later=(LaterOpening(child_id=LEO, opens_at=OPENS["ELEMENTAIRE"]),),
            next_request_id=NEXT_REQUEST,
        )
    )


def test_a_basket_for_a_level_that_is_not_open_is_told_when_it_opens():
    given(booking_request, started, chosen(all_mondays(LEO))).when(
        submit(children=(LEO_OPENS_TOMORROW,))
    ).refused("not_open_yet", child_id=str(LEO), opens_at=OPENS["ELEMENTAIRE"].isoformat())


def test_a_draft_that_only_cancels_is_sent_and_has_nothing_to_decide():
    cancelled = DayToCancel(child_id=MIA, facility_id="tilleuls", slot_type=LUNCH, day=MONDAY)
    one_off = replace(started, kind=BookingKind.ONE_OFF)
    only_cancels = submitted(kind=BookingKind.ONE_OFF, cancellations=(cancelled,))

    given(booking_request, one_off, chosen(cancellations=(cancelled,))).when(
        submit(kind=BookingKind.ONE_OFF)
    ).then(only_cancels)
    state = booking_request.evolve(booking_request.INITIAL, only_cancels)
    assert state.status == "DECIDED"


# The answer


def test_a_request_is_decided_when_each_of_its_lines_is():
    lines = line("1"), line("2", slot_type=EVENING)
    history = started, submitted(*lines)
    first = LinesDecided(request_id=REQUEST, outcomes=(outcome("1"),))

    given(booking_request, *history).when(
        RecordOutcomes(request_id=REQUEST, outcomes=(outcome("1"),))
    ).then(first)
    given(booking_request, *history, first).when(
        RecordOutcomes(request_id=REQUEST, outcomes=(refused_full,))
    ).then(
        LinesDecided(request_id=REQUEST, outcomes=(refused_full,)),
        RequestDecided(
            request_id=REQUEST,
            reference=REFERENCE,
            household_id=MARTIN,
            account_id=CAMILLE,
            decided_at=DECIDED_AT,
            lines=lines,
            outcomes=(outcome("1"), refused_full),
        ),
    )


def test_the_whole_answer_names_the_days_a_line_accepted_before_still_has():
    lines = line("1"), line("2", slot_type=EVENING)
    left = lines[0].dates[1:]
    history = (
        started,
        submitted(*lines),
        LinesDecided(request_id=REQUEST, outcomes=(outcome("1"),)),
    )

    given(booking_request, *history).when(
        RecordOutcomes(request_id=REQUEST, outcomes=(refused_full,), held={"1": left})
    ).then(
        LinesDecided(request_id=REQUEST, outcomes=(refused_full,)),
        RequestDecided(
            request_id=REQUEST,
            reference=REFERENCE,
            household_id=MARTIN,
            account_id=CAMILLE,
            decided_at=DECIDED_AT,
            lines=lines,
            outcomes=(replace(outcome("1"), dates=left), refused_full),
        ),
    )


def test_an_answer_once_given_is_not_given_again_nor_changed():
    history = (
        started,
        submitted(line("1"), line("2", slot_type=EVENING)),
        LinesDecided(request_id=REQUEST, outcomes=(outcome("1"),)),
    )
    other = outcome("1", Decision.REFUSED, reason="other")

    given(booking_request, *history).when(
        RecordOutcomes(request_id=REQUEST, outcomes=(other,))
    ).then_nothing()


def test_the_words_of_a_refusal_are_kept_as_the_households_own():
    history = started, submitted(line("1"), line("2", slot_type=EVENING))
    words = "Le groupe du lundi est complet, le jeudi reste possible."

    given(booking_request, *history).when(
        RecordOutcomes(request_id=REQUEST, outcomes=(refused_full,), messages={"2": words})
    ).then(
        LinesDecided(request_id=REQUEST, outcomes=(refused_full,)),
        RefusalExplained(request_id=REQUEST, line_id="2", household_id=MARTIN, message=words),
    )


def test_what_costs_a_surcharge_is_sent_only_if_the_family_accepts_it():
    costs = DeadlineRule(
        before=30, at="12:00", consequence=Consequence.SURCHARGE, surcharge=Surcharge(percent=50)
    )
    lunch = replace(TILLEULS_LUNCH, deadlines=(costs,))
    monday = replace(all_mondays(MIA), day=date(2026, 9, 7))
    late = {
        "kind": BookingKind.ONE_OFF,
        "at": paris("2026-09-04 12:00"),
        "facility": replace(facts().facility, slot_types=(lunch,)),
    }
    history = replace(started, kind=BookingKind.ONE_OFF), chosen(monday)

    given(booking_request, *history).when(submit(**late)).refused("surcharge_not_accepted")
    accepted = replace(submit(**late), surcharge_accepted=True)
    (sent,) = booking_request.decide(accepted, given(booking_request, *history).state)

    assert [(it.late, it.surcharge) for it in sent.lines] == [
        (Consequence.SURCHARGE, Surcharge(percent=50))
    ]
