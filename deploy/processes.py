"""The portal as processes: one per service and role, watched and started again when one falls."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import structlog

from deploy import portal

log = structlog.get_logger()

LONGEST_PAUSE = 10.0
GRACE = 12.0


@dataclass
class Child:
    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    pause: float = 0.5
    started: float = field(default=0.0)
    again_at: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, start_new_session=True)
        self.started = time.monotonic()

    def look(self) -> None:
        """Starts it again when it fell, later and later while it keeps falling."""
        if self.process is None:
            if time.monotonic() >= self.again_at:
                self.start()
        elif (status := self.process.poll()) is not None:
            if time.monotonic() - self.started > 30:
                self.pause = 0.5
            log.warning("process ended", name=self.name, status=status, again_in=self.pause)
            self.process = None
            self.again_at = time.monotonic() + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)


class Processes:
    def __init__(self) -> None:
        portail = [sys.executable, "-m", "deploy.cli"]
        served = [Child(name, [*portail, "serve", name]) for name in portal.SERVED]
        working = [Child(f"{name}-worker", [*portail, "work", name]) for name in portal.WORKING]
        self.children = served + working

    def start(self) -> None:
        for child in self.children:
            child.start()

    def wait(self, stopping: threading.Event) -> None:
        while not stopping.wait(0.5):
            for child in self.children:
                child.look()

    def stop(self) -> None:
        running = [child.process for child in self.children if child.process]
        for process in running:
            _signal(process, signal.SIGTERM)
        until = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass
