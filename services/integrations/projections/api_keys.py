"""Who holds a key to the feed. Secrets are kept as hashes."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.integrations.domain.api_key import KeyIssued, KeyRevoked
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

api_keys = sa.Table(
    "api_keys",
    metadata,
    sa.Column("key_id", sa.Uuid, primary_key=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("secret_hash", sa.Text, nullable=False, unique=True),
    sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case KeyIssued():
            tx.execute(
                sa.insert(api_keys).values(
                    key_id=event.key_id,
                    label=event.label,
                    secret_hash=event.secret_hash,
                    issued_at=event.at,
                )
            )
        case KeyRevoked():
            tx.execute(
                sa.update(api_keys)
                .where(api_keys.c.key_id == event.key_id)
                .values(revoked_at=event.at)
            )


def opens(tx: sa.Connection, secret_hash: str) -> bool:
    """Whether a key with this hash was issued and not revoked."""
    query = sa.select(api_keys.c.key_id).where(
        api_keys.c.secret_hash == secret_hash, api_keys.c.revoked_at.is_(None)
    )
    return tx.scalar(query) is not None


def issued(tx: sa.Connection, key_id: UUID) -> bool:
    query = sa.select(api_keys.c.key_id).where(api_keys.c.key_id == key_id)
    return tx.scalar(query) is not None


def keys(tx: sa.Connection) -> list[dict[str, Any]]:
    rows = tx.execute(sa.select(api_keys).order_by(api_keys.c.issued_at, api_keys.c.key_id))
    return [
        {
            "key_id": row.key_id,
            "label": row.label,
            "issued_at": _instant(row.issued_at),
            "revoked_at": _instant(row.revoked_at),
        }
        for row in rows
    ]


def _instant(at: datetime | None) -> str | None:
    """SQLite forgets the zone; everything kept is UTC."""
    if at is None:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC).isoformat()


READ_MODEL = ReadModel("api_keys", metadata, project)
