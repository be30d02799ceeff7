"""The whole portal in this process: every application and consumer, real stores, no socket.

What goes over HTTP still goes with its headers, a signed token and the other side's routes; only
the wire is short. After each write everybody has heard what was said, before the answer is back.
"""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

import pytest
import requests
import sqlalchemy as sa
from flask import Flask
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from deploy import families, loading
from deploy.bank import create_bank
from deploy.families import FAMILIES
from services.backoffice.app import create_app as backoffice_app
from services.gateway.app import create_app as gateway_app
from services.notifier.handlers import build_post_office, send_due
from shared.eventstore import clock
from shared.web.client import Heard, ServiceClient
from shared.web.settings import SERVICES, Settings
from tests.support.service import ServiceUnderTest
from tests.support.visitor import Visitor

NOW = datetime(2026, 4, 5, 10, tzinfo=UTC)  # booking is open, the school year still to come
OPERATOR = Path(loading.__file__).parent / "demo" / "operator.yaml"
PASSWORD = "demonstration"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


class WholePortal:
    def __init__(self, folder: Path) -> None:
        self.settings = {
            name: Settings.read(name) for name in (*SERVICES, "gateway", "backoffice", "portail")
        }
        self.services = {name: ServiceUnderTest(name, folder) for name in SERVICES}
        self.apps: dict[int, Flask] = {
            Settings.read(name).port: service.app for name, service in self.services.items()
        }
        self.gateway = gateway_app(self.settings["gateway"])
        self.backoffice = backoffice_app(self.settings["backoffice"])
        self.apps[self.settings["gateway"].port] = self.gateway
        self.apps[self.settings["backoffice"].port] = self.backoffice
        bank = create_bank(Settings.read("bank"), courier_runs=False)
        self.apps[Settings.read("bank").port] = bank
        self._office = build_post_office(
            self.services["notifier"].settings, self.services["notifier"].store
        )
        self._said = dict.fromkeys(SERVICES, 0)
        self._telling = False

    def parent(self, email: str | None = None, password: str = PASSWORD) -> Visitor:
        """A browser at the parents' site, signed in where an address is given."""
        browser = self.browser(self.settings["gateway"].public_url)
        if email:
            browser.open("/connexion").send("Se connecter", email=email, password=password)
        return browser

    def member(self, email: str, password: str = PASSWORD) -> Visitor:
        """A browser at the back office, signed in."""
        browser = self.browser(self.settings["backoffice"].backoffice_url)
        return browser.open("/connexion").send("Se connecter", email=email, password=password)

    def browser(self, base: str) -> Visitor:
        browser = Visitor(base)
        browser.http.mount("http://", ShortWire(self))
        return browser

    def line(self, speaker: str, service: str) -> ServiceClient:
        return ServiceClient(self.settings[speaker], service)

    def family(self, email: str, state: str, **told: Any) -> UUID:
        """A family that has come so far; answers with its account."""
        family = {"email": email, "password": PASSWORD, "state": state, **told}
        families.move_in(self.settings["portail"], families.Family().load(family))
        return uuid5(FAMILIES, email)

    def mails(self, account_id: UUID) -> list[dict[str, Any]]:
        """What an account has received, the newest first."""
        asked = {"account_id": str(account_id)}
        told = self.line("gateway", "notifier").get("/mailbox", scope="public", params=asked)
        mails: list[dict[str, Any]] = told["mails"]
        return mails

    def tell_everybody(self) -> None:
        """Until nobody has anything new to say; mails leave at the end."""
        if self._telling:
            return
        self._telling = True
        try:
            while news := [name for name in SERVICES if self._position(name) > self._said[name]]:
                for name in news:
                    self._said[name] = self._position(name)
                    for listener in self.services.values():
                        if name in listener.worker.inbox.sources:
                            listener.worker.inbox.catch_up(name)
                send_due(self._office)
        finally:
            self._telling = False

    def _position(self, name: str) -> int:
        with self.services[name].store.engine.connect() as tx:
            query = sa.text("SELECT coalesce(max(position), 0) FROM outbox")
            return int(tx.scalar(query) or 0)


class ShortWire(HTTPAdapter):
    """Hands a request to the application behind its port, and the answer back."""

    def __init__(self, portal: WholePortal) -> None:
        super().__init__()
        self._portal = portal

    def send(self, request: requests.PreparedRequest, *_args: Any, **_kwargs: Any) -> Any:
        headers = {name: _text(value) for name, value in request.headers.items()}
        answer = handed_over(
            self._portal, request.method or "GET", request.url or "", headers, request.body
        )
        return self.build_response(request, _as_heard(answer))


def handed_over(
    portal: WholePortal, method: str, url: str, headers: Mapping[str, str], body: Any
) -> Any:
    """The answer of the application behind that port; after a write everybody has heard of it."""
    where = urlsplit(url)
    answer = (
        portal.apps[where.port or 80]
        .test_client(use_cookies=False)
        .open(
            path=where.path,
            query_string=where.query,
            method=method,
            headers=headers,
            data=body,
            base_url=f"{where.scheme}://{where.netloc}",
        )
    )
    if method != "GET":
        portal.tell_everybody()
    return answer


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


class _Head:
    """Where `requests` looks for cookies."""

    def __init__(self, headers: Any) -> None:
        self.msg = Message()
        for name, value in headers:
            self.msg[name] = value

    def isclosed(self) -> bool:
        return True

    def close(self) -> None:
        """Nothing is open."""


def _as_heard(answer: Any) -> HTTPResponse:
    return HTTPResponse(
        body=io.BytesIO(answer.data),
        headers=HTTPHeaderDict(list(answer.headers)),
        status=answer.status_code,
        preload_content=False,
        original_response=_Head(answer.headers),
    )


@contextmanager
def whole_portal(folder: Path) -> Iterator[WholePortal]:
    """With the demonstration's operator and staff, and no family yet; it stays one instant."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAIL_VAR", str(folder))
        patch.setenv("PORTAIL_PASSWORD_PROFILE", "test")
        patch.delenv("PORTAIL_SMTP_URL", raising=False)
        patch.setattr(clock, "now", lambda: NOW)
        patch.setattr(clock, "today", NOW.date)
        patch.setattr(families, "paper", lambda *_told: PDF)
        portal = WholePortal(folder)

        def short(
            _client: ServiceClient, method: str, url: str, headers: Mapping[str, str], body: Any
        ) -> Heard:
            answer = handed_over(portal, method, url, headers, body)
            return Heard(
                status_code=answer.status_code,
                headers=answer.headers,
                content=answer.data,
                url=url,
            )

        patch.setattr(ServiceClient, "_send", short)
        loading.load(portal.settings["portail"], [OPERATOR], say=lambda _line: None)
        portal.tell_everybody()
        yield portal
