"""Whose password opens which account: found by the keyed hash of the e-mail address."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.accounts.domain.account import (
    AccountRegistered,
    PasswordChanged,
    PasswordRehashed,
    PasswordReset,
)
from services.accounts.domain.kind import Kind
from services.accounts.domain.staff_member import (
    StaffMemberDescribed,
    StaffPasswordRehashed,
    StaffPasswordSet,
)
from shared.eventstore.read_model import ReadModel
from shared.eventstore.vault import SubjectForgotten, Vault

metadata = sa.MetaData()

sign_in = sa.Table(
    "sign_in",
    metadata,
    sa.Column("account_id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("email_lookup", sa.Text, nullable=False, unique=True),
    sa.Column("password_hash", sa.LargeBinary),  # sealed; null for a person who was erased
)

CONTEXT = "sign_in|password_hash"


@dataclass(frozen=True, kw_only=True)
class SignIn:
    account_id: UUID
    kind: Kind
    email_lookup: str
    password_hash: str


def read_model(vault: Vault) -> ReadModel:
    return ReadModel("sign_in", metadata, partial(project, vault))


def project(vault: Vault, tx: sa.Connection, event: Any) -> None:
    match event:
        case AccountRegistered():
            tx.execute(
                sa.insert(sign_in).values(
                    account_id=event.account_id,
                    kind=Kind.FAMILY,
                    email_lookup=event.email_lookup,
                    password_hash=_sealed(vault, event.account_id, event.password_hash),
                )
            )
        case StaffMemberDescribed():
            _describe(tx, event)
        case (
            PasswordReset()
            | PasswordChanged()
            | PasswordRehashed()
            | StaffPasswordSet()
            | StaffPasswordRehashed()
        ):
            sealed = _sealed(vault, event.account_id, event.password_hash)
            tx.execute(_of(event.account_id).values(password_hash=sealed))


def _describe(tx: sa.Connection, event: StaffMemberDescribed) -> None:
    moved = tx.execute(_of(event.account_id).values(email_lookup=event.email_lookup))
    if moved.rowcount == 0:
        tx.execute(
            sa.insert(sign_in).values(
                account_id=event.account_id, kind=Kind.STAFF, email_lookup=event.email_lookup
            )
        )


def find(tx: sa.Connection, vault: Vault, email_lookup: str) -> SignIn | None:
    return _read(tx, vault, sign_in.c.email_lookup == email_lookup)


def of_account(tx: sa.Connection, vault: Vault, account_id: UUID) -> SignIn | None:
    return _read(tx, vault, sign_in.c.account_id == account_id)


def _read(tx: sa.Connection, vault: Vault, which: sa.ColumnElement[bool]) -> SignIn | None:
    row = tx.execute(sa.select(sign_in).where(which)).one_or_none()
    if row is None or row.password_hash is None:
        return None
    opened = vault.open(row.account_id, row.password_hash, CONTEXT)
    if opened is None:
        return None
    return SignIn(
        account_id=row.account_id,
        kind=Kind(row.kind),
        email_lookup=row.email_lookup,
        password_hash=opened.decode(),
    )


def _of(account_id: UUID) -> sa.Update:
    return sa.update(sign_in).where(sign_in.c.account_id == account_id)


def _sealed(vault: Vault, account_id: UUID, password_hash: str) -> bytes | None:
    try:
        return vault.seal(account_id, password_hash.encode(), CONTEXT)
    except SubjectForgotten:
        return None
