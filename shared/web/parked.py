"""Messages a service could not hear, shown to the operations staff: look, try again, give up."""

from collections.abc import Sequence
from typing import Any, Protocol

import structlog
from flask import Blueprint, Flask, current_app

from shared.web.api import NO_TEXT, Missing, caller, needs

log = structlog.get_logger()

ROLE = "operations"


Message = Any  # `Parked` of the desk: this room does not know that one


class Desk(Protocol):
    """What a person does with them; `shared.messaging.desk`."""

    def parked(self, limit: int = ...) -> Sequence[Message]: ...

    def count_parked(self) -> int: ...

    def find_parked(self, message_id: str) -> Message | None: ...

    def retry(self, source: str, stream: str) -> int: ...

    def skip(self, message_id: str) -> None: ...


def show_parked(app: Flask, desk: Desk) -> None:
    app.extensions["parked_messages"] = desk
    app.register_blueprint(parked_messages)


parked_messages = Blueprint("parked_messages", __name__)


@parked_messages.get("/parked")
@needs("staff", "operator", role=ROLE)
def show_all() -> dict[str, Any]:
    """Oldest first, up to 500, and how many there are."""
    desk = _desk()
    return {"count": desk.count_parked(), "messages": [_line(it) for it in desk.parked()]}


@parked_messages.get("/parked/<path:message_id>")
@needs("staff", "operator", role=ROLE)
def show(message_id: str) -> dict[str, Any]:
    found = _found(message_id)
    return {**_line(found), "message": found.message}


@parked_messages.post("/parked/<path:message_id>/retry")
@needs("staff", "operator", role=ROLE)
def retry(message_id: str) -> dict[str, Any]:
    """Hears the stream of this message again from its first; stops at the one that fails."""
    found = _found(message_id)
    return _retried(found)


@parked_messages.post("/parked/<path:message_id>/skip")
@needs("staff", "operator", role=ROLE)
def skip(message_id: str) -> dict[str, Any]:
    """Gives this message up for good, and hears those that waited behind it."""
    found = _found(message_id)
    log.warning("parked message skipped", id=found.id, type=found.type, by=caller().actor)
    _desk().skip(found.id)
    return _retried(found)


def _retried(of: Message) -> dict[str, Any]:
    heard = _desk().retry(of.source, of.stream)
    log.info("parked stream tried again", stream=of.stream, heard=heard, by=caller().actor)
    return {"heard": heard, "still_parked": _desk().find_parked(of.id) is not None}


def _found(message_id: str) -> Message:
    found = None if NO_TEXT.search(message_id) else _desk().find_parked(message_id)
    if found is None:
        raise Missing
    return found


def _desk() -> Desk:
    desk: Desk = current_app.extensions["parked_messages"]
    return desk


def _line(it: Message) -> dict[str, Any]:
    return {
        "id": it.id,
        "source": it.source,
        "stream": it.stream,
        "type": it.type,
        "error": it.error,
        "attempts": it.attempts,
        "parked_at": it.parked_at.isoformat(),
    }
