"""The operator: the association or town that runs the facilities, as its papers name it."""

from dataclasses import dataclass
from typing import assert_never

# Commands


@dataclass(frozen=True, kw_only=True)
class DescribeOperator:
    name: str
    legal_name: str
    siret: str
    phone: str
    email: str
    address: tuple[str, ...]
    opening_hours: str


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
    described = OperatorDescribed(
        name=command.name,
        legal_name=command.legal_name,
        siret=command.siret,
        phone=command.phone,
        email=command.email,
        address=command.address,
        opening_hours=command.opening_hours,
    )
    return [] if described == operator.described else [described]


# Evolve


def evolve(_operator: Operator, event: Event) -> Operator:
    match event:
        case OperatorDescribed():
            return Operator(described=event)
    assert_never(event)
