"""Ready is who has its database; a broker that is away is a warning."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from shared.web import health
from tests.support.service import ServiceUnderTest


@pytest.fixture
def nobodys_port() -> Iterator[int]:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        yield nobody.getsockname()[1]


def test_a_service_with_its_database_is_ready(tmp_path: Path) -> None:
    answer = ServiceUnderTest("integrations", tmp_path).app.test_client().get("/health/ready")

    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "service": "integrations", "warnings": []}


def test_without_its_database_it_lives_but_is_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = ServiceUnderTest("integrations", tmp_path)
    client = service.app.test_client()

    def away(*_asked: object) -> sa.Connection:
        raise sa.exc.OperationalError("", {}, Exception("gone"))

    monkeypatch.setattr(service.app.extensions["portail"][1].engine, "connect", away)

    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json["why"] == "database_away"
    assert client.get("/health/live").status_code == 200


def test_a_broker_that_is_away_turns_nobody_away(tmp_path: Path, nobodys_port: int) -> None:
    service = ServiceUnderTest("integrations", tmp_path)
    settings = replace(service.settings, broker_url=f"amqp://127.0.0.1:{nobodys_port}//")

    found = health.of_service(settings, service.store.engine)

    assert (found["status"], found["warnings"]) == ("ok", ["broker_away"])


def test_a_broker_is_asked_once_in_a_while_however_many_ask(
    nobodys_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, asked = f"amqp://127.0.0.1:{nobodys_port}/", []
    monkeypatch.setattr(health, "takes_connections", lambda url: bool(asked.append(url)))

    assert [health.broker_answers(url) for _each in range(5)] == [False] * 5
    assert asked == [url]


def test_metrics_of_a_site_are_not_told_through_a_proxy(tmp_path: Path) -> None:
    from services.gateway.app import create_app
    from shared.web.settings import Settings

    settings = replace(ServiceUnderTest("integrations", tmp_path).settings, service="gateway")
    assert isinstance(settings, Settings)
    client = create_app(settings).test_client()

    assert b"http_requests_total" in client.get("/metrics").data
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 404
