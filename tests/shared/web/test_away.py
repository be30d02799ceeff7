"""A database that is away is told as such: 503, asked again it may succeed."""

from pathlib import Path
from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa
from flask import Blueprint
from werkzeug.test import TestResponse

from shared.eventstore.database import Unsure, engine_for
from shared.eventstore.store import EventStore
from shared.web.api import service_app
from shared.web.settings import Settings


def failing_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> TestResponse:
    monkeypatch.setenv("PORTAIL_VAR", str(tmp_path))
    engine = engine_for(f"sqlite:///{tmp_path}/db.sqlite")
    store = EventStore(engine, (), lambda _event: None, [], source="accounts")
    fails = Blueprint("fails", __name__)

    @fails.get("/fails")
    def view() -> str:
        raise error

    answer = service_app(Settings.read("accounts"), store, [fails]).test_client().get("/fails")
    engine.dispose()
    return answer


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (
            sa.exc.OperationalError("SELECT", {}, psycopg.errors.AdminShutdown()),
            503,
            "unavailable",
        ),
        (sa.exc.OperationalError("SELECT", {}, psycopg.errors.DiskFull()), 503, "unavailable"),
        (sa.exc.TimeoutError(), 503, "unavailable"),
        (psycopg.OperationalError("connection refused"), 503, "unavailable"),
        (Unsure(), 503, "outcome_unknown"),
        (
            sa.exc.IntegrityError("INSERT", {}, psycopg.errors.UniqueViolation()),
            500,
            "our_fault",
        ),
        (RuntimeError(), 500, "our_fault"),
    ],
)
def test_a_failure_says_whether_to_ask_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    answer = failing_with(tmp_path, monkeypatch, error)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert UUID(answer.json["correlation_id"])
    assert answer.content_type == "application/problem+json"
    assert ("Retry-After" in answer.headers) == (status == 503)
