"""A whole portal of the test's own: real processes on free ports, in its own folder."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import requests

from shared.web.client import ServiceClient
from shared.web.settings import Settings
from tests.support.servers import free_base_port

READY_WITHIN = 120.0


class Portal:
    """`with Portal(tmp_path) as portal:` embedded; give urls of servers for the other shape."""

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str | None = None,
        broker_url: str | None = None,
        smtp_url: str | None = None,
        demo: bool = True,
    ) -> None:
        self.folder = folder
        self.embedded = broker_url is None
        self.base = free_base_port()
        self.url = f"http://127.0.0.1:{self.base}"
        self.backoffice_url = f"http://127.0.0.1:{self.base + 1}"
        self.clock = folder / "clock"
        self.log = folder / "portal.log"
        self._demo = demo
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PORTAIL_")},
            "PORTAIL_PORT": str(self.base),
            "PORTAIL_VAR": str(folder / "var"),
            "PORTAIL_CLOCK_FILE": str(self.clock),
            "PORTAIL_PASSWORD_PROFILE": "test",
            "PORTAIL_LOG": "json",
            "PYTHONUNBUFFERED": "1",
        }
        if database_url:
            self.env["PORTAIL_DATABASE_URL"] = database_url
        if broker_url:
            self.env["PORTAIL_BROKER_URL"] = broker_url
        if smtp_url:
            self.env["PORTAIL_SMTP_URL"] = smtp_url
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Returns when the journey can start."""
        words = ["up"] if self._demo else ["up", "--no-demo"]
        begin = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "deploy.cli", *words],
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        ready = re.compile(rb"^ready http", re.MULTILINE)
        wait_for(lambda: self._ready(ready, begin), READY_WITHIN, "the portal is ready")
        return self

    def _ready(self, ready: re.Pattern[bytes], begin: int) -> bool:
        assert self.process is not None
        text = self.log.read_bytes()[begin:]
        if self.process.poll() is not None:
            raise AssertionError(f"the portal ended: {text[-4000:].decode(errors='replace')}")
        return bool(ready.search(text))

    def stop(self) -> None:
        """As Ctrl-C does; it must end by itself."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(25)
            except subprocess.TimeoutExpired:
                self.kill()
                raise
        self.process = None

    def kill(self) -> None:
        """kill -9 of the embedded portal."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.process = None

    def pids(self, *words: str) -> list[int]:
        """Processes of this portal whose command line ends with these words, e.g. work bookings."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                line = (folder / "cmdline").read_bytes().split(b"\0")[:-1]
                mine = f"PORTAIL_PORT={self.base}".encode() in (folder / "environ").read_bytes()
            except OSError:
                continue
            if mine and tuple(line[-len(words) :]) == tuple(word.encode() for word in words):
                found.append(int(folder.name))
        return found

    def move_clock(self, to: datetime) -> None:
        """Every process of this portal believes it is `to` from now on, and time goes on."""
        os.environ["PORTAIL_CLOCK_FILE"] = str(self.clock)
        draft = self.clock.with_suffix(".part")
        draft.write_text(str((to - datetime.now(UTC)).total_seconds()))
        draft.replace(self.clock)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A `portail` command beside the running portal."""
        return subprocess.run(
            [sys.executable, "-m", "deploy.cli", *words],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def client(self, speaker: str, service: str) -> ServiceClient:
        """Speaks to a service as the process `speaker` does."""
        with self.environment():
            return ServiceClient(Settings.read(speaker), service)

    def settings(self, name: str) -> Settings:
        """What a process of this portal reads."""
        with self.environment():
            settings = Settings.read(name)
            settings.urls  # noqa: B018  # it reads the environment once
            return settings

    @contextmanager
    def environment(self) -> Iterator[None]:
        """This process believes what those of the portal do; the clock it keeps."""
        saved = dict(os.environ)
        os.environ.update(self.env)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(saved)
            os.environ["PORTAIL_CLOCK_FILE"] = str(self.clock)

    def mails(self) -> list[dict[str, Any]]:
        """The demonstration mailbox, newest first."""
        client = self.client("gateway", "notifier")
        mails: list[dict[str, Any]] = client.get("/mailbox", scope="public")["mails"]
        return mails

    def __enter__(self) -> Self:
        if not self.clock.exists():
            self.clock.write_text("0")
        return self.start()

    def __exit__(self, *_error: object) -> None:
        os.environ.pop("PORTAIL_CLOCK_FILE", None)
        self.stop()


def wait_for(holds: Callable[[], Any], seconds: float, what: str) -> Any:
    """The first true answer. Fails with `what` after so many seconds."""
    until = time.monotonic() + seconds
    while not (answer := holds()):
        assert time.monotonic() < until, f"not within {seconds} s: {what}"
        time.sleep(0.05)
    return answer


@contextmanager
def in_parallel(count: int) -> Iterator[threading.Barrier]:
    yield threading.Barrier(count)


def get(url: str) -> requests.Response:
    return requests.get(url, timeout=10)
