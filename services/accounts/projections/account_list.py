"""Whose the accounts are: the address to write to, is it confirmed, what staff may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.accounts.domain.account import AccountRegistered, EmailConfirmed, Language
from services.accounts.domain.kind import Kind
from services.accounts.domain.staff_member import StaffMemberDescribed
from shared.eventstore.question import Question
from shared.eventstore.read_model import ReadModel
from shared.eventstore.vault import SubjectForgotten, Vault

metadata = sa.MetaData()

account_list = sa.Table(
    "account_list",
    metadata,
    sa.Column("account_id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("person", sa.LargeBinary),  # e-mail and name, sealed; null once erased
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("confirmed", sa.Boolean, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("roles", sa.JSON, nullable=False),
    sa.Column("facilities", sa.JSON, nullable=False),
)

CONTEXT = "account_list|person"


@dataclass(frozen=True, kw_only=True)
class ListedAccount:
    account_id: UUID
    kind: Kind
    email: str
    name: str | None
    language: Language
    confirmed: bool
    created_at: datetime
    roles: list[str]
    facilities: list[str]


def read_model(vault: Vault) -> ReadModel:
    return ReadModel("account_list", metadata, partial(project, vault))


def project(vault: Vault, tx: sa.Connection, event: Any) -> None:
    match event:
        case AccountRegistered():
            tx.execute(
                sa.insert(account_list).values(
                    account_id=event.account_id,
                    kind=Kind.FAMILY,
                    person=_sealed(vault, event.account_id, event.email, None),
                    language=event.language,
                    confirmed=False,
                    created_at=event.registered_at,
                    roles=[],
                    facilities=[],
                )
            )
        case EmailConfirmed():
            tx.execute(_of(event.account_id).values(confirmed=True))
        case StaffMemberDescribed():
            _describe(vault, tx, event)


def _describe(vault: Vault, tx: sa.Connection, event: StaffMemberDescribed) -> None:
    described = {
        "person": _sealed(vault, event.account_id, event.email, event.name),
        "roles": list(event.roles),
        "facilities": list(event.facilities),
    }
    if tx.execute(_of(event.account_id).values(described)).rowcount == 0:
        tx.execute(
            sa.insert(account_list).values(
                account_id=event.account_id,
                kind=Kind.STAFF,
                language=Language.FR,
                confirmed=True,  # the operator vouches for the address
                created_at=event.described_at,
                **described,
            )
        )


_ONE = Question(
    sa.select(account_list).where(account_list.c.account_id == sa.bindparam("account_id"))
)


def find(tx: sa.Connection, vault: Vault, account_id: UUID) -> ListedAccount | None:
    row = _ONE.first(tx, account_id=account_id)
    return None if row is None else _read(vault, row)


def find_all(tx: sa.Connection, vault: Vault, account_ids: Sequence[UUID]) -> list[ListedAccount]:
    """Those that exist and were not erased."""
    rows = tx.execute(sa.select(account_list).where(account_list.c.account_id.in_(account_ids)))
    return [account for row in rows if (account := _read(vault, row)) is not None]


def _read(vault: Vault, row: Any) -> ListedAccount | None:
    person = row.person and vault.open_json(row.account_id, row.person, CONTEXT)
    if not person:
        return None
    return ListedAccount(
        account_id=row.account_id,
        kind=Kind(row.kind),
        email=person["email"],
        name=person["name"],
        language=Language(row.language),
        confirmed=row.confirmed,
        created_at=_utc(row.created_at),
        roles=row.roles,
        facilities=row.facilities,
    )


def _of(account_id: UUID) -> sa.Update:
    return sa.update(account_list).where(account_list.c.account_id == account_id)


def _sealed(vault: Vault, account_id: UUID, email: str, name: str | None) -> bytes | None:
    try:
        return vault.seal_json(account_id, {"email": email, "name": name}, CONTEXT)
    except SubjectForgotten:
        return None


def _utc(instant: datetime) -> datetime:
    """SQLite drops the zone of what was written in UTC, PostgreSQL answers in its own."""
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
