"""An account of a parent: its e-mail address, its password and the links that were mailed to it.

Passwords and tokens never come here: commands carry the hash of both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.eventstore.decider import Refused
from shared.eventstore.personal import Personal, SubjectId


class Language(StrEnum):
    FR = "fr"
    EN = "en"


class LinkPurpose(StrEnum):
    CONFIRM = "confirm"
    RESET = "reset"


LINK_LASTS = {LinkPurpose.CONFIRM: timedelta(hours=24), LinkPurpose.RESET: timedelta(hours=1)}
BETWEEN_MAILS = timedelta(minutes=1)


# Commands


@dataclass(frozen=True, kw_only=True)
class RegisterAccount:
    account_id: UUID
    email: str
    email_lookup: str
    password_hash: str
    language: Language
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class IssueLink:
    account_id: UUID
    purpose: LinkPurpose
    token_hash: str
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class ConfirmEmail:
    account_id: UUID
    token_hash: str
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class RequestConfirmation:
    account_id: UUID
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class RequestPasswordReset:
    account_id: UUID
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class ResetPassword:
    account_id: UUID
    token_hash: str
    password_hash: str
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class ChangePassword:
    account_id: UUID
    password_hash: str
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class RehashPassword:
    """The same password, hashed again with today's parameters."""

    account_id: UUID
    password_hash: str


Command = (
    RegisterAccount
    | IssueLink
    | ConfirmEmail
    | RequestConfirmation
    | RequestPasswordReset
    | ResetPassword
    | ChangePassword
    | RehashPassword
)


# Events


@dataclass(frozen=True, kw_only=True)
class AccountRegistered:
    account_id: SubjectId
    email: Personal[str]
    email_lookup: str
    password_hash: Personal[str]
    language: Language
    registered_at: datetime


@dataclass(frozen=True, kw_only=True)
class LinkIssued:
    account_id: UUID
    purpose: LinkPurpose
    token_hash: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class EmailConfirmed:
    account_id: UUID
    confirmed_at: datetime


@dataclass(frozen=True, kw_only=True)
class ConfirmationRequested:
    account_id: UUID
    requested_at: datetime


@dataclass(frozen=True, kw_only=True)
class PasswordResetRequested:
    account_id: UUID
    requested_at: datetime


@dataclass(frozen=True, kw_only=True)
class PasswordReset:
    account_id: SubjectId
    token_hash: str
    password_hash: Personal[str]
    reset_at: datetime


@dataclass(frozen=True, kw_only=True)
class PasswordChanged:
    account_id: SubjectId
    password_hash: Personal[str]
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class PasswordRehashed:
    account_id: SubjectId
    password_hash: Personal[str]


Event = (
    AccountRegistered
    | LinkIssued
    | EmailConfirmed
    | ConfirmationRequested
    | PasswordResetRequested
    | PasswordReset
    | PasswordChanged
    | PasswordRehashed
)


# State


@dataclass(frozen=True, kw_only=True)
class Link:
    purpose: LinkPurpose
    expires_at: datetime
    used: bool = False


@dataclass(frozen=True, kw_only=True)
class Account:
    email_lookup: str | None = None
    password_hash: str | None = None
    confirmed: bool = False
    confirmation_requested_at: datetime | None = None
    reset_requested_at: datetime | None = None
    links: Mapping[str, Link] = field(default_factory=dict)

    @property
    def registered(self) -> bool:
        return self.email_lookup is not None


INITIAL = Account()


# Decide


def decide(command: Command, account: Account) -> list[Event]:
    match command:
        case RegisterAccount():
            return register_account(command, account)
        case _ if not account.registered:
            raise Refused("unknown_account")
        case IssueLink():
            return issue_link(command, account)
        case ConfirmEmail():
            return confirm_email(command, account)
        case RequestConfirmation():
            return request_confirmation(command, account)
        case RequestPasswordReset():
            return request_password_reset(command, account)
        case ResetPassword():
            return reset_password(command, account)
        case ChangePassword():
            return change_password(command, account)
        case RehashPassword():
            return rehash_password(command, account)
    assert_never(command)


def register_account(command: RegisterAccount, account: Account) -> list[Event]:
    if account.registered and account.email_lookup != command.email_lookup:
        raise Refused("already_registered")
    if account.registered:
        return []
    return [
        AccountRegistered(
            account_id=command.account_id,
            email=command.email,
            email_lookup=command.email_lookup,
            password_hash=command.password_hash,
            language=command.language,
            registered_at=command.asked_at,
        )
    ]


def issue_link(command: IssueLink, account: Account) -> list[Event]:
    if command.token_hash in account.links:
        return []
    return [
        LinkIssued(
            account_id=command.account_id,
            purpose=command.purpose,
            token_hash=command.token_hash,
            expires_at=command.asked_at + LINK_LASTS[command.purpose],
        )
    ]


def confirm_email(command: ConfirmEmail, account: Account) -> list[Event]:
    """A link of an account already confirmed does nothing more, however old it is."""
    link = _link(account, command.token_hash, LinkPurpose.CONFIRM)
    if account.confirmed:
        return []
    if link.expires_at <= command.asked_at:
        raise Refused("link_expired")
    return [EmailConfirmed(account_id=command.account_id, confirmed_at=command.asked_at)]


def request_confirmation(command: RequestConfirmation, account: Account) -> list[Event]:
    if account.confirmed:
        raise Refused("already_confirmed")
    last = account.confirmation_requested_at
    if last is not None and command.asked_at < last + BETWEEN_MAILS:
        raise Refused("too_soon", retry_at=(last + BETWEEN_MAILS).isoformat())
    return [
        ConfirmationRequested(account_id=command.account_id, requested_at=command.asked_at),
    ]


def request_password_reset(command: RequestPasswordReset, account: Account) -> list[Event]:
    """Too soon is not refused: a stranger who asks shall not learn who has an account."""
    last = account.reset_requested_at
    if last is not None and command.asked_at < last + BETWEEN_MAILS:
        return []
    return [
        PasswordResetRequested(account_id=command.account_id, requested_at=command.asked_at),
    ]


def reset_password(command: ResetPassword, account: Account) -> list[Event]:
    """Whoever follows the link of a mail has shown that the address is theirs."""
    link = _link(account, command.token_hash, LinkPurpose.RESET)
    if link.used:
        raise Refused("link_used")
    if link.expires_at <= command.asked_at:
        raise Refused("link_expired")
    reset = PasswordReset(
        account_id=command.account_id,
        token_hash=command.token_hash,
        password_hash=command.password_hash,
        reset_at=command.asked_at,
    )
    if account.confirmed:
        return [reset]
    return [
        reset,
        EmailConfirmed(account_id=command.account_id, confirmed_at=command.asked_at),
    ]


def change_password(command: ChangePassword, account: Account) -> list[Event]:
    return [
        PasswordChanged(
            account_id=command.account_id,
            password_hash=command.password_hash,
            changed_at=command.asked_at,
        )
    ]


def rehash_password(command: RehashPassword, account: Account) -> list[Event]:
    if command.password_hash == account.password_hash:
        return []
    return [PasswordRehashed(account_id=command.account_id, password_hash=command.password_hash)]


def _link(account: Account, token_hash: str, purpose: LinkPurpose) -> Link:
    link = account.links.get(token_hash)
    if link is None or link.purpose != purpose:
        raise Refused("link_unknown")
    return link


# Evolve


def evolve(account: Account, event: Event) -> Account:
    match event:
        case AccountRegistered():
            return replace(
                account, email_lookup=event.email_lookup, password_hash=event.password_hash
            )
        case LinkIssued():
            link = Link(purpose=event.purpose, expires_at=event.expires_at)
            return replace(account, links={**account.links, event.token_hash: link})
        case EmailConfirmed():
            return replace(account, confirmed=True)
        case ConfirmationRequested():
            return replace(account, confirmation_requested_at=event.requested_at)
        case PasswordResetRequested():
            return replace(account, reset_requested_at=event.requested_at)
        case PasswordReset() | PasswordChanged():
            return replace(
                account, password_hash=event.password_hash, links=_reset_links_used(account)
            )
        case PasswordRehashed():
            return replace(account, password_hash=event.password_hash)
    assert_never(event)


def _reset_links_used(account: Account) -> dict[str, Link]:
    """A new password voids every link that could set another one."""
    return {
        token_hash: replace(link, used=link.used or link.purpose is LinkPurpose.RESET)
        for token_hash, link in account.links.items()
    }
