"""Who gets which place: a pure function of requests, rules, places and a published seed.

Wishes are served one after the other, each as far as the places reach. Their order is the whole
rule: by arrival, or by criteria with a lottery among equals that anybody can draw again. So nobody
is passed over for somebody behind, and every line can say at which turn it was served, why then,
and what was full.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.bookings.domain.capacity_pool import CapacityPool, Fill, fill, is_under_six
from services.bookings.domain.outcome import Decision
from services.bookings.domain.register import AskedLine, Register
from services.bookings.domain.serving_order import (
    Candidate,
    Mode,
    RuleSet,
    Standing,
    Wish,
    care_of,
    in_turn,
)
from services.bookings.domain.slot_type import SlotType


class Because(StrEnum):
    """Why a line has no place."""

    SLOT_FULL = "slot_full"
    BUNDLE_NOT_WHOLE = "bundle_not_whole"  # a line it comes together with was full
    NOT_NEEDED = "not_needed"  # the family has the choice it put before
    BY_HAND = "by_hand"  # left to staff


@dataclass(frozen=True, kw_only=True)
class Award:
    """What a line gets, at which turn, and what was true then.

    `decision` is None for what is left to staff. `taken` of `capacity` are those of the pool that
    was full on `full_on`, this child not included.
    """

    candidate: Candidate
    turn: int
    standing: Standing
    decision: Decision | None
    because: Because | None = None
    pool: str | None = None
    pool_name: str = ""
    full_on: date | None = None
    capacity: int | None = None
    taken: int | None = None


Pools = Mapping[tuple[str, SlotType], tuple[CapacityPool, ...]]  # of a facility


@dataclass
class Places:
    """The places of the registers, less those that were given away since. Never more."""

    registers: Mapping[str, Register]  # by facility
    pools: Pools
    _here: dict[str, "_Here"] = field(default_factory=dict)

    def first_full(self, line: AskedLine) -> Fill | None:
        """The pool without a place for this line, on the first day that has one."""
        here = self._at(line.facility_id)
        pools = self.pools.get((line.facility_id, line.slot_type), ())
        for day in sorted(here.wanted(line)):
            small = is_under_six(line.six_from, day)
            for pool in pools:
                if not (found := fill(pool, day, here, under_six=small)).left:
                    return found
        return None

    def look_again(self, line: AskedLine, then: Fill) -> Fill:
        """The same pool on the same day, as it is now."""
        here = self._at(line.facility_id)
        small = is_under_six(line.six_from, then.day)
        return fill(then.pool, then.day, here, under_six=small)

    def take(self, line: AskedLine) -> None:
        self._at(line.facility_id).take(line, +1)

    def give_back(self, line: AskedLine) -> None:
        self._at(line.facility_id).take(line, -1)

    def offered(self, line: AskedLine) -> bool:
        return (line.facility_id, line.slot_type) in self.pools

    def _at(self, facility_id: str) -> "_Here":
        if facility_id not in self._here:
            self._here[facility_id] = _Here(self.registers[facility_id])
        return self._here[facility_id]


class _Here:
    """Who is in a facility: those of the register and those who came since."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._taken: Counter[tuple[SlotType, date]] = Counter()
        self._small: Counter[tuple[SlotType, date]] = Counter()
        self._given: Counter[tuple[UUID, SlotType, date]] = Counter()

    def taken_on(self, slot_type: SlotType, day: date) -> int:
        return self._register.taken_on(slot_type, day) + self._taken[slot_type, day]

    def under_six_on(self, slot_type: SlotType, day: date) -> int:
        return self._register.under_six_on(slot_type, day) + self._small[slot_type, day]

    def wanted(self, line: AskedLine) -> list[date]:
        """The days on which the child has no place yet."""
        return [
            day
            for day in line.dates
            if self._register.place(line.child_id, line.slot_type, day) is None
            and not self._given[line.child_id, line.slot_type, day]
        ]

    def take(self, line: AskedLine, by: int) -> None:
        for day in line.dates:
            if self._register.place(line.child_id, line.slot_type, day) is not None:
                continue
            given = self._given[line.child_id, line.slot_type, day]
            self._given[line.child_id, line.slot_type, day] += by
            if given and given + by:
                continue  # the child was here, and is
            self._taken[line.slot_type, day] += by
            if is_under_six(line.six_from, day):
                self._small[line.slot_type, day] += by


def allocate(
    wishes: Iterable[Wish], rules: RuleSet, places: Places, seed: str = ""
) -> tuple[Award, ...]:
    """Every line with what it gets, in the order of the turns. Changes `places`."""
    awards: list[Award] = []
    for turn, (standing, wish) in enumerate(in_turn(wishes, rules, seed), start=1):
        awards += _Turn(turn, standing, rules, places).serve(wish)
    return tuple(awards)


def siblings_split(awards: Iterable[Award]) -> int:
    """How many times brothers and sisters asked for the same care and only some of them have it."""
    same: dict[object, dict[UUID, bool]] = {}
    for award in awards:
        asked = award.candidate.asked
        got = same.setdefault(care_of(award.candidate), {})
        accepted = award.decision is Decision.ACCEPTED
        got[asked.child_id] = got.get(asked.child_id, False) or accepted
    return sum(len(got) > 1 and len(set(got.values())) > 1 for got in same.values())


class _Turn:
    """One wish is served."""

    def __init__(self, turn: int, standing: Standing, rules: RuleSet, places: Places) -> None:
        self._turn = turn
        self._standing = standing
        self._rules = rules
        self._places = places

    def serve(self, wish: Wish) -> list[Award]:
        there = all(self._places.offered(it.asked) for it in wish.everything())
        if self._rules.mode is Mode.MANUAL or not there:
            return [self._award(it, None, Because.BY_HAND) for it in wish.everything()]
        awards, served = self._try(wish)
        if served or not self._rules.waiting_list:
            return awards
        first = {candidate.key for candidate in wish.lines}
        return [_waitlisted(award) if award.candidate.key in first else award for award in awards]

    def _try(self, wish: Wish) -> tuple[list[Award], bool]:
        """What it gets, and whether that is anything."""
        full = self._take_all(wish.lines)
        if full is None:
            awards = [self._award(it, Decision.ACCEPTED) for it in wish.lines]
            for other in wish.instead:
                awards += [
                    self._award(it, Decision.REFUSED, Because.NOT_NEEDED)
                    for it in other.everything()
                ]
            return awards, True
        awards = []
        for candidate in wish.lines:
            own = self._places.first_full(candidate.asked)
            because = Because.SLOT_FULL if own else Because.BUNDLE_NOT_WHOLE
            awards.append(self._award(candidate, Decision.REFUSED, because, own or full))
        served = False
        for other in wish.instead:
            more, given = self._try(other)
            awards += more
            served = served or given
        return awards, served

    def _take_all(self, lines: Sequence[Candidate]) -> Fill | None:
        """None when all of them have their places; else none has, and where they ran out."""
        taken: list[AskedLine] = []
        for candidate in lines:
            if (full := self._places.first_full(candidate.asked)) is not None:
                for line in taken:
                    self._places.give_back(line)
                return self._places.look_again(candidate.asked, full)
            self._places.take(candidate.asked)
            taken.append(candidate.asked)
        return None

    def _award(
        self,
        candidate: Candidate,
        decision: Decision | None,
        because: Because | None = None,
        full: Fill | None = None,
    ) -> Award:
        return Award(
            candidate=candidate,
            turn=self._turn,
            standing=self._standing,
            decision=decision,
            because=because,
            pool=full.pool.pool_id if full else None,
            pool_name=full.pool.name if full else "",
            full_on=full.day if full else None,
            capacity=full.capacity if full else None,
            taken=full.taken if full else None,
        )


def _waitlisted(award: Award) -> Award:
    return replace(award, decision=Decision.WAITLISTED)
