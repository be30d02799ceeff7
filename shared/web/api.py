"""The HTTP side of a service: Flask, signed callers, problem+json, its feed, health and metrics."""

import io
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import unquote
from uuid import UUID

import sqlalchemy as sa
import structlog
from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from marshmallow import RAISE, Schema, ValidationError
from marshmallow import fields as ma
from marshmallow import validate as rules
from werkzeug.exceptions import HTTPException

from shared.eventstore import clock, database, tracing
from shared.eventstore.database import Unsure, is_away
from shared.eventstore.decider import Refused
from shared.eventstore.doorbell import Doorbell
from shared.eventstore.question import asked_once
from shared.eventstore.store import Conflict, EventStore, Meta, Work
from shared.web import health, metrics
from shared.web.client import CORRELATION
from shared.web.settings import Settings
from shared.web.tokens import Caller, NotTrusted, Verifier

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

log = structlog.get_logger()

# JSON may say "\ud800" or "\u0000", but UTF-8 has no half characters and PostgreSQL no NUL.
NO_TEXT = re.compile("[\0\ud800-\udfff]")

# What machines ask all day long, and what every page brings along.
UNLOGGED = {"/health/live", "/health/ready", "/metrics", "/events"} | {
    "/assets/<name>",
    "/static/<path:filename>",
}

FEED_LIMIT = 1000
FEED_WAIT = 25.0


class Missing(Exception):
    """There is no such thing, or none that this caller may know of: 404."""


class Forbidden(Exception):
    """This caller may not do that: 403."""


class Asked(Schema):
    """Base of every request schema: unknown fields are errors, and messages are codes."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "unknown_field", "type": "not_an_object"}


CODES: dict[type[ma.Field[Any]], dict[str, str]] = {
    ma.Field: {"required": "required", "null": "required", "validator_failed": "invalid"},
    ma.String: {"invalid": "not_a_text", "invalid_utf8": "not_a_text"},
    ma.Integer: {"invalid": "not_a_number", "too_large": "too_large"},
    ma.Boolean: {"invalid": "not_a_yes_or_no"},
    ma.Date: {"invalid": "not_a_date", "format": "not_a_date"},
    ma.AwareDateTime: {
        "invalid": "not_an_instant",
        "invalid_awareness": "not_an_instant",
        "format": "not_an_instant",
    },
    ma.UUID: {"invalid_uuid": "not_an_id"},
    ma.Email: {"invalid": "not_an_email"},
    ma.List: {"invalid": "not_a_list"},
    ma.Enum: {"unknown": "not_a_choice", "must_be_one_of": "not_a_choice"},
}
for _field, _codes in CODES.items():  # codes for every schema: sentences are the sites' business
    _field.default_error_messages = {**_field.default_error_messages, **_codes}
rules.Length.message_max = "too_long"
rules.Length.message_min = "too_short"
rules.Length.message_all = "wrong_length"
rules.Length.message_equal = "wrong_length"
rules.Range.message_min = "too_small"
rules.Range.message_all = "out_of_range"
rules.Range.message_max = "too_large"
rules.OneOf.default_message = "not_a_choice"
rules.Regexp.default_message = "wrong_format"
rules.Email.default_message = "not_an_email"


def service_app(
    settings: Settings,
    store: EventStore,
    blueprints: Sequence[Blueprint],
    *,
    publishes: bool = True,
) -> Flask:
    """A service's application, its tables made; with the feed of what it `publishes`."""
    store.create_tables()
    app = Flask(settings.service, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.extensions["portail"] = (settings, store, Verifier(settings))
    app.before_request(_begin)
    app.after_request(_end)
    for kind, answer in ANSWERS.items():
        app.register_error_handler(kind, answer)
    app.register_blueprint(_house)
    if publishes:
        app.register_blueprint(_own_feed)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    return app


def settings() -> Settings:
    it: Settings = current_app.extensions["portail"][0]
    return it


def store() -> EventStore:
    it: EventStore = current_app.extensions["portail"][1]
    return it


def needs(*scopes: str, role: str | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The view answers only callers whose signed token has one of these scopes.

    Staff need the `role` besides; where none is named any will do, but not none at all.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if scheme != "Bearer" or not token:
                raise NotTrusted("no token")
            g.caller = current_app.extensions["portail"][2].caller(token)
            if g.caller.scope not in scopes:
                raise Forbidden
            if g.caller.scope == "staff" and not _has(role):
                raise Forbidden
            return view(*args, **kwargs)

        return guarded

    return decorate


def _has(role: str | None) -> bool:
    roles = caller().roles
    return bool(roles) if role is None else role in roles


def caller() -> Caller:
    it: Caller = g.caller
    return it


def asked(schema: type[Schema], source: str = "json") -> dict[str, Any]:
    """What was asked, loaded. Raises ValidationError: 422 with a code per field."""
    try:
        data: Any = request.args.to_dict() if source == "query" else request.get_json(silent=True)
        wrong = [it for it in data if _unkeepable(data[it])] if isinstance(data, dict) else []
    except RecursionError:  # lists within lists, a thousand deep
        raise ValidationError({"": ["not_json"]}) from None
    if data is None:
        raise ValidationError({"": ["not_json"]})
    if wrong:
        raise ValidationError({name: ["not_a_text"] for name in wrong})
    loaded: dict[str, Any] = schema().load(data)
    return loaded


def _unkeepable(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_unkeepable, value.values()))
    if isinstance(value, list):
        return any(map(_unkeepable, value))
    return isinstance(value, str) and NO_TEXT.search(value) is not None


def run(work: Callable[[Work], T]) -> T:
    """One unit of work in the name of the caller."""
    meta = Meta(actor=caller().actor, at=clock.now(), correlation_id=g.correlation_id)
    return store().run(meta, work)


@contextmanager
def reading() -> Iterator[sa.Connection]:
    """For answers, not for decisions: the same question has one answer within, and within another
    one of the same call it is that one."""
    if (outer := g.get("reading")) is not None:
        yield outer
        return
    with database.reading(store().engine).connect() as tx, asked_once(tx):
        g.reading = tx
        try:
            yield tx
        finally:
            g.reading = None


def problem(status: int, code: str, **more: Any) -> Response:
    """RFC 9457: the code is stable, the rest explains."""
    response = jsonify(
        {"type": f"urn:portail-familles:problem:{code}", "status": status, "code": code, **more}
    )
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def correlate() -> None:
    """One id from the click to the mail; a caller may bring it.

    An id and nothing else: it goes into every event that follows, and those are read by others.
    """
    try:
        g.correlation_id = str(UUID(request.headers.get(CORRELATION, "")))
    except ValueError:
        g.correlation_id = str(clock.new_id())
    g.started = time.perf_counter()
    route = request.url_rule.rule if request.url_rule else "none"
    came = request.headers.get(tracing.HEADER)
    g.span = tracing.span(f"{request.method} {route}", "SERVER", came)
    g.span.__enter__()
    g.bound = structlog.contextvars.bind_contextvars(correlation_id=g.correlation_id)


def measured(response: Response, name: str) -> Response:
    """Counted and logged by its route, which names nobody; an address would."""
    route = request.url_rule.rule if request.url_rule else "none"
    seconds = time.perf_counter() - g.started if "started" in g else 0.0
    metrics.answered(name, route, response.status_code, seconds)
    if route not in UNLOGGED:
        log.info(
            "answered",
            service=name,
            method=request.method,
            route=route,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )
    if "span" in g:
        g.pop("span").__exit__(None, None, None)
    if "correlation_id" in g:
        response.headers[CORRELATION] = g.correlation_id
    if "bound" in g:  # a question within another gives the number back
        structlog.contextvars.reset_contextvars(**g.pop("bound"))
    return response


def _begin() -> None:
    correlate()


def _end(response: Response) -> Response:
    return measured(response, settings().service)


def _invalid(error: ValidationError) -> Response:
    errors = [{"field": field, "code": code} for field, code in _flat(_by_field(error))]
    return problem(422, "invalid", errors=errors)


def _by_field(error: ValidationError) -> Any:
    return error.messages if isinstance(error.messages, dict) else {"": error.messages}


def _flat(messages: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _flat(inner, path if name == "_schema" else f"{path}.{name}".strip("."))
    else:
        yield path, str(messages[0])


def _refused(error: Refused) -> Response:
    return problem(409, error.code, facts=error.facts)


def _busy(_error: Conflict) -> Response:
    return problem(409, "busy")


def _missing(_error: Missing) -> Response:
    return problem(404, "not_found")


def _forbidden(_error: Forbidden) -> Response:
    return problem(403, "forbidden")


def _not_trusted(error: NotTrusted) -> Response:
    log.warning("caller not trusted", why=str(error))
    return problem(401, "not_trusted")


def _http(error: HTTPException) -> Response:
    codes = {404: "not_found", 405: "method_not_allowed", 413: "too_big", 400: "bad_request"}
    status = error.code or 500
    answer = problem(status, codes.get(status, "http_error"))
    if status == 405:
        answer.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or ())
    return answer


def _unsure(error: Unsure) -> Response:
    """Asked again with the same ids it is done once."""
    log.error("nobody can say whether this was kept", path=request.path, exc_info=error)
    return _later("outcome_unknown")


def _later(code: str) -> Response:
    answer = problem(503, code, correlation_id=g.get("correlation_id"))
    answer.headers["Retry-After"] = "2"
    return answer


def _our_fault(error: Exception) -> Response:
    if is_away(error):
        log.error("database away", path=request.path, error=f"{type(error).__name__}: {error}")
        return _later("unavailable")
    log.error("our fault", path=request.path, exc_info=error)
    return problem(500, "our_fault", correlation_id=g.get("correlation_id"))


ANSWERS: dict[type[Exception], Callable[[Any], Response]] = {
    ValidationError: _invalid,
    Refused: _refused,
    Conflict: _busy,
    Missing: _missing,
    Forbidden: _forbidden,
    NotTrusted: _not_trusted,
    Unsure: _unsure,
    HTTPException: _http,
    Exception: _our_fault,
}

_house = Blueprint("house", __name__)
_own_feed = Blueprint("own_feed", __name__)


class FeedQuery(Asked):
    """`lanes`: "3:120,7:95" asks for two of the sixteen lanes, each after a position of its own."""

    after = ma.Integer(load_default=0, validate=rules.Range(min=0, max=2**62))
    lanes = ma.String(
        load_default="", validate=rules.Regexp(r"(\d{1,2}:\d{1,18}(,\d{1,2}:\d{1,18}){0,15})?\Z")
    )
    limit = ma.Integer(load_default=100, validate=rules.Range(min=1, max=FEED_LIMIT))
    wait = ma.Float(load_default=0.0, validate=rules.Range(min=0, max=FEED_WAIT))


@_own_feed.get("/events")
@needs("internal", "operator")
def feed() -> Response:
    """This service's public events after a position, one CloudEvents JSON a line; may wait."""
    query = asked(FeedQuery, source="query")
    asked_lanes = (each.split(":") for each in query["lanes"].split(",") if each)
    lanes = {int(lane): int(position) for lane, position in asked_lanes}
    until = time.monotonic() + query["wait"]
    bell = Doorbell(store().engine)
    try:
        while True:
            with reading() as tx:
                said = (
                    store().lanes(tx, lanes, query["limit"])
                    if lanes
                    else store().feed(tx, query["after"], query["limit"])
                )
            if said or (left := until - time.monotonic()) <= 0:
                break
            bell.wait(min(left, 0.5))
    finally:
        bell.close()
    body = "".join(f"{message.text}\n" for message in said)
    return Response(body, content_type="application/x-ndjson")


class QuestionsAsked(Asked):
    ask = ma.List(
        ma.String(validate=rules.Regexp(r"/[!-~]*\Z")),
        required=True,
        validate=rules.Length(min=1, max=10),
    )


@_house.post("/questions")
@needs("public", "family", "staff", "internal", "operator")
def answer_together() -> Response:
    """Several GETs in one call, each through its own door and with the caller's own token."""
    questions = asked(QuestionsAsked)["ask"]
    with reading() as tx:
        parts = [_answer_one(question, tx) for question in questions]
    return Response(b"[%s]" % b",".join(parts), content_type="application/json")


def _answer_one(question: str, tx: sa.Connection) -> bytes:
    path, _, query = question.partition("?")
    environ = {
        **{name: value for name, value in request.environ.items() if "." not in name},
        **{name: request.environ[name] for name in request.environ if name[:5] == "wsgi."},
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote(path),
        "QUERY_STRING": query,
        "CONTENT_LENGTH": "0",
        "wsgi.input": io.BytesIO(),
    }
    with current_app.request_context(environ):
        g.reading = tx
        answer = current_app.full_dispatch_request()
    body = answer.get_data() if "json" in str(answer.content_type) else b"null"
    return b'{"status":%d,"answer":%s}' % (answer.status_code, body.strip() or b"null")


@_house.get("/health/live")
def live() -> dict[str, str]:
    return {"status": "ok"}


@_house.get("/health/ready")
def ready() -> Response:
    answer = jsonify(found := health.of_service(settings(), store().engine))
    answer.status_code = 503 if found["status"] == "unavailable" else 200
    return answer


@_house.get("/metrics")
def told_metrics() -> Response:
    return metrics.exposition()
