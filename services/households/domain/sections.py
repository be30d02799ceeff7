"""What a family is asked, section by section, and which answers are still missing.

The answers carry the marks of personal data: an event inherits the fields of its section.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.eventstore.personal import Personal


class SectionName(StrEnum):
    ME = "me"
    WORK = "work"
    OTHER_GUARDIAN = "other_guardian"
    ADDRESS = "address"
    COMPLEMENTARY = "complementary"
    IDENTITY = "identity"
    HEALTH = "health"
    CONTACTS = "contacts"
    CONSENTS = "consents"


class Relationship(StrEnum):
    MOTHER = "MOTHER"
    FATHER = "FATHER"
    OTHER = "OTHER"


class Situation(StrEnum):
    EMPLOYED = "EMPLOYED"
    SELF_EMPLOYED = "SELF_EMPLOYED"
    SEEKING = "SEEKING"
    STUDENT = "STUDENT"
    OTHER = "OTHER"


class QuotientChoice(StrEnum):
    DECLARED = "DECLARED"
    NOT_DECLARED = "NOT_DECLARED"


class SchoolLevel(StrEnum):
    MATERNELLE = "MATERNELLE"
    ELEMENTAIRE = "ELEMENTAIRE"


class ClassName(StrEnum):
    PS = "PS"
    MS = "MS"
    GS = "GS"
    CP = "CP"
    CE1 = "CE1"
    CE2 = "CE2"
    CM1 = "CM1"
    CM2 = "CM2"

    @property
    def school_level(self) -> SchoolLevel:
        nursery = self in (ClassName.PS, ClassName.MS, ClassName.GS)
        return SchoolLevel.MATERNELLE if nursery else SchoolLevel.ELEMENTAIRE


class Diet(StrEnum):
    STANDARD = "STANDARD"
    NO_PORK = "NO_PORK"
    NO_MEAT = "NO_MEAT"
    PACKED_MEAL = "PACKED_MEAL"


class Consent(StrEnum):
    YES = "YES"
    NO = "NO"


# Of the household


@dataclass(frozen=True, kw_only=True)
class Me:
    given_name: Personal[str]
    family_name: Personal[str]
    relationship: Relationship
    mobile: Personal[str]
    sms: bool


@dataclass(frozen=True, kw_only=True)
class Work:
    situation: Situation
    employer: Personal[str | None]
    work_phone: Personal[str | None]


@dataclass(frozen=True, kw_only=True)
class OtherGuardian:
    alone: bool
    given_name: Personal[str | None]
    family_name: Personal[str | None]
    relationship: Relationship | None
    mobile: Personal[str | None]
    email: Personal[str | None]


@dataclass(frozen=True, kw_only=True)
class Address:
    line1: Personal[str]
    line2: Personal[str | None]
    postcode: Personal[str]
    town: Personal[str]


@dataclass(frozen=True, kw_only=True)
class Complementary:
    quotient_choice: QuotientChoice
    quotient: Personal[int | None]
    caf_number: Personal[str | None]


# Of a child


@dataclass(frozen=True, kw_only=True)
class Identity:
    given_name: Personal[str]
    family_name: Personal[str]
    birth_date: Personal[date | None]  # None once the family is erased
    school_id: str
    class_name: ClassName


@dataclass(frozen=True, kw_only=True)
class Health:
    diet: Personal[Diet | None]
    doctor_name: Personal[str | None]
    doctor_phone: Personal[str | None]
    care_plan: Personal[bool]
    care_notes: Personal[str | None]


@dataclass(frozen=True, kw_only=True)
class Pickup:
    name: str
    phone: str | None


@dataclass(frozen=True, kw_only=True)
class Contacts:
    emergency_name: Personal[str | None]
    emergency_phone: Personal[str | None]
    pickups: Personal[tuple[Pickup, ...]]


@dataclass(frozen=True, kw_only=True)
class Consents:
    outings: Consent | None
    photos: Consent | None


HouseholdSection = Me | Work | OtherGuardian | Address | Complementary
ChildSection = Identity | Health | Contacts | Consents
Section = HouseholdSection | ChildSection
Sections = Mapping[SectionName, Section]
Children = Mapping[UUID, Sections]  # by child_id, in the order in which they were registered

HOUSEHOLD_SECTIONS: Mapping[SectionName, type[Any]] = {
    SectionName.ME: Me,
    SectionName.WORK: Work,
    SectionName.OTHER_GUARDIAN: OtherGuardian,
    SectionName.ADDRESS: Address,
    SectionName.COMPLEMENTARY: Complementary,
}
CHILD_SECTIONS: Mapping[SectionName, type[Any]] = {
    SectionName.IDENTITY: Identity,
    SectionName.HEALTH: Health,
    SectionName.CONTACTS: Contacts,
    SectionName.CONSENTS: Consents,
}

MANDATORY: Mapping[SectionName, tuple[str, ...]] = {
    SectionName.ME: ("given_name", "family_name", "relationship", "mobile"),
    SectionName.WORK: ("situation",),
    SectionName.ADDRESS: ("line1", "postcode", "town"),
    SectionName.IDENTITY: ("given_name", "family_name", "birth_date", "school_id", "class_name"),
    SectionName.HEALTH: ("diet", "doctor_name", "doctor_phone"),
    SectionName.CONTACTS: ("emergency_name", "emergency_phone"),
    SectionName.CONSENTS: ("outings", "photos"),
}


def missing_fields(section: SectionName, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The mandatory answers that are not given; the only place that says so."""
    return tuple(name for name in mandatory(section, values) if values.get(name) in (None, ""))


def mandatory(section: SectionName, values: Mapping[str, Any]) -> tuple[str, ...]:
    if section is SectionName.OTHER_GUARDIAN:
        alone = values.get("alone") is True
        return () if alone else ("given_name", "family_name", "relationship", "mobile")
    if section is SectionName.COMPLEMENTARY:
        declared = values.get("quotient_choice") == QuotientChoice.DECLARED
        return ("quotient_choice", "quotient") if declared else ("quotient_choice",)
    return MANDATORY[section]


def settled(section: Section) -> Section:
    """Without the answers that another one makes moot."""
    match section:
        case OtherGuardian(alone=True):
            return OtherGuardian(
                alone=True,
                given_name=None,
                family_name=None,
                relationship=None,
                mobile=None,
                email=None,
            )
        case Complementary(quotient_choice=QuotientChoice.NOT_DECLARED):
            return replace(section, quotient=None)
    return section


def quotient_is_declared(sections: Sections) -> bool:
    answer = sections.get(SectionName.COMPLEMENTARY)
    return isinstance(answer, Complementary) and answer.quotient_choice is QuotientChoice.DECLARED


def declared_quotient(sections: Sections) -> int | None:
    answer = sections.get(SectionName.COMPLEMENTARY)
    if isinstance(answer, Complementary) and quotient_is_declared(sections):
        return answer.quotient
    return None
