"""Servers and a browser of the tests' own: on free ports, in their own folder, made to be killed.

They come from the distribution's packages (`missing_packages` names them). Nothing of the
machine's own PostgreSQL or RabbitMQ is touched, and two runs side by side do not meet: each has
its ports, its node name, its cookie and its epmd. A guardian process waits for the end of the
test run, however it ends, and clears away what is left.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

import amqp
import psycopg

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Below the ports the system hands out by itself, and above the last one Chromium refuses (10080).
_SINGLE_PORTS = range(30000, 32700)
_BASE_PORTS = range(20000, 29800)
_RABBITMQ_SCRIPTS = Path("/usr/lib/rabbitmq/bin")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# The browser is started as root on test machines, hence no sandbox; and without its own errands
# in the background, which would look up hosts no test should need.
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class ServerMissing(RuntimeError):
    """A server the test needs is not installed; the message names the command that installs it."""


# Where things are


def postgres_programs() -> Path | None:
    """The folder of `postgres` and `initdb`: the newest of the distribution, else on the path."""
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda found: float(found.parts[-3]),
    )
    if packaged:
        return packaged[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def rabbitmq_programs() -> Path | None:
    """The folder of RabbitMQ's own scripts: Debian's wrappers insist on the system's node."""
    if (_RABBITMQ_SCRIPTS / "rabbitmq-server").exists():
        return _RABBITMQ_SCRIPTS
    found = shutil.which("rabbitmq-server")
    return Path(found).resolve().parent if found else None


def chromium_path() -> str:
    """The browser of the distribution, or the one `PORTAIL_TEST_CHROMIUM` names."""
    named = os.environ.get("PORTAIL_TEST_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        raise ServerMissing("Chromium is missing: apt-get install chromium")
    return found


def missing_packages() -> list[str]:
    """The Debian packages that have to be installed before every test can run."""
    missing = []
    if postgres_programs() is None:
        missing.append("postgresql")
    if rabbitmq_programs() is None:
        missing.append("rabbitmq-server")
    try:
        chromium_path()
    except ServerMissing:
        missing.append("chromium")
    try:
        # Playwright's own Node.js wants it, and a small Debian does not have it.
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        missing.append("libatomic1")
    return missing


# Ports


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _free(candidates: range, offsets: tuple[int, ...]) -> int:
    for _ in range(1000):
        port = candidates[secrets.randbelow(len(candidates))]
        if all(_is_free(port + offset) for offset in offsets):
            return port
    raise RuntimeError(f"no free port between {candidates.start} and {candidates.stop}")


def free_port() -> int:
    """A port nobody listens on."""
    return _free(_SINGLE_PORTS, (0,))


def free_base_port() -> int:
    """A port for a whole portal: gateway, back office and one more on it, services from +101 on,
    their workers from +201 on."""
    return _free(_BASE_PORTS, (0, 1, 2, *range(101, 109), *range(201, 209)))


def wait_until(ready: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Ask again and again until it is so; `TimeoutError` says what never came."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(0.05)


# What both servers have in common


class _Server:
    """A process in a folder of its own, and a guardian that outlives the test run by a moment."""

    name: str

    def __init__(self, within: Path | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"portail-{self.name}-", dir=within))
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        (self.folder / "pids").mkdir()
        # It reads until the pipe closes, which the kernel does for us even after a kill -9.
        self._guardian = subprocess.Popen(
            [
                "/bin/sh",
                "-c",
                'cat; cd "$0" || exit 0; for pid in $(ls pids); do kill -9 -"$pid"; done;'
                # Orphans of a killed server may still be writing: hence more than one go.
                ' cd /; for go in 1 2 3 4 5; do sleep 0.2; rm -rf "$0" && exit; done',
                str(self.folder),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def start(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Stop for good and leave nothing behind."""
        for role in list(self._processes):
            self._kill(role)
        if self._guardian.stdin:
            self._guardian.stdin.close()
        self._guardian.wait()

    def log(self) -> str:
        """What the server itself had to say, for a test that does not understand it."""
        log = self.folder / "log"
        return log.read_text(errors="replace") if log.exists() else ""

    @property
    def running(self) -> bool:
        process = self._processes.get("server")
        return process is not None and process.poll() is None

    @property
    def pid(self) -> int:
        """The process all the others of this server descend from."""
        return self._processes["server"].pid

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _spawn(
        self,
        command: list[str],
        *,
        role: str = "server",
        env: dict[str, str] | None = None,
        user: str | None = None,
    ) -> None:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=env,
                user=user,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._processes[role] = process
        (self.folder / "pids" / str(process.pid)).touch()

    def _gone(self, role: str, *, seconds: float) -> None:
        process = self._processes[role]
        process.wait(seconds)
        del self._processes[role]
        (self.folder / "pids" / str(process.pid)).unlink()

    def _kill(self, role: str) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._processes[role].pid, signal.SIGKILL)
        self._gone(role, seconds=10)

    def _await(self, answers: Callable[[], bool], *, seconds: float) -> None:
        def answers_or_fell() -> bool:
            if not self.running:
                raise RuntimeError(f"{self.name} does not start:\n{self.log()[-3000:]}")
            return answers()

        wait_until(answers_or_fell, seconds=seconds, what=f"{self.name} answers")


class Postgres(_Server):
    """A PostgreSQL cluster of the test's own, durable as in production (`fsync` on).

    `within` is the folder it lies in, e.g. of a small disk.
    """

    name = "postgres"

    def __init__(self, within: Path | None = None) -> None:
        programs = postgres_programs()
        if programs is None:
            raise ServerMissing("PostgreSQL is missing: apt-get install postgresql")
        super().__init__(within)
        self._programs = programs
        # It refuses to run as root: its package brought a user for it.
        self._user = "postgres" if os.geteuid() == 0 else None
        self.port = free_port()
        self.password = secrets.token_hex(8)
        self._made = False

    @property
    def url(self) -> str:
        """For SQLAlchemy; the role may create databases, since each service has its own."""
        return f"postgresql+psycopg://portail:{self.password}@127.0.0.1:{self.port}/portail"

    def connect(self, database: str = "portail") -> psycopg.Connection[tuple[object, ...]]:
        """A plain connection that commits each statement."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="portail",
            password=self.password,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def start(self) -> None:
        """Start it, or start it again over the data it had."""
        if not self._made:
            self._make()
        # After a kill, orphaned backends hold the shared memory for a moment: hence the retries.
        for attempt in range(20):
            said_before = len(self.log())
            self._spawn(
                [
                    *(str(self._programs / "postgres"), "-D", "data", "-p", str(self.port)),
                    *("-k", str(self.folder), "-c", "listen_addresses=127.0.0.1"),
                    *("-c", "max_connections=300", "-c", "shared_buffers=64MB"),
                    # Whoever is killed leaves its shared memory behind: let it lie in the folder.
                    *("-c", "dynamic_shared_memory_type=mmap"),
                ],
                user=self._user,
            )
            try:
                self._await(self._answers, seconds=60)
                break
            except RuntimeError:
                self._gone("server", seconds=5)
                # Each orphan writes a line as it ends: what is looked for may be far from the end.
                if attempt == 19 or "pre-existing shared memory" not in self.log()[said_before:]:
                    raise
                time.sleep(0.25)
        if not self._made:
            with self.connect("postgres") as connection:
                connection.execute("CREATE DATABASE portail")
            self._made = True

    def start_if_it_fell(self) -> None:
        """Without room for its log it ends by itself, and may end again while it recovers."""
        with contextlib.suppress(TimeoutError):
            wait_until(lambda: not self.running or self._answers(), seconds=20, what="recovered")
        if not self.running:
            self._gone("server", seconds=5)
            self.start()

    def stop(self) -> None:
        """An orderly stop that does not wait for its clients."""
        self._processes["server"].send_signal(signal.SIGINT)
        self._gone("server", seconds=60)

    def kill(self) -> None:
        """`kill -9`: no checkpoint, no goodbye."""
        self._kill("server")

    def empty(self) -> None:
        """Drop every database, for a test that wants a clean cluster without waiting for one."""
        with self.connect("postgres") as connection:
            names = connection.execute(
                "SELECT quote_ident(datname) FROM pg_database"
                " WHERE NOT datistemplate AND datname <> 'postgres'"
            ).fetchall()
            for (name,) in names:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            connection.execute("CREATE DATABASE portail")

    def _make(self) -> None:
        secret = self.folder / "password"
        secret.write_text(self.password)
        if self._user:
            owner = pwd.getpwnam(self._user)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            os.chown(secret, owner.pw_uid, owner.pw_gid)
        subprocess.run(
            [
                *(str(self._programs / "initdb"), "--pgdata=data", "--username=portail"),
                *(f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8"),
                *("--locale=C.UTF-8", "--no-sync", "--no-instructions"),
            ],
            cwd=self.folder,
            user=self._user,
            check=True,
            capture_output=True,
        )

    def _answers(self) -> bool:
        try:
            self.connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True


class RabbitMQ(_Server):
    """A RabbitMQ node of the test's own, with its own epmd, so that runs do not meet."""

    name = "rabbitmq"

    def __init__(self) -> None:
        programs = rabbitmq_programs()
        if programs is None:
            raise ServerMissing("RabbitMQ is missing: apt-get install rabbitmq-server")
        super().__init__()
        self._programs = programs
        self.port = free_port()
        self.node = f"portail-{self.port}@localhost"
        self._epmd_port = free_port()
        self._configure()

    @property
    def url(self) -> str:
        """For kombu and pika, as an administrator, on the default virtual host."""
        return self.url_of("portail", "portail")

    def url_of(self, user: str, password: str, vhost: str = "/") -> str:
        """The same for another user or virtual host."""
        return f"amqp://{user}:{password}@127.0.0.1:{self.port}/{quote(vhost, safe='')}"

    def start(self) -> None:
        """Start it, or start it again over the messages it had."""
        if "epmd" not in self._processes:
            # Started here and not by the node, it ends with the test and not some day.
            self._spawn(["epmd", "-address", "127.0.0.1"], role="epmd", env=self._env)
        self._spawn([str(self._programs / "rabbitmq-server")], env=self._env)
        self._await(self._answers, seconds=60)

    def stop(self) -> None:
        """An orderly stop, as a system does it."""
        self._processes["server"].send_signal(signal.SIGTERM)
        self._gone("server", seconds=60)

    def kill(self, *, settled: float = 1.5) -> None:
        """`kill -9` of the node, once the queues it was just given are on its disk.

        RabbitMQ 3.10 to 4 writes the name of a new quorum queue down half a second after it has
        confirmed the declaration: killed before, it comes back with an empty queue that has no
        leader and answers nobody (its issue 15725). That is theirs, not what our tests are about;
        `settled=0` shows it. Messages in a queue a second old survive a kill at any moment.
        """
        time.sleep(settled)
        self._kill("server")

    def ctl(self, *words: str) -> str:
        """Run `rabbitmqctl`; each run takes a second or two."""
        done = subprocess.run(
            [str(self._programs / "rabbitmqctl"), "--quiet", *words],
            cwd=self.folder,
            env=self._env,
            capture_output=True,
            text=True,
            timeout=60,
        )
        if done.returncode:
            raise RuntimeError(f"rabbitmqctl {words[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    def add_user(
        self, name: str, password: str, configure: str, write: str, read: str, vhost: str = "/"
    ) -> str:
        """A user with just these rights (regular expressions); answers with its address."""
        self.ctl("add_user", name, password)
        self.ctl("set_permissions", "--vhost", vhost, name, configure, write, read)
        return self.url_of(name, password, vhost)

    def add_vhost(self, name: str) -> str:
        """A virtual host of its own, for a test that must not meet others; answers its address."""
        self.ctl("add_vhost", name)
        self.ctl("set_permissions", "--vhost", name, "portail", ".*", ".*", ".*")
        return self.url_of("portail", "portail", name)

    def _configure(self) -> None:
        (self.folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.local = 127.0.0.1:{self.port}\n"
            "default_user = portail\n"
            "default_pass = portail\n"
            "default_user_tags.administrator = true\n"
            "default_permissions.configure = .*\n"
            "default_permissions.write = .*\n"
            "default_permissions.read = .*\n"
            "log.console = true\n"
            "log.console.level = warning\n"
            "log.file = false\n"
        )
        (self.folder / "enabled_plugins").write_text("[rabbitmq_consistent_hash_exchange].\n")
        self._env = {
            "PATH": os.environ.get("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
            "LANG": "C.UTF-8",
            # The cookie lies in the home folder: another one, and nodes cannot talk to each other.
            "HOME": str(self.folder),
            "ERL_EPMD_PORT": str(self._epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": self.node,
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "none"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "logs"),
            "RABBITMQ_CTL_DIST_PORT_MIN": "33000",
            "RABBITMQ_CTL_DIST_PORT_MAX": "35000",
        }

    def _answers(self) -> bool:
        try:
            connection = amqp.Connection(
                f"127.0.0.1:{self.port}", userid="portail", password="portail", connect_timeout=2
            )
            connection.connect()
            connection.close()
        except (OSError, amqp.AMQPError):
            return False
        return True


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The distribution's Chromium through Playwright, headless, with an empty profile."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=list(CHROMIUM_ARGS)
        )
        try:
            yield browser
        finally:
            browser.close()
