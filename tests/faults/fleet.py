"""The served shape in the hands of a test: a process per service and role, killed and started."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Self

import amqp
import psycopg

from shared.web.settings import Settings
from tests.support.portal import get, wait_for
from tests.support.proxy import Proxy
from tests.support.servers import Postgres, RabbitMQ, free_base_port

# Only what the load needs; billing is not asked, but it listens.
SERVING = ("accounts", "households", "bookings", "notifier")
WORKING = ("accounts", "households", "bookings", "billing", "notifier", "integrations")

STARTS_WITHIN = 90.0
AGAIN_AFTER = 0.2


class Member:
    """One process of the fleet, with its children: `serve accounts`, `work notifier`."""

    def __init__(self, words: tuple[str, str], env: dict[str, str], folder: Path) -> None:
        self.words = words
        # PostgreSQL shows this name, so that a test can tell whose transaction it sees.
        self.env = {**env, "PGAPPNAME": self.name}
        self.log = folder / f"{self.name}.log"
        self.pids = folder / "pids"
        self.process: subprocess.Popen[bytes] | None = None
        self.ended_at = 0.0
        self.stays_down = False

    @property
    def name(self) -> str:
        return "-".join(self.words)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "deploy.cli", *self.words],
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        (self.pids / str(self.process.pid)).touch()

    def signal(self, number: signal.Signals) -> None:
        """To the process and its children; nothing if it has just ended."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def look(self) -> None:
        """Started again soon after it fell, as systemd or Kubernetes do."""
        if self.stays_down or self.process is None or self.process.poll() is None:
            return
        if not self.ended_at:
            self.ended_at = time.monotonic()
            (self.pids / str(self.process.pid)).unlink(missing_ok=True)
        elif time.monotonic() - self.ended_at > AGAIN_AFTER:
            self.ended_at = 0.0
            self.start()


class Fleet:
    def __init__(self, folder: Path, postgres: Postgres, rabbitmq: RabbitMQ, at: datetime) -> None:
        self.postgres = postgres
        self.rabbitmq = rabbitmq
        self.wire = Proxy(rabbitmq.port)
        self.base = free_base_port()
        self.clock = folder / "clock"
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PORTAIL_")},
            "PORTAIL_PORT": str(self.base),
            "PORTAIL_VAR": str(folder / "var"),
            "PORTAIL_CLOCK_FILE": str(self.clock),
            "PORTAIL_PASSWORD_PROFILE": "test",
            "PORTAIL_LOG": "json",
            "PORTAIL_DATABASE_URL": postgres.url,
            "PORTAIL_BROKER_URL": f"amqp://portail:portail@127.0.0.1:{self.wire.port}/%2F",
            "PYTHONUNBUFFERED": "1",
        }
        words = [("serve", name) for name in SERVING] + [("work", name) for name in WORKING]
        self.members = {word: Member(word, self.env, folder) for word in words}
        (folder / "pids").mkdir()
        # It reads until the pipe closes, which the kernel does for us even after a kill -9.
        self._guardian = subprocess.Popen(
            [
                "/bin/sh",
                "-c",
                'cat; cd "$0"; for pid in *; do kill -9 -"$pid"; done',
                folder / "pids",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self._watching, daemon=True)
        self.move_clock(at)

    def __enter__(self) -> Self:
        os.environ["PORTAIL_CLOCK_FILE"] = str(self.clock)  # whoever asks signs at that time
        self.wire.__enter__()
        for member in self.members.values():
            member.start()
        self._watch.start()
        self.await_ready()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._watch.join()
        assert self._guardian.stdin is not None
        self._guardian.stdin.close()
        self._guardian.wait(10)
        for member in self.members.values():
            if member.process is not None:
                member.process.wait(10)
        self.wire.__exit__()
        os.environ.pop("PORTAIL_CLOCK_FILE", None)

    def await_ready(self, within: float = STARTS_WITHIN) -> None:
        """Every service that is asked says that it is ready."""
        for name in SERVING:
            url = f"{self.settings(name).urls[name]}/health/ready"
            wait_for(partial(_answers, url), within, f"{name} answers")

    def settings(self, name: str) -> Settings:
        with self.environment():
            settings = Settings.read(name)
            settings.urls  # noqa: B018  # reads the environment once
            return settings

    @contextmanager
    def environment(self) -> Iterator[None]:
        """This process believes what those of the fleet do."""
        saved = dict(os.environ)
        os.environ.update(self.env)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(saved)

    def run(self, *words: str) -> None:
        """A `portail` command beside the fleet; it must succeed."""
        command = [sys.executable, "-m", "deploy.cli", *words]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr

    def kill(self, role: str, name: str) -> None:
        self.members[role, name].signal(signal.SIGKILL)

    def end(self, role: str, name: str) -> float:
        """SIGTERM; how many seconds it took to end by itself."""
        process = self.members[role, name].process
        assert process is not None
        started = time.monotonic()
        process.terminate()
        process.wait(30)
        return time.monotonic() - started

    def kill_in_transaction(self, role: str, name: str, within: float = 3.0) -> bool:
        """kill -9 while one of its transactions is open; at any instant if none comes in time."""
        with self.postgres.connect("postgres") as connection:
            found = bool(self._in_transaction(connection, role, name, within))
            self.kill(role, name)
        return found

    def break_transaction(self, role: str, name: str, within: float = 3.0) -> bool:
        """Ends the server's side of an open transaction of it; whether there was one."""
        with self.postgres.connect("postgres") as connection:
            pid = self._in_transaction(connection, role, name, within)
            if pid is not None:
                connection.execute("SELECT pg_terminate_backend(%s)", (pid,))
        return pid is not None

    @contextmanager
    def paused(self, *words: tuple[str, str]) -> Iterator[None]:
        """These processes stand still meanwhile."""
        for word in words:
            self.members[word].signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for word in words:
                self.members[word].signal(signal.SIGCONT)

    def waiting(self) -> int:
        """Messages that wait in the queues of the broker."""
        return sum(self._queues().values())

    def purge(self) -> int:
        """Empties every queue; how many messages were lost."""
        lost = 0
        with self._channel() as channel:
            for name in self._queues():
                lost += channel.queue_purge(name)
        return lost

    def deliver(self, texts: Iterable[bytes]) -> None:
        """Puts messages into every queue there is, in this order, beside those of the relays."""
        queues = self._queues()
        with self._channel() as channel:
            for text in texts:
                for name in queues:
                    channel.basic_publish(amqp.Message(text), routing_key=name)

    @contextmanager
    def _channel(self) -> Iterator[amqp.Channel]:
        with amqp.Connection(
            f"127.0.0.1:{self.rabbitmq.port}", userid="portail", password="portail"
        ) as connection:
            yield connection.channel()

    def _queues(self) -> dict[str, int]:
        """How many messages wait in each queue of a service."""
        lines = self.rabbitmq.ctl("list_queues", "--no-table-headers", "name", "messages_ready")
        found = {name: int(ready) for name, ready in map(str.split, lines.splitlines())}
        return {name: ready for name, ready in found.items() if ".events" in name}

    @contextmanager
    def down(self, *words: tuple[str, str]) -> Iterator[None]:
        """kill -9, and nobody starts these processes again until the block ends."""
        for word in words:
            self.members[word].stays_down = True
            self.members[word].signal(signal.SIGKILL)
        try:
            yield
        finally:
            for word in words:
                self.members[word].stays_down = False

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + float(self.clock.read_text()), UTC)

    def move_clock(self, to: datetime) -> None:
        """Every process of the fleet believes it is `to` from now on, and time goes on."""
        draft = self.clock.with_suffix(".part")
        draft.write_text(str(to.timestamp() - time.time()))
        draft.replace(self.clock)

    def said(self) -> str:
        """The end of every log, for a test that does not understand what happened."""
        return "\n".join(
            f"--- {member.name}\n{member.log.read_text(errors='replace')[-1500:]}"
            for member in self.members.values()
            if member.log.exists()
        )

    @staticmethod
    def _in_transaction(
        connection: psycopg.Connection[tuple[object, ...]], role: str, name: str, within: float
    ) -> object | None:
        until = time.monotonic() + within
        while time.monotonic() < until:
            row = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE application_name = %s"
                " AND xact_start IS NOT NULL AND backend_xid IS NOT NULL LIMIT 1",
                (f"{role}-{name}",),
            ).fetchone()
            if row is not None:
                return row[0]
        return None

    def _watching(self) -> None:
        while not self._stop.wait(0.05):
            for member in self.members.values():
                member.look()


def _answers(url: str) -> bool:
    try:
        return get(url).ok
    except OSError:
        return False
