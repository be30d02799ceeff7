"""One service under test: its real application and consumer on a real SQLite store."""

import atexit
import importlib
import shutil
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from shared.contracts.published import CONTRACTS, dataschema, dump_data, load_data
from shared.eventstore import clock
from shared.eventstore.lanes import ALL_LANES, lane_of
from shared.messaging import cursors
from shared.messaging.envelope import Envelope
from shared.web.settings import Settings
from shared.web.tokens import Signer

SPEAKERS = {
    "family": "gateway",
    "staff": "backoffice",
    "public": "gateway",
    "operator": "portail",
    "internal": "notifier",
}


_made: dict[str, Path] = {}


def made_once(what: str, folder: Path, make: Callable[[Path], object]) -> None:
    """Brings `folder` to where `make` brings an empty one.

    It is called once in a test run and its files are copied from then on: making the tables of a
    service takes longer than most of what is tested there.
    """
    if what not in _made:
        template = Path(tempfile.mkdtemp(prefix="portail-made-"))
        atexit.register(shutil.rmtree, template, ignore_errors=True)
        make(template)
        _made[what] = template
    # SQLite makes the index of its log again: a copy would speak of another file.
    without = shutil.ignore_patterns("*-shm", "*.lock")
    shutil.copytree(_made[what], folder, dirs_exist_ok=True, ignore=without)


class ServiceUnderTest:
    """`ServiceUnderTest("bookings", tmp_path)`; pass `database_url` for PostgreSQL."""

    def __init__(self, name: str, folder: Path, database_url: str | None = None) -> None:
        if database_url is None and not (folder / "db" / f"{name}.sqlite").exists():
            made_once(name, folder, lambda empty: self._start(name, empty, None))
            self._start(name, folder, None, made=True)
        else:
            self._start(name, folder, database_url)

    def _start(
        self, name: str, folder: Path, database_url: str | None, *, made: bool = False
    ) -> None:
        self.name = name
        self.settings = Settings(
            service=name,
            base_port=8000,
            var=folder,
            public_url="http://127.0.0.1:8000",
            backoffice_url="http://127.0.0.1:8001",
            broker_url="memory://",
            smtp_url=None,
            mail_from="portail@exemple.fr",
            secrets=folder / "secrets",
            _database_url=database_url,
        )
        self.app = importlib.import_module(f"services.{name}.app").create_app(self.settings)
        self.worker = importlib.import_module(f"services.{name}.worker").create_worker(
            self.settings
        )
        if not made:
            self.worker.create_tables()
        self.store = self.worker.store
        self._signers: dict[str, Signer] = {}

    def client(
        self,
        scope: str = "family",
        account_id: UUID | None = None,
        claims: dict[str, Any] | None = None,
    ) -> "Client":
        if scope in {"family", "staff"} and account_id is None:
            account_id = UUID(int=1)
        return Client(self, scope, account_id, claims)

    def signer(self, speaker: str) -> Signer:
        """Signs as that process does, with its own key."""
        if speaker not in self._signers:
            settings = Settings(**{**vars_of(self.settings), "service": speaker})
            self._signers[speaker] = Signer(settings)
        return self._signers[speaker]

    def hear(self, event: Any, source: str | None = None, message_id: UUID | None = None) -> None:
        """A public event comes in through the consumer's door, the next of its publisher."""
        source = source or event.TYPE.split(".")[0]
        stream = f"test-{clock.new_id()}"
        with self.store.engine.connect() as tx:
            heard = cursors.positions(tx, source, ALL_LANES)
        message = {
            "specversion": "1.0",
            "id": str(message_id or clock.new_id()),
            "source": f"/{source}",
            "type": event.TYPE,
            "subject": stream,
            "time": clock.now().isoformat(),
            "dataschema": dataschema(type(event)),
            "correlationid": "a-test",
            "sequence": str(max(heard.values()) + 1),
            "lane": lane_of(stream),
            "previous": heard[lane_of(stream)],
            "data": dump_data(event),
        }
        self.worker.inbox.receive([Envelope.read(msgspec.json.encode(message))])

    def published(self, contract: type[Any] | None = None) -> list[Any]:
        """What the service has told the others so far."""
        with self.store.engine.connect() as tx:
            said = [Envelope.read(each.text) for each in self.store.feed(tx, 0, 100_000)]
        events = [load_data(each.type, CONTRACTS[each.type].VERSION, each.data) for each in said]
        return [each for each in events if contract is None or isinstance(each, contract)]


class Client:
    def __init__(
        self,
        service: ServiceUnderTest,
        scope: str,
        account_id: UUID | None,
        claims: dict[str, Any] | None,
    ) -> None:
        self._signer = service.signer(SPEAKERS[scope])
        self._args = (service.name, scope, account_id, claims)
        self._client = service.app.test_client()

    def __getattr__(self, method: str) -> Any:
        def call(path: str, **kwargs: Any) -> Any:
            token = self._signer.token(*self._args)
            headers = {"Authorization": f"Bearer {token}", **kwargs.pop("headers", {})}
            return getattr(self._client, method)(path, headers=headers, **kwargs)

        return call


def vars_of(settings: Settings) -> dict[str, Any]:
    names = Settings.__dataclass_fields__
    return {name: getattr(settings, name) for name in names}


@contextmanager
def moved_clock(monkeypatch: Any, folder: Path) -> Any:
    """`with moved_clock(monkeypatch, tmp_path) as move_clock: move_clock(an_aware_datetime)`."""
    path = folder / "clock"
    monkeypatch.setenv("PORTAIL_CLOCK_FILE", str(path))

    def move_clock(to: Any) -> None:
        path.write_text("0")
        path.write_text(str((to - clock.now()).total_seconds()))

    yield move_clock
