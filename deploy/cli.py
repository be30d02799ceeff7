"""The `portail` command."""

import os
import resource
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import environs
import requests
import sqlalchemy as sa

from deploy import portal
from shared.eventstore import tracing
from shared.eventstore.tables import LaterRelease
from shared.web import logs
from shared.web.client import NotThere
from shared.web.settings import HOST, Settings

READY_WITHIN = 90.0
SHARED_METRICS = "PROMETHEUS_MULTIPROC_DIR"
CONNECTIONS = 4096  # a browser keeps its connection while its reader reads


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def portail() -> None:
    """Portail Familles: the family portal for before- and after-school care.

    Settings come from the environment: PORTAIL_PORT, PORTAIL_VAR, PORTAIL_DATABASE_URL,
    PORTAIL_BROKER_URL, PORTAIL_SMTP_URL, PORTAIL_PUBLIC_URL.
    """


@portail.command()
@click.option("--demo/--no-demo", default=True, help="Load the demonstration operator when empty.")
def up(demo: bool) -> None:
    """Start the whole portal: one process without a broker, one per service and role with one."""
    from deploy import demonstration
    from deploy.embedded import Embedded
    from deploy.processes import Processes

    os.environ.setdefault("PORTAIL_LOG_LEVEL", "WARNING")  # who starts it by hand wants to read it
    logs.set_up("portail")
    for name, port in portal.taken_ports().items():
        raise click.ClickException(
            f"port {port} ({name}) is in use: stop who listens there, or set PORTAIL_PORT"
        )
    _need_servers()
    settings = Settings.read("portail")
    _need_broker(settings)
    stopping = portal.Stopping()
    signal.signal(signal.SIGINT, stopping)
    signal.signal(signal.SIGTERM, stopping)
    whole = Embedded() if settings.broker_url.startswith("memory") else Processes()
    click.echo("starting…")
    whole.start()
    watching = threading.Thread(target=whole.wait, args=(stopping.event,))
    watching.start()
    try:
        if _ready(stopping.event):
            if demo:
                _demonstrate(settings)
            demonstration.tell(settings, click.echo)
            click.echo(f"ready {settings.public_url}")
        stopping.event.wait()
    finally:
        stopping.event.set()
        watching.join()
        whole.stop()
    click.echo("stopped")


@portail.command()
@click.argument("service", type=click.Choice(portal.SERVED))
@click.option("--processes", type=int, help="Default: PORTAIL_<NAME>_PROCESSES, or 1.")
@click.option("--threads", type=int, help="In each. Default: 8, for the parents' site 32.")
def serve(service: str, processes: int | None, threads: int | None) -> None:
    """Serve one service, site or the demonstration bank over HTTP."""
    from gunicorn import glogging
    from gunicorn.app.base import BaseApplication

    settings = Settings.read(service)
    processes = processes or environs.Env().int(f"PORTAIL_{service.upper()}_PROCESSES", 1)
    _many_connections()
    logs.set_up(service)
    if processes > 1 and SHARED_METRICS not in os.environ:
        _share_metrics(settings)
    _need_servers()

    class Logs(glogging.Logger):  # type: ignore[misc]  # gunicorn has no types
        """Its lines go where all lines go."""

        def setup(self, cfg: Any) -> None:
            self.error_log.propagate = True

    class Served(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": f"{settings.host}:{settings.port}",
                "workers": processes,
                "threads": threads or portal.THREADS.get(service, 8),
                "worker_class": "gthread",
                "timeout": 60,
                "graceful_timeout": 8,
                "keepalive": 30,
                "worker_connections": CONNECTIONS,
                "backlog": CONNECTIONS,
                "proc_name": f"portail {service}",
                "loglevel": "warning",
                "control_socket_disable": True,
                "logger_class": Logs,
                "child_exit": _forget_metrics,
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            return portal.application(service)

    Served().run()


@portail.command()
@click.argument("service", type=click.Choice(portal.WORKING))
def work(service: str) -> None:
    """Run the bus side of one service: relay, consumer, policies of time."""
    from deploy.worker_door import door

    logs.set_up(f"{service}-worker")
    _need_servers()
    portal.step_back(service)
    stopping = portal.Stopping()
    signal.signal(signal.SIGINT, stopping)
    signal.signal(signal.SIGTERM, stopping)
    worker = portal.worker(service)
    tracing.set_up(f"{service}-worker")
    with door(Settings.read(service), worker):
        worker.run(stopping.event)


@portail.command()
@click.argument("services", nargs=-1, type=click.Choice(portal.WORKING))
def migrate(services: tuple[str, ...]) -> None:
    """Make or bring up to date the tables of every service, under a lock."""
    _need_servers()
    for name in services or portal.WORKING:
        worker = portal.worker(name)
        todo = worker.behind()
        try:
            worker.create_tables()
        except LaterRelease as later:
            raise click.ClickException(f"{name}: {later}; start that release again") from later
        click.echo(f"{name}: up to date" + (f" ({', '.join(todo)})" if todo else ""))


@portail.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--synthetic", is_flag=True, help="Invented families instead; into an empty portal.")
@click.option("--families", default=1000, show_default=True, help="How many, with --synthetic.")
@click.option("--seed", default=1, show_default=True, help="The same number, the same families.")
def load(files: tuple[Path, ...], synthetic: bool, families: int, seed: int) -> None:
    """Load an operator's data from YAML files or folders of them; the portal must be up.

    With --synthetic: a town of invented families and its booked year, into a portal that is down.
    """
    if synthetic == bool(files):
        raise click.UsageError("name the files to load, or say --synthetic")
    settings = Settings.read("portail")
    if synthetic:
        _invent(settings, seed, families)
        return
    from deploy import loading

    try:
        loading.load(settings, files, click.echo)
    except loading.WrongFile as wrong:
        raise click.ClickException(str(wrong)) from wrong
    except OSError as away:
        raise click.ClickException(
            f"{away}: is the portal up? Start it with `portail up`"
        ) from away


@portail.command()
@click.argument("school_year")
@click.option("--zone", type=click.Choice(["A", "B", "C"]), required=True)
@click.option("--department", default="", help="57, 67 and 68 have two public holidays more.")
def calendar(school_year: str, zone: str, department: str) -> None:
    """Propose the calendar of SCHOOL_YEAR (2027-2028), to edit and then to load."""
    from deploy.school_calendar import as_yaml
    from services.bookings.clients.school_calendar import proposal

    try:
        click.echo(as_yaml(proposal(_first_year(school_year), zone, department)), nl=False)
    except ValueError as error:
        raise click.ClickException(f"no source knows the holidays of {error} yet") from error


@portail.command("next-year")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("school_year")
@click.option("--zone", type=click.Choice(["A", "B", "C"]), required=True)
@click.option("--department", default="", help="57, 67 and 68 have two public holidays more.")
def next_year(file: Path, school_year: str, zone: str, department: str) -> None:
    """Draft the year after SCHOOL_YEAR from an operator's FILE, to edit and then to load."""
    from deploy import loading, next_year
    from services.bookings.clients.school_calendar import proposal

    try:
        ((_document, data),) = loading.check([file])
        proposed = proposal(_first_year(school_year) + 1, zone, department)
        draft = next_year.next_year(data, school_year, proposed)
    except loading.WrongFile as wrong:
        raise click.ClickException(str(wrong)) from wrong
    except KeyError as missing:
        raise click.ClickException(f"{file.name} has no school year {school_year}") from missing
    except ValueError as error:
        raise click.ClickException(f"no source knows the holidays of {error} yet") from error
    click.echo(next_year.as_yaml(draft, school_year, proposed.doubts), nl=False)


def _first_year(school_year: str) -> int:
    first, _, last = school_year.partition("-")
    if not (first.isdecimal() and last.isdecimal() and int(last) == int(first) + 1):
        raise click.ClickException(f"{school_year} is not a school year such as 2027-2028")
    return int(first)


@portail.group()
def events() -> None:
    """Look at events."""


@events.command()
@click.option("--after", default=None, type=int, help="Start after this position; default: now.")
@click.option("--all", "from_start", is_flag=True, help="Start with the first event ever.")
def tail(after: int | None, from_start: bool) -> None:
    """Print public events as they happen, one CloudEvents JSON a line."""
    from deploy import looking

    try:
        looking.tail(Settings.read("portail"), 0 if from_start else after, click.echo)
    except (KeyboardInterrupt, BrokenPipeError):  # `… tail | head` has seen enough
        sys.stderr.close()
    except OSError as away:
        raise click.ClickException(f"{away}: start the portal with `portail up`") from away


@events.command()
@click.argument("stream")
@click.option("--service", type=click.Choice(portal.WORKING), help="Where to look; default: all.")
def show(stream: str, service: str | None) -> None:
    """Print a stream of a service's own events, with who, when and why."""
    from deploy import looking

    _need_servers()
    if not looking.show(stream, (service,) if service else portal.WORKING, click.echo):
        raise click.ClickException(f"no stream {stream!r}")


HEARING = click.Choice([name for name in portal.WORKING if name != "accounts"])


@portail.group()
def parked() -> None:
    """Look at messages that a service could not hear, try them again, or give them up."""


@parked.command("list")
@click.option("--service", type=HEARING, help="Of one service; default: all.")
def list_parked(service: str | None) -> None:
    """One line a message, oldest first: service, id, stream, type, attempts and error."""
    from deploy import waiting

    with _answering():
        waiting.list_all([service] if service else HEARING.choices, click.echo)


@parked.command("show")
@click.argument("service", type=HEARING)
@click.argument("message_id")
def show_parked(service: str, message_id: str) -> None:
    """The whole event, and why it is parked."""
    from deploy import waiting

    with _answering():
        waiting.show(service, message_id, click.echo)


@parked.command()
@click.argument("service", type=HEARING)
@click.argument("message_id")
def retry(service: str, message_id: str) -> None:
    """Hear the stream of a message again, in order, from the first that is parked."""
    from deploy import waiting

    with _answering():
        sys.exit(0 if waiting.retry(service, message_id, click.echo) else 1)


@parked.command()
@click.argument("service", type=HEARING)
@click.argument("message_id")
@click.confirmation_option(prompt="The service will never hear this message. Give it up?")
def skip(service: str, message_id: str) -> None:
    """Give a message up for good, and hear those that waited behind it."""
    from deploy import waiting

    with _answering():
        waiting.skip(service, message_id, click.echo)


@contextmanager
def _answering() -> Iterator[None]:
    """One line for a portal that is not up, or an id that nobody knows."""
    try:
        yield
    except NotThere:
        raise click.ClickException("no such message is parked; see `portail parked list`") from None
    except OSError as away:
        raise click.ClickException(f"{away}: start the portal with `portail up`") from away


@portail.command()
@click.argument("service", type=click.Choice(portal.WORKING))
@click.argument("read_model")
@click.option("--again", is_flag=True, help="From the first event, even if one was interrupted.")
def replay(service: str, read_model: str, again: bool) -> None:
    """Build a read model again from history.

    The service works with the old one meanwhile. Interrupted, the same command goes on from there.
    """
    from deploy import looking

    _need_servers()
    try:
        built = looking.replay(service, read_model, again=again)
    except KeyboardInterrupt:
        raise click.ClickException("interrupted; the same command goes on from here") from None
    except looking.CannotReplay as reason:
        raise click.ClickException(str(reason)) from reason
    click.echo(f"{service} {read_model}: built from {built} events")


@portail.command()
def doctor() -> None:
    """Say in words what is wrong and what to do; ends with 1 when something needs a person."""
    from deploy import doctor

    sys.exit(0 if doctor.tell(doctor.examine(), click.echo) else 1)


def _invent(settings: Settings, seed: int, families: int) -> None:
    from deploy import synthetic

    _need_servers()
    try:
        synthetic.load(settings, seed, families, click.echo)
    except synthetic.NotHere as why:
        raise click.ClickException(str(why)) from why


def _share_metrics(settings: Settings) -> None:
    """Its processes share their figures in files. prometheus_client looks for them when it is
    imported, hence from the beginning again."""
    folder = settings.var / "metrics" / settings.service
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[SHARED_METRICS] = str(folder)
    os.execv(sys.executable, [sys.executable, "-m", "deploy.cli", *sys.argv[1:]])


def _forget_metrics(_server: object, process: Any) -> None:
    if SHARED_METRICS in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(process.pid)


def _demonstrate(settings: Settings) -> None:
    from deploy import demonstration
    from deploy.yaml_lines import WrongFile

    try:
        demonstration.load_if_empty(settings, click.echo)
    except WrongFile as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _ready(stopping: threading.Event) -> bool:
    """Waits until every application answers; False when stopped before."""
    waiting, here = dict(portal.ports()), Settings.read("portail").here
    until = time.monotonic() + READY_WITHIN
    while waiting and not stopping.is_set():
        for name, port in list(waiting.items()):
            try:
                answer = requests.get(f"http://{here}:{port}/health/ready", timeout=2)
            except requests.RequestException:
                continue
            if answer.ok:
                del waiting[name]
        if waiting and time.monotonic() > until:
            raise click.ClickException(f"not ready: {', '.join(waiting)}; see the log above")
        if waiting:
            stopping.wait(0.1)
    return not stopping.is_set()


def _many_connections() -> None:
    """Each needs a file descriptor; a system allows 1024 until it is asked for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * CONNECTIONS if hard == resource.RLIM_INFINITY else min(4 * CONNECTIONS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _need_servers() -> None:
    """One line for a server that is not there."""
    settings = Settings.read("accounts")
    if url := os.environ.get("PORTAIL_DATABASE_URL"):
        try:
            with settings.engine().connect():
                pass
        except sa.exc.OperationalError as error:
            reason = str(error.orig).strip().splitlines()[-1]
            shown = sa.make_url(url).render_as_string(hide_password=True)
            raise click.ClickException(
                f"PostgreSQL does not answer at {shown} ({reason}): start it, e.g."
                " `systemctl start postgresql`, or unset PORTAIL_DATABASE_URL to use SQLite"
            ) from error


def _need_broker(settings: Settings) -> None:
    """At the start a broker that is away is a mistake; later it is only a delay."""
    url = urlsplit(settings.broker_url)
    if url.scheme == "memory":
        return
    try:
        socket.create_connection((url.hostname or HOST, url.port or 5672), timeout=3).close()
    except OSError as error:
        raise click.ClickException(
            f"RabbitMQ does not answer at {url.hostname}:{url.port or 5672} ({error}): start it,"
            " e.g. `systemctl start rabbitmq-server`, or unset PORTAIL_BROKER_URL"
        ) from error


def main() -> None:
    try:
        portail()
    except environs.EnvError as wrong:
        raise SystemExit(f"Error: {wrong}") from wrong


if __name__ == "__main__":
    main()
