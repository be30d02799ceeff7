"""Freed places: offered to who waits first, held until the answer, then to the next."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid5

from services.bookings.domain import register
from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.booking_request import Outcome, Rule
from services.bookings.domain.deadline import PARIS, Act, Consequence
from services.bookings.domain.offer import Facts
from services.bookings.domain.operator import OFFER_HOURS
from services.bookings.domain.register import AskedLine, ReleasePlaces, TakePlaces
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.waiting_list import (
    Answer,
    AnswerOffer,
    ExpireOffer,
    OfferPlace,
    PlaceOfferAnswered,
    WaitlistEntry,
)
from services.bookings.handlers.decisions import (
    Following,
    accepted,
    first_full_of,
    refuse,
)
from services.bookings.handlers.streams import (
    handle_waiting,
    pools_of,
    record_outcomes,
    register_of,
    register_stream,
    waiting_list_of,
)
from services.bookings.projections import operator_card, waiting_list
from services.bookings.projections.booking_facts import known_facility, known_school_year
from shared.eventstore.decider import Refused
from shared.eventstore.store import Work

OFFERS: Final = UUID("0a6c6f0e-2f3a-4b52-9d3c-5a0f7c1e8b11")
AT_LEAST: Final = timedelta(hours=2)  # to answer; a day that is nearer is not offered any more
REASONS: Final = {Answer.DECLINED: "offer_declined", Answer.EXPIRED: "offer_expired"}


def offer_free_places(work: Work, school_year: str, facility_ids: Collection[str]) -> None:
    """Whoever waits first gets the offer; who comes after, what is left then."""
    waiting = waiting_list_of(work, school_year)
    if not waiting.entries:
        return
    offering = _Offering(work, school_year)
    full: set[tuple[str, str, date]] = set()
    for entry in sorted(waiting.entries.values(), key=lambda entry: entry.number):
        if entry.offer_id is not None or not _waits_in(entry, facility_ids):
            continue
        if len(entry.lines) == 1 and not full.isdisjoint(offering.slots(entry.lines[0])):
            continue
        lines = offering.that_can_be_had(entry.lines)
        if not lines:
            continue
        found = first_full_of(work, lines)
        if found is None:
            offering.offer(entry, lines)
        elif len(lines) == 1:
            full.add((lines[0].facility_id, lines[0].slot_type, found.day))


def answer_offer(work: Work, offer_id: UUID, *, accept: bool) -> None:
    """By the family. Raises Refused when its time is over."""
    school_year = _known(work, offer_id).school_year
    command = AnswerOffer(offer_id=offer_id, accept=accept, answered_at=work.meta.at)
    _settle(work, school_year, handle_waiting(work, school_year, command))


def expire_offer(work: Work, offer_id: UUID) -> None:
    school_year = _known(work, offer_id).school_year
    command = ExpireOffer(offer_id=offer_id, at=work.meta.at)
    _settle(work, school_year, handle_waiting(work, school_year, command))


def _settle(work: Work, school_year: str, events: Sequence[object]) -> None:
    """What was accepted is booked; what was not is free again, and offered to the next."""
    for event in events:
        if not isinstance(event, PlaceOfferAnswered):
            continue
        if event.answer is Answer.ACCEPTED:
            outcomes = [_booked(work, line) for line in event.lines]
        else:
            for line in event.lines:
                work.handle(
                    register,
                    register_stream(line),
                    ReleasePlaces(line=line, offer_id=event.offer_id, released_at=work.meta.at),
                )
            outcomes = [
                refuse(work, line, REASONS[event.answer], following=Following(rule=Rule.OFFER))
                for line in event.lines
            ]
        record_outcomes(work, event.request_id, outcomes)
        if event.answer is not Answer.ACCEPTED:
            offer_free_places(work, school_year, {line.facility_id for line in event.lines})


def _booked(work: Work, line: AskedLine) -> Outcome:
    outcome = accepted(work, line, Following(rule=Rule.OFFER))
    return replace(outcome, dates=line.dates)


class _Offering:
    """Makes offers for one school year, as the deadlines allow."""

    def __init__(self, work: Work, school_year: str) -> None:
        self._work = work
        self._year = known_school_year(work.tx, school_year)
        card = operator_card.operator(work.tx)
        self._delay = timedelta(hours=card.offer_hours if card else OFFER_HOURS)
        self._facts: dict[str, Facts] = {}
        self._untils: dict[tuple[str, SlotType, date], datetime] = {}

    def slots(self, line: AskedLine) -> set[tuple[str, str, date]]:
        """What the line would take now: days for which there is time to answer."""
        days = self._days(line, AT_LEAST)
        return {(line.facility_id, line.slot_type, day) for day in days}

    def that_can_be_had(self, lines: Sequence[AskedLine]) -> tuple[AskedLine, ...]:
        """The lines with their days that leave the whole delay to answer, else with the nearer
        ones; none when a line has no day left, or the child got it otherwise meanwhile."""
        for notice in (self._delay, AT_LEAST):
            cut = tuple(replace(line, dates=self._days(line, notice)) for line in lines)
            if all(line.dates for line in cut):
                return cut if all(self._is_wanted(line) for line in cut) else ()
        return ()

    def offer(self, entry: WaitlistEntry, lines: Sequence[AskedLine]) -> None:
        at = self._work.meta.at
        name = f"{entry.request_id}/{'+'.join(entry.line_ids)}/{at.isoformat()}"
        offer_id = uuid5(OFFERS, name)
        for line in lines:
            self._work.handle(
                register,
                register_stream(line),
                TakePlaces(
                    line=line,
                    pools=pools_of(self._work, line),
                    decided_at=at,
                    decided_by=self._work.meta.actor,
                    offer_id=offer_id,
                ),
            )
        last = min(self._until(line, day) for line in lines for day in line.dates)
        handle_waiting(
            self._work,
            self._year.school_year,
            OfferPlace(
                offer_id=offer_id,
                lines=tuple(lines),
                offered_at=at,
                answer_by=min(at + self._delay, last),
            ),
        )

    def _days(self, line: AskedLine, notice: timedelta) -> tuple[date, ...]:
        since = self._work.meta.at + notice
        return tuple(day for day in line.dates if since <= self._until(line, day))

    def _is_wanted(self, line: AskedLine) -> bool:
        here = register_of(self._work, line)
        return all(here.place(line.child_id, line.slot_type, day) is None for day in line.dates)

    def _until(self, line: AskedLine, day: date) -> datetime:
        key = line.facility_id, line.slot_type, day
        if key not in self._untils:
            self._untils[key] = self._last_instant(line, day)
        return self._untils[key]

    def _last_instant(self, line: AskedLine, day: date) -> datetime:
        """Until when the day can be booked on the terms of now, and never once it has begun."""
        facts = self._facts_of(line.facility_id)
        slot = facts.facility.offers(line.slot_type)
        is_open = slot is not None and facts.calendar.is_open(slot, day)
        terms = facts.terms(slot, day, Act.ADD) if slot and is_open else None
        if terms is None or terms.consequence in (Consequence.REFUSE, Consequence.STAFF):
            return datetime.min.replace(tzinfo=UTC)
        begins = datetime.combine(day, time.min, PARIS).astimezone(UTC)
        return min(terms.coming.until, begins) if terms.coming else begins

    def _facts_of(self, facility_id: str) -> Facts:
        if facility_id not in self._facts:
            self._facts[facility_id] = Facts(
                at=self._work.meta.at,
                kind=BookingKind.ONE_OFF,
                year=self._year,
                facility=known_facility(self._work.tx, facility_id),
                children=(),
                lines=(),
            )
        return self._facts[facility_id]


def _known(work: Work, offer_id: UUID) -> waiting_list.Offer:
    if (known := waiting_list.offer(work.tx, offer_id)) is None:
        raise Refused("unknown_offer")
    return known


def _waits_in(entry: WaitlistEntry, facility_ids: Collection[str]) -> bool:
    return any(line.facility_id in facility_ids for line in entry.lines)
