"""What a household owes for the days its children are booked: pure arithmetic, no stream."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.billing.domain.rate_table import Rates, price_of, rates_on
from shared.eventstore.decider import Refused


class Nature(StrEnum):
    """Care opens rights (tax certificate, CESU) that a meal does not."""

    CARE = "CARE"
    MEAL = "MEAL"
    PENALTY = "PENALTY"


MEALS = {"LUNCH"}
THROUGH_THE_DAY = ("MORNING", "LUNCH", "EVENING", "WEDNESDAY")


@dataclass(frozen=True, kw_only=True)
class BillableDay:
    """A day given back too late is not `booked` any more, but costs what coming late costs: per
    cent of the price of the day, and cents."""

    child_id: UUID
    facility_id: str
    slot_type: str
    day: date
    booked: bool = True
    late_percent: int = 0
    late_cents: int = 0

    @property
    def late(self) -> bool:
        return bool(self.late_percent or self.late_cents)


@dataclass(frozen=True, kw_only=True)
class InvoicedDay:
    """A day of a child in one slot, as it stands on an invoice."""

    child_id: UUID
    facility_id: str
    slot_type: str
    day: date


@dataclass(frozen=True, kw_only=True)
class InvoiceLine:
    """The days of one child in one slot at one price; a change of quotient makes two lines."""

    child_id: UUID
    facility_id: str
    facility_name: str
    slot_type: str
    nature: Nature
    unit_cents: int
    days: tuple[date, ...]
    amount_cents: int


def lines_for(
    days: Iterable[BillableDay],
    quotient_on: Callable[[date], int | None],
    tables: Sequence[Rates],
    facility_names: Mapping[str, str],
) -> tuple[InvoiceLine, ...]:
    """Each day at the price of that day: the table and the quotient in force then.

    What coming late costs stands on lines of its own.
    """
    priced: dict[tuple[str, str, int, str, bool, int], list[BillableDay]] = defaultdict(list)
    for day in days:
        rates = rates_on(day.day, tables)
        if rates is None:
            raise Refused("no_rates", day=day.day.isoformat())
        cents = price_of(rates, day.slot_type, quotient_on(day.day))
        rank = _rank(day.slot_type)
        slot = str(day.child_id), day.facility_id, rank, day.slot_type
        if day.booked:
            priced[*slot, False, cents].append(day)
        if day.late:
            priced[*slot, True, _late(day, cents)].append(day)
    return tuple(
        InvoiceLine(
            child_id=same[0].child_id,
            facility_id=facility_id,
            facility_name=facility_names.get(facility_id, facility_id),
            slot_type=slot_type,
            nature=Nature.PENALTY if late else _nature(slot_type),
            unit_cents=cents,
            days=tuple(sorted(day.day for day in same)),
            amount_cents=cents * len(same),
        )
        for (_, facility_id, _, slot_type, late, cents), same in sorted(priced.items())
    )


def total_of(lines: Iterable[InvoiceLine]) -> int:
    return sum(line.amount_cents for line in lines)


def days_of(lines: Iterable[InvoiceLine]) -> list[InvoicedDay]:
    return [
        InvoicedDay(
            child_id=line.child_id,
            facility_id=line.facility_id,
            slot_type=line.slot_type,
            day=day,
        )
        for line in lines
        for day in line.days
    ]


def only_on(line: InvoiceLine, days: Sequence[date]) -> InvoiceLine:
    """The same at the same price, on some of its days."""
    return replace(line, days=tuple(days), amount_cents=line.unit_cents * len(days))


def _nature(slot_type: str) -> Nature:
    return Nature.MEAL if slot_type in MEALS else Nature.CARE


def _late(day: BillableDay, price_cents: int) -> int:
    """A half cent is rounded up."""
    return (price_cents * day.late_percent + 50) // 100 + day.late_cents


def _rank(slot_type: str) -> int:
    """A child's lines follow the day; a slot type of tomorrow comes last."""
    return (*THROUGH_THE_DAY, slot_type).index(slot_type)
