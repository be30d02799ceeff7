"""The book of credit notes of a year: numbers without a gap, in a series of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never
from uuid import UUID

# Commands


@dataclass(frozen=True, kw_only=True)
class NumberCreditNote:
    """`year` is the year it is issued in."""

    year: int
    credit_note_id: UUID


Command = NumberCreditNote


# Events


@dataclass(frozen=True, kw_only=True)
class CreditNoteNumbered:
    year: int
    number: int
    credit_note_id: UUID


Event = CreditNoteNumbered


# State


@dataclass(frozen=True, kw_only=True)
class CreditBook:
    numbers: Mapping[UUID, int] = field(default_factory=dict)


INITIAL = CreditBook()


# Decide


def decide(command: Command, book: CreditBook) -> list[Event]:
    match command:
        case NumberCreditNote():
            return number_credit_note(command, book)
    assert_never(command)


def number_credit_note(command: NumberCreditNote, book: CreditBook) -> list[Event]:
    if command.credit_note_id in book.numbers:
        return []
    return [
        CreditNoteNumbered(
            year=command.year,
            number=len(book.numbers) + 1,
            credit_note_id=command.credit_note_id,
        )
    ]


# Evolve


def evolve(book: CreditBook, event: Event) -> CreditBook:
    match event:
        case CreditNoteNumbered():
            return CreditBook(numbers={**book.numbers, event.credit_note_id: event.number})
    assert_never(event)


def number_of(event: CreditNoteNumbered) -> str:
    """As printed on the credit note: "A2026-00001"."""
    return f"A{event.year}-{event.number:05}"
