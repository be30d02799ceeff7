"""The operator: the association or town that runs the facilities, as its papers name it."""

from dataclasses import dataclass
from typing import Final, assert_never

from services.bookings.domain import deadline
from services.bookings.domain.deadline import DeadlineRule

OFFER_HOURS: Final = 48
CERTIFICATE_DAYS: Final = 7
ABSENCE_HOUR: Final = "09:00"
SWAP_HOURS: Final = 72

# Commands


@dataclass(frozen=True, kw_only=True)
class DescribeOperator:
    """`offer_hours`: how long a freed place is held for who is offered it. `appeal`: what a family
    that was refused may do about it, a paragraph each, in the operator's words.
    `certificate_days`: how long after an absence a certificate is taken. `absence_hour`: until when
    on the day it may be withdrawn, before the meals are counted. `absence_places_until`: until when
    an absence frees its place for who waits for that day; without the rule it never does.
    `swap_hours`: how long one home of a child has to answer to a swap of days;
    `swaps_after_deadline`: until the day begins, since as many meals are eaten, or else only while
    what is booked can be given back free.
    """

    name: str
    legal_name: str
    siret: str
    phone: str
    email: str
    address: tuple[str, ...]
    opening_hours: str
    offer_hours: int = OFFER_HOURS
    appeal: tuple[str, ...] = ()
    certificate_days: int = CERTIFICATE_DAYS
    absence_hour: str = ABSENCE_HOUR
    absence_places_until: DeadlineRule | None = None
    swap_hours: int = SWAP_HOURS
    swaps_after_deadline: bool = True


Command = DescribeOperator


# Events


@dataclass(frozen=True, kw_only=True)
class OperatorDescribed:
    name: str
    legal_name: str
    siret: str
    phone: str
    email: str
    address: tuple[str, ...]
    opening_hours: str
    offer_hours: int = OFFER_HOURS
    appeal: tuple[str, ...] = ()
    certificate_days: int = CERTIFICATE_DAYS
    absence_hour: str = ABSENCE_HOUR
    absence_places_until: DeadlineRule | None = None
    swap_hours: int = SWAP_HOURS
    swaps_after_deadline: bool = True


Event = OperatorDescribed


# State


@dataclass(frozen=True, kw_only=True)
class Operator:
    described: OperatorDescribed | None = None


INITIAL = Operator()


# Decide


def decide(command: Command, operator: Operator) -> list[Event]:
    match command:
        case DescribeOperator():
            return describe_operator(command, operator)
    assert_never(command)


def describe_operator(command: DescribeOperator, operator: Operator) -> list[Event]:
    if command.absence_places_until is not None:
        deadline.check([command.absence_places_until])
    described = OperatorDescribed(
        name=command.name,
        legal_name=command.legal_name,
        siret=command.siret,
        phone=command.phone,
        email=command.email,
        address=command.address,
        opening_hours=command.opening_hours,
        offer_hours=command.offer_hours,
        appeal=command.appeal,
        certificate_days=command.certificate_days,
        absence_hour=command.absence_hour,
        absence_places_until=command.absence_places_until,
        swap_hours=command.swap_hours,
        swaps_after_deadline=command.swaps_after_deadline,
    )
    return [] if described == operator.described else [described]


# Evolve


def evolve(_operator: Operator, event: Event) -> Operator:
    match event:
        case OperatorDescribed():
            return Operator(described=event)
    assert_never(event)
