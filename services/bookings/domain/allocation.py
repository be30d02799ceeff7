"""Who gets which place: a pure function of requests, rules, places and a published seed.

Wishes are served one after the other, each as far as the places reach. Their order is the whole
rule: by arrival, or by criteria with a lottery among equals that anybody can draw again. So nobody
is passed over for somebody behind, and every line can say at which turn it was served, why then,
and what was full.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

from services.bookings.domain.booking_request import Decision
from services.bookings.domain.capacity_pool import CapacityPool, Fill, fill, is_under_six
from services.bookings.domain.draft import Alternative, Bundle
from services.bookings.domain.register import AskedLine, Register
from services.bookings.domain.slot_type import SlotType

LineId = tuple[UUID, str]  # of a request


class Mode(StrEnum):
    FIRST_COME = "FIRST_COME"
    PRIORITIES = "PRIORITIES"
    MANUAL = "MANUAL"


class Criterion(StrEnum):
    """Each puts some wishes before the others; what is not known counts as no.

    Working parents go first for care, never at the canteen: there a place is a right
    (Code de l'éducation, L131-13).
    """

    SIBLING = "SIBLING"  # a brother or sister has a place there already
    LEVEL = "LEVEL"  # in the order of `levels`
    WORKING_PARENTS = "WORKING_PARENTS"
    RESIDENCE = "RESIDENCE"
    DISTANCE = "DISTANCE"  # the nearest first


FAR: Final = 10_000_000  # metres: a distance nobody knows comes last
NEVER_AT_THE_CANTEEN: Final = frozenset({Criterion.WORKING_PARENTS})


class Ticket(StrEnum):
    """Who draws: each line for itself, or a household once for all its lines."""

    LINE = "LINE"
    HOUSEHOLD = "HOUSEHOLD"


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """`criteria` in their order: the next one only counts among equals.

    What comes after `window_ends_at` is served after everybody else, in the order of arrival.
    `siblings_together` serves brothers and sisters who ask for the same care one after the other,
    at the turn of the first of them.
    """

    name: str
    mode: Mode
    criteria: tuple[Criterion, ...] = ()
    levels: tuple[str, ...] = ()
    window_ends_at: datetime | None = None
    siblings_together: bool = False
    ticket: Ticket = Ticket.LINE
    waiting_list: bool = True


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A line that waits for its decision, with what the criteria ask of it. None: not known.

    `rank` is that of its request in the order of arrival; `weekday` is None for single days.
    """

    asked: AskedLine
    reference: str
    rank: int
    received_at: datetime
    weekday: int | None = None
    school_level: str = ""
    sibling: bool = False
    working_parents: bool | None = None
    resident: bool | None = None
    distance_m: int | None = None

    @property
    def key(self) -> LineId:
        return self.asked.request_id, self.asked.line_id

    @property
    def ticket(self) -> str:
        """What the family finds on its receipt: reference and number of the line."""
        return f"{self.reference}/{self.asked.line_id}"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Lines that come together or not at all; `instead` is tried when they do not."""

    lines: tuple[Candidate, ...]
    instead: tuple["Wish", ...] = ()

    def everything(self) -> Iterator[Candidate]:
        yield from self.lines
        for other in self.instead:
            yield from other.everything()


class Because(StrEnum):
    """Why a line has no place."""

    SLOT_FULL = "slot_full"
    BUNDLE_NOT_WHOLE = "bundle_not_whole"  # a line it comes together with was full
    NOT_NEEDED = "not_needed"  # the family has the choice it put before
    BY_HAND = "by_hand"  # left to staff


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Why a wish is served when it is: everything its turn hangs on.

    `values` are those of the criteria, in their order, the smaller the sooner; `draw` is the
    SHA-256 of `seed|ticket`, in hexadecimal, the smaller the sooner.
    """

    late: bool
    values: tuple[int, ...]
    ticket: str
    draw: str
    rank: int


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


def in_turn(
    wishes: Iterable[Wish], rules: RuleSet, seed: str = ""
) -> Sequence[tuple[Standing, Wish]]:
    """The order in which wishes are served; that of the input does not matter."""
    drawn = _draws(wishes := list(wishes), rules, seed)
    stood = [(_standing(wish, rules, drawn), wish) for wish in wishes]
    first: dict[object, tuple[object, ...]] = {}
    if rules.siblings_together and rules.mode is Mode.PRIORITIES:
        for standing, wish in stood:
            key, order = _care(wish), _order(standing, wish, rules)
            first[key] = min(first.get(key, order), order)

    def place(each: tuple[Standing, Wish]) -> tuple[object, ...]:
        order = _order(*each, rules)
        return first.get(_care(each[1]), order), order

    return sorted(stood, key=place)


def draw(seed: str, ticket: str) -> str:
    """The number of a ticket in the lottery: `printf '%s' 'seed|ticket' | sha256sum`."""
    return sha256(f"{seed}|{ticket}".encode()).hexdigest()


def wishes_of(
    candidates: Iterable[Candidate],
    bundles: Mapping[UUID, Sequence[Bundle]],
    alternatives: Mapping[UUID, Sequence[Alternative]],
) -> list[Wish]:
    """The lines of requests as their families tied them: what comes together, and what instead.

    A bundle or alternative that names a line that waits no more holds for those that still do.
    """
    by_request: dict[UUID, dict[str, Candidate]] = {}
    for candidate in candidates:
        by_request.setdefault(candidate.asked.request_id, {})[candidate.asked.line_id] = candidate
    return [
        wish
        for request_id, lines in by_request.items()
        for wish in _of_request(
            lines, bundles.get(request_id, ()), alternatives.get(request_id, ())
        )
    ]


def siblings_split(awards: Iterable[Award]) -> int:
    """How many times brothers and sisters asked for the same care and only some of them have it."""
    same: dict[object, dict[UUID, bool]] = {}
    for award in awards:
        asked = award.candidate.asked
        got = same.setdefault(_care_of(award.candidate), {})
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


# The order


def _standing(wish: Wish, rules: RuleSet, drawn: Mapping[LineId, tuple[str, str]]) -> Standing:
    """A wish of several lines stands where the best placed of them does."""
    first = wish.lines[0]
    ticket, number = drawn.get(first.key, (first.ticket, ""))
    late = rules.window_ends_at is not None and first.received_at >= rules.window_ends_at
    return Standing(
        late=late and rules.mode is Mode.PRIORITIES,
        values=min(criteria_met(line, rules) for line in wish.lines),
        ticket=ticket,
        draw=number,
        rank=first.rank,
    )


def criteria_met(candidate: Candidate, rules: RuleSet) -> tuple[int, ...]:
    """What each criterion makes of a line: the smaller, the sooner it is served."""
    if rules.mode is not Mode.PRIORITIES:
        return ()
    return tuple(_value(criterion, candidate, rules) for criterion in rules.criteria)


def _value(criterion: Criterion, candidate: Candidate, rules: RuleSet) -> int:
    if candidate.asked.slot_type is SlotType.LUNCH and criterion in NEVER_AT_THE_CANTEEN:
        return 0
    match criterion:
        case Criterion.SIBLING:
            return int(not candidate.sibling)
        case Criterion.LEVEL:
            known = candidate.school_level in rules.levels
            return rules.levels.index(candidate.school_level) if known else len(rules.levels)
        case Criterion.WORKING_PARENTS:
            return int(not candidate.working_parents)
        case Criterion.RESIDENCE:
            return int(not candidate.resident)
        case Criterion.DISTANCE:
            return FAR if candidate.distance_m is None else candidate.distance_m


def _draws(wishes: Iterable[Wish], rules: RuleSet, seed: str) -> dict[LineId, tuple[str, str]]:
    """The ticket of every line, and the number it drew."""
    if rules.mode is not Mode.PRIORITIES:
        return {}
    lines = [line for wish in wishes for line in wish.lines]
    tickets = {line.key: line.ticket for line in lines}
    if rules.ticket is Ticket.HOUSEHOLD:
        first: dict[UUID, str] = {}
        for line in lines:
            household = line.asked.household_id
            first[household] = min(first.get(household, line.reference), line.reference)
        tickets = {line.key: first[line.asked.household_id] for line in lines}
    return {key: (ticket, draw(seed, ticket)) for key, ticket in tickets.items()}


def _order(standing: Standing, wish: Wish, rules: RuleSet) -> tuple[object, ...]:
    request_id, line_id = wish.lines[0].key
    last = standing.rank, str(request_id), len(line_id), line_id
    if rules.mode is not Mode.PRIORITIES or standing.late:
        return standing.late, (), "", last
    return False, standing.values, standing.draw, last


# What belongs together


def _care(wish: Wish) -> object:
    return _care_of(wish.lines[0])


def _care_of(candidate: Candidate) -> object:
    """The same for brothers and sisters who ask for the same care."""
    asked = candidate.asked
    when = asked.dates[0] if candidate.weekday is None else candidate.weekday
    return asked.household_id, asked.facility_id, asked.slot_type, when


def _of_request(
    lines: Mapping[str, Candidate],
    bundles: Iterable[Bundle],
    alternatives: Sequence[Alternative],
) -> list[Wish]:
    group = {line_id: line_id for line_id in lines}  # each line, and who speaks for its group

    def tie(line_ids: Iterable[str]) -> None:
        tied = [line_id for line_id in line_ids if line_id in lines]
        for line_id in tied[1:]:
            old, new = group[line_id], group[tied[0]]
            group.update({each: new for each, of in group.items() if of == old})

    for bundle in bundles:
        tie(bundle.line_ids)
    for alternative in alternatives:
        tie(alternative.wanted)
        tie(alternative.instead)
    instead: dict[str, list[str]] = {}
    for alternative in alternatives:
        wanted = [group[line_id] for line_id in alternative.wanted if line_id in lines]
        others = [group[line_id] for line_id in alternative.instead if line_id in lines]
        if wanted and others and wanted[0] != others[0]:
            instead.setdefault(wanted[0], []).append(others[0])
    members: dict[str, list[Candidate]] = {}
    for line_id in sorted(lines, key=lambda it: (len(it), it)):
        members.setdefault(group[line_id], []).append(lines[line_id])
    second = {other for others in instead.values() for other in others}
    done: set[str] = set()

    def wish(name: str) -> Wish:
        done.add(name)
        others = [wish(other) for other in instead.get(name, ()) if other not in done]
        return Wish(lines=tuple(members[name]), instead=tuple(others))

    first = [wish(name) for name in members if name not in second]
    return first + [wish(name) for name in members if name not in done]
