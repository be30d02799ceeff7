"""A draft: the slots a family has chosen, and the lines they make once they are sent.

Pure helpers of `booking_request.py`; the summary page shows what they say.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from uuid import UUID

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.deadline import Act, Consequence, Surcharge, Terms
from services.bookings.domain.eligibility import Eligibility
from services.bookings.domain.offer import Facts, PlaceState, SlotOffer
from services.bookings.domain.opening_wave import WaveFor
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.week_pattern import WeekPattern
from shared.eventstore.decider import Refused

Box = tuple[UUID, SlotType]  # of a child, on the page of a day
WeekBox = tuple[UUID, str, SlotType, date]  # of a child in a facility, on the page of a week


@dataclass(frozen=True, kw_only=True)
class ChosenSlot:
    """`day` is None when the weekday stands for the whole year, in the weeks of its pattern."""

    child_id: UUID
    facility_id: str
    slot_type: SlotType
    weekday: int
    day: date | None
    weeks: WeekPattern = WeekPattern.EVERY_WEEK

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
    """What is decided as one: a weekday over the year with its dates, or one single day.

    `weeks` is the pattern of a weekday over the year, None for a single day; `late` is what follows
    from a single day that was asked for after a deadline.
    """

    line_id: str
    child_id: UUID
    facility_id: str
    slot_type: SlotType
    weekday: int | None
    dates: tuple[date, ...]
    weeks: WeekPattern | None = None
    late: Consequence | None = None
    surcharge: Surcharge | None = None


@dataclass(frozen=True, kw_only=True)
class Fallback:
    """Monday and Tuesday, else Thursday: all of `wanted`, or else all of `instead`, never both.

    Weekdays (0 = Monday) of one child and slot type. Those of `wanted` are among the choices, those
    of `instead` are not.
    """

    child_id: UUID
    facility_id: str
    slot_type: SlotType
    wanted: tuple[int, ...]
    instead: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """Lines that are given together or not at all: the same care for brothers and sisters."""

    line_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """Every line of `wanted`, or else every line of `instead`, never some of both.

    A line of `instead` is asked for only if not all of `wanted` can be given.
    """

    wanted: tuple[str, ...]
    instead: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a draft asks for once it is sent."""

    lines: tuple[RequestLine, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LaterOpening:
    """A child that may book later: its slots stay in a draft.

    Those of `slot_types`, all that were chosen when it is empty. `because` is whom the wave is for.
    """

    child_id: UUID
    opens_at: datetime | None
    slot_types: tuple[SlotType, ...] = ()
    because: WaveFor | None = None

    def has(self, child_id: UUID, slot_type: SlotType) -> bool:
        return child_id == self.child_id and (not self.slot_types or slot_type in self.slot_types)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """`together`: brothers and sisters have the same care or none of them has it."""

    choices: tuple[ChosenSlot, ...] = ()
    cancellations: tuple[DayToCancel, ...] = ()
    together: bool = False
    fallbacks: tuple[Fallback, ...] = ()

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
            weeks=WeekPattern.EVERY_WEEK if single else pattern_of(draft, child_id),
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
    moved = {(choice.child_id, choice.slot_type) for choice in chosen}
    other_choices = [
        c
        for c in draft.choices
        if (c.weekday, c.day) != (day.weekday(), single)
        or (c.facility_id != here and (c.child_id, c.slot_type) not in moved)
    ]
    other_days = [c for c in draft.cancellations if c.day != day or c.facility_id != here]
    choices = tuple(sorted([*other_choices, *chosen], key=_order_of_choices))
    return replace(
        draft,
        choices=choices,
        cancellations=tuple(sorted([*other_days, *cancelled], key=_order_of_days)),
        fallbacks=tuple(f for f in draft.fallbacks if _still_holds(f, choices)),
    )


def with_week(
    draft: Draft,
    week: Sequence[date],
    ticked: Set[WeekBox],
    patterns: Mapping[UUID, WeekPattern],
    facts: Facts,
) -> Draft:
    """The draft once the boxes of a week are as the family left them, in every facility.

    `patterns` say in which weeks the slots of a child hold; of a child left out, as before.

    When weekdays stand for the whole year the days of `week` only say which weekdays are meant.
    """
    for child_id, pattern in patterns.items():
        if pattern is WeekPattern.CUSTODY and facts.here(child_id) is None:
            raise Refused("no_custody_calendar", child_id=str(child_id))
    weeks = {c.child_id: c.weeks for c in draft.choices if c.day is None} | dict(patterns)
    for each in facts.facilities:
        there = facts.at_facility(each.facility_id)
        for day in filter(None, map(there.stand_in, week)):
            boxes = {
                (child_id, slot_type)
                for child_id, facility_id, slot_type, ticked_day in ticked
                if facility_id == each.facility_id and there.stand_in(ticked_day) == day
            }
            draft = with_day(draft, day, boxes, there)
    known = {each.facility_id for each in facts.facilities}
    for _child_id, facility_id, slot_type, day in ticked:
        if facility_id not in known or day not in week:
            raise Refused("slot_not_offered", day=day.isoformat(), slot_type=slot_type)
        if facts.at_facility(facility_id).stand_in(day) is None:
            raise Refused("slot_not_offered", day=day.isoformat(), slot_type=slot_type)
    return replace(
        draft,
        choices=tuple(
            replace(choice, weeks=weeks.get(choice.child_id, choice.weeks))
            if choice.day is None
            else choice
            for choice in draft.choices
        ),
    )


def pattern_of(draft: Draft, child_id: UUID) -> WeekPattern:
    """In which weeks the slots of a child hold: the same for all of them."""
    patterns = (c.weeks for c in draft.choices if c.child_id == child_id and c.day is None)
    return next(patterns, WeekPattern.EVERY_WEEK)


def with_wishes(draft: Draft, together: bool, fallbacks: Iterable[Fallback], facts: Facts) -> Draft:
    """The draft with what the family wants if not everything can be given.

    Only weekdays that stand for the year have fallbacks.
    """
    wished = tuple(sorted((f for f in fallbacks if f.wanted and f.instead), key=_order_of_wishes))
    for fallback in wished:
        _refuse_unless_possible(fallback, draft.choices, facts)
    return replace(draft, together=together, fallbacks=wished)


def later_openings(choices: Sequence[ChosenSlot], facts: Facts) -> tuple[LaterOpening, ...]:
    """The chosen slots whose opening is still to come; refuses if a file is not approved."""
    later: list[LaterOpening] = []
    for child_id in sorted({choice.child_id for choice in choices}):
        child = facts.child(child_id)
        if child is None or not child.can_prepare:
            raise Refused("file_not_approved", child_id=str(child_id))
        chosen = {choice.slot_type for choice in choices if choice.child_id == child_id}
        later += _later(child, [slot_type for slot_type in SlotType if slot_type in chosen])
    return tuple(later)


def _later(child: Eligibility, chosen: Sequence[SlotType]) -> Iterator[LaterOpening]:
    """One for each instant that is still to come."""
    coming: dict[tuple[datetime | None, WaveFor | None], list[SlotType]] = {}
    for slot_type in chosen:
        if opening := child.waits_for(slot_type):
            coming.setdefault((opening.opens_at, opening.because), []).append(slot_type)
    for (opens_at, because), slot_types in coming.items():
        yield LaterOpening(
            child_id=child.child_id,
            opens_at=opens_at,
            slot_types=() if len(slot_types) == len(chosen) else tuple(slot_types),
            because=because,
        )


def lines_to_send(choices: Iterable[ChosenSlot], facts: Facts) -> tuple[RequestLine, ...]:
    """The dates are worked out here, never taken from a page; a line without any is left out."""
    dated = [(choice, _bookable_dates(choice, facts)) for choice in choices]
    return _numbered([(choice, dates) for choice, dates in dated if dates], facts)


def asked_for(draft: Draft, facts: Facts) -> Asked:
    """The lines of a draft, numbered, with those that stand in for others at the end."""
    lines = lines_to_send(draft.choices, facts)
    spares: list[ChosenSlot] = []
    alternatives: list[Alternative] = []
    for fallback in draft.fallbacks:
        wanted = tuple(line.line_id for line in lines if _is_wanted(line, fallback))
        first = len(lines) + len(spares) + 1
        weeks = pattern_of(draft, fallback.child_id)
        dated = [c for c in _instead(fallback, weeks) if _bookable_dates(c, facts)]
        if wanted and dated:
            spares += dated
            instead = tuple(str(first + n) for n in range(len(dated)))
            alternatives.append(Alternative(wanted=wanted, instead=instead))
    every = lines + _numbered(
        [(choice, _bookable_dates(choice, facts)) for choice in spares], facts, len(lines) + 1
    )
    return Asked(
        lines=every,
        bundles=_bundles(every) if draft.together else (),
        alternatives=tuple(alternatives),
    )


def open_part(draft: Draft, later: Sequence[LaterOpening]) -> Draft:
    """What can be sent now of a draft's choices."""
    return _part(draft, lambda child, slot: not any(it.has(child, slot) for it in later))


def later_part(draft: Draft, later: Sequence[LaterOpening]) -> Draft:
    """What is left over until the openings that are still to come."""
    return _part(draft, lambda child, slot: any(it.has(child, slot) for it in later))


def _part(draft: Draft, has: Callable[[UUID, SlotType], bool]) -> Draft:
    return Draft(
        choices=tuple(c for c in draft.choices if has(c.child_id, c.slot_type)),
        together=draft.together,
        fallbacks=tuple(f for f in draft.fallbacks if has(f.child_id, f.slot_type)),
    )


def lines_to_show(choices: Iterable[ChosenSlot], facts: Facts) -> tuple[RequestLine, ...]:
    """What the summary of a draft shows: also a day that can no longer be asked for."""
    return _numbered([(choice, _chosen_dates(choice, facts)) for choice in choices], facts)


def as_shown(lines: Iterable[RequestLine], draft: Draft, facts: Facts) -> str:
    """A digest of what `lines_to_show` would send now: other days or another surcharge, another
    digest. What opens later does not count."""
    going = [
        (
            str(line.child_id),
            line.facility_id,
            line.slot_type,
            line.weekday,
            line.weeks,
            [day.toordinal() for day in line.dates],
            line.late,
            line.surcharge,
        )
        for line in lines
        if goes_now(line, facts)
    ]
    given_back = [
        (str(it.child_id), it.facility_id, it.slot_type, it.day, cancelling(it, facts).surcharge)
        for it in draft.cancellations
    ]
    return blake2b(repr((going, given_back)).encode(), digest_size=12).hexdigest()


def goes_now(line: RequestLine, facts: Facts) -> bool:
    child = facts.child(line.child_id)
    return child is not None and child.can_prepare and child.waits_for(line.slot_type) is None


def cancelling(cancelled: DayToCancel, facts: Facts) -> Terms:
    """What giving this day back brings now."""
    there = facts.at_facility(cancelled.facility_id)
    slot = there.facility.offers(cancelled.slot_type)
    return there.terms(slot, cancelled.day, Act.CANCEL) if slot else Terms()


def asking(line: RequestLine, facts: Facts) -> Terms | None:
    """What asking for a single day brings now; None for what stands for the whole year."""
    there = facts.at_facility(line.facility_id)
    slot = there.facility.offers(line.slot_type)
    if line.weekday is not None or slot is None or not line.dates:
        return None
    return there.terms(slot, line.dates[0], Act.ADD)


def costs_more(lines: Iterable[RequestLine], draft: Draft, facts: Facts) -> bool:
    """Whether something of it comes late and costs a surcharge."""
    late = [line.surcharge for line in lines]
    late += [cancelling(cancelled, facts).surcharge for cancelled in draft.cancellations]
    return any(late)


def nothing_to_send(later: Sequence[LaterOpening]) -> Refused:
    if not later:
        return Refused("nothing_chosen")
    first = min(later, key=lambda child: child.opens_at or datetime.max.replace(tzinfo=UTC))
    opens_at = first.opens_at.isoformat() if first.opens_at else None
    return Refused(
        "not_open_yet",
        child_id=str(first.child_id),
        opens_at=opens_at,
        slot_types=list(first.slot_types),
        because=first.because and asdict(first.because),
    )


def _refuse_unless_offered(box: Box, offer: SlotOffer | None, day: date) -> None:
    _child_id, slot_type = box
    if offer is None:
        raise Refused("slot_not_offered", day=day.isoformat(), slot_type=slot_type)
    if offer.locked and not offer.held:
        until = offer.until.isoformat() if offer.until else None
        raise Refused(offer.locked, day=day.isoformat(), slot_type=slot_type, until=until)


def _refuse_unless_possible(
    fallback: Fallback, choices: Sequence[ChosenSlot], facts: Facts
) -> None:
    if not _still_holds(fallback, choices):
        raise Refused("fallback_without_choice", slot_type=fallback.slot_type)
    there = facts.at_facility(fallback.facility_id)
    for weekday in fallback.instead:
        day = there.first_day(weekday)
        offers = there.slots_on(day) if day else ()
        box = fallback.child_id, fallback.slot_type
        offer = next((o for o in offers if (o.child_id, o.slot_type) == box), None)
        if offer is None or offer.locked or offer.held:
            raise Refused("fallback_not_offered", slot_type=fallback.slot_type, weekday=weekday)


def _still_holds(fallback: Fallback, choices: Iterable[ChosenSlot]) -> bool:
    chosen = {
        choice.weekday
        for choice in choices
        if (choice.child_id, choice.facility_id, choice.slot_type, choice.day)
        == (fallback.child_id, fallback.facility_id, fallback.slot_type, None)
    }
    return set(fallback.wanted) <= chosen and not chosen & set(fallback.instead)


def _is_wanted(line: RequestLine, fallback: Fallback) -> bool:
    same = (line.child_id, line.facility_id, line.slot_type) == (
        fallback.child_id,
        fallback.facility_id,
        fallback.slot_type,
    )
    return same and line.weekday in fallback.wanted


def _instead(fallback: Fallback, weeks: WeekPattern) -> list[ChosenSlot]:
    return [
        ChosenSlot(
            child_id=fallback.child_id,
            facility_id=fallback.facility_id,
            slot_type=fallback.slot_type,
            weekday=weekday,
            day=None,
            weeks=weeks,
        )
        for weekday in fallback.instead
    ]


def _bundles(lines: Iterable[RequestLine]) -> tuple[Bundle, ...]:
    """The same care on the same weekday, or single day, of several children."""
    same: dict[tuple[SlotType, int | None, date | None], list[RequestLine]] = {}
    for line in lines:
        day = line.dates[0] if line.weekday is None else None
        same.setdefault((line.slot_type, line.weekday, day), []).append(line)
    return tuple(
        Bundle(line_ids=tuple(line.line_id for line in of_same))
        for of_same in same.values()
        if len({line.child_id for line in of_same}) > 1
    )


def _numbered(
    dated: Sequence[tuple[ChosenSlot, tuple[date, ...]]], facts: Facts, first: int = 1
) -> tuple[RequestLine, ...]:
    terms = [_terms(choice, facts) for choice, _dates in dated]
    return tuple(
        RequestLine(
            line_id=str(number),
            child_id=choice.child_id,
            facility_id=choice.facility_id,
            slot_type=choice.slot_type,
            weekday=choice.weekday if choice.day is None else None,
            weeks=choice.weeks if choice.day is None else None,
            dates=dates,
            late=late.consequence,
            surcharge=late.surcharge,
        )
        for number, ((choice, dates), late) in enumerate(zip(dated, terms, strict=True), first)
    )


def _terms(choice: ChosenSlot, facts: Facts) -> Terms:
    """Weekdays over the year are never late: their dates begin after every deadline."""
    there = facts.at_facility(choice.facility_id)
    slot = there.facility.offers(choice.slot_type)
    if choice.day is None or slot is None:
        return Terms()
    return there.terms(slot, choice.day, Act.ADD)


def _bookable_dates(choice: ChosenSlot, facts: Facts) -> tuple[date, ...]:
    if choice.day is None:
        return _chosen_dates(choice, facts)
    if facts.holds(choice.child_id, choice.slot_type, choice.day):
        return ()
    there = facts.at_facility(choice.facility_id)
    slot = there.facility.offers(choice.slot_type)
    if slot is None or not there.calendar.is_open(slot, choice.day):
        raise Refused("slot_not_offered", day=choice.day.isoformat(), slot_type=choice.slot_type)
    own = facts.own(choice.child_id)
    if own is not None and not own(choice.day):
        raise Refused("day_of_other_home", day=choice.day.isoformat())
    if (terms := there.terms(slot, choice.day, Act.ADD)).refused and terms.until:
        raise Refused("deadline_passed", day=choice.day.isoformat(), until=terms.until.isoformat())
    return (choice.day,)


def _chosen_dates(choice: ChosenSlot, facts: Facts) -> tuple[date, ...]:
    if choice.day is not None:
        return (choice.day,)
    there = facts.at_facility(choice.facility_id)
    slot = there.facility.offers(choice.slot_type)
    return there.standing_dates(choice.child_id, slot, choice.weekday, choice.weeks) if slot else ()


def _order_of_choices(choice: ChosenSlot) -> tuple[str, date, int, int]:
    slot_types = list(SlotType)
    day = choice.day or date.min
    return str(choice.child_id), day, choice.weekday, slot_types.index(choice.slot_type)


def _order_of_days(cancelled: DayToCancel) -> tuple[date, str, str]:
    return cancelled.day, str(cancelled.child_id), cancelled.slot_type


def _order_of_wishes(fallback: Fallback) -> tuple[str, str, tuple[int, ...]]:
    return str(fallback.child_id), fallback.slot_type, fallback.wanted
