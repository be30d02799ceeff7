"""What a family told of itself and of its children, section by section.

A part of the decider of the household: same stream, so that everyone hears a family in order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from services.households.domain.residence import Area
from services.households.domain.sections import (
    Address,
    Children,
    ChildSection,
    Complementary,
    Consents,
    Contacts,
    Health,
    HouseholdSection,
    Identity,
    Me,
    OtherGuardian,
    Section,
    SectionName,
    Sections,
    Work,
    settled,
)
from shared.eventstore.decider import Refused
from shared.eventstore.personal import SubjectId

# Commands


@dataclass(frozen=True, kw_only=True)
class FillSection:
    """`seen` is the version the family was looking at."""

    household_id: UUID
    seen: int
    section: HouseholdSection
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RegisterChild:
    household_id: UUID
    child_id: UUID
    identity: Identity
    registered_at: datetime


@dataclass(frozen=True, kw_only=True)
class FillChildSection:
    household_id: UUID
    child_id: UUID
    seen: int
    section: ChildSection


# Events


@dataclass(frozen=True, kw_only=True)
class MeFilled(Me):
    household_id: SubjectId


@dataclass(frozen=True, kw_only=True)
class WorkFilled(Work):
    household_id: SubjectId


@dataclass(frozen=True, kw_only=True)
class OtherGuardianFilled(OtherGuardian):
    household_id: SubjectId


@dataclass(frozen=True, kw_only=True)
class AddressFilled(Address):
    household_id: SubjectId


@dataclass(frozen=True, kw_only=True)
class ComplementaryFilled(Complementary):
    household_id: SubjectId


@dataclass(frozen=True, kw_only=True)
class ChildRegistered(Identity):
    household_id: SubjectId
    child_id: UUID


@dataclass(frozen=True, kw_only=True)
class IdentityFilled(Identity):
    household_id: SubjectId
    child_id: UUID


@dataclass(frozen=True, kw_only=True)
class HealthFilled(Health):
    household_id: SubjectId
    child_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContactsFilled(Contacts):
    household_id: SubjectId
    child_id: UUID


@dataclass(frozen=True, kw_only=True)
class ConsentsFilled(Consents):
    household_id: UUID
    child_id: UUID


Event = (
    MeFilled
    | WorkFilled
    | OtherGuardianFilled
    | AddressFilled
    | ComplementaryFilled
    | ChildRegistered
    | IdentityFilled
    | HealthFilled
    | ContactsFilled
    | ConsentsFilled
)

SECTIONS: Mapping[SectionName, tuple[type[Section], Callable[..., Event]]] = {
    SectionName.ME: (Me, MeFilled),
    SectionName.WORK: (Work, WorkFilled),
    SectionName.OTHER_GUARDIAN: (OtherGuardian, OtherGuardianFilled),
    SectionName.ADDRESS: (Address, AddressFilled),
    SectionName.COMPLEMENTARY: (Complementary, ComplementaryFilled),
    SectionName.IDENTITY: (Identity, IdentityFilled),
    SectionName.HEALTH: (Health, HealthFilled),
    SectionName.CONTACTS: (Contacts, ContactsFilled),
    SectionName.CONSENTS: (Consents, ConsentsFilled),
}
NAME_OF: Mapping[type[Section], SectionName] = {kind: name for name, (kind, _) in SECTIONS.items()}


def name_of(event: Event) -> SectionName:
    """The section that an event answers, and inherits from."""
    return next(name for name, (kind, _) in SECTIONS.items() if isinstance(event, kind))


# State

Place = tuple[SectionName, UUID | None]  # a section of the household, or of one child


@dataclass(frozen=True, kw_only=True)
class Answers:
    sections: Sections = field(default_factory=dict)
    children: Children = field(default_factory=dict)
    changed_at: Mapping[Place, int] = field(default_factory=dict)  # the stream's version then

    def identities(self) -> dict[UUID, Identity]:
        told = {key: it.get(SectionName.IDENTITY) for key, it in self.children.items()}
        return {key: it for key, it in told.items() if isinstance(it, Identity)}


# Decide


def fill_section(command: FillSection, answers: Answers, version: int) -> list[Event]:
    section = settled(command.section)
    name = NAME_OF[type(section)]
    if answers.sections.get(name) == section:
        return []
    refuse_if_changed(answers, (name, None), command.seen, version)
    _, filled = SECTIONS[name]
    return [filled(household_id=command.household_id, **vars(section))]


def register_child(command: RegisterChild, answers: Answers) -> list[Event]:
    if command.child_id in answers.children:
        return []
    return [
        ChildRegistered(
            household_id=command.household_id, child_id=command.child_id, **vars(command.identity)
        )
    ]


def fill_child_section(command: FillChildSection, answers: Answers, version: int) -> list[Event]:
    name = NAME_OF[type(command.section)]
    if child_of(answers, command.child_id).get(name) == command.section:
        return []
    refuse_if_changed(answers, (name, command.child_id), command.seen, version)
    _, filled = SECTIONS[name]
    return [
        filled(
            household_id=command.household_id, child_id=command.child_id, **vars(command.section)
        )
    ]


def child_of(answers: Answers, child_id: UUID) -> Sections:
    if (child := answers.children.get(child_id)) is None:
        raise Refused("child_unknown")
    return child


def refuse_if_changed(answers: Answers, place: Place, seen: int, version: int) -> None:
    if answers.changed_at.get(place, 0) > seen:
        raise Refused("changed_elsewhere", version=version)


# Evolve


def evolve_answers(answers: Answers, event: Event, version: int) -> Answers:
    """Keeps the answers of an event, which inherits them from its section."""
    match event:
        case MeFilled():
            return keep(answers, Me, event, None, version)
        case WorkFilled():
            return keep(answers, Work, event, None, version)
        case OtherGuardianFilled():
            return keep(answers, OtherGuardian, event, None, version)
        case AddressFilled():
            return keep(answers, Address, event, None, version)
        case ComplementaryFilled():
            return keep(answers, Complementary, event, None, version)
        case ChildRegistered() | IdentityFilled():
            return keep(answers, Identity, event, event.child_id, version)
        case HealthFilled():
            return keep(answers, Health, event, event.child_id, version)
        case ContactsFilled():
            return keep(answers, Contacts, event, event.child_id, version)
        case ConsentsFilled():
            return keep(answers, Consents, event, event.child_id, version)
    assert_never(event)


def keep(
    answers: Answers, kind: type[Section], event: Section, child_id: UUID | None, version: int
) -> Answers:
    name = NAME_OF[kind]
    section = kind(**{each.name: getattr(event, each.name) for each in fields(kind)})
    changed_at = {**answers.changed_at, (name, child_id): version}
    if child_id is None:
        sections = {**answers.sections, name: section}
        return replace(answers, sections=sections, changed_at=changed_at)
    child = {**answers.children.get(child_id, {}), name: section}
    children = {**answers.children, child_id: child}
    return replace(answers, children=children, changed_at=changed_at)
