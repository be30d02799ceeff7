"""Looking into a running portal: its events, its read models, its health."""

import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import requests
import sqlalchemy as sa
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from deploy import portal
from shared.eventstore.schema import outbox
from shared.messaging.cursors import cursors
from shared.messaging.parked import parked
from shared.messaging.rebuild import BeingBuilt, NotFromHistory, StillRead, rebuild
from shared.messaging.relay import relay_cursor
from shared.web.client import ServiceClient
from shared.web.settings import HOST, Settings

Say = Callable[[str], None]


def tail(settings: Settings, after: int | None, say: Say) -> None:
    """Never returns. Raises OSError when integrations is away at the start."""
    client = ServiceClient(settings, "integrations")

    def read(position: int, wait: float, limit: int = 500) -> list[str]:
        params = {"after": position, "limit": limit, "wait": wait}
        response = client.get("/events", scope="operator", params=params, raw=True)
        return [line for line in response.text.split("\n") if line]

    position = _end(read) if after is None else after
    while True:
        for line in read(position, 20.0):
            say(line)
            position = int(msgspec.json.decode(line)["sequence"])


def _end(read: Callable[[int, float], list[str]]) -> int:
    position = 0
    while lines := read(position, 0.0):
        position = int(msgspec.json.decode(lines[-1])["sequence"])
    return position


def show(stream: str, services: Iterable[str], say: Say) -> bool:
    found = False
    for name in services:
        for recorded in portal.worker(name).store.history(stream):
            found = True
            say(
                f"{name} {recorded.position:>6} v{recorded.version} "
                f"{recorded.meta.at.isoformat()} {recorded.meta.actor} "
                f"{type(recorded.event).__name__} {msgspec.json.encode(recorded.event).decode()}"
            )
    return found


class CannotReplay(Exception):
    """In words."""


def replay(service: str, read_model: str, *, again: bool) -> int:
    """How many events and messages it was built from, with a bar when somebody looks.

    Raises CannotReplay.
    """
    worker = portal.worker(service)
    worker.create_tables()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(f"{service} {read_model}", total=None)
        try:
            return rebuild(
                worker.store,
                worker.subscriptions,
                read_model,
                lambda done, of: bar.update(task, completed=done, total=of),
                again=again,
            )
        except KeyError as error:
            known = ", ".join(sorted(worker.store.read_models))
            raise CannotReplay(
                f"{service} has no read model {read_model!r}; it has: {known}"
            ) from error
        except NotFromHistory as error:
            raise CannotReplay(
                f"{read_model} of {service} is not built from events: it would be empty"
            ) from error
        except BeingBuilt as error:
            raise CannotReplay(f"{read_model} of {service} is being built already") from error
        except StillRead as error:
            raise CannotReplay(
                f"{read_model} of {service} is built, but somebody keeps reading the old one:"
                " run the same command again to put it in place"
            ) from error


def doctor(say: Say) -> bool:
    """True when nothing needs a person."""
    well = True
    for name, port in portal.ports().items():
        try:
            started = time.perf_counter()
            ok = requests.get(f"http://{HOST}:{port}/health/ready", timeout=3).ok
            took = (time.perf_counter() - started) * 1000
            say(
                f"{name}: {'answers' if ok else 'ANSWERS WITH AN ERROR'} on {port} in {took:.0f} ms"
            )
            well &= ok
        except requests.RequestException:
            say(
                f"{name}: DOES NOT ANSWER on {port};"
                f" start it with `portail up` or `portail serve {name}`"
            )
            well = False
    try:
        for name in portal.WORKING:
            well &= _store(name, say)
    except sa.exc.OperationalError as error:
        say(f"the database DOES NOT ANSWER: {str(error.orig).splitlines()[-1]}")
        well = False
    return well


def _store(name: str, say: Say) -> bool:
    worker = portal.worker(name)
    worker.create_tables()
    with worker.store.engine.connect() as tx:
        said, relayed = (
            _last(tx, outbox.c.position),
            tx.scalar(sa.select(relay_cursor.c.position)) or 0,
        )
        waiting, stuck = said - relayed, _count(tx, parked)
        furthest = sa.select(cursors.c.source, sa.func.max(cursors.c.position).label("position"))
        heard = {
            row.source: row.position for row in tx.execute(furthest.group_by(cursors.c.source))
        }
    facts = ", ".join(f"{source} {position}" for source, position in sorted(heard.items()))
    say(f"{name}: {said} public events, {waiting} still to send; has heard: {facts or 'nobody'}")
    if waiting > 100:
        say(f"{name}: many events wait to be sent: is the broker up, and `portail work {name}`?")
    if stuck:
        say(f"{name}: {stuck} messages are PARKED and need a person")
    return not stuck


def _count(tx: sa.Connection, table: sa.Table) -> int:
    return tx.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def _last(tx: sa.Connection, column: sa.Column[Any]) -> int:
    return tx.scalar(sa.select(sa.func.max(column))) or 0
