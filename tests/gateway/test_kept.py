"""What is remembered for a moment: asked once from page to page, not too long, not for others."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.gateway.app import create_app
from services.gateway.web.kept import MOMENT, KeptAMoment
from shared.web.client import NotThere
from shared.web.settings import Settings
from tests.gateway.bookable import opening_evening
from tests.gateway.conftest import at
from tests.gateway.reading import read
from tests.gateway.recorded import CAMILLE, Services, complete, signed_in

EVENING = datetime(2026, 4, 3, 17, 4, tzinfo=UTC)
OTHER = "0f0e0d0c-0000-4000-8000-00000000beef"


@pytest.fixture
def opening(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    at(monkeypatch, EVENING)
    return opening_evening(services)


def test_what_was_kept_is_there_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: KeptAMoment[str, str] = KeptAMoment()
    kept.put("a", "said", EVENING)

    at(monkeypatch, EVENING + MOMENT)
    assert kept.get("a") == "said"
    at(monkeypatch, EVENING + MOMENT + timedelta(seconds=1))
    assert kept.get("a") is None
    at(monkeypatch, EVENING - timedelta(seconds=1))  # a clock that was set back
    assert kept.get("a") is None


def test_what_was_asked_before_a_change_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: KeptAMoment[str, str] = KeptAMoment()
    kept.put("a", "said", EVENING)
    at(monkeypatch, EVENING)

    assert kept.get("a", since=EVENING - timedelta(seconds=1)) == "said"
    assert kept.get("a", since=EVENING) is None


def test_what_is_over_is_let_go_and_so_is_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: KeptAMoment[str, str] = KeptAMoment(most=2)
    later = EVENING + MOMENT + timedelta(seconds=1)
    kept.put("a", "over", EVENING)
    kept.put("b", "said", later)
    at(monkeypatch, EVENING)
    assert kept.get("a") is None

    at(monkeypatch, later)
    kept.put("c", "said", later)
    kept.put("d", "said", later)
    assert [key for key in "abcd" if kept.get(key)] == ["c", "d"]


def test_from_page_to_page_the_family_is_asked_for_once(
    camille: FlaskClient, opening: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    camille.get("/planning")
    camille.get("/planning")

    assert len(opening.asked("POST", "/sessions/lookup")) == 1
    assert len(opening.asked("GET", "/household")) == 1
    at(monkeypatch, EVENING + MOMENT + timedelta(seconds=1))
    camille.get("/planning")
    assert len(opening.asked("POST", "/sessions/lookup")) == 2
    assert len(opening.asked("GET", "/household")) == 2


def test_the_file_itself_is_always_read_anew(camille: FlaskClient, opening: Services) -> None:
    camille.get("/planning")
    camille.get("/dossier")

    assert len(opening.asked("GET", "/household")) == 2


def test_a_session_that_was_ended_elsewhere_does_nothing_any_more(
    camille: FlaskClient, opening: Services
) -> None:
    camille.get("/planning")
    opening.answer("accounts", "POST", "/sessions/lookup", NotThere("over"))

    answer = camille.post("/dossier/envoi")

    assert answer.location == "/connexion"
    assert not opening.asked("POST", "/household/submission")
    assert camille.get("/planning").status_code == 302  # and is not remembered any more


def test_who_signs_out_is_forgotten_at_once(
    app: Flask, camille: FlaskClient, opening: Services
) -> None:
    camille.get("/planning")
    opening.answer("accounts", "POST", "/sessions/lookup", NotThere("over"))
    camille.post("/deconnexion")

    camille.set_cookie(app.config["LOGIN_COOKIE"], "opaque")
    assert camille.get("/planning").status_code == 302


def test_what_this_browser_changed_is_shown_by_every_process(
    app: Flask, camille: FlaskClient, opening: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = create_app(Settings.read("gateway"), opening.connect)
    second.config["WTF_CSRF_ENABLED"] = False
    there = second.test_client()
    there.set_cookie(app.config["LOGIN_COOKIE"], "opaque")
    assert "Famille Martin" in read(there.get("/planning")).words

    at(monkeypatch, EVENING + timedelta(seconds=1))
    camille.post("/dossier/envoi")
    opening.answer("households", "GET", "/household", named("Durand"))
    carry(camille, there, app.config["SESSION_COOKIE_NAME"])

    assert "Famille Durand" in read(there.get("/planning")).words


def test_what_is_kept_of_one_family_is_never_shown_to_another(
    app: Flask, camille: FlaskClient, opening: Services
) -> None:
    def whose(asked: dict[str, Any]) -> Any:
        mine = asked["json"]["session"] == "opaque"
        return signed_in() | {"account_id": CAMILLE if mine else OTHER}

    opening.answer("accounts", "POST", "/sessions/lookup", whose)
    opening.answer(
        "households",
        "GET",
        "/household",
        lambda asked: named("Martin" if str(asked["account_id"]) == CAMILLE else "Durand"),
    )
    stranger = app.test_client()
    stranger.set_cookie(app.config["LOGIN_COOKIE"], "theirs")

    for _again in range(2):
        assert "Famille Martin" in read(camille.get("/planning")).words
        assert "Famille Durand" in read(stranger.get("/planning")).words


def named(name: str) -> Any:
    file = complete("APPROVED")
    file["sections"]["me"]["values"]["family_name"] = name
    return file


def carry(one: FlaskClient, other: FlaskClient, name: str) -> None:
    """The cookie of one browser, before another process."""
    cookie = one.get_cookie(name)
    assert cookie is not None
    other.set_cookie(name, cookie.value)
