"""A booking request: a family's draft, then what it sent, then the answer to each of its lines.

A request asks; it books nothing. The places are in the register of the facility. The parts of this
decider have files of their own: `drafting`, `sending` and `answering` decide, `request_history` is
what can happen; here they come together.
"""

from typing import assert_never

from services.bookings.domain.answering import (
    MoveDates,
    RecordOutcomes,
    move_dates,
    record_outcomes,
)
from services.bookings.domain.drafting import (
    ArrangeSending,
    ChooseSlots,
    ChooseWeek,
    DropDraft,
    MakeWishes,
    StartRequest,
    arrange_sending,
    choose_slots,
    choose_week,
    drop_draft,
    make_wishes,
    start_request,
)
from services.bookings.domain.request_history import INITIAL, BookingRequest, Event, evolve
from services.bookings.domain.sending import (
    BookAtDesk,
    SendPrepared,
    SubmitRequest,
    book_at_desk,
    send_prepared,
    submit_request,
)

__all__ = ["INITIAL", "Command", "Event", "decide", "evolve"]

Command = (
    StartRequest
    | ChooseSlots
    | ChooseWeek
    | MakeWishes
    | ArrangeSending
    | SendPrepared
    | SubmitRequest
    | BookAtDesk
    | RecordOutcomes
    | MoveDates
    | DropDraft
)


def decide(command: Command, request: BookingRequest) -> list[Event]:
    match command:
        case StartRequest():
            return start_request(command, request)
        case ChooseSlots():
            return choose_slots(command, request)
        case ChooseWeek():
            return choose_week(command, request)
        case MakeWishes():
            return make_wishes(command, request)
        case ArrangeSending():
            return arrange_sending(command, request)
        case SendPrepared():
            return send_prepared(command, request)
        case SubmitRequest():
            return submit_request(command, request)
        case BookAtDesk():
            return book_at_desk(command, request)
        case RecordOutcomes():
            return record_outcomes(command, request)
        case MoveDates():
            return move_dates(command, request)
        case DropDraft():
            return drop_draft(command, request)
    assert_never(command)
