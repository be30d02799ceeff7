import pytest

from shared.web.settings import Settings
from tests.bank.passers_by import Portal, Visitor
from tests.billing.martins import NOVEMBER_3
from tests.support.service import moved_clock


@pytest.fixture
def move_clock(monkeypatch, tmp_path):
    with moved_clock(monkeypatch, tmp_path) as move:
        move(NOVEMBER_3)
        yield move


@pytest.fixture
def settings(tmp_path, monkeypatch, move_clock) -> Settings:
    monkeypatch.setenv("PORTAIL_VAR", str(tmp_path / "var"))
    return Settings.read("bank")


@pytest.fixture
def portal():
    with Portal() as it:
        yield it


@pytest.fixture
def visitor(settings, portal) -> Visitor:
    return Visitor(settings, portal)
