"""What each child has asked for and been given: a row per line, opened into days when asked.

A whole year is some dozens of rows a family and not thousands, so a page of the planner costs the
same in an empty year and in a full one.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from services.bookings.domain.deadline import Consequence
from services.bookings.domain.offer import HeldLine, PlaceState
from services.bookings.domain.outcome import Decision, Outcome
from services.bookings.domain.register import DaysChanged, PlaceCancelled, PlaceHandedOver
from services.bookings.domain.request_history import DatesMoved, LinesDecided, RequestSubmitted
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.week_pattern import WeekPattern
from shared.eventstore.question import Question
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

planner_lines = sa.Table(
    "planner_lines",
    metadata,
    sa.Column("request_id", sa.Uuid, primary_key=True),
    sa.Column("line_id", sa.Text, primary_key=True),
    sa.Column("household_id", sa.Uuid, nullable=False),
    sa.Column("child_id", sa.Uuid, nullable=False),
    sa.Column("facility_id", sa.Text, nullable=False),
    sa.Column("slot_type", sa.Text, nullable=False),
    sa.Column("weekday", sa.Integer),
    sa.Column("weeks", sa.Text),
    sa.Column("late", sa.Text),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("dates", sa.Text, nullable=False),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("capacity", sa.Integer),
    sa.Column("taken", sa.Integer),
    sa.Column("rank", sa.Integer),
    sa.Index("planner_lines_household", "household_id", "last_day"),
    sa.Index("planner_lines_state", "state", "facility_id"),
)
cancelled_days = sa.Table(
    "cancelled_days",
    metadata,
    sa.Column("request_id", sa.Uuid, primary_key=True),
    sa.Column("line_id", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("household_id", sa.Uuid, nullable=False, index=True),
)


class EntryState(StrEnum):
    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    WAITLISTED = "WAITLISTED"
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"
    ABSENT = "ABSENT"


@dataclass(frozen=True, kw_only=True)
class PlannerLine:
    request_id: UUID
    line_id: str
    child_id: UUID
    facility_id: str
    slot_type: SlotType
    weekday: int | None
    dates: tuple[date, ...]
    received_at: datetime
    state: PlaceState
    reason: str | None
    capacity: int | None
    taken: int | None
    rank: int | None = None
    cancelled: frozenset[date] = frozenset()
    weeks: WeekPattern | None = None
    late: Consequence | None = None
    household_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlannerEntry:
    """One child, one slot type, one day."""

    day: date
    state: EntryState
    line: PlannerLine


STATES = {decision: PlaceState(decision) for decision in Decision}

# Made once: thousands of lines are asked for in a minute, and decided in one go.
_ASKED = sa.insert(planner_lines)
_DECIDED = (
    sa.update(planner_lines)
    .where(
        planner_lines.c.request_id == sa.bindparam("of_request"),
        planner_lines.c.line_id == sa.bindparam("of_line"),
    )
    .values({name: sa.bindparam(name) for name in ("state", "reason", "capacity", "taken", "rank")})
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case RequestSubmitted() if event.lines:
            tx.execute(_ASKED, _rows(event))
        case LinesDecided():
            plain = [outcome for outcome in event.outcomes if outcome.dates is None]
            if plain:
                tx.execute(_DECIDED, [_decided(event.request_id, outcome) for outcome in plain])
            for outcome in event.outcomes:
                if outcome.dates is not None:
                    decided = _decided(event.request_id, outcome)
                    tx.execute(_DECIDED.values(**_given(outcome.dates)), decided)
        case DatesMoved():
            _change_dates(tx, event.request_id, event.line_id, lambda _known: set(event.dates))
        case DaysChanged(line=line):
            _change_dates(
                tx,
                line.request_id,
                line.line_id,
                lambda known: known - set(event.gone) | set(line.dates),
            )
        case PlaceHandedOver():
            _hand_over(tx, event)
        case PlaceCancelled():
            tx.execute(
                sa.insert(cancelled_days).values(
                    request_id=event.booked_by,
                    line_id=event.line_id,
                    day=event.day,
                    household_id=event.household_id,
                )
            )


def _hand_over(tx: sa.Connection, event: PlaceHandedOver) -> None:
    """The home that gave the day has it no more; the other has it by a line of its own, which no
    request asked for."""
    tx.execute(
        sa.insert(cancelled_days).values(
            request_id=event.booked_by,
            line_id=event.booked_line,
            day=event.day,
            household_id=event.from_household_id,
        )
    )
    tx.execute(
        sa.insert(planner_lines).values(
            request_id=event.request_id,
            line_id=event.line_id,
            household_id=event.household_id,
            child_id=event.child_id,
            facility_id=event.facility_id,
            slot_type=event.slot_type,
            first_day=event.day,
            last_day=event.day,
            dates=msgspec.json.encode([event.day]).decode(),
            received_at=event.handed_over_at,
            state=PlaceState.ACCEPTED,
        )
    )


def _decided(request_id: UUID, outcome: Outcome) -> dict[str, Any]:
    return {
        "of_request": request_id,
        "of_line": outcome.line_id,
        "state": STATES[outcome.decision],
        "reason": outcome.reason,
        "capacity": outcome.capacity,
        "taken": outcome.taken,
        "rank": outcome.rank,
    }


def _change_dates(
    tx: sa.Connection, request_id: UUID, line_id: str, change: Callable[[set[date]], set[date]]
) -> None:
    this_line = sa.and_(
        planner_lines.c.request_id == request_id, planner_lines.c.line_id == line_id
    )
    known = tx.scalar(sa.select(planner_lines.c.dates).where(this_line))
    if known is None:
        return
    dates = sorted(change(set(msgspec.json.decode(known, type=tuple[date, ...]))))
    values: dict[str, Any] = {"dates": msgspec.json.encode(dates).decode()}
    if dates:
        values |= {"first_day": dates[0], "last_day": dates[-1]}
    tx.execute(sa.update(planner_lines).where(this_line).values(values))


READ_MODEL = ReadModel("family_planner", metadata, project)

_LINES = Question(
    sa.select(planner_lines)
    .where(
        planner_lines.c.household_id == sa.bindparam("household_id"),
        planner_lines.c.last_day >= sa.bindparam("first"),
        planner_lines.c.first_day <= sa.bindparam("last"),
    )
    .order_by(planner_lines.c.received_at, planner_lines.c.request_id)
)
_CANCELLED = Question(
    sa.select(cancelled_days).where(cancelled_days.c.household_id == sa.bindparam("household_id"))
)


def lines_of(
    tx: sa.Connection, household_id: UUID, first: date | None = None, last: date | None = None
) -> list[PlannerLine]:
    """A household's lines that touch these days, in the order in which they were sent."""
    days = {"first": first or date.min, "last": last or date.max}
    cancelled = _cancelled(tx, household_id)
    return [
        _line(row, cancelled.get((row.request_id, row.line_id), frozenset()))
        for row in _LINES.rows(tx, household_id=household_id, **days)
    ]


def held_lines(lines: Iterable[PlannerLine]) -> list[HeldLine]:
    """The same for the rules: without the days that were cancelled."""
    return [
        HeldLine(
            child_id=line.child_id,
            facility_id=line.facility_id,
            slot_type=line.slot_type,
            weekday=line.weekday,
            dates=frozenset(line.dates) - line.cancelled,
            state=line.state,
            weeks=line.weeks,
        )
        for line in lines
    ]


def entries(
    lines: Iterable[PlannerLine],
    first: date,
    last: date,
    absent: Container[tuple[UUID, str, SlotType, date]] = (),
) -> list[PlannerEntry]:
    """Day by day, one entry for a child and slot type: what it has, rather than what it had.

    `absent`: where a child is booked in a facility and was said not to come.
    """
    order = [
        EntryState.CANCELLED,
        EntryState.REFUSED,
        EntryState.WAITLISTED,
        EntryState.REQUESTED,
        EntryState.ACCEPTED,
    ]
    best: dict[tuple[date, UUID, SlotType], PlannerEntry] = {}
    for entry in _each_day(lines, first, last):
        key = entry.day, entry.line.child_id, entry.line.slot_type
        known = best.get(key)
        if known is None or order.index(entry.state) >= order.index(known.state):
            best[key] = entry
    for key, entry in best.items():
        line = entry.line
        at = line.child_id, line.facility_id, line.slot_type, entry.day
        if entry.state is EntryState.ACCEPTED and at in absent:
            best[key] = replace(entry, state=EntryState.ABSENT)
    slot_types = list(SlotType)
    return sorted(best.values(), key=lambda e: (e.day, slot_types.index(e.line.slot_type)))


def pending_lines(
    tx: sa.Connection, facility_id: str | None = None, slot_type: str | None = None
) -> list[PlannerLine]:
    """Every line that waits for a decision."""
    query = sa.select(planner_lines).where(planner_lines.c.state == PlaceState.REQUESTED)
    if facility_id is not None:
        query = query.where(planner_lines.c.facility_id == facility_id)
    if slot_type is not None:
        query = query.where(planner_lines.c.slot_type == slot_type)
    return [_line(row) for row in tx.execute(query)]


def accepted_on(tx: sa.Connection, day: date) -> list[PlannerLine]:
    """Every line that has a place on this day, its cancelled days left out."""
    cancelled = sa.select(cancelled_days.c.request_id, cancelled_days.c.line_id)
    gone = {(row.request_id, row.line_id) for row in tx.execute(cancelled.filter_by(day=day))}
    query = sa.select(planner_lines).where(
        planner_lines.c.state == PlaceState.ACCEPTED,
        planner_lines.c.first_day <= day,
        planner_lines.c.last_day >= day,
        sa.or_(planner_lines.c.weekday.is_(None), planner_lines.c.weekday == day.weekday()),
    )
    there = [_line(row) for row in tx.execute(query)]
    return [
        line for line in there if day in line.dates and (line.request_id, line.line_id) not in gone
    ]


def lines_between(
    tx: sa.Connection, first: date, last: date, facility_id: str | None = None
) -> list[PlannerLine]:
    """Every line that is asked for or booked and touches these days, in the order of its arrival;
    without the days that were cancelled."""
    query = sa.select(planner_lines).where(
        planner_lines.c.state != PlaceState.REFUSED,
        planner_lines.c.last_day >= first,
        planner_lines.c.first_day <= last,
    )
    if facility_id is not None:
        query = query.where(planner_lines.c.facility_id == facility_id)
    order = planner_lines.c.received_at, planner_lines.c.request_id, planner_lines.c.line_id
    rows = tx.execute(query.order_by(*order)).all()
    gone: dict[tuple[UUID, str], set[date]] = {}
    within = cancelled_days.c.request_id.in_({row.request_id for row in rows})
    for row in tx.execute(sa.select(cancelled_days).where(within)):
        gone.setdefault((row.request_id, row.line_id), set()).add(row.day)
    return [_line(row, frozenset(gone.get((row.request_id, row.line_id), ()))) for row in rows]


def lines_of_requests(tx: sa.Connection, request_ids: list[UUID]) -> list[PlannerLine]:
    query = sa.select(planner_lines).where(planner_lines.c.request_id.in_(request_ids))
    return [_line(row) for row in tx.execute(query)]


def _rows(event: RequestSubmitted) -> list[dict[str, Any]]:
    return [
        {
            "request_id": event.request_id,
            "line_id": line.line_id,
            "household_id": event.household_id,
            "child_id": line.child_id,
            "facility_id": line.facility_id,
            "slot_type": line.slot_type,
            "weekday": line.weekday,
            "weeks": line.weeks,
            "late": line.late,
            **_given(line.dates),
            "received_at": event.received_at,
            "state": PlaceState.REQUESTED,
        }
        for line in event.lines
    ]


def _given(dates: tuple[date, ...]) -> dict[str, Any]:
    return {
        "first_day": min(dates),
        "last_day": max(dates),
        "dates": msgspec.json.encode(dates).decode(),
    }


def booked_for_a_year(tx: sa.Connection, household_id: UUID, first: date, last: date) -> set[UUID]:
    """The children of a household with a place on a weekday over the year, between these days."""
    query = sa.select(planner_lines.c.child_id).where(
        planner_lines.c.household_id == household_id,
        planner_lines.c.state == PlaceState.ACCEPTED,
        planner_lines.c.weekday.is_not(None),
        planner_lines.c.last_day >= first,
        planner_lines.c.first_day <= last,
    )
    return set(tx.scalars(query))


def _line(row: Any, cancelled: frozenset[date] = frozenset()) -> PlannerLine:
    return PlannerLine(
        request_id=row.request_id,
        line_id=row.line_id,
        child_id=row.child_id,
        facility_id=row.facility_id,
        slot_type=SlotType(row.slot_type),
        weekday=row.weekday,
        household_id=row.household_id,
        weeks=WeekPattern(row.weeks) if row.weeks else None,
        late=Consequence(row.late) if row.late else None,
        dates=msgspec.json.decode(row.dates, type=tuple[date, ...]),
        received_at=_aware(row.received_at),
        state=PlaceState(row.state),
        reason=row.reason,
        capacity=row.capacity,
        taken=row.taken,
        rank=row.rank,
        cancelled=cancelled,
    )


def _cancelled(tx: sa.Connection, household_id: UUID) -> dict[tuple[UUID, str], frozenset[date]]:
    found: dict[tuple[UUID, str], set[date]] = {}
    for row in _CANCELLED.rows(tx, household_id=household_id):
        found.setdefault((row.request_id, row.line_id), set()).add(row.day)
    return {line: frozenset(days) for line, days in found.items()}


def _each_day(lines: Iterable[PlannerLine], first: date, last: date) -> Iterator[PlannerEntry]:
    for line in lines:
        for day in line.dates:
            if first <= day <= last:
                cancelled = day in line.cancelled
                state = EntryState.CANCELLED if cancelled else EntryState(line.state)
                yield PlannerEntry(day=day, state=state, line=line)


def _aware(at: datetime) -> datetime:
    """SQLite forgets the zone; what is stored is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
