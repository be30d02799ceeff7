"""Who changed what of the operator's own data, and when: read from its history."""

from collections.abc import Callable, Iterable
from typing import Any

from shared.eventstore.store import Recorded
from shared.web.api import store

SHOWN = 20

Tell = Callable[[Any], dict[str, Any] | None]


def changes_json(streams: Iterable[str], tell: Tell) -> list[dict[str, Any]]:
    """The last ones first. `tell` says what an event changed, or that it is not worth telling."""
    history: list[Recorded] = [it for stream in streams for it in store().history(stream)]
    history.sort(key=lambda it: it.position, reverse=True)
    told = ((it, tell(it.event)) for it in history)
    return [
        {"at": it.meta.at, "actor": it.meta.actor, **what} for it, what in told if what is not None
    ][:SHOWN]
