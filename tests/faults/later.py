"""What accounts will say in a release to come, said to the services of today."""

import copy
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID, uuid4

from services.accounts import handlers
from services.accounts.domain.account import AccountRegistered, Language
from services.accounts.settings import Keyring
from shared.eventstore import clock
from shared.eventstore.store import Meta
from tests.faults.trial import ServedTrial

MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class AccountMerged:
    """A type that nobody knows yet."""

    TYPE: ClassVar = "accounts.account_merged"
    VERSION: ClassVar = 1

    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class AccountCreatedLater:
    """The same type, of a version that nobody can read yet."""

    TYPE: ClassVar = "accounts.account_created"
    VERSION: ClassVar = 99

    account_id: UUID
    language: str


@dataclass(frozen=True, kw_only=True)
class AccountCreatedAtLength:
    """The version of today, with more than anybody asked for."""

    TYPE: ClassVar = "accounts.account_created"
    VERSION: ClassVar = 1

    account_id: UUID
    language: str
    remark: str


def merged(event: AccountRegistered) -> AccountMerged:
    return AccountMerged(account_id=event.account_id)


def created_later(event: AccountRegistered) -> AccountCreatedLater:
    return AccountCreatedLater(account_id=event.account_id, language=event.language)


def created_at_length(event: AccountRegistered) -> AccountCreatedAtLength:
    remark = "x" * (5 * MEGABYTE)
    return AccountCreatedAtLength(
        account_id=event.account_id, language=event.language, remark=remark
    )


def register(trial: ServedTrial, said: Any) -> str:
    """An account made by a process of a later release, which `said` it so; its stream."""
    settings = trial.fleet.settings("accounts")
    vault = settings.vault()
    store = copy.copy(handlers.build_store(settings, vault))
    store._publication = lambda event: said(event) if isinstance(event, AccountRegistered) else None
    account_id = uuid4()
    meta = Meta(actor="operator", at=clock.now(), correlation_id=str(uuid4()))
    with trial.fleet.environment():
        keyring = Keyring.of(settings, vault)
    handlers.register(
        lambda work: store.run(meta, work),
        keyring,
        account_id,
        f"plus-tard-{account_id.hex}@exemple.fr",
        "tilleul-2026",
        Language.FR,
    )
    return handlers.account_stream(account_id)
