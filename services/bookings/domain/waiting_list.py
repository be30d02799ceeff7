"""The waiting list of a school year: who waits for which places, in order, and what was offered.

A place that becomes free is offered, never booked silently: the register holds it until the family
has answered or its time is over, then the next in rank is asked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from services.bookings.domain.register import AskedLine
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.decider import Refused

LineId = tuple[UUID, str]  # of a request
Slot = tuple[str, SlotType, date]  # of a facility
Lane = tuple[
    str, SlotType, int
]  # of a facility, on a weekday: only within one places can be the same


class Answer(StrEnum):
    """What became of an offer."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"  # nobody answered in time
    WITHDRAWN = "WITHDRAWN"  # its days closed


class Ended(StrEnum):
    """Why a family waits no more."""

    OFFER_ACCEPTED = "offer_accepted"
    OFFER_DECLINED = "offer_declined"
    OFFER_EXPIRED = "offer_expired"
    LEFT = "left"  # by the family's own wish
    REFUSED = "refused"  # by staff
    DAY_CLOSED = "day_closed"  # none of the days is open any more


# Commands


@dataclass(frozen=True, kw_only=True)
class JoinWaitingList:
    """`lines` come together or not at all: mostly one, brothers and sisters when so asked."""

    lines: tuple[AskedLine, ...]
    reference: str
    account_id: UUID
    waitlisted_at: datetime
    waitlisted_by: str


@dataclass(frozen=True, kw_only=True)
class OfferPlace:
    """`lines` are those of the entry, with the dates that can be had."""

    offer_id: UUID
    lines: tuple[AskedLine, ...]
    offered_at: datetime
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class AnswerOffer:
    """By the family, in time."""

    offer_id: UUID
    accept: bool
    answered_at: datetime


@dataclass(frozen=True, kw_only=True)
class ExpireOffer:
    offer_id: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CloseOfferedDays:
    """The calendar changed under an offer: care is `closed` there on these days."""

    offer_id: UUID
    closed: frozenset[Slot]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LeaveWaitingList:
    request_id: UUID
    line_id: str
    because: Ended
    at: datetime


Command = (
    JoinWaitingList | OfferPlace | AnswerOffer | ExpireOffer | CloseOfferedDays | LeaveWaitingList
)


# Events


@dataclass(frozen=True, kw_only=True)
class LinesWaitlisted:
    """`rank` counts who waits before for the same places, at this instant."""

    lines: tuple[AskedLine, ...]
    reference: str
    account_id: UUID
    rank: int
    waitlisted_at: datetime
    waitlisted_by: str


@dataclass(frozen=True, kw_only=True)
class PlaceOffered:
    offer_id: UUID
    household_id: UUID
    account_id: UUID
    request_id: UUID
    reference: str
    lines: tuple[AskedLine, ...]
    offered_at: datetime
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class PlaceOfferAnswered:
    offer_id: UUID
    household_id: UUID
    account_id: UUID
    request_id: UUID
    reference: str
    lines: tuple[AskedLine, ...]
    answer: Answer
    answered_at: datetime


@dataclass(frozen=True, kw_only=True)
class OfferNarrowed:
    """Some of the offered days closed: `lines` are what is left of the offer."""

    offer_id: UUID
    request_id: UUID
    lines: tuple[AskedLine, ...]
    narrowed_at: datetime


@dataclass(frozen=True, kw_only=True)
class WaitingEnded:
    """These lines wait no more."""

    request_id: UUID
    household_id: UUID
    line_ids: tuple[str, ...]
    because: Ended
    at: datetime


Event = LinesWaitlisted | PlaceOffered | PlaceOfferAnswered | OfferNarrowed | WaitingEnded


# State


@dataclass(frozen=True, kw_only=True)
class WaitlistEntry:
    """`number` gives the order; `offer_id` is the offer that waits for an answer."""

    number: int
    lines: tuple[AskedLine, ...]
    reference: str
    account_id: UUID
    offer_id: UUID | None = None

    @property
    def request_id(self) -> UUID:
        return self.lines[0].request_id

    @property
    def household_id(self) -> UUID:
        return self.lines[0].household_id

    @property
    def key(self) -> LineId:
        return self.lines[0].request_id, self.lines[0].line_id

    @property
    def line_ids(self) -> tuple[str, ...]:
        return tuple(line.line_id for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class WaitingList:
    """`entries` in the order of the list; `lanes` names those that wait in the same lane."""

    joined: int = 0
    entries: Mapping[LineId, WaitlistEntry] = field(default_factory=dict)
    lanes: Mapping[Lane, tuple[LineId, ...]] = field(default_factory=dict)
    offers: Mapping[UUID, PlaceOffered] = field(default_factory=dict)
    answers: Mapping[UUID, Answer] = field(default_factory=dict)

    def entry(self, request_id: UUID, line_id: str) -> WaitlistEntry | None:
        """By any of its lines."""
        if (found := self.entries.get((request_id, line_id))) is not None:
            return found
        return next(
            (
                each
                for each in self.entries.values()
                if each.request_id == request_id and line_id in each.line_ids
            ),
            None,
        )

    def rivals(self, lines: Iterable[AskedLine]) -> list[WaitlistEntry]:
        """Who waits for places that could be those of these lines, in the order of the list."""
        found = {
            key: self.entries[key]
            for line in lines
            for lane in lanes_of(line)
            for key in self.lanes.get(lane, ())
            if _share_a_place(line, self.entries[key].lines)
        }
        return sorted(found.values(), key=lambda entry: entry.number)

    def rank(self, entry: WaitlistEntry) -> int:
        """Its place among those who wait for the same days."""
        return 1 + sum(rival.number < entry.number for rival in self.rivals(entry.lines))


INITIAL = WaitingList()


def lanes_of(line: AskedLine) -> set[Lane]:
    weekdays = {day.weekday() for day in line.dates}
    return {(line.facility_id, line.slot_type, weekday) for weekday in weekdays}


def _share_a_place(line: AskedLine, others: Iterable[AskedLine]) -> bool:
    days, where = set(line.dates), (line.facility_id, line.slot_type)
    return any(
        (other.facility_id, other.slot_type) == where and not days.isdisjoint(other.dates)
        for other in others
    )


def without_days(line: AskedLine, closed: Collection[Slot]) -> AskedLine:
    days = (day for day in line.dates if (line.facility_id, line.slot_type, day) not in closed)
    return replace(line, dates=tuple(days))


def still_to_come(lines: Iterable[AskedLine], first: date) -> tuple[AskedLine, ...]:
    """The lines with the dates from `first` on; a line without any is left out."""
    cut = (replace(line, dates=tuple(day for day in line.dates if day >= first)) for line in lines)
    return tuple(line for line in cut if line.dates)


# Decide


def decide(command: Command, waiting: WaitingList) -> list[Event]:
    match command:
        case JoinWaitingList():
            return join_waiting_list(command, waiting)
        case OfferPlace():
            return offer_place(command, waiting)
        case AnswerOffer():
            return answer_offer(command, waiting)
        case ExpireOffer():
            return expire_offer(command, waiting)
        case CloseOfferedDays():
            return close_offered_days(command, waiting)
        case LeaveWaitingList():
            return leave_waiting_list(command, waiting)
    assert_never(command)


def join_waiting_list(command: JoinWaitingList, waiting: WaitingList) -> list[Event]:
    first = command.lines[0]
    if waiting.entry(first.request_id, first.line_id) is not None:
        return []
    return [
        LinesWaitlisted(
            lines=command.lines,
            reference=command.reference,
            account_id=command.account_id,
            rank=len(waiting.rivals(command.lines)) + 1,
            waitlisted_at=command.waitlisted_at,
            waitlisted_by=command.waitlisted_by,
        )
    ]


def offer_place(command: OfferPlace, waiting: WaitingList) -> list[Event]:
    entry = waiting.entry(command.lines[0].request_id, command.lines[0].line_id)
    if entry is None:
        raise Refused("not_waiting")
    if entry.offer_id is not None:
        return []
    return [
        PlaceOffered(
            offer_id=command.offer_id,
            household_id=entry.household_id,
            account_id=entry.account_id,
            request_id=entry.request_id,
            reference=entry.reference,
            lines=command.lines,
            offered_at=command.offered_at,
            answer_by=command.answer_by,
        )
    ]


def answer_offer(command: AnswerOffer, waiting: WaitingList) -> list[Event]:
    """The same answer again is nothing new; another one comes too late."""
    answer = Answer.ACCEPTED if command.accept else Answer.DECLINED
    offer = waiting.offers.get(command.offer_id)
    if offer is None:
        known = waiting.answers.get(command.offer_id)
        if known is None:
            raise Refused("unknown_offer")
        if known is answer:
            return []
        if known is Answer.EXPIRED:
            raise Refused("offer_expired")
        if known is Answer.WITHDRAWN:
            raise Refused("offer_withdrawn")
        raise Refused("already_answered", answer=known)
    if command.answered_at > offer.answer_by:
        raise Refused("offer_expired", answer_by=offer.answer_by.isoformat())
    because = Ended.OFFER_ACCEPTED if command.accept else Ended.OFFER_DECLINED
    return _answered(offer, answer, because, command.answered_at, waiting)


def expire_offer(command: ExpireOffer, waiting: WaitingList) -> list[Event]:
    offer = waiting.offers.get(command.offer_id)
    if offer is None or command.at < offer.answer_by:
        return []
    return _answered(offer, Answer.EXPIRED, Ended.OFFER_EXPIRED, command.at, waiting)


def close_offered_days(command: CloseOfferedDays, waiting: WaitingList) -> list[Event]:
    """What is left is still offered. Lines that come together are not offered in part: as soon as
    one has no day left, the offer is withdrawn, and who had it waits on in its old place."""
    offer = waiting.offers.get(command.offer_id)
    if offer is None:
        return []
    left = tuple(without_days(line, command.closed) for line in offer.lines)
    if left == offer.lines:
        return []
    if all(line.dates for line in left):
        return [
            OfferNarrowed(
                offer_id=offer.offer_id,
                request_id=offer.request_id,
                lines=left,
                narrowed_at=command.at,
            )
        ]
    return [_answer(offer, Answer.WITHDRAWN, command.at)]


def leave_waiting_list(command: LeaveWaitingList, waiting: WaitingList) -> list[Event]:
    """A place that is offered is answered, not left."""
    entry = waiting.entry(command.request_id, command.line_id)
    if entry is None:
        return []
    if entry.offer_id is not None:
        raise Refused("place_offered")
    return [_ended(entry, command.because, command.at)]


def _answered(
    offer: PlaceOffered, answer: Answer, because: Ended, at: datetime, waiting: WaitingList
) -> list[Event]:
    entry = _entry_of(waiting, offer.request_id, offer.lines[0].line_id)
    return [_answer(offer, answer, at), _ended(entry, because, at)]


def _answer(offer: PlaceOffered, answer: Answer, at: datetime) -> PlaceOfferAnswered:
    return PlaceOfferAnswered(
        offer_id=offer.offer_id,
        household_id=offer.household_id,
        account_id=offer.account_id,
        request_id=offer.request_id,
        reference=offer.reference,
        lines=offer.lines,
        answer=answer,
        answered_at=at,
    )


def _ended(entry: WaitlistEntry, because: Ended, at: datetime) -> WaitingEnded:
    return WaitingEnded(
        request_id=entry.request_id,
        household_id=entry.household_id,
        line_ids=entry.line_ids,
        because=because,
        at=at,
    )


# Evolve


def evolve(waiting: WaitingList, event: Event) -> WaitingList:
    match event:
        case LinesWaitlisted():
            entry = WaitlistEntry(
                number=waiting.joined + 1,
                lines=event.lines,
                reference=event.reference,
                account_id=event.account_id,
            )
            lanes = {
                lane: (*waiting.lanes.get(lane, ()), entry.key) for lane in _lanes(entry.lines)
            }
            return replace(
                waiting,
                joined=entry.number,
                entries={**waiting.entries, entry.key: entry},
                lanes={**waiting.lanes, **lanes},
            )
        case PlaceOffered():
            entry = _entry_of(waiting, event.request_id, event.lines[0].line_id)
            return replace(
                waiting,
                entries={**waiting.entries, entry.key: replace(entry, offer_id=event.offer_id)},
                offers={**waiting.offers, event.offer_id: event},
            )
        case PlaceOfferAnswered():
            offers = {k: v for k, v in waiting.offers.items() if k != event.offer_id}
            answers = {**waiting.answers, event.offer_id: event.answer}
            entry = _entry_of(waiting, event.request_id, event.lines[0].line_id)
            entries = {**waiting.entries, entry.key: replace(entry, offer_id=None)}
            return replace(waiting, entries=entries, offers=offers, answers=answers)
        case OfferNarrowed():
            narrowed = replace(waiting.offers[event.offer_id], lines=event.lines)
            return replace(waiting, offers={**waiting.offers, event.offer_id: narrowed})
        case WaitingEnded():
            entry = _entry_of(waiting, event.request_id, event.line_ids[0])
            lanes = {
                lane: tuple(key for key in waiting.lanes[lane] if key != entry.key)
                for lane in _lanes(entry.lines)
            }
            return replace(
                waiting,
                entries={k: v for k, v in waiting.entries.items() if k != entry.key},
                lanes={**waiting.lanes, **lanes},
            )
    assert_never(event)


def _entry_of(waiting: WaitingList, request_id: UUID, line_id: str) -> WaitlistEntry:
    entry = waiting.entry(request_id, line_id)
    assert entry is not None, "who is offered a place waits for it"
    return entry


def _lanes(lines: Iterable[AskedLine]) -> set[Lane]:
    return {lane for line in lines for lane in lanes_of(line)}
