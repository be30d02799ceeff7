"""Who calls: a short ES256 token, signed with the key of the calling process.

A token is used again while most of its minute is left, and known again by who checked it: its
signature costs more than many an answer. Its age is checked at every call.

Every process has a key of its own; the public halves lie side by side and are the key set. Which
process may speak with which scope is written here and checked by whoever is called.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from shared.eventstore import clock
from shared.web.settings import SERVICES, Settings, keep_secret

ALGORITHMS: Final = ["ES256"]
LIVES: Final = timedelta(seconds=60)
LEEWAY: Final = timedelta(seconds=10)
AGAIN: Final = timedelta(seconds=40)  # what must be left of a token that is used again
MOST: Final = 10_000  # tokens a process remembers

K = TypeVar("K")
V = TypeVar("V")

SCOPES: Final[dict[str, set[str]]] = {
    "gateway": {"public", "family"},
    "backoffice": {"public", "staff"},
    "bank": {"public"},
    "portail": {"public", "operator", "internal"},
    **{service: {"internal", "public"} for service in SERVICES},
}


class NotTrusted(Exception):
    """No token, or one that is false, too old, or for somebody else."""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """`actor` goes into the history: "account:<uuid>", "staff:<uuid>", "service:<name>"…"""

    actor: str
    scope: str
    account_id: UUID | None
    claims: dict[str, Any]

    @property
    def roles(self) -> frozenset[str]:
        """What a member of the staff may do; the back office looks them up with the session."""
        return frozenset(self.claims.get("roles", ()))


class Signer:
    def __init__(self, settings: Settings) -> None:
        self.name = settings.service
        self._key = _own_key(settings)
        self._signed: dict[tuple[str, str, UUID | None, str], tuple[str, datetime]] = {}

    def token(
        self, audience: str, scope: str, account_id: UUID | None, claims: dict[str, Any] | None
    ) -> str:
        now = clock.now()
        key = audience, scope, account_id, repr(claims)
        if (kept := self._signed.get(key)) and AGAIN < kept[1] - now <= LIVES:
            return kept[0]
        token = self._sign(audience, scope, account_id, claims, now + LIVES)
        _remember(self._signed, key, (token, now + LIVES))
        return token

    def _sign(
        self,
        audience: str,
        scope: str,
        account_id: UUID | None,
        claims: dict[str, Any] | None,
        until: datetime,
    ) -> str:
        said = {
            "iss": self.name,
            "aud": audience,
            "scope": scope,
            "exp": int(until.timestamp()),
            **({"sub": str(account_id)} if account_id else {}),
            **({"claims": claims} if claims else {}),
        }
        return jwt.encode({"alg": "ES256", "kid": self.name}, said, self._key)


class Verifier:
    def __init__(self, settings: Settings) -> None:
        self._audience = settings.service
        self._folder = settings.secrets / "keys"
        self._keys: dict[str, ECKey] = {}
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Caller, int]] = {}

    def caller(self, token: str) -> Caller:
        """Raises NotTrusted."""
        if (known := self._known.get(token)) is None:
            known = self._checked(token)
            _remember(self._known, token, known)
        caller, until = known
        if until < (clock.now() - LEEWAY).timestamp():
            raise NotTrusted("too old")
        return caller

    def _checked(self, token: str) -> tuple[Caller, int]:
        """Whose token it is, whatever its age, and until when it is good. Raises NotTrusted."""
        try:
            decoded = jwt.decode(token, lambda it: self._key(it.headers().get("kid")), ALGORITHMS)
        except (JoseError, ValueError) as error:
            raise NotTrusted(str(error)) from error
        said = decoded.claims
        issuer, scope = said.get("iss"), said.get("scope")
        if issuer != decoded.header.get("kid") or scope not in SCOPES.get(str(issuer), set()):
            raise NotTrusted("this process may not speak so")
        if said.get("aud") != self._audience:
            raise NotTrusted("for another service")
        if not isinstance(said.get("exp"), int):
            raise NotTrusted("good for ever")
        account_id = UUID(said["sub"]) if said.get("sub") else None
        if scope in {"family", "staff"} and account_id is None:
            raise NotTrusted("speaks for nobody")
        caller = Caller(
            actor=_actor(str(issuer), scope, account_id),
            scope=scope,
            account_id=account_id,
            claims=said.get("claims", {}),
        )
        return caller, said["exp"]

    def _key(self, name: object) -> ECKey:
        if not isinstance(name, str) or name not in SCOPES:
            raise NotTrusted("unknown issuer")
        with self._lock:
            if name not in self._keys:
                path = self._folder / f"{name}.pub.pem"
                if not path.exists():
                    raise NotTrusted("unknown issuer")
                self._keys[name] = ECKey.import_key(path.read_bytes())
            return self._keys[name]


def _remember(kept: dict[K, V], key: K, value: V) -> None:
    if len(kept) >= MOST:
        kept.clear()
    kept[key] = value


def _own_key(settings: Settings) -> ECKey:
    folder: Path = settings.secrets / "keys"
    private = folder / f"{settings.service}.pem"
    if not private.exists():
        keep_secret(private, ECKey.generate_key("P-256").as_pem(private=True))
    key = ECKey.import_key(private.read_bytes())
    keep_secret(folder / f"{settings.service}.pub.pem", key.as_pem(private=False))
    return key


def _actor(issuer: str, scope: str, account_id: UUID | None) -> str:
    match scope:
        case "family":
            return f"account:{account_id}"
        case "staff":
            return f"staff:{account_id}"
        case "operator":
            return "operator"
    return f"service:{issuer}"
