"""In which order wishes are served: by arrival, or by criteria with a lottery among equals.

Anybody can draw the lottery again with the published seed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

from services.bookings.domain.draft import Alternative, Bundle
from services.bookings.domain.register import AskedLine
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


def _care(wish: Wish) -> object:
    return care_of(wish.lines[0])


def care_of(candidate: Candidate) -> object:
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
