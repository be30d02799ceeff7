"""One e-mail address, and the one account that signs in with it.

The address itself is not here: its stream is named for its keyed hash, so that two accounts asking
for the same address meet on the same stream, and the second is told.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

from shared.eventstore.decider import Refused

# Commands


@dataclass(frozen=True, kw_only=True)
class ClaimEmail:
    account_id: UUID
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReleaseEmail:
    account_id: UUID
    asked_at: datetime


Command = ClaimEmail | ReleaseEmail


# Events


@dataclass(frozen=True, kw_only=True)
class EmailClaimed:
    account_id: UUID
    claimed_at: datetime


@dataclass(frozen=True, kw_only=True)
class EmailReleased:
    account_id: UUID
    released_at: datetime


Event = EmailClaimed | EmailReleased


# State


@dataclass(frozen=True, kw_only=True)
class EmailAddress:
    account_id: UUID | None = None


INITIAL = EmailAddress()


# Decide


def decide(command: Command, address: EmailAddress) -> list[Event]:
    match command:
        case ClaimEmail():
            return claim_email(command, address)
        case ReleaseEmail():
            return release_email(command, address)
    assert_never(command)


def claim_email(command: ClaimEmail, address: EmailAddress) -> list[Event]:
    if address.account_id == command.account_id:
        return []
    if address.account_id is not None:
        raise Refused("email_taken")
    return [EmailClaimed(account_id=command.account_id, claimed_at=command.asked_at)]


def release_email(command: ReleaseEmail, address: EmailAddress) -> list[Event]:
    if address.account_id != command.account_id:
        return []
    return [EmailReleased(account_id=command.account_id, released_at=command.asked_at)]


# Evolve


def evolve(address: EmailAddress, event: Event) -> EmailAddress:
    match event:
        case EmailClaimed():
            return EmailAddress(account_id=event.account_id)
        case EmailReleased():
            return INITIAL
    assert_never(event)
