"""Who is signed in, on which device.

A session is no event: that a parent opened the portal this morning is nobody's history, and a
browser asks on every page. So this room is written through its own functions, in the transaction
of the handler, and replaying it would only sign everybody out.

A session lasts twelve hours from its last use and thirty days at most. Of its token, 256 bits drawn
by the handler, only the SHA-256 is kept.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from services.accounts.domain.kind import Kind
from services.accounts.projections.kept import metadata
from shared.eventstore.question import Question

UNUSED_FOR = timedelta(hours=12)
AT_MOST = timedelta(days=30)
NOTED_EVERY = timedelta(minutes=5)  # a page that only reads shall not write

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("account_id", sa.Uuid, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False, index=True),
)


_LIVING = Question(
    sa.select(sessions).where(
        sessions.c.token_hash == sa.bindparam("token_hash"),
        sessions.c.expires_at > sa.bindparam("at"),
    )
)


@dataclass(frozen=True, kw_only=True)
class Session:
    token_hash: str
    account_id: UUID
    kind: Kind
    opened_at: datetime
    used_at: datetime
    expires_at: datetime

    def should_be_noted(self, at: datetime) -> bool:
        return at - self.used_at >= NOTED_EVERY


def open_session(
    tx: sa.Connection, token_hash: str, account_id: UUID, kind: Kind, at: datetime
) -> None:
    tx.execute(
        sa.insert(sessions).values(
            token_hash=token_hash,
            account_id=account_id,
            kind=kind,
            opened_at=at,
            used_at=at,
            expires_at=_expiry(at, at),
        )
    )


def find(tx: sa.Connection, token_hash: str, at: datetime) -> Session | None:
    row = _LIVING.first(tx, token_hash=token_hash, at=at)
    if row is None:
        return None
    return Session(
        token_hash=row.token_hash,
        account_id=row.account_id,
        kind=Kind(row.kind),
        opened_at=_utc(row.opened_at),
        used_at=_utc(row.used_at),
        expires_at=_utc(row.expires_at),
    )


def note_use(tx: sa.Connection, session: Session, at: datetime) -> None:
    tx.execute(
        sa.update(sessions)
        .where(sessions.c.token_hash == session.token_hash)
        .values(used_at=at, expires_at=_expiry(session.opened_at, at))
    )


def end(tx: sa.Connection, token_hash: str) -> None:
    tx.execute(sa.delete(sessions).where(sessions.c.token_hash == token_hash))


def end_all(tx: sa.Connection, account_id: UUID) -> None:
    tx.execute(sa.delete(sessions).where(sessions.c.account_id == account_id))


def forget_expired(tx: sa.Connection, at: datetime) -> None:
    tx.execute(sa.delete(sessions).where(sessions.c.expires_at <= at))


def _expiry(opened_at: datetime, used_at: datetime) -> datetime:
    return min(used_at + UNUSED_FOR, opened_at + AT_MOST)


def _utc(instant: datetime) -> datetime:
    """SQLite drops the zone of what was written in UTC, PostgreSQL answers in its own."""
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
