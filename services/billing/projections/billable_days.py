"""The days a household is billed for: accepted and not cancelled since, or cancelled too late."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.billing.domain.charges import BillableDay
from shared.contracts import bookings
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

billable_days = sa.Table(
    "billable_days",
    metadata,
    sa.Column("child_id", sa.Uuid, primary_key=True),
    sa.Column("facility_id", sa.Text, primary_key=True),
    sa.Column("slot_type", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("household_id", sa.Uuid, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("booked", sa.Boolean, nullable=False),
    sa.Column("late_percent", sa.Integer, nullable=False),
    sa.Column("late_cents", sa.Integer, nullable=False),
    sa.Index("billable_days_of_a_month", "period", "household_id"),
)

READ_MODEL = ReadModel("billable_days", metadata)


def on_booking_decided(tx: sa.Connection, event: bookings.BookingDecided) -> None:
    for line in event.lines:
        if line.decision == "ACCEPTED" and line.dates:
            _forget(tx, line, billable_days.c.day.in_(line.dates))
            tx.execute(
                sa.insert(billable_days),
                [
                    {
                        "child_id": line.child_id,
                        "facility_id": line.facility_id,
                        "slot_type": line.slot_type,
                        "day": day,
                        "household_id": event.household_id,
                        "period": f"{day:%Y-%m}",
                        "booked": True,
                        "late_percent": line.surcharge_percent,
                        "late_cents": line.surcharge_cents,
                    }
                    for day in dict.fromkeys(line.dates)
                ],
            )


def on_booking_cancelled(tx: sa.Connection, event: bookings.BookingCancelled) -> None:
    """A surcharge of the booking itself falls with it; giving back late may cost another."""
    _forget(tx, event, billable_days.c.day == event.day)
    if event.surcharge_percent or event.surcharge_cents:
        tx.execute(
            sa.insert(billable_days).values(
                child_id=event.child_id,
                facility_id=event.facility_id,
                slot_type=event.slot_type,
                day=event.day,
                household_id=event.household_id,
                period=f"{event.day:%Y-%m}",
                booked=False,
                late_percent=event.surcharge_percent,
                late_cents=event.surcharge_cents,
            )
        )


def _forget(
    tx: sa.Connection,
    slot: bookings.DecidedLine | bookings.BookingCancelled,
    days: sa.ColumnElement[bool],
) -> None:
    tx.execute(
        sa.delete(billable_days).where(
            billable_days.c.child_id == slot.child_id,
            billable_days.c.facility_id == slot.facility_id,
            billable_days.c.slot_type == slot.slot_type,
            days,
        )
    )


def days_of_month(tx: sa.Connection, period: str) -> dict[UUID, list[BillableDay]]:
    """By household, in an order that does not depend on chance."""
    rows = tx.execute(
        sa.select(billable_days)
        .where(billable_days.c.period == period)
        .order_by(billable_days.c.household_id, billable_days.c.day)
    )
    days: dict[UUID, list[BillableDay]] = defaultdict(list)
    for row in rows:
        days[row.household_id].append(_day(row))
    return days


def days_of_household(tx: sa.Connection, household_id: UUID, period: str) -> list[BillableDay]:
    rows = tx.execute(
        sa.select(billable_days).where(
            billable_days.c.period == period, billable_days.c.household_id == household_id
        )
    )
    return [_day(row) for row in rows]


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
        ).group_by(billable_days.c.period)
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
