"""Decisions and cancellations come from several streams, so they may come in any order."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any
from uuid import UUID, uuid5

import pytest
import sqlalchemy as sa

from services.billing.projections import billable_days
from services.billing.subscriptions import SUBSCRIPTIONS
from shared.contracts import bookings
from shared.contracts.published import CONTRACTS, dump_data
from shared.messaging.envelope import Envelope

MARTIN, LEO, REQUEST = UUID(int=1), UUID(int=2), UUID(int=3)
MONDAY, TUESDAY = date(2026, 10, 5), date(2026, 10, 6)


def accepted(*days: date, surcharge_cents: int = 0) -> bookings.BookingDecided:
    line = bookings.DecidedLine(
        line_id="LEO-LUNCH",
        child_id=LEO,
        facility_id="la-fontaine",
        slot_type="LUNCH",
        weekday=None,
        dates=days,
        decision="ACCEPTED",
        reason=None,
        capacity=None,
        taken=None,
        full_on=None,
        surcharge_cents=surcharge_cents,
    )
    return bookings.BookingDecided(
        request_id=REQUEST,
        reference="D-2026-000001",
        household_id=MARTIN,
        account_id=MARTIN,
        decided_at=datetime(2026, 9, 1, tzinfo=UTC),
        lines=(line,),
    )


def given_back(day: date, surcharge_cents: int = 0) -> bookings.BookingCancelled:
    return bookings.BookingCancelled(
        household_id=MARTIN,
        child_id=LEO,
        facility_id="la-fontaine",
        slot_type="LUNCH",
        day=day,
        request_id=REQUEST,
        surcharge_cents=surcharge_cents,
    )


def excused(day: date) -> bookings.AbsenceExcused:
    return bookings.AbsenceExcused(
        absence_id=REQUEST,
        household_id=MARTIN,
        child_id=LEO,
        day=day,
        slots=(bookings.AbsentSlot(facility_id="la-fontaine", slot_type="LUNCH"),),
        excused_at=datetime(2026, 10, 9, tzinfo=UTC),
    )


def as_messages(*events: Any) -> list[Envelope]:
    """As bookings says them, in its own order, each on a stream of its own."""
    return [
        Envelope(
            id=str(uuid5(REQUEST, str(position))),
            source="bookings",
            type=event.TYPE,
            stream=f"stream-{position}",
            position=position,
            lane=position % 16,
            previous=0,
            version=CONTRACTS[event.TYPE].VERSION,
            correlation_id="a click",
            time="2026-09-01T08:00:00Z",
            traceparent="",
            text="",
            data=dump_data(event),
        )
        for position, event in enumerate(events, start=1)
    ]


def billed(messages: list[Envelope]) -> list[tuple[date, bool, int]]:
    """The days of October and what each costs besides, after hearing these in this order."""
    engine = sa.create_engine("sqlite://")
    billable_days.metadata.create_all(engine)
    with engine.begin() as tx:
        for message in messages:
            for keep in SUBSCRIPTIONS[CONTRACTS[message.type]].keep:
                keep(tx, message)
        days = billable_days.days_of_household(tx, MARTIN, "2026-10")
        assert billable_days.days_of_month(tx, "2026-10") == ({MARTIN: days} if days else {})
        booked = sum(it.booked for it in days)
        (month,) = billable_days.by_month(tx).values() if days else [None]
        assert month is None or month.days == booked
    return [(it.day, it.booked, it.late_cents) for it in sorted(days, key=lambda it: it.day)]


@pytest.mark.parametrize(
    ("history", "left"),
    [
        ([accepted(MONDAY, TUESDAY)], [(MONDAY, True, 0), (TUESDAY, True, 0)]),
        ([accepted(MONDAY, TUESDAY), given_back(MONDAY)], [(TUESDAY, True, 0)]),
        ([accepted(MONDAY), given_back(MONDAY)], []),
        ([accepted(MONDAY), given_back(MONDAY, 150)], [(MONDAY, False, 150)]),
        ([accepted(MONDAY, TUESDAY), excused(MONDAY)], [(TUESDAY, True, 0)]),
        ([accepted(MONDAY), given_back(MONDAY, 150), excused(MONDAY)], []),
        (
            [accepted(MONDAY), given_back(MONDAY, 150), accepted(MONDAY, surcharge_cents=80)],
            [(MONDAY, True, 80)],
        ),
        (
            [accepted(MONDAY), given_back(MONDAY), accepted(MONDAY, TUESDAY), given_back(TUESDAY)],
            [(MONDAY, True, 0)],
        ),
    ],
)
def test_what_is_billed_does_not_depend_on_the_order_of_arrival(
    history: list[Any], left: list[tuple[date, bool, int]]
) -> None:
    for order in permutations(as_messages(*history)):
        assert billed(list(order)) == left, [message.position for message in order]


def test_hearing_a_decision_again_changes_nothing() -> None:
    messages = as_messages(accepted(MONDAY, TUESDAY), given_back(MONDAY))

    assert billed(messages * 2) == [(TUESDAY, True, 0)]


def test_what_one_home_of_a_child_gives_back_is_still_paid_by_the_other() -> None:
    """MARTIN's day is MARTIN's, whatever the other home of Léo books or gives back."""
    other = UUID(int=9)
    theirs = [replace(accepted(MONDAY), household_id=other)]
    theirs.append(replace(given_back(MONDAY), household_id=other))

    for order in permutations(as_messages(accepted(MONDAY), *theirs)):
        engine = sa.create_engine("sqlite://")
        billable_days.metadata.create_all(engine)
        with engine.begin() as tx:
            for message in order:
                for keep in SUBSCRIPTIONS[CONTRACTS[message.type]].keep:
                    keep(tx, message)
            assert list(billable_days.days_of_month(tx, "2026-10")) == [MARTIN]
