"""`portail parked`: messages that services could not hear, at a terminal."""

from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy import waiting
from deploy.cli import portail
from shared.web.client import NotThere, Unavailable

STONE = {
    "id": "5eed",
    "source": "households",
    "stream": "household-1",
    "type": "households.family_quotient_recorded",
    "error": "ValueError: a stone",
    "attempts": 3,
    "parked_at": "2026-11-12T06:45:00+00:00",
    "message": '{"id":"5eed","data":{"quotient":700}}',
}


class Billing:
    """Answers as billing does, while its neighbours have nothing."""

    def __init__(self, _settings: object, service: str) -> None:
        self.service = service

    def get(self, path: str, *, scope: str) -> Any:
        assert scope == "operator"
        if path == "/parked":
            found = [STONE] if self.service == "billing" else []
            return {"count": len(found), "messages": found}
        if path == "/parked/5eed":
            return STONE
        raise NotThere(path)

    def post(self, path: str, *, scope: str) -> Any:
        return {
            "/parked/5eed/retry": {"heard": 0, "still_parked": True},
            "/parked/5eed/skip": {"heard": 2, "still_parked": False},
        }[path]


@pytest.fixture(autouse=True)
def billing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "ServiceClient", Billing)


def run(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(portail, ["parked", *words], input=answer)


def test_each_is_a_line_with_its_service_stream_and_error() -> None:
    listed = run("list")

    assert listed.output == (
        "billing 5eed household-1 households.family_quotient_recorded"
        " tried 3 times: ValueError: a stone\n"
    )
    assert run("list", "--service", "notifier").output == "nothing is parked\n"


def test_one_is_shown_whole() -> None:
    shown = run("show", "billing", "5eed").output

    assert "attempts   3\n" in shown
    assert '"quotient": 700' in shown


def test_an_id_that_nobody_knows_is_said_in_one_line() -> None:
    shown = run("show", "billing", "never")

    assert shown.exit_code == 1
    assert shown.output == "Error: no such message is parked; see `portail parked list`\n"


def test_trying_again_in_vain_is_an_error() -> None:
    tried = run("retry", "billing", "5eed")

    assert tried.exit_code == 1
    assert "it failed again" in tried.output


def test_giving_up_is_asked_first() -> None:
    assert "given up" not in run("skip", "billing", "5eed", answer="n\n").output
    assert "given up; 2 that waited" in run("skip", "billing", "5eed", answer="y\n").output


def test_a_portal_that_is_down_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_kwargs: object) -> Any:
        raise Unavailable("billing does not answer")

    monkeypatch.setattr(Billing, "get", away)

    assert run("list").output == (
        "Error: billing does not answer: start the portal with `portail up`\n"
    )
