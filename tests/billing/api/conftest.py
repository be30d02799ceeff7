import pytest

from tests.billing.api.town import Town
from tests.billing.martins import NOVEMBER_3
from tests.support.service import made_once, moved_clock


@pytest.fixture
def move_clock(monkeypatch, tmp_path):
    with moved_clock(monkeypatch, tmp_path) as move:
        yield move


@pytest.fixture
def town(tmp_path, move_clock) -> Town:
    """The third of November 2026, October not invoiced yet."""
    move_clock(NOVEMBER_3)
    folder = tmp_path / "var"
    made_once("October to invoice", folder, lambda empty: Town(empty).settle().book_october())
    return Town(folder)
