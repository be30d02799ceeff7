"""What a family may tick on a day, for each child and slot type, and why it may not.

The day page shows it, and the request decides with it: the page and the rule cannot disagree.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache, partial
from uuid import UUID

from services.bookings.domain import deadline
from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.calendar import Calendar, Day, DayStatus, calendar_of
from services.bookings.domain.custody import CustodyCalendar, lives_here
from services.bookings.domain.deadline import Act, Consequence, Terms
from services.bookings.domain.eligibility import Eligibility
from services.bookings.domain.facility import Facility, OfferedSlotType
from services.bookings.domain.school_year import SchoolYear
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.two_homes import Fence, lives_in
from services.bookings.domain.week_pattern import Here, WeekPattern, holds
from shared.eventstore.decider import Refused


class PlaceState(StrEnum):
    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    WAITLISTED = "WAITLISTED"


@dataclass(frozen=True, kw_only=True)
class HeldLine:
    """A line the household sent before, less its cancelled days.

    `weeks` is the pattern of a weekday over the year; None of what was sent before there were any.
    """

    child_id: UUID
    facility_id: str
    slot_type: SlotType
    weekday: int | None
    dates: frozenset[date]
    state: PlaceState
    weeks: WeekPattern | None = None

    @property
    def every_week(self) -> bool:
        return self.weeks in (None, WeekPattern.EVERY_WEEK)


@dataclass(frozen=True, kw_only=True)
class SlotOffer:
    """One box of the day page. `covers` counts the days it stands for.

    `terms` are those of ticking or unticking it now, None when it stands for the whole year.
    """

    child_id: UUID
    slot_type: SlotType
    starts: str
    ends: str
    covers: int
    state: PlaceState | None
    locked: str | None
    terms: Terms | None = None

    @property
    def until(self) -> datetime | None:
        """The instant of the next limit, or of the one that is over."""
        return self.terms.until if self.terms else None

    @property
    def held(self) -> bool:
        return self.state in (PlaceState.REQUESTED, PlaceState.ACCEPTED, PlaceState.WAITLISTED)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rules of booking need to know, looked up at one instant.

    `facility` is the one of the page; a draft may hold slots of any of `facilities`.
    """

    at: datetime
    kind: BookingKind
    year: SchoolYear
    facility: Facility
    children: tuple[Eligibility, ...]
    lines: Sequence[HeldLine]
    facilities: tuple[Facility, ...] = ()
    custody: Mapping[UUID, CustodyCalendar] = field(default_factory=dict)
    fences: Mapping[UUID, Fence] = field(default_factory=dict)  # of children of two homes

    @cached_property
    def calendar(self) -> Calendar:
        return calendar_of(self.year, self.facility.facility_id)

    @property
    def tomorrow(self) -> date:
        return self.at.astimezone(deadline.PARIS).date() + timedelta(days=1)

    def at_facility(self, facility_id: str) -> "Facts":
        """The same, as the page of another facility knows it."""
        if facility_id == self.facility.facility_id:
            return self
        if facility_id not in self._elsewhere:
            found = next((f for f in self.facilities if f.facility_id == facility_id), None)
            if found is None:
                raise Refused("unknown_facility")
            self._elsewhere[facility_id] = replace(self, facility=found)
        return self._elsewhere[facility_id]

    @cached_property
    def _elsewhere(self) -> dict[str, "Facts"]:
        return {}

    def first_day(self, weekday: int) -> date | None:
        """The first day left in the year that has this weekday and care here."""
        days = (self._on(slot, weekday) for slot in self.facility.slot_types)
        return min((there[0] for there in days if there), default=None)

    def stand_in(self, day: date) -> date | None:
        """The day whose boxes stand for `day`: any open one when weekdays stand for the year."""
        return day if self.kind is BookingKind.ONE_OFF else self.first_day(day.weekday())

    def child(self, child_id: UUID) -> Eligibility | None:
        return next((child for child in self.children if child.child_id == child_id), None)

    def terms(self, slot: OfferedSlotType, day: date, act: Act) -> Terms:
        """What booking or cancelling this day brings at this instant."""
        return deadline.terms(slot.deadlines, act, day, self.at, self.calendar)

    def standing_dates(
        self,
        child_id: UUID,
        slot: OfferedSlotType,
        weekday: int,
        weeks: WeekPattern = WeekPattern.EVERY_WEEK,
    ) -> tuple[date, ...]:
        """Every such weekday left in those weeks of the year that the child does not hold yet."""
        days = self._on(slot, weekday)
        held = self._held_days(child_id, slot.slot_type)
        own = self.own(child_id)
        if weeks is WeekPattern.EVERY_WEEK and own is None and held.isdisjoint(days):
            return days
        here = self.here(child_id) if weeks is WeekPattern.CUSTODY else None
        return tuple(
            day
            for day in days
            if holds(weeks, day, here) and day not in held and (own is None or own(day))
        )

    def here(self, child_id: UUID) -> Here | None:
        """On which days a child lives in this home; None when nothing was told of it."""
        if (fence := self.fences.get(child_id)) is not None and fence.agreed:
            return self.own(child_id)
        calendar = self.custody.get(child_id)
        if calendar is None:
            return None
        return partial(lives_here, calendar, holidays=self.year.holidays)

    def own(self, child_id: UUID) -> Here | None:
        """Which days of a child of two homes are this one's to book; None for one of one home."""
        fence = self.fences.get(child_id)
        return partial(lives_in, fence, holidays=self.year.holidays) if fence else None

    def holds(self, child_id: UUID, slot_type: SlotType, day: date) -> bool:
        return day in self._held_days(child_id, slot_type)

    def day(self, day: date) -> Day:
        """What the calendar of the request says of a day."""
        known = self.calendar.day(day)
        if known.status is not DayStatus.OPEN:
            return known
        first = self.tomorrow - timedelta(days=self.kind is BookingKind.ONE_OFF)
        if day < first:
            return replace(known, status=DayStatus.PAST)
        if not any(self.calendar.is_open(slot, day) for slot in self.facility.slot_types):
            return replace(known, status=DayStatus.NO_SERVICE)
        return known

    def slots_on(self, day: date) -> tuple[SlotOffer, ...]:
        """The boxes of a day: none when care is closed."""
        if day not in self._slots:
            self._slots[day] = tuple(
                self._offer(child, slot, day)
                for child in self.children
                for slot in self.facility.slot_types
                if self.calendar.is_open(slot, day)
            )
        return self._slots[day]

    @cached_property
    def _slots(self) -> dict[date, tuple[SlotOffer, ...]]:
        return {}

    def days_left(self, weekday: int) -> int:
        """On how many days of the year this weekday can still be booked."""
        days = (self._on(slot, weekday) for slot in self.facility.slot_types)
        return len(set().union(*days))

    def _offer(self, child: Eligibility, slot: OfferedSlotType, day: date) -> SlotOffer:
        standing = self.kind is BookingKind.STANDING
        line = self._line(child.child_id, slot.slot_type, day)
        act = Act.CANCEL if line and line.state is PlaceState.ACCEPTED else Act.ADD
        terms = None if standing else self.terms(slot, day, act)
        covers = self.standing_dates(child.child_id, slot, day.weekday()) if standing else (day,)
        own = None if standing else self.own(child.child_id)
        if own is not None and not own(day):
            covers = ()
        return SlotOffer(
            child_id=child.child_id,
            slot_type=slot.slot_type,
            starts=slot.starts,
            ends=slot.ends,
            covers=len(covers),
            state=line.state if line else None,
            locked=self._locked(child, line, terms, covers),
            terms=terms,
        )

    def _locked(
        self,
        child: Eligibility,
        line: HeldLine | None,
        terms: Terms | None,
        covers: tuple[date, ...],
    ) -> str | None:
        if line and line.state is PlaceState.REQUESTED:
            return "already_requested"
        if line and line.state is PlaceState.WAITLISTED:
            return "on_waiting_list"
        if line and line.state is PlaceState.ACCEPTED:
            if line.facility_id != self.facility.facility_id:
                return "booked_elsewhere"
            if terms is None:
                return "already_booked"
            if terms.consequence is Consequence.STAFF:
                return "ask_staff"
            return "deadline_passed" if terms.refused else None
        if not child.can_prepare:
            return "file_not_approved"
        if self.facility.levels and child.school_level not in self.facility.levels:
            return "level_not_served"
        if terms is not None and terms.refused:
            return "deadline_passed"
        if covers:
            return None
        return "day_of_other_home" if child.child_id in self.fences else "no_day_left"

    def _line(self, child_id: UUID, slot_type: SlotType, day: date) -> HeldLine | None:
        """What the child has there: a place rather than a request, and that than a refusal."""
        order = (
            PlaceState.ACCEPTED,
            PlaceState.REQUESTED,
            PlaceState.WAITLISTED,
            PlaceState.REFUSED,
        )
        there = [
            line
            for line in self._lines_of.get((child_id, slot_type), ())
            if self._covers(line, day) and not self._refused_elsewhere(line)
        ]
        return min(there, key=lambda line: order.index(line.state), default=None)

    @cached_property
    def _lines_of(self) -> dict[tuple[UUID, SlotType], list[HeldLine]]:
        found: dict[tuple[UUID, SlotType], list[HeldLine]] = {}
        for line in self.lines:
            found.setdefault((line.child_id, line.slot_type), []).append(line)
        return found

    def _covers(self, line: HeldLine, day: date) -> bool:
        """A line of every other week leaves the other weeks free, unless another line has them."""
        if self.kind is BookingKind.STANDING:
            if line.weekday != day.weekday():
                return False
            return line.every_week or not self._weeks_left(line)
        return day in line.dates

    def _weeks_left(self, line: HeldLine) -> bool:
        slot = self.facility.offers(line.slot_type)
        if slot is None or line.weekday is None or line.state is PlaceState.REFUSED:
            return False
        return bool(self.standing_dates(line.child_id, slot, line.weekday))

    def _refused_elsewhere(self, line: HeldLine) -> bool:
        elsewhere = line.facility_id != self.facility.facility_id
        return elsewhere and line.state is PlaceState.REFUSED

    def _held_days(self, child_id: UUID, slot_type: SlotType) -> Set[date]:
        return self._held.get((child_id, slot_type), frozenset())

    @cached_property
    def _held(self) -> dict[tuple[UUID, SlotType], set[date]]:
        held: dict[tuple[UUID, SlotType], set[date]] = {}
        for line in self.lines:
            if line.state is not PlaceState.REFUSED:
                held.setdefault((line.child_id, line.slot_type), set()).update(line.dates)
        return held

    def _open_days(self, slot: OfferedSlotType) -> tuple[date, ...]:
        """From tomorrow on, those that may still be asked for."""
        return self._all_open_days[slot.slot_type]

    @cached_property
    def _all_open_days(self) -> dict[SlotType, tuple[date, ...]]:
        return {slot.slot_type: self._days_in_time(slot) for slot in self.facility.slot_types}

    def _days_in_time(self, slot: OfferedSlotType) -> tuple[date, ...]:
        near = self.tomorrow + deadline.reach(slot.deadlines)
        days = self.calendar.open_days(slot, since=self.tomorrow)
        far = bisect_right(days, near)
        in_time = [day for day in days[:far] if not self.terms(slot, day, Act.ADD).refused]
        return days if len(in_time) == far else (*in_time, *days[far:])

    def _on(self, slot: OfferedSlotType, weekday: int) -> tuple[date, ...]:
        """Those of one weekday."""
        return by_weekday(self._open_days(slot)).get(weekday, ())


@lru_cache(maxsize=1024)
def by_weekday(days: tuple[date, ...]) -> Mapping[int, tuple[date, ...]]:
    """Ascending as they came; families share the days of a year."""
    found: dict[int, list[date]] = {}
    for day in days:
        found.setdefault(day.weekday(), []).append(day)
    return {weekday: tuple(there) for weekday, there in found.items()}


def days_of(lines: Iterable[HeldLine]) -> set[date]:
    return {day for line in lines for day in line.dates}
