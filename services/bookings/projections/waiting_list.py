"""Who waits for which places, and the offers that were made: what pages and the clock look at.

It counts for showing only: who comes next is decided by the waiting list's own stream.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from services.bookings.domain.register import AskedLine
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.waiting_list import (
    LinesWaitlisted,
    OfferNarrowed,
    PlaceOfferAnswered,
    PlaceOffered,
    WaitingEnded,
)
from shared.eventstore.read_model import ReadModel

OPEN = "OPEN"

metadata = sa.MetaData()

waiting_lines = sa.Table(
    "waiting_lines",
    metadata,
    sa.Column("request_id", sa.Uuid, primary_key=True),
    sa.Column("line_id", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),  # the same for lines that come together
    sa.Column("household_id", sa.Uuid, nullable=False),
    sa.Column("child_id", sa.Uuid, nullable=False),
    sa.Column("school_year", sa.Text, nullable=False),
    sa.Column("facility_id", sa.Text, nullable=False),
    sa.Column("slot_type", sa.Text, nullable=False),
    sa.Column("dates", sa.Text, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("waitlisted_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("waiting_lines_household", "household_id"),
    sa.Index("waiting_lines_number", "number"),
    sa.Index("waiting_lines_lane", "facility_id", "slot_type"),
)
place_offers = sa.Table(
    "place_offers",
    metadata,
    sa.Column("offer_id", sa.Uuid, primary_key=True),
    sa.Column("household_id", sa.Uuid, nullable=False, index=True),
    sa.Column("request_id", sa.Uuid, nullable=False),
    sa.Column("school_year", sa.Text, nullable=False),
    sa.Column("lines", sa.Text, nullable=False),
    sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("answered_at", sa.DateTime(timezone=True)),
    sa.Index("place_offers_due", "state", "answer_by"),
)

# What the clock waits for.
OPEN_OFFERS = sa.select(
    place_offers.c.offer_id.label("about"), place_offers.c.answer_by.label("due_at")
).where(place_offers.c.state == OPEN)


@dataclass(frozen=True, kw_only=True)
class WaitingLine:
    """`rank` is its place now among those who wait for the same days."""

    request_id: UUID
    line_id: str
    household_id: UUID
    child_id: UUID
    facility_id: str
    slot_type: SlotType
    dates: tuple[date, ...]
    waitlisted_at: datetime
    rank: int


@dataclass(frozen=True, kw_only=True)
class Offer:
    """`state` is OPEN, ACCEPTED, DECLINED, EXPIRED or WITHDRAWN."""

    offer_id: UUID
    household_id: UUID
    request_id: UUID
    school_year: str
    lines: tuple[AskedLine, ...]
    offered_at: datetime
    answer_by: datetime
    state: str
    answered_at: datetime | None


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case LinesWaitlisted():
            last = tx.scalar(sa.select(sa.func.max(waiting_lines.c.number))) or 0
            rows = [_row(line, last + 1, event) for line in event.lines]
            tx.execute(sa.insert(waiting_lines), rows)
        case PlaceOffered():
            tx.execute(
                sa.insert(place_offers).values(
                    offer_id=event.offer_id,
                    household_id=event.household_id,
                    request_id=event.request_id,
                    school_year=event.lines[0].school_year,
                    lines=msgspec.json.encode(event.lines).decode(),
                    offered_at=event.offered_at,
                    answer_by=event.answer_by,
                    state=OPEN,
                )
            )
        case PlaceOfferAnswered():
            tx.execute(
                sa.update(place_offers)
                .where(place_offers.c.offer_id == event.offer_id)
                .values(state=event.answer, answered_at=event.answered_at)
            )
        case OfferNarrowed():
            tx.execute(
                sa.update(place_offers)
                .where(place_offers.c.offer_id == event.offer_id)
                .values(lines=msgspec.json.encode(event.lines).decode())
            )
        case WaitingEnded():
            tx.execute(
                sa.delete(waiting_lines).where(
                    waiting_lines.c.request_id == event.request_id,
                    waiting_lines.c.line_id.in_(event.line_ids),
                )
            )


READ_MODEL = ReadModel("waiting_list", metadata, project)


def waiting_of(tx: sa.Connection, household_id: UUID) -> list[WaitingLine]:
    """What a household waits for, in the order of the list."""
    mine = waiting_lines.c.household_id == household_id
    rows = tx.execute(sa.select(waiting_lines).where(mine).order_by(waiting_lines.c.number)).all()
    return _ranked(tx, rows)


def waiting_in(
    tx: sa.Connection, facility_id: str | None = None, slot_type: str | None = None
) -> list[WaitingLine]:
    """Everybody who waits, in the order of the list."""
    query = sa.select(waiting_lines).order_by(waiting_lines.c.number)
    if facility_id is not None:
        query = query.where(waiting_lines.c.facility_id == facility_id)
    if slot_type is not None:
        query = query.where(waiting_lines.c.slot_type == slot_type)
    return _ranked(tx, tx.execute(query).all())


def years_with_waiting(tx: sa.Connection, facility_id: str, today: date) -> list[str]:
    """The school years for which somebody waits for a day to come in this facility."""
    query = (
        sa.select(waiting_lines.c.school_year)
        .where(waiting_lines.c.facility_id == facility_id, waiting_lines.c.last_day > today)
        .distinct()
    )
    return sorted(tx.scalars(query))


def offers_of(tx: sa.Connection, household_id: UUID, limit: int = 50) -> list[Offer]:
    """The newest first."""
    query = (
        sa.select(place_offers)
        .where(place_offers.c.household_id == household_id)
        .order_by(place_offers.c.offered_at.desc(), place_offers.c.offer_id)
    )
    return [_offer(row) for row in tx.execute(query.limit(limit))]


def open_offers(tx: sa.Connection) -> list[Offer]:
    """The first to be over first."""
    query = sa.select(place_offers).where(place_offers.c.state == OPEN)
    return [_offer(row) for row in tx.execute(query.order_by(place_offers.c.answer_by))]


def offer(tx: sa.Connection, offer_id: UUID) -> Offer | None:
    query = sa.select(place_offers).where(place_offers.c.offer_id == offer_id)
    row = tx.execute(query).first()
    return _offer(row) if row else None


def _ranked(tx: sa.Connection, rows: Iterable[Any]) -> list[WaitingLine]:
    """Each with how many for the same days come before it."""
    lanes: dict[tuple[str, str], list[tuple[int, frozenset[date]]]] = {}
    found = []
    for row in rows:
        lane = row.facility_id, row.slot_type
        if lane not in lanes:
            lanes[lane] = _lane(tx, *lane)
        days = _dates(row)
        before = {
            number
            for number, others in lanes[lane]
            if number < row.number and not others.isdisjoint(days)
        }
        found.append(
            WaitingLine(
                request_id=row.request_id,
                line_id=row.line_id,
                household_id=row.household_id,
                child_id=row.child_id,
                facility_id=row.facility_id,
                slot_type=SlotType(row.slot_type),
                dates=days,
                waitlisted_at=_aware(row.waitlisted_at),
                rank=len(before) + 1,
            )
        )
    return found


def _lane(tx: sa.Connection, facility_id: str, slot_type: str) -> list[tuple[int, frozenset[date]]]:
    query = sa.select(waiting_lines.c.number, waiting_lines.c.dates).where(
        waiting_lines.c.facility_id == facility_id, waiting_lines.c.slot_type == slot_type
    )
    return [(row.number, frozenset(_dates(row))) for row in tx.execute(query)]


def _row(line: AskedLine, number: int, event: LinesWaitlisted) -> dict[str, Any]:
    return {
        "number": number,
        "request_id": line.request_id,
        "line_id": line.line_id,
        "household_id": line.household_id,
        "child_id": line.child_id,
        "school_year": line.school_year,
        "facility_id": line.facility_id,
        "slot_type": line.slot_type,
        "dates": msgspec.json.encode(line.dates).decode(),
        "last_day": max(line.dates),
        "waitlisted_at": event.waitlisted_at,
    }


def _offer(row: Any) -> Offer:
    return Offer(
        offer_id=row.offer_id,
        household_id=row.household_id,
        request_id=row.request_id,
        school_year=row.school_year,
        lines=msgspec.json.decode(row.lines, type=tuple[AskedLine, ...]),
        offered_at=_aware(row.offered_at),
        answer_by=_aware(row.answer_by),
        state=row.state,
        answered_at=_aware(row.answered_at) if row.answered_at else None,
    )


def _dates(row: Any) -> tuple[date, ...]:
    dates: tuple[date, ...] = msgspec.json.decode(row.dates, type=tuple[date, ...])
    return dates


def _aware(at: datetime) -> datetime:
    """SQLite forgets the zone; what is stored is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
