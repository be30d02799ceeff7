"""What every hostile test wants: one fixed day, passwords that cost nothing, and a quiet log."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from shared.eventstore import clock
from tests.hostile.whole_portal import NOW


@pytest.fixture(autouse=True)
def spring_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAIL_PASSWORD_PROFILE", "test")


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """Thousands of refusals, each with its line in the log, take most of the time otherwise."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()
