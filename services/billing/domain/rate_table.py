"""A rate table: what a slot costs a family, by slot type and band of family quotient."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from shared.eventstore.decider import Refused

# Words


@dataclass(frozen=True, kw_only=True)
class Band:
    """Families whose quotient is at most `upto`; None for the last band, which has no limit."""

    upto: int | None
    label: str


@dataclass(frozen=True, kw_only=True)
class SlotPrices:
    """One price per band, in the order of the bands."""

    slot_type: str
    cents: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Rates:
    """`vat_exemption` is the mention the operator's invoices must carry."""

    valid_from: date
    bands: tuple[Band, ...]
    prices: tuple[SlotPrices, ...]
    due_days: int
    vat_exemption: str


# Commands


@dataclass(frozen=True, kw_only=True)
class SetRates:
    table_id: str
    rates: Rates


Command = SetRates


# Events


@dataclass(frozen=True, kw_only=True)
class RatesSet:
    table_id: str
    rates: Rates


Event = RatesSet


# State


@dataclass(frozen=True, kw_only=True)
class RateTable:
    rates: Rates | None = None


INITIAL = RateTable()


# Decide


def decide(command: Command, table: RateTable) -> list[Event]:
    match command:
        case SetRates():
            return set_rates(command, table)
    assert_never(command)


def set_rates(command: SetRates, table: RateTable) -> list[Event]:
    rates = command.rates
    if command.rates == table.rates:
        return []
    _refuse_bad_bands(rates.bands)
    for prices in rates.prices:
        if len(prices.cents) != len(rates.bands):
            raise Refused("one_price_per_band", slot_type=prices.slot_type)
        if min(prices.cents) < 0:
            raise Refused("negative_price", slot_type=prices.slot_type)
    if rates.due_days < 0:
        raise Refused("negative_delay")
    return [RatesSet(table_id=command.table_id, rates=rates)]


def _refuse_bad_bands(bands: tuple[Band, ...]) -> None:
    if not bands or bands[-1].upto is not None:
        raise Refused("last_band_has_no_limit")
    limits = [band.upto for band in bands[:-1] if band.upto is not None]
    if len(limits) < len(bands) - 1 or sorted(set(limits)) != limits:
        raise Refused("bands_not_in_order")


# Evolve


def evolve(table: RateTable, event: Event) -> RateTable:
    match event:
        case RatesSet():
            return RateTable(rates=event.rates)
    assert_never(event)


# What a slot costs


def rates_on(day: date, tables: Iterable[Rates]) -> Rates | None:
    """The table in force that day: the latest one that has begun."""
    begun = [rates for rates in tables if rates.valid_from <= day]
    return max(begun, key=lambda rates: rates.valid_from, default=None)


def band_of(rates: Rates, quotient: int | None) -> int:
    """The band of a quotient; a family that declares none pays the last band's price."""
    last = len(rates.bands) - 1
    if quotient is None:
        return last
    for rank, band in enumerate(rates.bands):
        if band.upto is not None and quotient <= band.upto:
            return rank
    return last


def price_of(rates: Rates, slot_type: str, quotient: int | None) -> int:
    """In cents."""
    for prices in rates.prices:
        if prices.slot_type == slot_type:
            return prices.cents[band_of(rates, quotient)]
    raise Refused("no_price", slot_type=slot_type)
