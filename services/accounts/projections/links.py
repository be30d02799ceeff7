"""Which account a mailed link belongs to; only the hash of its token is known here."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.accounts.domain.account import LinkIssued
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

links = sa.Table(
    "links",
    metadata,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("account_id", sa.Uuid, nullable=False),
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case LinkIssued():
            tx.execute(
                sa.insert(links).values(token_hash=event.token_hash, account_id=event.account_id)
            )


def account_of(tx: sa.Connection, token_hash: str) -> UUID | None:
    return tx.scalar(sa.select(links.c.account_id).where(links.c.token_hash == token_hash))


READ_MODEL = ReadModel("links", metadata, project)
