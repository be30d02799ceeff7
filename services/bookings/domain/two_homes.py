"""A child of two homes: whose each day is, by the custody calendar that both have agreed on.

One home proposes, the other one agrees; until then the home that had the child first keeps every
day. A swap is a day, or two, that both have agreed to count otherwise. What is kept here is seen
from the first home; `mirrored` shows it to the second.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never
from uuid import UUID

from services.bookings.domain.custody import (
    CustodyCalendar,
    Parity,
    lives_here,
    refuse_unless_sound,
)
from services.bookings.domain.deadline import PARIS
from services.bookings.domain.school_year import Holiday
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.decider import Refused

MOST_OPEN_SWAPS: Final = 10
FARTHEST: Final = timedelta(days=730)


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """From this day on, until the next one counts."""

    since: date
    calendar: CustodyCalendar


@dataclass(frozen=True, kw_only=True)
class Fence:
    """Which days are this home's to book: by a swap, else as agreed, else all of them or none."""

    first: bool
    agreed: tuple[Agreed, ...] = ()
    swapped: Mapping[date, bool] = field(default_factory=dict)  # whether it is here


def lives_in(fence: Fence, day: date, holidays: Iterable[Holiday]) -> bool:
    if (here := fence.swapped.get(day)) is not None:
        return here
    counting = [it for it in fence.agreed if it.since <= day]
    return lives_here(counting[-1].calendar, day, holidays) if counting else fence.first


def mirrored(fence: Fence) -> Fence:
    """As the other home sees it."""
    return Fence(
        first=not fence.first,
        agreed=tuple(replace(it, calendar=mirrored_calendar(it.calendar)) for it in fence.agreed),
        swapped={day: not here for day, here in fence.swapped.items()},
    )


def mirrored_calendar(calendar: CustodyCalendar) -> CustodyCalendar:
    return CustodyCalendar(
        weeks=_OTHER[calendar.weeks],
        first_halves=_OTHER[calendar.first_halves] if calendar.first_halves else None,
        exceptions=tuple(replace(it, here=not it.here) for it in calendar.exceptions),
    )


_OTHER: Final = {Parity.EVEN: Parity.ODD, Parity.ODD: Parity.EVEN}


@dataclass(frozen=True, kw_only=True)
class DaySlot:
    """What is booked on a day that changes hands."""

    facility_id: str
    slot_type: SlotType
    day: date


class SwapAnswer(StrEnum):
    AGREED = "AGREED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"


# Commands


@dataclass(frozen=True, kw_only=True)
class RecordHomes:
    child_id: UUID
    first_household_id: UUID
    second_household_id: UUID
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class EndHomes:
    child_id: UUID
    ended_at: datetime


@dataclass(frozen=True, kw_only=True)
class ProposeCalendar:
    """`calendar` as the home that proposes it sees it; the latest proposal counts."""

    child_id: UUID
    household_id: UUID
    proposal_id: UUID
    calendar: CustodyCalendar
    starts_on: date
    proposed_at: datetime


@dataclass(frozen=True, kw_only=True)
class AnswerProposal:
    """By the other home; declined by who made it, it is withdrawn."""

    child_id: UUID
    household_id: UUID
    proposal_id: UUID
    accept: bool
    answered_at: datetime


@dataclass(frozen=True, kw_only=True)
class ProposeSwap:
    """The home gives its day `gives`, takes the other's day `takes`, or both. `slots` are what it
    has booked on the day that it gives: they go with it, and who takes them pays them.

    The other has `hours` to answer, and no longer than `last_instant`, until which the nearest of
    the days may still change hands.
    """

    child_id: UUID
    household_id: UUID
    swap_id: UUID
    gives: date | None
    takes: date | None
    slots: tuple[DaySlot, ...]
    holidays: tuple[Holiday, ...]
    hours: int
    last_instant: datetime
    proposed_at: datetime


@dataclass(frozen=True, kw_only=True)
class AnswerSwap:
    """`slots` are what is booked by now on the day that was proposed to be given."""

    child_id: UUID
    household_id: UUID
    swap_id: UUID
    accept: bool
    slots: tuple[DaySlot, ...]
    holidays: tuple[Holiday, ...]
    answered_at: datetime


@dataclass(frozen=True, kw_only=True)
class LapseSwap:
    child_id: UUID
    swap_id: UUID
    at: datetime


Command = (
    RecordHomes | EndHomes | ProposeCalendar | AnswerProposal | ProposeSwap | AnswerSwap | LapseSwap
)


# Events


@dataclass(frozen=True, kw_only=True)
class HomesRecorded:
    child_id: UUID
    first_household_id: UUID
    second_household_id: UUID
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class HomesEnded:
    """From now on the first home keeps every day that is not booked by the second."""

    child_id: UUID
    first_household_id: UUID
    second_household_id: UUID
    ended_at: datetime


@dataclass(frozen=True, kw_only=True)
class CalendarProposed:
    """`calendar` as the first home sees it, whoever proposed it."""

    child_id: UUID
    household_id: UUID
    other_household_id: UUID
    proposal_id: UUID
    calendar: CustodyCalendar
    starts_on: date
    proposed_at: datetime


@dataclass(frozen=True, kw_only=True)
class CalendarAgreed:
    child_id: UUID
    first_household_id: UUID
    second_household_id: UUID
    proposal_id: UUID
    proposed_by: UUID
    calendar: CustodyCalendar
    since: date
    agreed_at: datetime


@dataclass(frozen=True, kw_only=True)
class CalendarDeclined:
    """By the other home, or withdrawn by `proposed_by` itself."""

    child_id: UUID
    proposal_id: UUID
    proposed_by: UUID
    declined_by: UUID
    declined_at: datetime


@dataclass(frozen=True, kw_only=True)
class SwapProposed:
    swap_id: UUID
    child_id: UUID
    household_id: UUID
    other_household_id: UUID
    gives: date | None
    takes: date | None
    slots: tuple[DaySlot, ...]
    answer_by: datetime
    proposed_at: datetime


@dataclass(frozen=True, kw_only=True)
class SwapAnswered:
    """`household_id` proposed it. AGREED: its day `gives` is the other's, and `takes` its own."""

    swap_id: UUID
    child_id: UUID
    first_household_id: UUID
    household_id: UUID
    other_household_id: UUID
    gives: date | None
    takes: date | None
    answer: SwapAnswer
    answered_at: datetime


Event = (
    HomesRecorded
    | HomesEnded
    | CalendarProposed
    | CalendarAgreed
    | CalendarDeclined
    | SwapProposed
    | SwapAnswered
)


# State


@dataclass(frozen=True, kw_only=True)
class TwoHomes:
    """`fence` is that of the first home."""

    first: UUID | None = None
    second: UUID | None = None
    shared: bool = False
    fence: Fence = Fence(first=True)
    proposal: CalendarProposed | None = None
    swaps: Mapping[UUID, SwapProposed] = field(default_factory=dict)  # open

    def fence_of(self, household_id: UUID) -> Fence:
        return self.fence if household_id == self.first else mirrored(self.fence)

    def other(self, household_id: UUID) -> UUID:
        """Raises Refused to who is no home of the child."""
        if not self.shared or household_id not in (self.first, self.second):
            raise Refused("no_other_home")
        other = self.second if household_id == self.first else self.first
        assert other is not None
        return other


INITIAL = TwoHomes()


# Decide


def decide(command: Command, homes: TwoHomes) -> list[Event]:
    match command:
        case RecordHomes():
            return record_homes(command, homes)
        case EndHomes():
            return end_homes(command, homes)
        case ProposeCalendar():
            return propose_calendar(command, homes)
        case AnswerProposal():
            return answer_proposal(command, homes)
        case ProposeSwap():
            return propose_swap(command, homes)
        case AnswerSwap():
            return answer_swap(command, homes)
        case LapseSwap():
            return lapse_swap(command, homes)
    assert_never(command)


def record_homes(command: RecordHomes, homes: TwoHomes) -> list[Event]:
    known = homes.first, homes.second
    if homes.shared and known == (command.first_household_id, command.second_household_id):
        return []
    return [
        HomesRecorded(
            child_id=command.child_id,
            first_household_id=command.first_household_id,
            second_household_id=command.second_household_id,
            recorded_at=command.recorded_at,
        )
    ]


def end_homes(command: EndHomes, homes: TwoHomes) -> list[Event]:
    if not homes.shared:
        return []
    assert homes.first and homes.second
    return [
        HomesEnded(
            child_id=command.child_id,
            first_household_id=homes.first,
            second_household_id=homes.second,
            ended_at=command.ended_at,
        )
    ]


def propose_calendar(command: ProposeCalendar, homes: TwoHomes) -> list[Event]:
    other = homes.other(command.household_id)
    if homes.proposal and homes.proposal.proposal_id == command.proposal_id:
        return []
    refuse_unless_sound(command.calendar)
    today = command.proposed_at.astimezone(PARIS).date()
    if not today < command.starts_on <= today + FARTHEST:
        raise Refused("starts_too_soon", day=command.starts_on.isoformat())
    mine = command.household_id == homes.first
    return [
        CalendarProposed(
            child_id=command.child_id,
            household_id=command.household_id,
            other_household_id=other,
            proposal_id=command.proposal_id,
            calendar=command.calendar if mine else mirrored_calendar(command.calendar),
            starts_on=command.starts_on,
            proposed_at=command.proposed_at,
        )
    ]


def answer_proposal(command: AnswerProposal, homes: TwoHomes) -> list[Event]:
    """Days to come only: what was is not changed by an answer that comes late."""
    homes.other(command.household_id)
    proposal = homes.proposal
    if proposal is None or proposal.proposal_id != command.proposal_id:
        raise Refused("proposal_replaced")
    assert homes.first and homes.second
    if not command.accept:
        return [
            CalendarDeclined(
                child_id=command.child_id,
                proposal_id=command.proposal_id,
                proposed_by=proposal.household_id,
                declined_by=command.household_id,
                declined_at=command.answered_at,
            )
        ]
    if proposal.household_id == command.household_id:
        raise Refused("own_proposal")
    tomorrow = command.answered_at.astimezone(PARIS).date() + timedelta(days=1)
    return [
        CalendarAgreed(
            child_id=command.child_id,
            first_household_id=homes.first,
            second_household_id=homes.second,
            proposal_id=command.proposal_id,
            proposed_by=proposal.household_id,
            calendar=proposal.calendar,
            since=max(proposal.starts_on, tomorrow),
            agreed_at=command.answered_at,
        )
    ]


def propose_swap(command: ProposeSwap, homes: TwoHomes) -> list[Event]:
    other = homes.other(command.household_id)
    if command.swap_id in homes.swaps:
        return []
    days = _days(command.gives, command.takes)
    if not days:
        raise Refused("nothing_to_swap")
    if not homes.fence.agreed:
        raise Refused("no_agreed_calendar")
    if len(homes.swaps) >= MOST_OPEN_SWAPS:
        raise Refused("too_many_swaps", most=MOST_OPEN_SWAPS)
    _refuse_unless_theirs(
        command.household_id, command, command.holidays, command.proposed_at, homes
    )
    for swap in homes.swaps.values():
        for day in days & _days(swap.gives, swap.takes):
            raise Refused("swap_pending", day=day.isoformat())
    if command.last_instant <= command.proposed_at:
        raise Refused("swap_too_late", day=min(days).isoformat())
    return [
        SwapProposed(
            swap_id=command.swap_id,
            child_id=command.child_id,
            household_id=command.household_id,
            other_household_id=other,
            gives=command.gives,
            takes=command.takes,
            slots=command.slots,
            answer_by=min(
                command.proposed_at + timedelta(hours=command.hours), command.last_instant
            ),
            proposed_at=command.proposed_at,
        )
    ]


def answer_swap(command: AnswerSwap, homes: TwoHomes) -> list[Event]:
    """What was booked when it was proposed must be what changes hands: who agrees pays it."""
    homes.other(command.household_id)
    swap = homes.swaps.get(command.swap_id)
    if swap is None:
        raise Refused("swap_over")
    own = swap.household_id == command.household_id
    if not command.accept:
        answer = SwapAnswer.WITHDRAWN if own else SwapAnswer.DECLINED
        return [_answered(swap, answer, command.answered_at, homes)]
    if own:
        raise Refused("own_proposal")
    if command.answered_at >= swap.answer_by:
        raise Refused("swap_over")
    if sorted(map(_order, command.slots)) != sorted(map(_order, swap.slots)):
        raise Refused("changed_elsewhere")
    _refuse_unless_theirs(swap.household_id, swap, command.holidays, command.answered_at, homes)
    return [_answered(swap, SwapAnswer.AGREED, command.answered_at, homes)]


def lapse_swap(command: LapseSwap, homes: TwoHomes) -> list[Event]:
    swap = homes.swaps.get(command.swap_id)
    if swap is None or command.at < swap.answer_by:
        return []
    return [_answered(swap, SwapAnswer.LAPSED, command.at, homes)]


def _days(gives: date | None, takes: date | None) -> set[date]:
    return {day for day in (gives, takes) if day is not None}


def _refuse_unless_theirs(
    household_id: UUID,
    swap: "ProposeSwap | SwapProposed",
    holidays: tuple[Holiday, ...],
    at: datetime,
    homes: TwoHomes,
) -> None:
    """A home gives a day to come that is its own, and takes one that is the other's."""
    fence = homes.fence_of(household_id)
    today = at.astimezone(PARIS).date()
    for day, own in ((swap.gives, True), (swap.takes, False)):
        if day is None:
            continue
        if not today < day <= today + FARTHEST:
            raise Refused("swap_too_late", day=day.isoformat())
        if lives_in(fence, day, holidays) is not own:
            raise Refused("day_of_other_home" if own else "own_day_already", day=day.isoformat())


def _order(slot: DaySlot) -> tuple[str, str, date]:
    return slot.facility_id, slot.slot_type, slot.day


def _answered(
    swap: SwapProposed, answer: SwapAnswer, at: datetime, homes: TwoHomes
) -> SwapAnswered:
    assert homes.first
    return SwapAnswered(
        swap_id=swap.swap_id,
        child_id=swap.child_id,
        first_household_id=homes.first,
        household_id=swap.household_id,
        other_household_id=swap.other_household_id,
        gives=swap.gives,
        takes=swap.takes,
        answer=answer,
        answered_at=at,
    )


# Evolve


def evolve(homes: TwoHomes, event: Event) -> TwoHomes:
    fence = fence_after(homes.fence, event)
    match event:
        case HomesRecorded():
            return TwoHomes(
                first=event.first_household_id,
                second=event.second_household_id,
                shared=True,
                fence=fence,
            )
        case HomesEnded():
            return TwoHomes(
                first=event.first_household_id, second=event.second_household_id, fence=fence
            )
        case CalendarProposed():
            return replace(homes, proposal=event)
        case CalendarAgreed() | CalendarDeclined():
            return replace(homes, proposal=None, fence=fence)
        case SwapProposed():
            return replace(homes, swaps={**homes.swaps, event.swap_id: event})
        case SwapAnswered():
            left = {key: it for key, it in homes.swaps.items() if key != event.swap_id}
            return replace(homes, swaps=left, fence=fence)
    assert_never(event)


def fence_after(fence: Fence, event: Event) -> Fence:
    """That of the first home. A calendar that counts from a day on takes the place of those that
    would have begun later; a day that was swapped stays swapped."""
    match event:
        case HomesRecorded() | HomesEnded():
            return Fence(first=True)
        case CalendarAgreed():
            earlier = tuple(it for it in fence.agreed if it.since < event.since)
            agreed = Agreed(since=event.since, calendar=event.calendar)
            return replace(fence, agreed=(*earlier, agreed))
        case SwapAnswered() if event.answer is SwapAnswer.AGREED:
            proposed_by_first = event.household_id == event.first_household_id
            given = {event.gives: not proposed_by_first} if event.gives else {}
            taken = {event.takes: proposed_by_first} if event.takes else {}
            return replace(fence, swapped={**fence.swapped, **given, **taken})
        case _:
            return fence
