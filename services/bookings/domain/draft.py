"""A draft: the slots a family has chosen, and the lines they make once they are sent.

Pure helpers of `booking_request.py`; the summary page shows what they say.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.offer import Facts, PlaceState, SlotOffer
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.decider import Refused

Box = tuple[UUID, SlotType]  # of a child, on the page of a day


@dataclass(frozen=True, kw_only=True)
class ChosenSlot:
    """`day` is None when the weekday stands for the whole year."""

    child_id: UUID
    facility_id: str
    slot_type: SlotType
    weekday: int
    day: date | None

    def is_for(self, day: date) -> bool:
        return day == self.day if self.day else day.weekday() == self.weekday


@dataclass(frozen=True, kw_only=True)
class DayToCancel:
    child_id: UUID
    facility_id: str
    slot_type: SlotType
    day: date


@dataclass(frozen=True, kw_only=True)
class RequestLine:
    """What is decided as one: a weekday over the year with its dates, or one single day."""

    line_id: str
    child_id: UUID
    facility_id: str
    slot_type: SlotType
    weekday: int | None
    dates: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class LaterOpening:
    """A child whose level opens later: its slots stay in a draft."""

    child_id: UUID
    opens_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Draft:
    choices: tuple[ChosenSlot, ...] = ()
    cancellations: tuple[DayToCancel, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.choices and not self.cancellations


def with_day(draft: Draft, day: date, ticked: Set[Box], facts: Facts) -> Draft:
    """The draft once the boxes of this day are as the family left them.

    A box that is locked keeps its state, ticked or not: it was not the family's to change.
    """
    offers = {(offer.child_id, offer.slot_type): offer for offer in facts.slots_on(day)}
    for box in ticked:
        _refuse_unless_offered(box, offers.get(box), day)
    here = facts.facility.facility_id
    single = day if facts.kind is BookingKind.ONE_OFF else None
    chosen = [
        ChosenSlot(
            child_id=child_id,
            facility_id=here,
            slot_type=slot_type,
            weekday=day.weekday(),
            day=single,
        )
        for child_id, slot_type in ticked
        if not offers[child_id, slot_type].held
    ]
    cancelled = [
        DayToCancel(child_id=child_id, facility_id=here, slot_type=slot_type, day=day)
        for (child_id, slot_type), offer in offers.items()
        if offer.state is PlaceState.ACCEPTED
        and not offer.locked
        and (child_id, slot_type) not in ticked
    ]
    other_choices = [c for c in draft.choices if (c.weekday, c.day) != (day.weekday(), single)]
    other_days = [c for c in draft.cancellations if c.day != day]
    return Draft(
        choices=tuple(sorted([*other_choices, *chosen], key=_order_of_choices)),
        cancellations=tuple(sorted([*other_days, *cancelled], key=_order_of_days)),
    )


def later_openings(choices: Sequence[ChosenSlot], facts: Facts) -> tuple[LaterOpening, ...]:
    """The chosen children whose level is not open yet; refuses if a file is not approved."""
    later = []
    for child_id in sorted({choice.child_id for choice in choices}):
        child = facts.child(child_id)
        if child is None or not child.can_prepare:
            raise Refused("file_not_approved", child_id=str(child_id))
        if not child.can_book:
            later.append(LaterOpening(child_id=child_id, opens_at=child.opens_at))
    return tuple(later)


def lines_to_send(choices: Iterable[ChosenSlot], facts: Facts) -> tuple[RequestLine, ...]:
    """The dates are worked out here, never taken from a page; a line without any is left out."""
    dated = [(choice, _bookable_dates(choice, facts)) for choice in choices]
    return _numbered([(choice, dates) for choice, dates in dated if dates])


def lines_to_show(choices: Iterable[ChosenSlot], facts: Facts) -> tuple[RequestLine, ...]:
    """What the summary of a draft shows: also a day that can no longer be asked for."""
    return _numbered([(choice, _chosen_dates(choice, facts)) for choice in choices])


def nothing_to_send(later: Sequence[LaterOpening]) -> Refused:
    if not later:
        return Refused("nothing_chosen")
    first = min(later, key=lambda child: child.opens_at or datetime.max.replace(tzinfo=UTC))
    opens_at = first.opens_at.isoformat() if first.opens_at else None
    return Refused("not_open_yet", child_id=str(first.child_id), opens_at=opens_at)


def _refuse_unless_offered(box: Box, offer: SlotOffer | None, day: date) -> None:
    _child_id, slot_type = box
    if offer is None:
        raise Refused("slot_not_offered", day=day.isoformat(), slot_type=slot_type)
    if offer.locked and not offer.held:
        until = offer.until.isoformat() if offer.until else None
        raise Refused(offer.locked, day=day.isoformat(), slot_type=slot_type, until=until)


def _numbered(dated: list[tuple[ChosenSlot, tuple[date, ...]]]) -> tuple[RequestLine, ...]:
    return tuple(
        RequestLine(
            line_id=str(number),
            child_id=choice.child_id,
            facility_id=choice.facility_id,
            slot_type=choice.slot_type,
            weekday=choice.weekday if choice.day is None else None,
            dates=dates,
        )
        for number, (choice, dates) in enumerate(dated, start=1)
    )


def _bookable_dates(choice: ChosenSlot, facts: Facts) -> tuple[date, ...]:
    if choice.day is None:
        return _chosen_dates(choice, facts)
    if facts.holds(choice.child_id, choice.slot_type, choice.day):
        return ()
    slot = facts.facility.offers(choice.slot_type)
    if slot is None or not facts.calendar.is_open(slot, choice.day):
        raise Refused("slot_not_offered", day=choice.day.isoformat(), slot_type=choice.slot_type)
    if facts.at > (until := facts.until(slot, choice.day)):
        raise Refused("deadline_passed", day=choice.day.isoformat(), until=until.isoformat())
    return (choice.day,)


def _chosen_dates(choice: ChosenSlot, facts: Facts) -> tuple[date, ...]:
    if choice.day is not None:
        return (choice.day,)
    slot = facts.facility.offers(choice.slot_type)
    return facts.standing_dates(choice.child_id, slot, choice.weekday) if slot else ()


def _order_of_choices(choice: ChosenSlot) -> tuple[str, date, int, int]:
    slot_types = list(SlotType)
    day = choice.day or date.min
    return str(choice.child_id), day, choice.weekday, slot_types.index(choice.slot_type)


def _order_of_days(cancelled: DayToCancel) -> tuple[date, str, str]:
    return cancelled.day, str(cancelled.child_id), cancelled.slot_type
