"""The credit of a family: money that is its own, deducted from its next invoice or paid back.

It comes from credit notes over what was paid already, and from payments in excess.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from shared.eventstore.decider import Refused

# Commands


@dataclass(frozen=True, kw_only=True)
class AddCredit:
    """`source_id` is the credit note or the payment that it comes from: each counts once."""

    household_id: UUID
    source_id: UUID
    cents: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DeductCredit:
    """As much of it as there is, for an invoice of so many cents."""

    household_id: UUID
    invoice_id: UUID
    most_cents: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RefundCredit:
    """Staff have paid it back; `reference` is that of the transfer."""

    refund_id: UUID
    household_id: UUID
    cents: int
    reference: str
    at: datetime
    by: str


Command = AddCredit | DeductCredit | RefundCredit


# Events


@dataclass(frozen=True, kw_only=True)
class CreditAdded:
    household_id: UUID
    source_id: UUID
    cents: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CreditDeducted:
    household_id: UUID
    invoice_id: UUID
    cents: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PaymentRefunded:
    refund_id: UUID
    household_id: UUID
    cents: int
    reference: str
    at: datetime
    by: str


Event = CreditAdded | CreditDeducted | PaymentRefunded


# State


@dataclass(frozen=True, kw_only=True)
class FamilyCredit:
    """`settled` are the sources, invoices and refunds that have counted."""

    cents: int = 0
    settled: frozenset[UUID] = frozenset()


INITIAL = FamilyCredit()


# Decide


def decide(command: Command, credit: FamilyCredit) -> list[Event]:
    match command:
        case AddCredit():
            return add_credit(command, credit)
        case DeductCredit():
            return deduct_credit(command, credit)
        case RefundCredit():
            return refund_credit(command, credit)
    assert_never(command)


def add_credit(command: AddCredit, credit: FamilyCredit) -> list[Event]:
    if command.source_id in credit.settled or command.cents <= 0:
        return []
    return [
        CreditAdded(
            household_id=command.household_id,
            source_id=command.source_id,
            cents=command.cents,
            at=command.at,
        )
    ]


def deduct_credit(command: DeductCredit, credit: FamilyCredit) -> list[Event]:
    cents = min(credit.cents, command.most_cents)
    if command.invoice_id in credit.settled or cents <= 0:
        return []
    return [
        CreditDeducted(
            household_id=command.household_id,
            invoice_id=command.invoice_id,
            cents=cents,
            at=command.at,
        )
    ]


def refund_credit(command: RefundCredit, credit: FamilyCredit) -> list[Event]:
    if command.refund_id in credit.settled:
        return []
    if command.cents <= 0:
        raise Refused("nothing_to_refund")
    if command.cents > credit.cents:
        raise Refused("more_than_the_credit", left_cents=credit.cents)
    return [
        PaymentRefunded(
            refund_id=command.refund_id,
            household_id=command.household_id,
            cents=command.cents,
            reference=command.reference,
            at=command.at,
            by=command.by,
        )
    ]


# Evolve


def evolve(credit: FamilyCredit, event: Event) -> FamilyCredit:
    match event:
        case CreditAdded():
            return _moved(credit, event.source_id, event.cents)
        case CreditDeducted():
            return _moved(credit, event.invoice_id, -event.cents)
        case PaymentRefunded():
            return _moved(credit, event.refund_id, -event.cents)
    assert_never(event)


def _moved(credit: FamilyCredit, by: UUID, cents: int) -> FamilyCredit:
    return replace(credit, cents=credit.cents + cents, settled=credit.settled | {by})
