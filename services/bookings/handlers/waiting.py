"""Freed places: offered to who waits first, held until the answer, then to the next."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Final
from uuid import UUID, uuid5

from services.bookings.domain import deadline, register
from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.deadline import PARIS, Act, Consequence
from services.bookings.domain.offer import Facts
from services.bookings.domain.operator import OFFER_HOURS
from services.bookings.domain.outcome import Decision, Outcome, Rule
from services.bookings.domain.register import AskedLine, ReleasePlaces, TakePlaces
from services.bookings.domain.school_year import SchoolYear
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.waiting_list import (
    Answer,
    AnswerOffer,
    CloseOfferedDays,
    Ended,
    ExpireOffer,
    LeaveWaitingList,
    OfferNarrowed,
    OfferPlace,
    PlaceOfferAnswered,
    PlaceOffered,
    Slot,
    WaitlistEntry,
)
from services.bookings.handlers.giving import Following, accepted, first_full_of, refuse
from services.bookings.handlers.streams import (
    elsewhere_of,
    handle_waiting,
    pools_of,
    record_outcomes,
    register_of,
    register_stream,
    request_of,
    waiting_list_of,
)
from services.bookings.projections import absences, operator_card, waiting_list
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
    offering = _Offering(work, known_school_year(work.tx, school_year))
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


def leave_waiting_list(work: Work, request_id: UUID, line_id: str) -> None:
    """By the family's own wish, with every line that waits together with this one.

    Raises Refused when a place is offered: that is answered. Who waits no more is not asked twice.
    """
    request = request_of(work, request_id)
    entry = waiting_list_of(work, request.school_year).entry(request_id, line_id)
    if entry is None:
        return
    handle_waiting(
        work,
        request.school_year,
        LeaveWaitingList(
            request_id=request_id, line_id=line_id, because=Ended.LEFT, at=work.meta.at
        ),
    )
    following = Following(rule=Rule.FAMILY)
    outcomes = [
        refuse(work, line, "left_waiting_list", following=following) for line in entry.lines
    ]
    record_outcomes(work, request_id, outcomes)


def follow_calendar(work: Work, year: SchoolYear) -> None:
    """The calendar of a year changed: nothing is offered or waited for on a day without care, and
    what became free is offered."""
    waiting = waiting_list_of(work, year.school_year)
    if not waiting.entries:
        return
    offering = _Offering(work, year)
    for offer in waiting.offers.values():
        _close_offered_days(work, year, offer, offering.closed(offer.lines))
    for entry in waiting.entries.values():
        if any(offering.has_closed(line) for line in entry.lines):
            _end_for_closure(work, year, entry)
    here = {line.facility_id for entry in waiting.entries.values() for line in entry.lines}
    offer_free_places(work, year.school_year, here)


def follow_homes(work: Work, year: SchoolYear, household_id: UUID, child_id: UUID) -> None:
    """Two homes have agreed whose days are whose: nothing is offered to one of them, or waited for,
    on a day of the other. What became free is offered by who calls this."""
    waiting = waiting_list_of(work, year.school_year)
    for offer in waiting.offers.values():
        theirs = frozenset(
            (line.facility_id, line.slot_type, day)
            for line in offer.lines
            if (line.household_id, line.child_id) == (household_id, child_id)
            for day in elsewhere_of(work, line)
        )
        if theirs:
            _close_offered_days(work, year, offer, theirs)
    for entry in waiting.entries.values():
        if any(
            (line.household_id, line.child_id) == (household_id, child_id)
            and elsewhere_of(work, line) >= set(line.dates)
            for line in entry.lines
        ):
            _end_for_closure(work, year, entry, "day_of_other_home")


def _close_offered_days(
    work: Work, year: SchoolYear, offer: PlaceOffered, closed: frozenset[Slot]
) -> None:
    """The places on these days are free again; all of them when nothing is offered any more."""
    command = CloseOfferedDays(offer_id=offer.offer_id, closed=closed, at=work.meta.at)
    for event in handle_waiting(work, year.school_year, command):
        kept: dict[str, tuple[date, ...]] = {}
        if isinstance(event, OfferNarrowed):
            kept = {line.line_id: line.dates for line in event.lines}
        for line in offer.lines:
            _release(work, offer.offer_id, line, set(line.dates) - {*kept.get(line.line_id, ())})


def _release(work: Work, offer_id: UUID, line: AskedLine, days: Collection[date]) -> None:
    free = replace(line, dates=tuple(day for day in line.dates if day in days))
    work.handle(
        register,
        register_stream(line),
        ReleasePlaces(line=free, offer_id=offer_id, released_at=work.meta.at),
    )


def _end_for_closure(
    work: Work, year: SchoolYear, entry: WaitlistEntry, reason: str = "day_closed"
) -> None:
    """The family is told, as it would be of a request without a day left."""
    handle_waiting(
        work,
        year.school_year,
        LeaveWaitingList(
            request_id=entry.request_id,
            line_id=entry.line_ids[0],
            because=Ended.DAY_CLOSED,
            at=work.meta.at,
        ),
    )
    closed = tuple(
        Outcome(
            line_id=line_id,
            decision=Decision.REFUSED,
            reason=reason,
            capacity=None,
            taken=None,
            full_on=None,
            decided_at=work.meta.at,
            decided_by=work.meta.actor,
        )
        for line_id in entry.line_ids
    )
    record_outcomes(work, entry.request_id, closed)


def _settle(work: Work, school_year: str, events: Sequence[object]) -> None:
    """What was accepted is booked; what was not is free again, and offered to the next."""
    for event in events:
        if not isinstance(event, PlaceOfferAnswered):
            continue
        if event.answer is Answer.ACCEPTED:
            outcomes = [_booked(work, line) for line in event.lines]
        else:
            for line in event.lines:
                _release(work, event.offer_id, line, line.dates)
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

    def __init__(self, work: Work, year: SchoolYear) -> None:
        self._work = work
        self._year = year
        self._card = operator_card.operator(work.tx)
        self._delay = timedelta(hours=self._card.offer_hours if self._card else OFFER_HOURS)
        self._facts: dict[str, Facts] = {}
        self._untils: dict[tuple[str, SlotType, date], datetime] = {}

    def closed(self, lines: Sequence[AskedLine]) -> frozenset[Slot]:
        """The days of these lines on which the calendar has no care."""
        return frozenset(
            (line.facility_id, line.slot_type, day)
            for line in lines
            for day in line.dates
            if not self._is_open(line, day)
        )

    def has_closed(self, line: AskedLine) -> bool:
        """Whether there were days to come, and every one of them is without care."""
        to_come = [day for day in line.dates if day >= self._facts_of(line.facility_id).tomorrow]
        return bool(to_come) and not any(self._is_open(line, day) for day in to_come)

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
                    elsewhere=elsewhere_of(self._work, line),
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
        elsewhere = elsewhere_of(self._work, line)
        return tuple(
            day for day in line.dates if day not in elsewhere and since <= self._until(line, day)
        )

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
        terms = facts.terms(slot, day, Act.ADD) if slot and self._is_open(line, day) else None
        never = datetime.min.replace(tzinfo=UTC)
        if slot is None or terms is None:
            return never
        begins = datetime.combine(day, time.min, PARIS).astimezone(UTC)
        if terms.consequence in (Consequence.REFUSE, Consequence.STAFF):
            absent = (line.facility_id, line.slot_type, day) in self._freed
            until = self._places_until(facts, day) if absent else None
            return min(until, begins) if until else never
        return min(terms.coming.until, begins) if terms.coming else begins

    def _places_until(self, facts: Facts, day: date) -> datetime | None:
        """Until when the place of an absent child is offered: the rule of the operator."""
        rule = self._card.absence_places_until if self._card else None
        return deadline.instant(rule, day, facts.calendar) if rule else None

    @cached_property
    def _freed(self) -> set[tuple[str, SlotType, date]]:
        today = self._work.meta.at.astimezone(PARIS).date()
        return absences.freed_from(self._work.tx, today)

    def _is_open(self, line: AskedLine, day: date) -> bool:
        facts = self._facts_of(line.facility_id)
        slot = facts.facility.offers(line.slot_type)
        return slot is not None and facts.calendar.is_open(slot, day)

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
