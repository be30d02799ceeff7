"""Where a process finds the others, its database, its broker and its secrets.

Everything comes from the environment, with defaults that need nothing installed; a value may be
given as a file with `…_FILE`. No code asks which shape it runs in.
"""

import os
import secrets as chance
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import sqlalchemy as sa
from environs import Env
from marshmallow import validate
from sqlalchemy.engine import make_url

from shared.eventstore.database import create_database, engine_for
from shared.eventstore.vault import Vault

if TYPE_CHECKING:
    from shared.web.client import FeedReader

SITES: Final = {"gateway": 0, "backoffice": 1, "bank": 2}
SERVICES: Final = {
    "accounts": 101,
    "households": 102,
    "bookings": 103,
    "billing": 104,
    "notifier": 105,
    "integrations": 106,
}
WORKERS: Final = 100  # the port of a service's worker lies so far above the service's own
HOST: Final = "127.0.0.1"
EVERYWHERE: Final = "0.0.0.0"  # only where the operator says so

_engines: dict[str, sa.Engine] = {}


@dataclass(frozen=True)
class Settings:
    service: str
    base_port: int
    var: Path
    public_url: str
    backoffice_url: str
    broker_url: str
    smtp_url: str | None
    mail_from: str
    secrets: Path
    _database_url: str | None
    partitions: int = 1
    host: str = HOST  # where processes listen; what they say to each other is signed

    @classmethod
    def read(cls, service: str) -> "Settings":
        """Raises environs.EnvError with the name of the variable that is wrong."""
        env = Env()
        base = env.int("PORTAIL_PORT", 8000)
        var = Path(env.str("PORTAIL_VAR", "var")).absolute()
        broker_url = _text(env, "PORTAIL_BROKER_URL") or "memory://"
        host = env.str("PORTAIL_HOST", HOST, validate=validate.Regexp(r"[\w.-]+$"))
        here = HOST if host == EVERYWHERE else host
        return cls(
            service=service,
            base_port=base,
            var=var,
            public_url=env.str("PORTAIL_PUBLIC_URL", f"http://{here}:{base}").rstrip("/"),
            backoffice_url=env.str("PORTAIL_BACKOFFICE_URL", f"http://{here}:{base + 1}").rstrip(
                "/"
            ),
            broker_url=broker_url,
            smtp_url=_text(env, "PORTAIL_SMTP_URL"),
            mail_from=env.str("PORTAIL_MAIL_FROM", "ne-pas-repondre@exemple.fr"),
            secrets=Path(env.str("PORTAIL_SECRETS_DIR", str(var / "secrets"))),
            _database_url=_text(env, "PORTAIL_DATABASE_URL"),
            partitions=_partitions(env, broker_url),
            host=host,
        )

    @property
    def port(self) -> int:
        return self.base_port + (SITES | SERVICES)[self.service]

    @property
    def worker_port(self) -> int:
        """Where the bus side of the service tells how it is."""
        return self.port + WORKERS

    @property
    def here(self) -> str:
        """Where this machine finds its own processes."""
        return HOST if self.host == EVERYWHERE else self.host

    @cached_property
    def urls(self) -> Mapping[str, str]:
        """Base URL of every service and site, by name; PORTAIL_<NAME>_URL overrides one."""
        return {
            name: os.environ.get(
                f"PORTAIL_{name.upper()}_URL", f"http://{self.here}:{self.base_port + offset}"
            ).rstrip("/")
            for name, offset in (SITES | SERVICES).items()
        }

    @property
    def files(self) -> Path:
        return self.var / "files" / self.service

    @property
    def database_url(self) -> str:
        return self._database(self.service)

    @property
    def _keyring_url(self) -> str:
        """The keys of personal data lie apart, so that a backup of the events opens nothing."""
        return self._database(f"{self.service}_keys")

    @property
    def shows_mails(self) -> bool:
        """Without a mail server mails are kept, and shown to whoever asks, new passwords included:
        so only where nobody can ask but somebody at this machine."""
        at_home = {self.host, urlsplit(self.public_url).hostname} <= {HOST, "localhost", "::1"}
        return self.smtp_url is None and at_home

    def engine(self) -> sa.Engine:
        return _engine(self.database_url)

    def vault(self) -> Vault:
        return Vault(_engine(self._keyring_url), self.secret("master-key"), self.files)

    def secret(self, name: str) -> bytes:
        """32 random bytes, made once for all processes. PORTAIL_SECRETS_DIR may be mounted."""
        path = self.secrets / name
        if not path.exists():
            keep_secret(path, chance.token_bytes(32))
        return path.read_bytes()

    def read_feed(self) -> "FeedReader":
        from shared.web.client import FeedReader  # the client reads settings too

        return FeedReader(self)

    def _database(self, name: str) -> str:
        if self._database_url is None:
            return f"sqlite:///{self.var / 'db' / name}.sqlite"
        url = make_url(self._database_url)
        named = url.set(drivername="postgresql+psycopg", database=f"{url.database}_{name}")
        return named.render_as_string(hide_password=False)


def keep_secret(path: Path, content: bytes) -> None:
    """Writes a secret unless another process was first; readable by the owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{chance.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _engine(url: str) -> sa.Engine:
    """One pool a process, whoever asks."""
    if url not in _engines:
        create_database(url)
        _engines[url] = engine_for(url)
    return _engines[url]


def _partitions(env: Env, broker_url: str) -> int:
    """How many workers of a service can share its messages; the in-process bus has one."""
    if broker_url.startswith("memory"):
        return 1
    powers = validate.OneOf([1, 2, 4, 8, 16])
    wanted: int = env.int("PORTAIL_PARTITIONS", 4, validate=powers)
    return wanted


def _text(env: Env, name: str) -> str | None:
    if path := env.str(f"{name}_FILE", None):
        return Path(path).read_text().strip()
    value: str | None = env.str(name, None)
    return value or None
