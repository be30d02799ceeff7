"""The invoice book of a year: numbers without a gap, and one invoice per household and month.

A run of many invoices takes its numbers in one event, so that a book of ten thousand invoices is
read in a few hundred steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never
from uuid import UUID

# Commands


@dataclass(frozen=True, kw_only=True)
class NumberInvoices:
    """`period` is the month invoiced, "2026-10"; `year` the year they are issued in."""

    year: int
    period: str
    household_ids: tuple[UUID, ...]


Command = NumberInvoices


# Events


@dataclass(frozen=True, kw_only=True)
class InvoicesNumbered:
    """The invoice of the n-th household has the number `first + n`."""

    year: int
    period: str
    first: int
    household_ids: tuple[UUID, ...]


Event = InvoicesNumbered


# State


@dataclass(frozen=True, kw_only=True)
class InvoiceBook:
    last: int = 0
    invoiced: Mapping[str, frozenset[UUID]] = field(default_factory=dict)


INITIAL = InvoiceBook()


# Decide


def decide(command: Command, book: InvoiceBook) -> list[Event]:
    match command:
        case NumberInvoices():
            return number_invoices(command, book)
    assert_never(command)


def number_invoices(command: NumberInvoices, book: InvoiceBook) -> list[Event]:
    already = book.invoiced.get(command.period, frozenset())
    new = tuple(dict.fromkeys(h for h in command.household_ids if h not in already))
    if not new:
        return []
    return [
        InvoicesNumbered(
            year=command.year, period=command.period, first=book.last + 1, household_ids=new
        )
    ]


# Evolve


def evolve(book: InvoiceBook, event: Event) -> InvoiceBook:
    match event:
        case InvoicesNumbered():
            already = book.invoiced.get(event.period, frozenset())
            return InvoiceBook(
                last=event.first + len(event.household_ids) - 1,
                invoiced={**book.invoiced, event.period: already.union(event.household_ids)},
            )
    assert_never(event)


def number_of(event: InvoicesNumbered, household_id: UUID) -> str:
    """As printed on the invoice: "2026-00001"."""
    return f"{event.year}-{event.first + event.household_ids.index(household_id):05}"
