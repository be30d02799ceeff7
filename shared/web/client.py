"""How the sites, and the few services allowed to ask, call a service.

With urllib3 alone: `requests` on top of it took three quarters of the time of a call.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
import structlog
import urllib3

from shared.eventstore import clock, tracing
from shared.web.settings import Settings
from shared.web.tokens import Signer

CORRELATION = "X-Correlation-Id"
TIMEOUT = urllib3.Timeout(connect=3.05, read=35)  # seconds: a long poll takes up to 25
KEPT = 32  # connections a process keeps open to a service


class Refusal(Exception):
    """The service's rules said no: a code and the facts that explain it."""

    def __init__(self, code: str, facts: Mapping[str, Any], status: int = 409) -> None:
        super().__init__(code)
        self.code = code
        self.facts = dict(facts)
        self.status = status


class Invalid(Exception):
    """Fields were wrong: [{"field": "address.postcode", "code": "required"}]."""

    def __init__(self, errors: Sequence[Mapping[str, str]]) -> None:
        super().__init__(", ".join(f"{e['field']}: {e['code']}" for e in errors))
        self.errors = [dict(error) for error in errors]


class NotThere(Exception):
    pass


class NotAllowed(Exception):
    pass


class Unavailable(OSError):
    """The service is down or failed; `correlation_id` leads to its log."""

    def __init__(self, message: str, correlation_id: str | None = None) -> None:
        super().__init__(message)
        self.correlation_id = correlation_id


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a service answered."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes
    url: str

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return msgspec.json.decode(self.content)


class ServiceClient:
    """One per process and service; safe in threads."""

    def __init__(self, settings: Settings, service: str) -> None:
        self._service = service
        self._base = settings.urls[service]
        self._signer = Signer(settings)
        self._pool = urllib3.PoolManager(maxsize=KEPT, retries=False, timeout=TIMEOUT)
        self._kept: dict[tuple[str, str], tuple[datetime, Heard]] = {}

    def get(self, path: str, **call: Any) -> Any:
        return self._call("GET", path, **call)

    def together(self, *paths: str, **call: Any) -> list[Any]:
        """Several GETs in one call: the answer to each, None where there is no such thing.

        Raises as one of them would by itself.
        """
        answers = self._call("POST", "/questions", json={"ask": paths}, **call)
        return [self._one_of(path, each) for path, each in zip(paths, answers, strict=True)]

    def _one_of(self, path: str, told: Any) -> Any:
        heard = Heard(
            status_code=told["status"],
            headers={"Content-Type": "application/json"},
            content=msgspec.json.encode(told["answer"]),
            url=f"{self._base}{path}",
        )
        if heard.status_code < 400:
            return told["answer"]
        try:
            return _answer(heard, self._service, raw=False)
        except NotThere:
            return None

    def post(self, path: str, **call: Any) -> Any:
        return self._call("POST", path, **call)

    def put(self, path: str, **call: Any) -> Any:
        return self._call("PUT", path, **call)

    def delete(self, path: str, **call: Any) -> Any:
        return self._call("DELETE", path, **call)

    def _call(
        self,
        method: str,
        path: str,
        *,
        scope: str,
        account_id: UUID | None = None,
        claims: dict[str, Any] | None = None,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        files: Any = None,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
        raw: bool = False,
        keep: timedelta | None = None,
    ) -> Any:
        """The JSON answer, or the whole response with `raw`.

        With `keep` it may be as old as that: for what is the same for everybody, and asked for by
        every page. Raises Refusal, Invalid, NotThere, NotAllowed or Unavailable.
        """
        if keep is not None and (kept := self._kept.get((path, scope))) is not None:
            if timedelta() < kept[0] - clock.now() <= keep:
                return _answer(kept[1], self._service, raw)
        token = self._signer.token(self._service, scope, account_id, claims)
        sent = {"Authorization": f"Bearer {token}", **(headers or {})}
        context = structlog.contextvars.get_contextvars()
        if correlation := context.get("correlation_id"):
            sent[CORRELATION] = correlation
        body, kind = _body(json, data, files)
        if kind is not None:
            sent["Content-Type"] = kind
        try:
            heard = self._send(method, f"{self._base}{path}{_query(params)}", sent, body)
        except urllib3.exceptions.HTTPError as error:
            raise Unavailable(f"{self._service} does not answer") from error
        if keep is not None and account_id is None and heard.status_code < 400:
            self._kept[path, scope] = (clock.now() + keep, heard)
        return _answer(heard, self._service, raw)

    def _send(self, method: str, url: str, headers: Mapping[str, str], body: Any) -> Heard:
        with tracing.span(f"{method} {self._service}", "CLIENT"):
            if (trace := tracing.traceparent()) is not None:
                headers = {**headers, tracing.HEADER: trace}
            answer = self._pool.request(method, url, headers=headers, body=body, redirect=False)
        return Heard(
            status_code=answer.status, headers=answer.headers, content=answer.data, url=url
        )


class FeedReader:
    """Reads the feed of any publisher: the shape `shared.messaging.inbox.ReadFeed` wants."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clients: dict[str, ServiceClient] = {}

    def __call__(self, source: str, after: Mapping[int, int], limit: int) -> Sequence[str]:
        if source not in self._clients:
            self._clients[source] = ServiceClient(self._settings, source)
        try:
            lanes = ",".join(f"{lane}:{position}" for lane, position in after.items())
            response = self._clients[source].get(
                "/events", scope="internal", params={"lanes": lanes, "limit": limit}, raw=True
            )
        except (NotAllowed, NotThere, Refusal) as error:
            raise Unavailable(f"{source}: {error}") from error
        return [line for line in response.text.split("\n") if line]


def _query(params: Mapping[str, Any] | None) -> str:
    told = {name: value for name, value in (params or {}).items() if value is not None}
    return f"?{urlencode(told)}" if told else ""


def _body(json: Any, data: Any, files: Any) -> tuple[Any, str | None]:
    """The body, and its content type unless the caller names it."""
    if json is not None:
        return msgspec.json.encode(json), "application/json"
    if files is not None:
        return urllib3.encode_multipart_formdata({**(data or {}), **files})
    return data, None


def _answer(response: Heard, service: str, raw: bool) -> Any:
    if response.status_code < 400:
        if raw:
            return response
        return response.json() if response.content else None
    problem: dict[str, Any] = {}
    if "json" in response.headers.get("Content-Type", ""):
        problem = response.json()
    match response.status_code:
        case 401 | 403:
            raise NotAllowed(problem.get("code", str(response.status_code)))
        case 404:
            raise NotThere(response.url)
        case 422:
            raise Invalid(problem.get("errors", []))
        case 409 | 413 | 429:
            raise Refusal(
                problem.get("code", "refused"), problem.get("facts", {}), response.status_code
            )
    raise Unavailable(f"{service} answered {response.status_code}", problem.get("correlation_id"))
