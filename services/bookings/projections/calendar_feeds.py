"""Whose planning a secret link reads, found by the hash of its secret."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.bookings.domain.calendar_feed import FeedClosed, FeedOpened
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

calendar_feeds = sa.Table(
    "calendar_feeds",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("account_id", sa.Uuid, nullable=False),
    sa.Column("secret_hash", sa.Text, nullable=False, index=True),
)


@dataclass(frozen=True, kw_only=True)
class KnownFeed:
    household_id: UUID
    account_id: UUID


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case FeedOpened():
            _forget(tx, event.household_id)
            tx.execute(
                sa.insert(calendar_feeds).values(
                    household_id=event.household_id,
                    account_id=event.account_id,
                    secret_hash=event.secret_hash,
                )
            )
        case FeedClosed():
            _forget(tx, event.household_id)


READ_MODEL = ReadModel("calendar_feeds", metadata, project)


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def feed_of(tx: sa.Connection, secret: str) -> KnownFeed | None:
    query = sa.select(calendar_feeds.c.household_id, calendar_feeds.c.account_id)
    row = tx.execute(query.where(calendar_feeds.c.secret_hash == hashed(secret))).one_or_none()
    return KnownFeed(household_id=row.household_id, account_id=row.account_id) if row else None


def _forget(tx: sa.Connection, household_id: UUID) -> None:
    tx.execute(sa.delete(calendar_feeds).where(calendar_feeds.c.household_id == household_id))
