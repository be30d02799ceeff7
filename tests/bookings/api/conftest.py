"""Strasbourg on its opening evening, and a clock that the tests move."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from shared.eventstore import clock
from tests.bookings.strasbourg import paris
from tests.bookings.town import Town, town
from tests.support.service import moved_clock

MoveClock = Callable[[datetime], None]


@pytest.fixture
def move_clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[MoveClock]:
    with moved_clock(monkeypatch, tmp_path) as move:
        yield move


@pytest.fixture
def stop_clock(monkeypatch: pytest.MonkeyPatch) -> MoveClock:
    """For what happens at one instant exactly."""

    def stop(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    return stop


@pytest.fixture
def strasbourg(move_clock: MoveClock, tmp_path: Path) -> Town:
    """Both levels are open: it is the evening of 4 April 2026."""
    it = town(tmp_path)
    move_clock(paris("2026-04-04 20:00"))
    return it
