"""A payment the bank tells of and nobody here has started: kept, for somebody has paid."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

# Commands


@dataclass(frozen=True, kw_only=True)
class KeepStrayPayment:
    payment_id: UUID
    amount_cents: int
    bank_reference: str
    paid_at: datetime


Command = KeepStrayPayment


# Events


@dataclass(frozen=True, kw_only=True)
class StrayPaymentKept:
    payment_id: UUID
    amount_cents: int
    bank_reference: str
    paid_at: datetime


Event = StrayPaymentKept


# State


@dataclass(frozen=True, kw_only=True)
class StrayPayment:
    bank_references: frozenset[str] = frozenset()


INITIAL = StrayPayment()


# Decide


def decide(command: Command, stray: StrayPayment) -> list[Event]:
    match command:
        case KeepStrayPayment():
            return keep_stray_payment(command, stray)
    assert_never(command)


def keep_stray_payment(command: KeepStrayPayment, stray: StrayPayment) -> list[Event]:
    if command.bank_reference in stray.bank_references:
        return []
    return [
        StrayPaymentKept(
            payment_id=command.payment_id,
            amount_cents=command.amount_cents,
            bank_reference=command.bank_reference,
            paid_at=command.paid_at,
        )
    ]


# Evolve


def evolve(stray: StrayPayment, event: Event) -> StrayPayment:
    match event:
        case StrayPaymentKept():
            return StrayPayment(bank_references=stray.bank_references | {event.bank_reference})
    assert_never(event)
