"""Every route of every service, asked every wrong question: an answer each time, never our fault.

Nobody lists the routes here: they are read from the applications, and the fields of each from the
schema it loads. A route that is added tomorrow is asked the same questions.
"""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from marshmallow import Schema, fields
from werkzeug.routing import Rule

from shared.web.settings import SERVICES
from tests.hostile.worlds import WORLDS, World
from tests.support.service import SPEAKERS

pytestmark = pytest.mark.whole

FORMS = {"/household/documents", "/absences/<uuid:child_id>/<day>/certificate"}  # with a file
UNASKED = {"/metrics", "/health/live", "/health/ready", "/events"}  # no question, or asked alone

LONG = "x" * 1_000_000
WRONG: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**400,
    float("nan"),
    "",
    "\0",
    "\ud800",
    "\u2028\u202e’",
    "a\r\nSet-Cookie: a=b",
    "<script>alert(1)</script>",
    "../../%(name)s {0} ${7*7}",
    "２０２６-１２",
    "mro",
    LONG,
    [[]],
    {"__class__": 1},
)
IN_AN_ADDRESS = (
    "0000-01",
    "9999-12",
    "２０２６-01",
    "0001-01-01",
    "9999-12-31",
    "2026-W53-7",
    "x" * 3000,
    "%00",
    "%ed%a0%80",
    "..%2f..%2fetc%2fpasswd",
    "-1",
    "'",
)
NO_QUESTION = (
    b"",
    b"null",
    b"[]",
    b'"a"',
    b"1",
    b"{",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    b'{"seen": ' + b"9" * 10_000 + b"}",
    b'{"a": 1, "a": 2}',
)


@pytest.mark.parametrize("name", SERVICES)
def test_no_question_is_our_fault(name, tmp_path):
    world = WORLDS[name](tmp_path)
    asked = [
        (question, question().status_code)
        for route in routes(world)
        for scope in scopes_of(world, route)
        for question in wrong_questions(world, route, scope)
    ]

    assert len(asked) > 40, "the routes were not found"
    assert [str(question) for question, status in asked if status >= 500] == []


def routes(world: World) -> list[Rule]:
    return [rule for rule in world.service.app.url_map.iter_rules() if rule.rule not in UNASKED]


def scopes_of(world: World, route: Rule) -> list[str]:
    """Those whom the route lets in: everybody tries an address that leads nowhere."""
    nowhere = address(world, route, nowhere=True)
    return [
        scope
        for scope in SPEAKERS
        if send(world, route, scope, nowhere).status_code not in {401, 403}
    ]


class Question:
    """Asks when called, and says what it asked when something is wrong."""

    def __init__(self, world: World, route: Rule, scope: str, path: str, **body: Any) -> None:
        self._all = (world, route, scope, path, body)

    def __call__(self) -> Any:
        world, route, scope, path, body = self._all
        return send(world, route, scope, path, **body)

    def __repr__(self) -> str:
        _world, route, scope, path, body = self._all
        return f"{scope} {method(route)} {path[:200]} {str(body)[:400]}"


def wrong_questions(world: World, route: Rule, scope: str) -> Iterator[Question]:
    here, good = address(world, route), good_body(world, route, scope)
    for path in wrong_addresses(world, route):
        yield Question(world, route, scope, path, json=good)
    if method(route) == "GET":
        for name in good:
            for value in (*WRONG, *IN_AN_ADDRESS, *map(str, world.theirs)):
                if not isinstance(value, list | dict):
                    yield Question(world, route, scope, here, query_string={name: as_sent(value)})
        return
    for data in NO_QUESTION:
        yield Question(world, route, scope, here, data=data, content_type="application/json")
    for name, value in wrong_fields(world, good):
        body = with_field(good, name, value)
        yield Question(world, route, scope, here, json=body)
        if route.rule in FORMS:
            yield Question(world, route, scope, here, data=as_form(body))


def wrong_addresses(world: World, route: Rule) -> Iterator[str]:
    for name in route.arguments:
        for theirs in (*world.theirs, UUID(int=0), *IN_AN_ADDRESS):
            yield address(world, route, **{name: str(theirs)})


def wrong_fields(world: World, good: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each field, also those inside others (`lines.0.request_id`), with each wrong value."""
    for name in names(good):
        for value in (*WRONG, *map(str, world.theirs)):
            yield name, value


def names(good: Any, before: str = "") -> Iterator[str]:
    inner = good.items() if isinstance(good, dict) else enumerate(good)
    for name, value in inner:
        yield f"{before}{name}"
        if isinstance(value, list | dict):
            yield from names(value, f"{before}{name}.")


def with_field(good: Any, name: str, value: Any) -> Any:
    first, _dot, rest = name.partition(".")
    at = first if isinstance(good, dict) else int(first)
    changed = good.copy()
    changed[at] = with_field(good[at], rest, value) if rest else value
    return changed


# A good question, learnt from the schemas that the route loads


def good_body(world: World, route: Rule, scope: str) -> dict[str, Any]:
    with loaded() as schemas:
        send(world, route, scope, address(world, route), json={})
    good: dict[str, Any] = {}
    for schema in schemas:
        good |= {name: good_value(world, name, it) for name, it in schema.fields.items()}
    return good


@contextmanager
def loaded() -> Iterator[list[Schema]]:
    found: list[Schema] = []
    load = Schema.load

    def noting(self: Schema, *args: Any, **kwargs: Any) -> Any:
        found.append(self)
        return load(self, *args, **kwargs)

    Schema.load = noting  # type: ignore[method-assign]  # put back below
    try:
        yield found
    finally:
        Schema.load = load  # type: ignore[method-assign]  # as it was


def good_value(world: World, name: str, it: Any) -> Any:
    if name in world.words:
        return world.words[name]
    match it:
        case fields.Nested():
            return {
                inner: good_value(world, inner, each) for inner, each in it.schema.fields.items()
            }
        case fields.List():
            return [good_value(world, name.removesuffix("s"), it.inner)]
        case fields.UUID():
            return str(world.mine.get(name, UUID(int=999)))
        case fields.Enum():
            chosen = next(iter(it.enum))
            return chosen.value if it.by_value else chosen.name
        case fields.Boolean():
            return True
        case fields.Integer() | fields.Float():
            return 1
        case fields.AwareDateTime():
            return "2026-04-03T19:00:00+02:00"
        case fields.Date():
            return "2026-11-02"
    return "mot"


def address(world: World, route: Rule, *, nowhere: bool = False, **changed: str) -> str:
    """Where names stand for themselves, a section or a table, the first that is there."""
    found = {}
    for name in route.arguments:
        is_id = f"<uuid:{name}>" in route.rule
        other = UUID(int=0) if is_id else first_name(route)
        known = str(world.mine.get(name) or world.words.get(name) or other)
        found[name] = changed.get(name) or (str(UUID(int=0)) if nowhere else known)
    path = route.rule
    for name, value in found.items():
        for kind in ("", "uuid:"):
            path = path.replace(f"<{kind}{name}>", value)
    return path


def first_name(route: Rule) -> str:
    return "health" if "child" in route.rule else "me"


def method(route: Rule) -> str:
    (only,) = (route.methods or set()) - {"HEAD", "OPTIONS"}
    return only


def send(world: World, route: Rule, scope: str, path: str, **body: Any) -> Any:
    if method(route) == "GET":
        body.pop("json", None)
    return getattr(world.client(scope), method(route).lower())(path, **body)


def as_sent(value: Any) -> str:
    text = "" if value is None else str(value)[:100_000]
    return text.encode("utf-8", "replace").decode()


def as_form(body: dict[str, Any]) -> dict[str, Any]:
    sent = {name: as_sent(value) for name, value in body.items()}
    return sent | {"file": (io.BytesIO(b"%PDF-1.7"), "scan.pdf")}


def test_the_wrong_questions_go_over_the_wire():
    """A client may send all of them: what Python cannot write as JSON tests nothing."""
    for value in WRONG:
        assert json.dumps(value)
