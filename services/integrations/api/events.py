"""The feed of all public events. Who reads it has a key, or is the operator."""

import time
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Final, ParamSpec

from flask import Blueprint, Response, request
from marshmallow import fields, validate

from services.integrations.handlers import hash_of
from services.integrations.projections import api_keys, feed
from services.integrations.projections.feed import Entry
from shared.eventstore.doorbell import Doorbell
from shared.web.api import Asked, asked, needs, reading, store
from shared.web.tokens import NotTrusted

P = ParamSpec("P")

events = Blueprint("events", __name__)

LIMIT: Final = 1000
WAIT: Final = 25.0
LOOK_EVERY: Final = 0.5

KEY_HEADER: Final = "X-Api-Key"
BATCH: Final = "application/cloudevents-batch+json"
LINES: Final = "application/x-ndjson"
JSON: Final = "application/json"


class FeedQuery(Asked):
    after = fields.Integer(load_default=0, validate=validate.Range(min=0, max=2**62))
    limit = fields.Integer(load_default=100, validate=validate.Range(min=1, max=LIMIT))
    wait = fields.Float(load_default=0.0, validate=validate.Range(min=0, max=WAIT))


def readers_only(view: Callable[P, Response]) -> Callable[P, Response]:
    """A key in the header, or a token of the operator."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
        if (secret := request.headers.get(KEY_HEADER)) is None:
            return needs("operator")(view)(*args, **kwargs)
        with reading() as tx:
            if not api_keys.opens(tx, hash_of(secret)):
                raise NotTrusted("unknown or revoked key")
        return view(*args, **kwargs)

    return guarded


@events.get("/events")
@readers_only
def read_feed() -> Response:
    """Events after a position: one a line, or an array for who accepts only JSON.

    With `wait`, an empty answer comes only after that many seconds.
    """
    query = asked(FeedQuery, source="query")
    found = _wait_for(query["after"], query["limit"], query["wait"])
    kind = request.accept_mimetypes.best_match([LINES, BATCH, JSON], default=LINES)
    if kind == LINES:
        return Response("".join(f"{entry.text}\n" for entry in found), content_type=LINES)
    return Response("[" + ",".join(entry.text for entry in found) + "]", content_type=kind)


def _wait_for(after: int, limit: int, seconds: float) -> Sequence[Entry]:
    until = time.monotonic() + seconds
    bell = Doorbell(store().engine)
    try:
        while True:
            with reading() as tx:
                found = feed.entries(tx, after, limit)
            left = until - time.monotonic()
            if found or left <= 0:
                return found
            bell.wait(min(left, LOOK_EVERY))
    finally:
        bell.close()
