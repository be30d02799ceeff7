"""An API key: issued to an integrator, known here by its hash alone, revoked for good."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from shared.eventstore.decider import Refused

# Commands


@dataclass(frozen=True, kw_only=True)
class IssueKey:
    """`label` names the program that will use it, not a person."""

    key_id: UUID
    label: str
    secret_hash: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RevokeKey:
    key_id: UUID
    at: datetime


Command = IssueKey | RevokeKey


# Events


@dataclass(frozen=True, kw_only=True)
class KeyIssued:
    key_id: UUID
    label: str
    secret_hash: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class KeyRevoked:
    key_id: UUID
    at: datetime


Event = KeyIssued | KeyRevoked


# State


@dataclass(frozen=True, kw_only=True)
class ApiKey:
    issued: bool = False
    revoked: bool = False


INITIAL = ApiKey()


# Decide


def decide(command: Command, key: ApiKey) -> list[Event]:
    match command:
        case IssueKey():
            return issue_key(command, key)
        case RevokeKey():
            return revoke_key(command, key)
    assert_never(command)


def issue_key(command: IssueKey, key: ApiKey) -> list[Event]:
    """Asked again there is no second secret: the first answer was the only one that held it."""
    if key.issued:
        raise Refused("key_already_issued")
    return [
        KeyIssued(
            key_id=command.key_id,
            label=command.label,
            secret_hash=command.secret_hash,
            at=command.at,
        )
    ]


def revoke_key(command: RevokeKey, key: ApiKey) -> list[Event]:
    if not key.issued or key.revoked:
        return []
    return [KeyRevoked(key_id=command.key_id, at=command.at)]


# Evolve


def evolve(key: ApiKey, event: Event) -> ApiKey:
    match event:
        case KeyIssued():
            return replace(key, issued=True)
        case KeyRevoked():
            return replace(key, revoked=True)
    assert_never(event)
