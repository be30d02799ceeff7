"""How accounts turns what people type into what it keeps: look-ups, hashes, sealed text."""

import hashlib
import hmac
import os
from typing import Final, Self

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from environs import Env

from shared.eventstore.vault import Vault
from shared.web.settings import Settings

# OWASP's argon2id: 30 ms and 19 MiB a password. The cheap one is for tests, which hash hundreds.
PASSWORD_PROFILES: Final = {
    "strong": PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),
    "test": PasswordHasher(time_cost=1, memory_cost=8, parallelism=1),
}


def sign_ins() -> tuple[int, float]:
    """How many families may sign in at one go, and how many a second after that."""
    env = Env()
    return env.int("PORTAIL_SIGN_INS_AT_ONCE", 250), env.float("PORTAIL_SIGN_INS_PER_SECOND", 40.0)


class Keyring:
    def __init__(self, *, lookup_key: bytes, vault: Vault, passwords: PasswordHasher) -> None:
        self.vault = vault
        self._lookup_key = lookup_key
        self._passwords = passwords
        self._nobodys_hash = passwords.hash("the password of nobody")

    @classmethod
    def of(cls, settings: Settings, vault: Vault) -> Self:
        profile = os.environ.get("PORTAIL_PASSWORD_PROFILE", "strong")
        return cls(
            lookup_key=settings.secret("email-lookup"),
            vault=vault,
            passwords=PASSWORD_PROFILES[profile],
        )

    def lookup(self, kind: str, email: str) -> str:
        """The name under which an address is found; it says nothing without the key.

        A parent who also works here has two accounts with one address, hence the kind.
        """
        name = f"{kind}|{email.casefold()}".encode()
        return hmac.new(self._lookup_key, name, hashlib.sha256).hexdigest()

    def hash(self, password: str) -> str:
        return self._passwords.hash(password)

    def matches(self, password: str, password_hash: str | None) -> bool:
        """As slow when there is no account, so that the time taken does not tell who has one."""
        try:
            self._passwords.verify(password_hash or self._nobodys_hash, password)
        except (VerificationError, ValueError):  # a wrong password, or no hash at all
            return False
        return password_hash is not None

    def outdated(self, password_hash: str) -> bool:
        """Hashed with other parameters than today's."""
        return self._passwords.check_needs_rehash(password_hash)
