"""How the sites, and the few services allowed to ask, call a service."""

import threading
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import requests
import structlog
from requests.adapters import HTTPAdapter

from shared.web.settings import Settings
from shared.web.tokens import Signer

CORRELATION = "X-Correlation-Id"
TIMEOUT = (3.05, 35)  # connect, read: a long poll takes up to 25 s


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


class ServiceClient:
    """One per process and service; safe in threads."""

    def __init__(self, settings: Settings, service: str) -> None:
        self._service = service
        self._base = settings.urls[service]
        self._signer = Signer(settings)
        self._local = threading.local()

    def get(self, path: str, **call: Any) -> Any:
        return self._call("GET", path, **call)

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
    ) -> Any:
        """The JSON answer, or the whole response with `raw`.

        Raises Refusal, Invalid, NotThere, NotAllowed or Unavailable.
        """
        token = self._signer.token(self._service, scope, account_id, claims)
        sent = {"Authorization": f"Bearer {token}", **(headers or {})}
        context = structlog.contextvars.get_contextvars()
        if correlation := context.get("correlation_id"):
            sent[CORRELATION] = correlation
        try:
            response = self._session().request(
                method,
                f"{self._base}{path}",
                json=json,
                params=params,
                files=files,
                data=data,
                headers=sent,
                timeout=TIMEOUT,
            )
        except requests.RequestException as error:
            raise Unavailable(f"{self._service} does not answer") from error
        return _answer(response, self._service, raw)

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            session = requests.Session()
            session.trust_env = False  # a proxy has no business between our services
            session.mount("http://", HTTPAdapter(pool_connections=2, pool_maxsize=4))
            self._local.session = session
        session = self._local.session
        assert isinstance(session, requests.Session)
        return session


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


def _answer(response: requests.Response, service: str, raw: bool) -> Any:
    if response.ok:
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
