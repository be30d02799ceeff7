"""A running portal in each shape, kept for every journey through it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from shared.eventstore import clock
from tests.support.portal import Portal

# The demonstration's school year is 2026-2027: its first journey starts on this Monday, whatever
# the day the tests run on.
FIRST_MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.PARIS)


@pytest.fixture(scope="session", params=["embedded", "servers"])
def portal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """The whole portal with its demonstration: one process on SQLite, or many on servers."""
    servers = {}
    if request.param == "servers":
        servers = {
            "database_url": request.getfixturevalue("postgres").url,
            "broker_url": request.getfixturevalue("rabbitmq").url,
        }
    portal = Portal(tmp_path_factory.mktemp(request.param), **servers)
    portal.clock.write_text(str((FIRST_MONDAY - datetime.now(UTC)).total_seconds()))
    with portal:
        yield portal
