"""A week of all children on one page: for each weekday and slot type the one box a child has there.

When weekdays stand for the whole year the days only say which weekday is meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.calendar import Day, DayStatus
from services.bookings.domain.draft import ChosenSlot, Draft
from services.bookings.domain.facility import Facility
from services.bookings.domain.offer import Facts, SlotOffer
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.week_pattern import Here, WeekPattern, holds

SCHOOL_WEEK = 5


@dataclass(frozen=True, kw_only=True)
class WeekCell:
    """One box: where, on which day of the page, and what the rules say of it."""

    facility_id: str
    day: date
    offer: SlotOffer
    chosen: bool
    cancelling: bool
    dates: tuple[date, ...]  # all that it stands for
    here: Here | None = None

    @property
    def days(self) -> Mapping[WeekPattern, int]:
        """How many it stands for, in those weeks."""
        if self.here is None:
            return _counted(self.dates)
        custody = sum(map(self.here, self.dates))
        return {**_counted(self.dates), WeekPattern.CUSTODY: custody}

    @property
    def ticked(self) -> bool:
        return self.chosen or (self.offer.held and not self.cancelling)


@lru_cache(maxsize=1024)
def _counted(dates: tuple[date, ...]) -> Mapping[WeekPattern, int]:
    return {it: sum(holds(it, day) for day in dates) for it in WeekPattern}


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def shown_week(facts: Facts, monday: date | None = None) -> tuple[date, ...]:
    """Monday to Friday: of the year's first week when weekdays stand for the year."""
    if facts.kind is BookingKind.STANDING:
        first = monday_of(facts.year.starts_on)
    else:
        today = facts.tomorrow - timedelta(days=1)
        ahead = today + timedelta(days=2) if today.weekday() >= SCHOOL_WEEK else today
        first = monday_of(monday or max(ahead, facts.year.starts_on))
    return tuple(first + timedelta(days=n) for n in range(SCHOOL_WEEK))


def day_said(facts: Facts, day: date) -> Day:
    """What the calendar says of a day of the page; of a weekday nothing but that it is one."""
    if facts.kind is BookingKind.STANDING:
        return Day(day=day, status=DayStatus.OPEN)
    return facts.calendar.day(day)


def cells_of(
    child_id: UUID, school_id: str, week: Sequence[date], draft: Draft, facts: Facts
) -> tuple[WeekCell, ...]:
    """In the order of days and slot types; where several facilities offer the same, the one that
    the child has or chose, else the one of its school, else the first by name."""
    best: dict[tuple[date, SlotType], tuple[int, WeekCell]] = {}
    child = facts.child(child_id)
    for facility in facts.facilities:
        if child is None or (facility.levels and child.school_level not in facility.levels):
            continue
        there = facts.at_facility(facility.facility_id)
        for day in week:
            for cell in _cells(child_id, day, draft, there):
                key, preferred = (day, cell.offer.slot_type), _preferred(cell, facility, school_id)
                if key not in best or preferred < best[key][0]:
                    best[key] = preferred, cell
    order = list(SlotType)
    ranked = sorted(best.items(), key=lambda it: (it[0][0], order.index(it[0][1])))
    return tuple(cell for _key, (_preferred, cell) in ranked)


def _cells(child_id: UUID, day: date, draft: Draft, facts: Facts) -> list[WeekCell]:
    shown = facts.stand_in(day)
    offers = facts.slots_on(shown) if shown else ()
    here = facts.facility.facility_id
    return [
        WeekCell(
            facility_id=here,
            day=day,
            offer=offer,
            chosen=any(_is_chosen(choice, offer, here, day) for choice in draft.choices),
            dates=_dates(child_id, offer, day, facts),
            here=facts.here(child_id),
            cancelling=any(
                (c.child_id, c.facility_id, c.slot_type, c.day)
                == (child_id, here, offer.slot_type, day)
                for c in draft.cancellations
            ),
        )
        for offer in offers
        if offer.child_id == child_id
    ]


def _dates(child_id: UUID, offer: SlotOffer, day: date, facts: Facts) -> tuple[date, ...]:
    slot = facts.facility.offers(offer.slot_type)
    if facts.kind is BookingKind.ONE_OFF or slot is None:
        return (day,)
    return facts.standing_dates(child_id, slot, day.weekday())


def _is_chosen(choice: ChosenSlot, offer: SlotOffer, facility_id: str, day: date) -> bool:
    return (
        (choice.child_id, choice.slot_type) == (offer.child_id, offer.slot_type)
        and choice.facility_id == facility_id
        and choice.is_for(day)
    )


def _preferred(cell: WeekCell, facility: Facility, school_id: str) -> int:
    if cell.chosen or (cell.offer.held and cell.offer.locked != "booked_elsewhere"):
        return 0
    return 1 if facility.facility_id == school_id else 2
