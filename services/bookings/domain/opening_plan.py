"""The openings of a school year as a whole: who opens when, and what is odd about them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import product
from typing import Final

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.calendar import Calendar, DayStatus, day_in
from services.bookings.domain.deadline import PARIS
from services.bookings.domain.opening_wave import (
    Applying,
    OpeningWaveScheduled,
    Residence,
    WaveFor,
    earliest,
)
from services.bookings.domain.school_year import SchoolYear
from services.bookings.domain.slot_type import SlotType

LEVELS: Final = ("MATERNELLE", "ELEMENTAIRE")
NOBODY_AT_WORK: Final = (DayStatus.HOLIDAY, DayStatus.PUBLIC_HOLIDAY, DayStatus.WEEKEND)

What = tuple[BookingKind, SlotType]


class Oddity(StrEnum):
    NEVER_OPENS = "never_opens"
    NEVER_FIRST = "never_first"
    NOBODY_AT_WORK = "nobody_at_work"
    AFTER_CUTOFF = "after_cutoff"
    AFTER_YEAR = "after_year"
    OPENS_AT_ONCE = "opens_at_once"


@dataclass(frozen=True, kw_only=True)
class Concern:
    """Something to look at; nothing is refused for it.

    `who` are those no wave is for, when there are some; else `wave_id` is the wave that is odd,
    and `day` says what day it opens on.
    """

    code: Oddity
    wave_id: str | None = None
    who: WaveFor | None = None
    day: str = ""


@dataclass(frozen=True, kw_only=True)
class FirstOpening:
    """`wave` is None when nothing lets this child book that."""

    kind: BookingKind
    slot_type: SlotType
    wave: OpeningWaveScheduled | None


@dataclass(frozen=True, kw_only=True)
class MovedOpening:
    """Children alike who may book something from another instant on; None is never."""

    child: Applying
    children: int
    before: datetime | None
    after: datetime | None


def first_openings(
    waves: Sequence[OpeningWaveScheduled], child: Applying, offered: Iterable[SlotType]
) -> tuple[FirstOpening, ...]:
    return tuple(
        FirstOpening(kind=kind, slot_type=slot_type, wave=earliest(waves, child, kind, slot_type))
        for kind, slot_type in product(BookingKind, offered)
    )


def moved_openings(
    before: Sequence[OpeningWaveScheduled],
    after: Sequence[OpeningWaveScheduled],
    children: Mapping[Applying, int],
    offered: Sequence[SlotType],
) -> tuple[MovedOpening, ...]:
    """What a change of the waves does to the children there are, alike ones together."""
    moved = []
    for child, count in children.items():
        old, new = (first_openings(waves, child, offered) for waves in (before, after))
        for was, will_be in zip(_instants(old), _instants(new), strict=True):
            if was != will_be:
                moved.append(MovedOpening(child=child, children=count, before=was, after=will_be))
                break
    return tuple(moved)


def with_wave(
    waves: Sequence[OpeningWaveScheduled], wave: OpeningWaveScheduled
) -> list[OpeningWaveScheduled]:
    return [*without_wave(waves, wave.wave_id), wave]


def without_wave(waves: Sequence[OpeningWaveScheduled], wave_id: str) -> list[OpeningWaveScheduled]:
    return [it for it in waves if it.wave_id != wave_id]


def concerns(
    waves: Sequence[OpeningWaveScheduled],
    year: SchoolYear,
    calendars: Sequence[Calendar],
    offered: Sequence[SlotType],
    at: datetime,
) -> tuple[Concern, ...]:
    """What somebody should look at before the openings come, the gravest first.

    Of waves that have opened nothing is said: they stay as they are.
    """
    found = [Concern(code=Oddity.NEVER_OPENS, who=who) for who in _left_out(waves, offered)]
    first = set(_ever_first(waves, offered))
    for wave in sorted(waves, key=lambda it: (it.opens_at, it.wave_id)):
        if wave.opens_at <= at:
            continue
        day = wave.opens_at.astimezone(PARIS).date()
        if wave.wave_id not in first:
            found.append(Concern(code=Oddity.NEVER_FIRST, wave_id=wave.wave_id))
        if day > year.ends_on:
            found.append(Concern(code=Oddity.AFTER_YEAR, wave_id=wave.wave_id))
        elif wave.opens_at >= year.regular_cutoff_at and wave.who.kinds == (BookingKind.STANDING,):
            found.append(Concern(code=Oddity.AFTER_CUTOFF, wave_id=wave.wave_id))
        known = day_in(calendars, day)
        if known.status in NOBODY_AT_WORK or day.weekday() >= 5:
            found.append(Concern(code=Oddity.NOBODY_AT_WORK, wave_id=wave.wave_id, day=known.label))
    return tuple(found)


def concerns_of_change(
    changed: OpeningWaveScheduled,
    waves: Sequence[OpeningWaveScheduled],
    year: SchoolYear,
    calendars: Sequence[Calendar],
    offered: Sequence[SlotType],
    at: datetime,
) -> tuple[Concern, ...]:
    """Of the waves as they would be with this one; what is odd about others is known already."""
    at_once = changed.opens_at <= at
    found = concerns(with_wave(waves, changed), year, calendars, offered, at)
    return (
        *((Concern(code=Oddity.OPENS_AT_ONCE, wave_id=changed.wave_id),) if at_once else ()),
        *(it for it in found if it.wave_id in (None, changed.wave_id)),
    )


def _instants(openings: Iterable[FirstOpening]) -> list[datetime | None]:
    return [it.wave.opens_at if it.wave else None for it in openings]


def _children(siblings: Iterable[bool] = (False,)) -> Iterator[Applying]:
    """Every child the waves may tell apart."""
    for level, resident, sibling in product(LEVELS, (True, False), siblings):
        yield Applying(school_level=level, resident=resident, sibling=sibling)


def _ever_first(
    waves: Sequence[OpeningWaveScheduled], offered: Sequence[SlotType]
) -> Iterator[str]:
    for child in _children(siblings=(True, False)):
        for opening in first_openings(waves, child, offered):
            if opening.wave:
                yield opening.wave.wave_id


def _left_out(
    waves: Sequence[OpeningWaveScheduled], offered: Sequence[SlotType]
) -> Iterator[WaveFor]:
    """Those who never open, said in as few words as they can be."""
    never: dict[str, dict[bool, frozenset[What]]] = {level: {} for level in LEVELS}
    for child in _children():
        none = frozenset(
            (it.kind, it.slot_type)
            for it in first_openings(waves, child, offered)
            if it.wave is None
        )
        if none:
            never[child.school_level][bool(child.resident)] = none
    of_all = never[LEVELS[0]] == never[LEVELS[1]]
    for level in LEVELS[:1] if of_all else LEVELS:
        levels = () if of_all else (level,)
        yield from (replace(who, school_levels=levels) for who in _of_level(never[level], offered))


def _of_level(
    never: Mapping[bool, frozenset[What]], offered: Sequence[SlotType]
) -> Iterator[WaveFor]:
    alike = len(never) == 2 and len(set(never.values())) == 1
    for resident, what in list(never.items())[: 1 if alike else None]:
        residence = Residence.INSIDE if resident else Residence.OUTSIDE
        for who in _of_home(what, offered):
            yield replace(who, residence=None if alike else residence)


def _of_home(what: frozenset[What], offered: Sequence[SlotType]) -> Iterator[WaveFor]:
    by_kind = {
        kind: tuple(slot_type for slot_type in offered if (kind, slot_type) in what)
        for kind in BookingKind
    }
    alike = len(set(by_kind.values())) == 1
    for kind, slot_types in list(by_kind.items())[: 1 if alike else None]:
        if slot_types:
            yield WaveFor(
                kinds=() if alike else (kind,),
                slot_types=() if len(slot_types) == len(offered) else slot_types,
            )
