"""PostgreSQL, RabbitMQ and the portal as in production, on this machine; and the CPU they use."""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from services.notifier.projections import mail_list
from shared.web.settings import Settings
from tests.support.servers import Postgres, RabbitMQ, free_base_port

READY_WITHIN = 120.0
TICKS = os.sysconf("SC_CLK_TCK")


class Machine:
    """The servers run for the whole bench; the portal is started and stopped between its parts."""

    def __init__(self, folder: Path, postgres: Postgres, rabbitmq: RabbitMQ) -> None:
        self.folder = folder
        self.base = free_base_port()
        self.url = f"http://127.0.0.1:{self.base}"
        self.env = {
            **{name: value for name, value in os.environ.items() if name[:8] != "PORTAIL_"},
            "PORTAIL_PORT": str(self.base),
            "PORTAIL_VAR": str(folder / "var"),
            "PORTAIL_DATABASE_URL": postgres.url,
            "PORTAIL_BROKER_URL": rabbitmq.url,
            "PORTAIL_LOG": "json",
        }
        self.log = folder / "portal.log"
        self._servers = {postgres.pid: "PostgreSQL", rabbitmq.pid: "RabbitMQ"}
        self._portal: subprocess.Popen[bytes] | None = None

    def adopt(self) -> None:
        """This process finds the same stores."""
        for name, value in self.env.items():
            if name.startswith("PORTAIL_"):
                os.environ[name] = value

    def start(self, **settings: str) -> None:
        with self.log.open("ab") as log:
            self._portal = subprocess.Popen(
                [sys.executable, "-m", "deploy.cli", "up", "--no-demo"],
                env={**self.env, **settings},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        began = len(self.log.read_bytes())
        until = time.monotonic() + READY_WITHIN
        while b"ready http" not in self.log.read_bytes()[began:]:
            if self._portal.poll() is not None or time.monotonic() > until:
                raise RuntimeError(self.log.read_text(errors="replace")[-3000:])
            time.sleep(0.1)

    def stop(self) -> None:
        if self._portal is not None:
            self._portal.send_signal(signal.SIGINT)
            self._portal.wait(40)
            self._portal = None

    def cpu(self) -> dict[str, float]:
        """CPU seconds so far, by process of the portal and by server, with those that ended."""
        used: dict[str, float] = {}
        mine = f"PORTAIL_PORT={self.base}".encode()
        stats = _stats()
        for pid, fields in stats.items():
            name = self._server_of(pid, stats) or _part_of_the_portal(pid, mine)
            if name is not None:
                seconds = sum(int(ticks) for ticks in fields[11:15]) / TICKS
                used[name] = used.get(name, 0.0) + seconds
        return used

    def _server_of(self, pid: int, stats: Mapping[int, list[str]]) -> str | None:
        while pid in stats:
            if pid in self._servers:
                return self._servers[pid]
            pid = int(stats[pid][1])
        return None


def _stats() -> dict[int, list[str]]:
    """What /proc tells of every process, from its state on: parent is 1, its times are 11 to 14."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text()
        except OSError:
            continue
        found[int(folder.name)] = told.rpartition(")")[2].split()
    return found


def _part_of_the_portal(pid: int, mine: bytes) -> str | None:
    folder = Path(f"/proc/{pid}")
    try:
        words = (folder / "cmdline").read_bytes().split(b"\0")[:-1]
        if mine not in (folder / "environ").read_bytes().split(b"\0"):
            return None
    except OSError:
        return None
    if words and b"parents" in words[-1]:
        return "parents"
    if len(words) > 4 and words[2] == b"deploy.cli" and words[3] in (b"serve", b"work"):
        return words[4].decode() + ("" if words[3] == b"serve" else "-worker")
    return None


@contextmanager
def machine() -> Iterator[Machine]:
    """Durable as in production: PostgreSQL with fsync, RabbitMQ with quorum queues."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
    with (
        tempfile.TemporaryDirectory(prefix="portail-opening-") as folder,
        Postgres() as postgres,
        RabbitMQ() as rabbitmq,
    ):
        it = Machine(Path(folder), postgres, rabbitmq)
        it.adopt()
        try:
            yield it
        finally:
            it.stop()
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def is_idle(machine: Machine) -> bool:
    """Nothing is left to hear, to relay, to compose or to send."""
    with Settings.read("notifier").engine().connect() as tx:
        if mail_list.waiting(tx):
            time.sleep(1.0)
            return False
    before = machine.cpu()
    time.sleep(1.0)
    used = since(before, machine.cpu())
    return sum(seconds for name, seconds in used.items() if "worker" in name) < 0.12


def wait_until_idle(machine: Machine, seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while not is_idle(machine):
        if time.monotonic() > until:
            raise TimeoutError("the portal is still busy")


def since(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    return {name: after[name] - before.get(name, 0.0) for name in after}
