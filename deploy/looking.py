"""Looking into a running portal: its events and its read models."""

import sys
from collections.abc import Callable, Iterable

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from deploy import portal
from shared.messaging.rebuild import BeingBuilt, NotFromHistory, StillRead, rebuild
from shared.web.client import ServiceClient
from shared.web.settings import Settings

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
            meta = recorded.meta
            say(
                f"{name} {recorded.position:>6} v{recorded.version} "
                f"{meta.at.isoformat()} {meta.actor} {meta.correlation_id} "
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
