"""A back office whose services give recorded answers, and Nadia signed in at it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.backoffice.app import create_app
from shared.eventstore import clock
from shared.web.settings import Settings
from tests.backoffice.recorded import Services, working_day

NOW = datetime(2026, 11, 12, 7, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def thursday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """12 November 2026, 8 h 15 in Paris."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


@pytest.fixture
def services() -> Services:
    return working_day()


@pytest.fixture
def app(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("PORTAIL_VAR", str(tmp_path))
    app = create_app(Settings.read("backoffice"), services.connect)
    app.config["TESTING"] = True
    return app


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Somebody who has not signed in; sends forms as a browser does, with their token."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def nadia(visitor: FlaskClient) -> Iterator[FlaskClient]:
    with visitor:
        visitor.set_cookie(visitor.application.config["LOGIN_COOKIE"], "opaque")
        yield visitor
