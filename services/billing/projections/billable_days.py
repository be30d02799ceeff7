"""The days a household is billed for: accepted, neither cancelled nor excused, or cancelled late.

A decision and a cancellation are events of two streams and may arrive in any order: what was said
last of a day counts, by its place in the publisher's feed, and days given back are remembered.
Each home of a child has days of its own: what one gives back changes nothing for the other.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from services.billing.domain.charges import BillableDay, InvoicedDay
from shared.contracts import bookings
from shared.eventstore.read_model import ReadModel, put
from shared.messaging.envelope import Envelope

metadata = sa.MetaData()

billable_days = sa.Table(
    "billable_days",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("child_id", sa.Uuid, primary_key=True),
    sa.Column("facility_id", sa.Text, primary_key=True),
    sa.Column("slot_type", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("booked", sa.Boolean, nullable=False),
    sa.Column("late_percent", sa.Integer, nullable=False),
    sa.Column("late_cents", sa.Integer, nullable=False),
    sa.Column("said", sa.BigInteger, nullable=False),
    sa.Index("billable_days_of_a_month", "period", "household_id"),
)

READ_MODEL = ReadModel("billable_days", metadata)


BILLED = sa.or_(
    billable_days.c.booked, billable_days.c.late_percent != 0, billable_days.c.late_cents != 0
)


def on_booking_decided(tx: sa.Connection, message: Envelope) -> None:
    event = message.event()
    assert isinstance(event, bookings.BookingDecided)
    for line in event.lines:
        if line.decision == "ACCEPTED":
            late = {"late_percent": line.surcharge_percent, "late_cents": line.surcharge_cents}
            now = {"household_id": event.household_id, "booked": True, **late}
            _say(tx, line, set(line.dates), message.position, now)


def on_booking_cancelled(tx: sa.Connection, message: Envelope) -> None:
    """A surcharge of the booking itself falls with it; giving back late may cost another."""
    event = message.event()
    assert isinstance(event, bookings.BookingCancelled)
    late = {"late_percent": event.surcharge_percent, "late_cents": event.surcharge_cents}
    now = {"household_id": event.household_id, "booked": False, **late}
    _say(tx, event, {event.day}, message.position, now)


def on_booking_days_changed(tx: sa.Connection, message: Envelope) -> None:
    """The calendar changed: days without care are not billed, days with care again are."""
    event = message.event()
    assert isinstance(event, bookings.BookingDaysChanged)
    now = {"household_id": event.household_id, "late_percent": 0, "late_cents": 0}
    for line in event.lines:
        _say(tx, line, set(line.gone), message.position, now | {"booked": False})
        _say(tx, line, set(line.added), message.position, now | {"booked": True})


def on_place_handed_over(tx: sa.Connection, message: Envelope) -> None:
    """The other home of the child pays the day: the price is by its own quotient."""
    event = message.event()
    assert isinstance(event, bookings.PlaceHandedOver)
    now = {"late_percent": 0, "late_cents": 0}
    for home, booked in ((event.from_household_id, False), (event.household_id, True)):
        whose = {"household_id": home, "booked": booked}
        _say(tx, event, {event.day}, message.position, now | whose)


def on_absence_excused(tx: sa.Connection, message: Envelope) -> None:
    """The certificate was accepted: the day costs nothing."""
    event = message.event()
    assert isinstance(event, bookings.AbsenceExcused)
    now = {"household_id": event.household_id, "booked": False, "late_percent": 0, "late_cents": 0}
    for slot in event.slots:
        absent = _Slot(event.child_id, slot.facility_id, slot.slot_type)
        _say(tx, absent, {event.day}, message.position, now)


class _Slot(NamedTuple):
    child_id: UUID
    facility_id: str
    slot_type: str


def _say(
    tx: sa.Connection,
    slot: bookings.DecidedLine
    | bookings.BookingCancelled
    | bookings.ChangedLine
    | bookings.PlaceHandedOver
    | _Slot,
    days: set[date],
    said: int,
    now: Mapping[str, Any],
) -> None:
    """Unless something later is known of the day."""
    at = {"child_id": slot.child_id, "facility_id": slot.facility_id, "slot_type": slot.slot_type}
    same = {**at, **now, "said": said}
    rows = [{**same, "day": day, "period": day.isoformat()[:7]} for day in sorted(days)]
    put(tx, billable_days, *rows, newest_by="said")


def days_of_month(tx: sa.Connection, period: str) -> dict[UUID, list[BillableDay]]:
    """By household, in an order that does not depend on chance."""
    rows = tx.execute(
        sa.select(billable_days)
        .where(billable_days.c.period == period, BILLED)
        .order_by(billable_days.c.household_id, billable_days.c.day)
    )
    days: dict[UUID, list[BillableDay]] = defaultdict(list)
    for row in rows:
        days[row.household_id].append(_day(row))
    return days


def days_of_household(tx: sa.Connection, household_id: UUID, period: str) -> list[BillableDay]:
    rows = tx.execute(
        sa.select(billable_days).where(
            billable_days.c.period == period, billable_days.c.household_id == household_id, BILLED
        )
    )
    return [_day(row) for row in rows]


def days_to_invoice(tx: sa.Connection, household_id: UUID, period: str) -> list[BillableDay]:
    """Held until they are on the invoice: whoever takes one back meanwhile waits, and then finds
    the invoice to credit."""
    rows = tx.execute(
        sa.select(billable_days)
        .where(
            billable_days.c.period == period, billable_days.c.household_id == household_id, BILLED
        )
        .with_for_update(read=True)
    )
    return [_day(row) for row in rows]


def still_billed(
    tx: sa.Connection, household_id: UUID, days: Collection[InvoicedDay]
) -> set[InvoicedDay]:
    """Those of these days that cost the household something now."""
    query = sa.select(billable_days).where(
        billable_days.c.household_id == household_id,
        billable_days.c.day.in_({it.day for it in days}),
        BILLED,
    )
    return {
        InvoicedDay(
            child_id=row.child_id,
            facility_id=row.facility_id,
            slot_type=row.slot_type,
            day=row.day,
        )
        for row in tx.execute(query)
    } & set(days)


@dataclass(frozen=True, kw_only=True)
class BillableMonth:
    households: int
    days: int


def by_month(tx: sa.Connection) -> dict[str, BillableMonth]:
    rows = tx.execute(
        sa.select(
            billable_days.c.period,
            sa.func.count(sa.distinct(billable_days.c.household_id)).label("households"),
            sa.func.sum(sa.case((billable_days.c.booked, 1), else_=0)).label("days"),
        )
        .where(BILLED)
        .group_by(billable_days.c.period)
    )
    return {row.period: BillableMonth(households=row.households, days=row.days) for row in rows}


def _day(row: Any) -> BillableDay:
    return BillableDay(
        child_id=row.child_id,
        facility_id=row.facility_id,
        slot_type=row.slot_type,
        day=row.day,
        booked=row.booked,
        late_percent=row.late_percent,
        late_cents=row.late_cents,
    )
