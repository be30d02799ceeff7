"""Runs a command on its stream."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.integrations.domain import api_key
from services.integrations.projections import api_keys, feed
from services.integrations.publications import publication
from shared.eventstore.store import EventStore, Work
from shared.web.settings import Settings

PREFIX: Final = "pf_"  # so that a key left lying in a file is recognised for what it is


@dataclass(frozen=True, kw_only=True)
class IssuedKey:
    """`secret` is shown once and kept nowhere."""

    key_id: UUID
    secret: str


def build_store(settings: Settings) -> EventStore:
    return EventStore(
        settings.engine(),
        api_key.Event,
        publication,
        [feed.READ_MODEL, api_keys.READ_MODEL],
        source="integrations",
    )


def issue_key(work: Work, key_id: UUID, label: str) -> IssuedKey:
    secret = PREFIX + secrets.token_urlsafe(32)
    work.handle(
        api_key,
        f"api_key-{key_id}",
        api_key.IssueKey(key_id=key_id, label=label, secret_hash=hash_of(secret), at=work.meta.at),
    )
    return IssuedKey(key_id=key_id, secret=secret)


def revoke_key(work: Work, key_id: UUID) -> None:
    work.handle(api_key, f"api_key-{key_id}", api_key.RevokeKey(key_id=key_id, at=work.meta.at))


def hash_of(secret: str) -> str:
    """A key has 256 bits of chance: a plain hash is enough, where a password needs argon2."""
    return hashlib.sha256(secret.encode()).hexdigest()
