"""Servers and a browser for the tests that ask for them, started once and only when asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support import warm

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.servers import Postgres, RabbitMQ

# Imported inside the fixtures: the unit stage should not pay for drivers it never uses.
_SERVERS = ("postgres", "rabbitmq")
_STAGES = {"postgres": "servers", "rabbitmq": "servers", "browser": "browser"}


def pytest_configure() -> None:
    """As in production: structlog's own default draws tracebacks, which takes seconds each."""
    os.environ.setdefault("PORTAIL_LOG", "json")
    from shared.web import logs

    logs.set_up("tests")
    warm.keep_what_is_the_same()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    warm.forget_less_often()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of the test run's own; a test may stop, kill and start it."""
    from tests.support.servers import Postgres

    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[RabbitMQ]:
    """A RabbitMQ of the test run's own; a test may stop, kill and start it."""
    from tests.support.servers import RabbitMQ

    with RabbitMQ() as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; take `browser.new_context()` for a visitor of one's own."""
    from tests.support.servers import chromium

    with chromium() as started:
        yield started


@pytest.fixture(autouse=True)
def _servers_are_up(request: pytest.FixtureRequest) -> None:
    """What an earlier test killed and left dead is started again."""
    for name in _SERVERS:
        if name in request.fixturenames:
            server = request.getfixturevalue(name)
            if not server.running:
                server.start()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that needs a server says so, else it would run, slowly, in the unit stage."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            marker = _STAGES.get(fixture)
            if marker and not any(map(item.get_closest_marker, (marker, "browser", "faults"))):
                raise pytest.UsageError(
                    f"{item.nodeid} uses {fixture}: mark it @pytest.mark.{marker}"
                )
