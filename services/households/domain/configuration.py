"""What the operator asks of families: the schools it serves, the documents it wants to see, and the
areas that its rules of residence know."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from services.households.domain.residence import Area
from services.households.domain.sections import SchoolLevel


@dataclass(frozen=True, kw_only=True)
class School:
    school_id: str
    name: str
    levels: tuple[SchoolLevel, ...]


class Need(StrEnum):
    """Whom a document is asked of."""

    ALWAYS = "ALWAYS"
    QUOTIENT_DECLARED = "QUOTIENT_DECLARED"


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """A supporting document that a file must hold, once, or once per child."""

    code: str
    label: str
    per_child: bool
    help: str = ""
    needed: Need = Need.ALWAYS


# Commands


@dataclass(frozen=True, kw_only=True)
class Configure:
    schools: tuple[School, ...]
    requirements: tuple[Requirement, ...]
    areas: tuple[Area, ...] = ()


Command = Configure


# Events


@dataclass(frozen=True, kw_only=True)
class SchoolsDescribed:
    schools: tuple[School, ...]


@dataclass(frozen=True, kw_only=True)
class RequirementsDescribed:
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, kw_only=True)
class AreasDescribed:
    areas: tuple[Area, ...]


Event = SchoolsDescribed | RequirementsDescribed | AreasDescribed


# State


@dataclass(frozen=True, kw_only=True)
class Configuration:
    schools: tuple[School, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    areas: tuple[Area, ...] = ()


INITIAL = Configuration()


# Decide


def decide(command: Command, configuration: Configuration) -> list[Event]:
    events: list[Event] = []
    if command.schools != configuration.schools:
        events.append(SchoolsDescribed(schools=command.schools))
    if command.requirements != configuration.requirements:
        events.append(RequirementsDescribed(requirements=command.requirements))
    if command.areas != configuration.areas:
        events.append(AreasDescribed(areas=command.areas))
    return events


# Evolve


def evolve(configuration: Configuration, event: Event) -> Configuration:
    match event:
        case SchoolsDescribed():
            return replace(configuration, schools=event.schools)
        case RequirementsDescribed():
            return replace(configuration, requirements=event.requirements)
        case AreasDescribed():
            return replace(configuration, areas=event.areas)
    assert_never(event)
