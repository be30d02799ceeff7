"""Two homes agree on whose each day of their child is; what is booked follows at once."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Final
from uuid import UUID, uuid5

from services.bookings.domain import register, two_homes
from services.bookings.domain.absence import BookedSlot
from services.bookings.domain.custody import CustodyCalendar
from services.bookings.domain.deadline import PARIS
from services.bookings.domain.eligibility import WHY_NOT, FileStatus
from services.bookings.domain.operator import SWAP_HOURS
from services.bookings.domain.register import HandOverDay
from services.bookings.domain.school_year import Holiday, SchoolYear
from services.bookings.domain.two_homes import (
    AnswerProposal,
    AnswerSwap,
    CalendarAgreed,
    DaySlot,
    EndHomes,
    LapseSwap,
    ProposeCalendar,
    ProposeSwap,
    RecordHomes,
    SwapAnswer,
    SwapAnswered,
    SwapProposed,
    TwoHomes,
    lives_in,
)
from services.bookings.domain.week_pattern import Here
from services.bookings.handlers.absence import booked_on
from services.bookings.handlers.custody import Moving, move_days
from services.bookings.handlers.streams import (
    fence_of,
    handle_homes,
    homes_stream,
    register_stream_of,
)
from services.bookings.projections import absences, household_status, openings, operator_card
from shared.eventstore.decider import Refused
from shared.eventstore.store import Work

SWAPPED: Final = UUID("a9b0f6f2-6a43-4a0c-8a31-0f6f5f1f7d25")


def record_homes(work: Work, child_id: UUID, first: UUID, second: UUID) -> None:
    """From now on the second home books nothing for the child, until both agree on a calendar."""
    command = RecordHomes(
        child_id=child_id,
        first_household_id=first,
        second_household_id=second,
        recorded_at=work.meta.at,
    )
    handle_homes(work, command)


def end_homes(work: Work, child_id: UUID) -> None:
    """What the second home has booked stays booked, and its to pay, until it is given back."""
    handle_homes(work, EndHomes(child_id=child_id, ended_at=work.meta.at))


def propose_calendar(
    work: Work,
    *,
    household_id: UUID,
    child_id: UUID,
    proposal_id: UUID,
    calendar: CustodyCalendar,
    starts_on: date,
) -> None:
    command = ProposeCalendar(
        child_id=child_id,
        household_id=household_id,
        proposal_id=proposal_id,
        calendar=calendar,
        starts_on=starts_on,
        proposed_at=work.meta.at,
    )
    handle_homes(work, command)


def answer_proposal(
    work: Work, *, household_id: UUID, child_id: UUID, proposal_id: UUID, accept: bool
) -> None:
    """Once both have agreed, what each has booked on days of the other is given back, as far as
    deadlines allow, and weekdays that follow the custody calendar move."""
    command = AnswerProposal(
        child_id=child_id,
        household_id=household_id,
        proposal_id=proposal_id,
        accept=accept,
        answered_at=work.meta.at,
    )
    for event in handle_homes(work, command):
        if isinstance(event, CalendarAgreed):
            for home in (event.first_household_id, event.second_household_id):
                _follow(work, home, child_id)


def propose_swap(
    work: Work,
    *,
    household_id: UUID,
    child_id: UUID,
    swap_id: UUID,
    gives: date | None,
    takes: date | None,
) -> None:
    other = work.state(two_homes, homes_stream(child_id)).other(household_id)
    given = _booked(work, household_id, child_id, gives)
    taken = _booked(work, other, child_id, takes)
    card = operator_card.operator(work.tx)
    command = ProposeSwap(
        child_id=child_id,
        household_id=household_id,
        swap_id=swap_id,
        gives=gives,
        takes=takes,
        slots=_slots(given, gives),
        holidays=_holidays(work),
        hours=card.swap_hours if card else SWAP_HOURS,
        last_instant=min(
            (_last_instant(work, day, it) for day, it in ((gives, given), (takes, taken)) if day),
            default=work.meta.at,
        ),
        proposed_at=work.meta.at,
    )
    handle_homes(work, command)


def answer_swap(
    work: Work, *, household_id: UUID, child_id: UUID, swap_id: UUID, accept: bool
) -> None:
    """Both days change hands with what is booked on them: nobody else can have the places."""
    swap = _open_swap(work, child_id, swap_id)
    command = AnswerSwap(
        child_id=child_id,
        household_id=household_id,
        swap_id=swap_id,
        accept=accept,
        slots=_slots(_booked(work, swap.household_id, child_id, swap.gives), swap.gives),
        holidays=_holidays(work),
        answered_at=work.meta.at,
    )
    for event in handle_homes(work, command):
        if isinstance(event, SwapAnswered) and event.answer is SwapAnswer.AGREED:
            _change_hands(work, event)


def lapse_swap(work: Work, child_id: UUID, swap_id: UUID) -> None:
    handle_homes(work, LapseSwap(child_id=child_id, swap_id=swap_id, at=work.meta.at))


def _change_hands(work: Work, swap: SwapAnswered) -> None:
    ways = (
        (swap.gives, swap.household_id, swap.other_household_id),
        (swap.takes, swap.other_household_id, swap.household_id),
    )
    for day, giver, taker in ways:
        slots = _slots(_booked(work, giver, swap.child_id, day), day)
        if not slots:
            continue
        status = household_status.status_of(work.tx, taker)
        if status is not FileStatus.APPROVED:
            raise Refused("other_file_not_approved", why=WHY_NOT.get(status))
        for number, slot in enumerate(slots, 1):
            _hand_over(work, swap, slot, giver, taker, number)
    for home in (swap.household_id, swap.other_household_id):
        _follow(work, home, swap.child_id)


def _hand_over(
    work: Work, swap: SwapAnswered, slot: DaySlot, giver: UUID, taker: UUID, number: int
) -> None:
    year = next(it for it in openings.all_school_years(work.tx) if _has(it, slot.day))
    command = HandOverDay(
        facility_id=slot.facility_id,
        school_year=year.school_year,
        child_id=swap.child_id,
        slot_type=slot.slot_type,
        day=slot.day,
        from_household_id=giver,
        household_id=taker,
        request_id=uuid5(SWAPPED, f"{swap.swap_id}/{taker}"),
        line_id=str(number),
        handed_over_at=work.meta.at,
    )
    stream = register_stream_of(slot.facility_id, year.school_year)
    if not work.handle(register, stream, command):
        raise Refused("changed_elsewhere")


def _follow(work: Work, household_id: UUID, child_id: UUID) -> None:
    fence = fence_of(work, household_id, child_id)
    assert fence is not None

    def here(year: SchoolYear) -> Here:
        return partial(lives_in, fence, holidays=year.holidays)

    move_days(work, Moving(household_id=household_id, child_id=child_id, here=here, shared=True))


def _booked(
    work: Work, household_id: UUID, child_id: UUID, day: date | None
) -> tuple[BookedSlot, ...]:
    """Raises Refused on a day of absence: it would be paid by a home that did not declare it."""
    if day is None:
        return ()
    absent = absences.absent_between(work.tx, household_id, day, day)
    if any(of_child == child_id for of_child, *_rest in absent):
        raise Refused("absence_on_that_day", day=day.isoformat())
    return booked_on(work.tx, household_id, child_id, day, work.meta.at)


def _slots(booked: Iterable[BookedSlot], day: date | None) -> tuple[DaySlot, ...]:
    return tuple(
        DaySlot(facility_id=it.slot.facility_id, slot_type=it.slot.slot_type, day=day)
        for it in booked
        if day is not None
    )


def _last_instant(work: Work, day: date, booked: Iterable[BookedSlot]) -> datetime:
    """Until when a day may change hands: until it begins, since as many meals are eaten; or, if the
    operator wants it so, until what is booked on it can be given back free."""
    begins = datetime.combine(day, time.min, PARIS).astimezone(UTC)
    card = operator_card.operator(work.tx)
    if card is None or card.swaps_after_deadline:
        return begins
    return min([begins, *(it.free_until or work.meta.at for it in booked)])


def _holidays(work: Work) -> tuple[Holiday, ...]:
    return tuple(it for year in openings.all_school_years(work.tx) for it in year.holidays)


def _open_swap(work: Work, child_id: UUID, swap_id: UUID) -> SwapProposed:
    homes: TwoHomes = work.state(two_homes, homes_stream(child_id))
    if (swap := homes.swaps.get(swap_id)) is None:
        raise Refused("swap_over")
    return swap


def _has(year: SchoolYear, day: date) -> bool:
    return year.starts_on <= day <= year.ends_on
