"""The parents' site over recorded answers, with Camille Martin signed in or not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.gateway.app import create_app
from shared.eventstore import clock
from shared.web.settings import Settings
from tests.gateway.recorded import Services, spring_day

NOW = datetime(2026, 3, 30, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def spring_afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    """30 March 2026, 17 h in Paris."""
    at(monkeypatch, NOW)


def at(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: instant)
    monkeypatch.setattr(clock, "today", lambda: instant.astimezone(clock.PARIS).date())


@pytest.fixture
def services() -> Services:
    return spring_day()


@pytest.fixture
def app(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("PORTAIL_VAR", str(tmp_path))
    monkeypatch.delenv("PORTAIL_SMTP_URL", raising=False)
    app = create_app(Settings.read("gateway"), services.connect)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Somebody who has not signed in."""
    return app.test_client()


@pytest.fixture
def camille(app: Flask) -> FlaskClient:
    """Camille Martin, signed in."""
    client = app.test_client()
    client.set_cookie(app.config["LOGIN_COOKIE"], "opaque")
    return client
