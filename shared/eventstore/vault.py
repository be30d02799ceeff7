"""Personal data at rest: a key per subject, and what is sealed with it.

Keys lie in a database of their own, wrapped by the master key, never beside what they open: a
backup of the event store without that database holds no name. Destroying a key erases the person
from every event, read model and file, in every copy.
"""

import base64
import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

from shared.eventstore.database import reading, writing
from shared.eventstore.question import Question
from shared.eventstore.tables import Kept, Tables

NONCE = 12
CACHED_FOR = 30.0  # seconds another process may go on reading a person who was erased

metadata = sa.MetaData()

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("subject", sa.Uuid, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=True),  # null: destroyed, never made again
)

_OF_SUBJECT = Question(sa.select(keys.c.wrapped).where(keys.c.subject == sa.bindparam("subject")))

KEPT = Kept("keys", metadata, Path(__file__).parent / "migrations" / "keys")


class Vault:
    def __init__(self, engine: sa.Engine, master_key: bytes, folder: Path) -> None:
        self._engine = engine
        self._master = master_key
        self._cache: dict[UUID, tuple[float, bytes | None]] = {}
        self.files = SealedFiles(self, folder)
        Tables("keys", engine, [KEPT]).bring_up_to_date()

    def seal(self, subject: UUID, data: bytes, context: str) -> bytes:
        """Encrypts under the subject's key; `context` (where it will lie) must be given again."""
        key = self._key(subject) or self._new_key(subject)
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(key).encrypt(nonce, data, _bound(subject, context))

    def open(self, subject: UUID, sealed: bytes, context: str) -> bytes | None:
        """None once the key is destroyed. Raises InvalidTag if the bytes were moved or changed."""
        if (key := self._key(subject)) is None:
            return None
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(subject, context))

    def seal_json(self, subject: UUID, value: Any, context: str) -> bytes:
        return self.seal(subject, msgspec.json.encode(value), context)

    def open_json(self, subject: UUID, sealed: bytes, context: str) -> Any:
        data = self.open(subject, sealed, context)
        return None if data is None else msgspec.json.decode(data)

    def forget(self, subject: UUID) -> None:
        """Destroys the key; what it sealed is gone everywhere."""
        with writing(self._engine).begin() as tx:
            changed = tx.execute(
                sa.update(keys).where(keys.c.subject == subject).values(wrapped=None)
            )
            if changed.rowcount == 0:
                tx.execute(sa.insert(keys).values(subject=subject, wrapped=None))
        self._cache.pop(subject, None)

    def _key(self, subject: UUID) -> bytes | None:
        if (kept := self._cache.get(subject)) and monotonic() - kept[0] < CACHED_FOR:
            return kept[1]
        with reading(self._engine).connect() as tx:
            wrapped = _OF_SUBJECT.value(tx, subject=subject)
        key = None if wrapped is None else aes_key_unwrap(self._master, wrapped)
        if key is not None:
            self._remember(subject, key)
        return key

    def _new_key(self, subject: UUID) -> bytes:
        """Committed on its own, before anything sealed with it: an unused key harms nobody."""
        key = AESGCM.generate_key(bit_length=256)
        try:
            with writing(self._engine).begin() as tx:
                wrapped = aes_key_wrap(self._master, key)
                tx.execute(sa.insert(keys).values(subject=subject, wrapped=wrapped))
        except sa.exc.IntegrityError:  # another process was faster, or the key was destroyed
            if (other := self._key(subject)) is None:
                raise SubjectForgotten(subject) from None
            return other
        self._remember(subject, key)
        return key

    def _remember(self, subject: UUID, key: bytes) -> None:
        if len(self._cache) > 10_000:
            self._cache.clear()
        self._cache[subject] = (monotonic(), key)


class SubjectForgotten(Exception):
    """Nothing may be written any more about a person who was erased."""


class SealedFiles:
    """Encrypted files in a folder, a sub-folder per subject."""

    def __init__(self, vault: Vault, folder: Path) -> None:
        self._vault = vault
        self._folder = folder

    def put(self, subject: UUID, name: str, data: bytes) -> None:
        """Whole and on disk when this returns; the same name again replaces it."""
        path = self._path(subject, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.{os.urandom(4).hex()}.part")
        with draft.open("wb") as file:
            file.write(self._vault.seal(subject, data, name))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def get(self, subject: UUID, name: str) -> bytes | None:
        path = self._path(subject, name)
        return self._vault.open(subject, path.read_bytes(), name) if path.exists() else None

    def _path(self, subject: UUID, name: str) -> Path:
        if not name or any(sign in name for sign in "/\\\0") or name.startswith("."):
            raise ValueError(f"not a file name: {name!r}")
        return self._folder / str(subject) / name


def as_text(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode()


def from_text(text: str) -> bytes:
    return base64.b64decode(text)


def _bound(subject: UUID, context: str) -> bytes:
    return f"{context}|{subject}".encode()


Open = Callable[[UUID, bytes, str], bytes | None]

__all__ = ["InvalidTag", "SealedFiles", "SubjectForgotten", "Vault"]
