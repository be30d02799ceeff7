"""A member of the staff: described by the operator, never self-registered."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from shared.eventstore.decider import Refused
from shared.eventstore.personal import Personal, SubjectId

# Commands


@dataclass(frozen=True, kw_only=True)
class DescribeStaffMember:
    account_id: UUID
    email: str
    email_lookup: str
    name: str
    password_hash: str
    roles: tuple[str, ...]
    facilities: tuple[str, ...]
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class RehashStaffPassword:
    """The same password, hashed again with today's parameters."""

    account_id: UUID
    password_hash: str


Command = DescribeStaffMember | RehashStaffPassword


# Events


@dataclass(frozen=True, kw_only=True)
class StaffMemberDescribed:
    account_id: SubjectId
    email: Personal[str]
    email_lookup: str
    name: Personal[str]
    roles: tuple[str, ...]
    facilities: tuple[str, ...]
    described_at: datetime


@dataclass(frozen=True, kw_only=True)
class StaffPasswordSet:
    account_id: SubjectId
    password_hash: Personal[str]
    set_at: datetime


@dataclass(frozen=True, kw_only=True)
class StaffPasswordRehashed:
    account_id: SubjectId
    password_hash: Personal[str]


Event = StaffMemberDescribed | StaffPasswordSet | StaffPasswordRehashed


# State


@dataclass(frozen=True, kw_only=True)
class Description:
    email: str
    email_lookup: str
    name: str
    roles: tuple[str, ...]
    facilities: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    described: Description | None = None
    password_hash: str | None = None


INITIAL = StaffMember()


# Decide


def decide(command: Command, member: StaffMember) -> list[Event]:
    match command:
        case DescribeStaffMember():
            return describe_staff_member(command, member)
        case RehashStaffPassword():
            return rehash_staff_password(command, member)
    assert_never(command)


def describe_staff_member(command: DescribeStaffMember, member: StaffMember) -> list[Event]:
    described = StaffMemberDescribed(
        account_id=command.account_id,
        email=command.email,
        email_lookup=command.email_lookup,
        name=command.name,
        roles=command.roles,
        facilities=command.facilities,
        described_at=command.asked_at,
    )
    password = StaffPasswordSet(
        account_id=command.account_id,
        password_hash=command.password_hash,
        set_at=command.asked_at,
    )
    events: list[Event] = []
    if _description(described) != member.described:
        events.append(described)
    if command.password_hash != member.password_hash:
        events.append(password)
    return events


def rehash_staff_password(command: RehashStaffPassword, member: StaffMember) -> list[Event]:
    if member.described is None:
        raise Refused("unknown_account")
    if command.password_hash == member.password_hash:
        return []
    return [
        StaffPasswordRehashed(account_id=command.account_id, password_hash=command.password_hash)
    ]


# Evolve


def evolve(member: StaffMember, event: Event) -> StaffMember:
    match event:
        case StaffMemberDescribed():
            return replace(member, described=_description(event))
        case StaffPasswordSet() | StaffPasswordRehashed():
            return replace(member, password_hash=event.password_hash)
    assert_never(event)


def _description(event: StaffMemberDescribed) -> Description:
    return Description(
        email=event.email,
        email_lookup=event.email_lookup,
        name=event.name,
        roles=event.roles,
        facilities=event.facilities,
    )
