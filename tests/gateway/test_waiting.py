"""The line before the sign-in: shown, kept, never down; whoever is inside never sees it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.gateway.web.crowd import FULL
from services.gateway.web.doorman import Doorman
from shared.web.client import Refusal, Unavailable
from tests.gateway.conftest import NOW, at
from tests.gateway.recorded import Services

KEY = {"email": "camille@exemple.fr", "password": "une phrase courte"}


@pytest.fixture
def doorman(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Doorman:
    """Asks when the test says so."""
    it: Doorman = app.extensions["gateway.doorman"]
    monkeypatch.setattr(it, "_keep_asking", lambda: None)
    return it


@pytest.fixture(autouse=True)
def full(services: Services, doorman: Doorman) -> None:
    """Everybody comes at once: twelve wait already."""
    services.answer("accounts", "POST", "/sessions", Refusal("full_house", {}))
    the_line(services, position=13)
    doorman.full()


def the_line(services: Services, position: int) -> None:
    def told(asked: dict[str, Any]) -> dict[str, Any]:
        tickets = asked["json"]["tickets"]
        return {"positions": {it["ticket_id"]: position for it in tickets}, "waiting": position}

    services.answer("accounts", "POST", "/waiting-line", told)


def tickets(services: Services) -> list[dict[str, str]]:
    """As accounts was told of them, in all calls."""
    return [it for call in services.asked("POST", "/waiting-line") for it in call.json["tickets"]]


def test_who_comes_to_a_full_house_waits_in_line_and_sees_his_place(
    visitor: FlaskClient, doorman: Doorman
) -> None:
    assert visitor.get("/connexion?suite=/planning").location == "/attente?suite=%2Fplanning"
    assert "Nous notons votre arrivée" in visitor.get("/attente?suite=/planning").text
    doorman.ask()

    page = visitor.get("/attente?suite=/planning").text
    assert "12 familles avant vous" in page
    assert re.search(r'http-equiv="refresh" content="3;url=/attente\?suite=%2Fplanning"', page)


def test_who_typed_his_password_already_waits_too_and_his_password_is_not_kept(
    visitor: FlaskClient,
) -> None:
    answer = visitor.post("/connexion", data=KEY | {"suite": "/planning"})

    assert (answer.status_code, answer.location) == (303, "/attente?suite=%2Fplanning")
    assert "une phrase" not in str(answer.headers)


def test_the_place_is_that_of_the_arrival_however_often_the_page_is_asked_for(
    visitor: FlaskClient, services: Services, doorman: Doorman, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minutes in range(4):
        at(monkeypatch, NOW + timedelta(minutes=minutes))
        visitor.get("/attente")
        visitor.get("/attente")
        doorman.ask()

    assert len(tickets(services)) == 4
    assert len({(it["ticket_id"], it["arrived_at"]) for it in tickets(services)}) == 1
    assert tickets(services)[0]["arrived_at"] == NOW.isoformat()


def test_at_its_turn_the_sign_in_opens_and_carries_the_ticket(
    visitor: FlaskClient, services: Services, doorman: Doorman
) -> None:
    visitor.get("/attente?suite=/planning")
    the_line(services, position=0)
    doorman.ask()
    doorman.full()

    assert visitor.get("/attente?suite=/planning").location == "/connexion?suite=%2Fplanning"
    assert visitor.get("/connexion?suite=/planning").status_code == 200
    services.answer("accounts", "POST", "/sessions", {"session": "opaque", "account_id": "x"})
    answer = visitor.post("/connexion", data=KEY | {"suite": "/planning"})
    assert answer.location == "/planning"
    (mine,) = tickets(services)
    assert services.asked("POST", "/sessions")[-1].json["ticket_id"] == mine["ticket_id"]


def test_a_turn_that_accounts_does_not_grant_is_none(
    visitor: FlaskClient, services: Services, doorman: Doorman
) -> None:
    visitor.get("/attente")
    the_line(services, position=0)
    doorman.ask()
    visitor.get("/attente")

    assert visitor.post("/connexion", data=KEY).location == "/attente"
    assert visitor.get("/connexion").location == "/attente"


def test_another_process_of_the_site_goes_on_with_the_same_ticket(
    visitor: FlaskClient,
    services: Services,
    doorman: Doorman,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitor.get("/attente")
    doorman.ask()
    app.extensions["gateway.doorman"] = other = Doorman(
        app.extensions["gateway.clients"].accounts, app.extensions["gateway.crowd"]
    )
    monkeypatch.setattr(other, "_keep_asking", lambda: None)

    visitor.get("/attente")
    other.ask()

    assert "12 familles avant vous" in visitor.get("/attente").text
    assert len(tickets(services)) == 2
    assert tickets(services)[0] == tickets(services)[1]


def test_a_ticket_somebody_made_himself_is_none(
    visitor: FlaskClient, services: Services, doorman: Doorman, app: Flask
) -> None:
    port = app.extensions["portail_site"].port
    early = "WyI1ZWVkIiwiMjAyMC0wMS0wMVQwMDowMDowMCJd.forged"
    visitor.set_cookie(f"gateway_ticket_{port}", early)

    visitor.get("/attente")
    doorman.ask()

    assert tickets(services)[0]["arrived_at"] == NOW.isoformat()


def test_the_page_and_what_it_is_made_of_need_no_service_and_no_database(
    visitor: FlaskClient, services: Services, doorman: Doorman
) -> None:
    visitor.get("/attente")
    doorman.ask()
    for service in ("accounts", "households", "bookings", "billing", "notifier"):
        services.falls_silent(service, Unavailable(f"{service} does not answer"))
    services.calls.clear()

    page = visitor.get("/attente")

    assert page.status_code == 200
    assert "12 familles avant vous" in page.text
    assert services.calls == []
    for address in re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text):
        assert visitor.get(address).status_code == 200
    doorman.ask()
    assert "12 familles avant vous" in visitor.get("/attente").text


def test_whoever_is_inside_finishes(
    camille: FlaskClient, doorman: Doorman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorman, "somebody_waits", lambda: False)
    assert camille.get("/accueil").status_code == 200

    monkeypatch.setattr(doorman, "somebody_waits", lambda: True)

    assert camille.get("/connexion").location == "/accueil"
    for minutes in (10, 35, 60):  # half an hour after the last page
        at(monkeypatch, NOW + timedelta(minutes=minutes))
        assert camille.get("/accueil").status_code == 200
    at(monkeypatch, NOW + timedelta(minutes=91))
    assert camille.get("/accueil").location == "/attente?suite=%2Faccueil"


def test_who_is_signed_in_already_and_comes_to_a_full_house_stands_in_the_same_line(
    camille: FlaskClient, services: Services, doorman: Doorman
) -> None:
    assert camille.get("/factures?page=2").location == "/attente?suite=%2Ffactures%3Fpage%3D2"
    assert "votre page s’ouvre toute seule" in camille.get("/attente?suite=/factures").text
    assert not services.asked("POST", "/sessions/lookup")

    the_line(services, position=0)
    doorman.ask()
    doorman.full()

    assert camille.get("/attente?suite=/factures").location == "/factures"
    assert camille.get("/factures").status_code == 200
    doorman.full()
    assert camille.get("/accueil").status_code == 200  # inside, and without the ticket


def test_a_house_is_full_of_requests_in_hand(
    camille: FlaskClient, doorman: Doorman, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorman, "somebody_waits", lambda: False)
    for _request in range(FULL):
        app.extensions["gateway.crowd"].begins()

    assert camille.get("/accueil").location == "/attente?suite=%2Faccueil"

    app.extensions["gateway.crowd"].ends()
    assert camille.get("/accueil").status_code == 200


def test_what_is_sent_is_never_held_up(camille: FlaskClient) -> None:
    assert camille.post("/confirmez/renvoyer").status_code != 404
    assert camille.get("/accueil").status_code == 200  # whoever sends something is inside


def test_a_place_inside_is_good_for_one_session(
    camille: FlaskClient, app: Flask, doorman: Doorman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorman, "somebody_waits", lambda: False)
    camille.get("/accueil")
    monkeypatch.setattr(doorman, "somebody_waits", lambda: True)

    camille.set_cookie(app.config["LOGIN_COOKIE"], "another session")

    assert camille.get("/accueil").location == "/attente?suite=%2Faccueil"


def test_at_quiet_times_there_is_no_line(
    visitor: FlaskClient, services: Services, doorman: Doorman
) -> None:
    visitor.get("/attente")
    the_line(services, position=0)
    doorman.ask()

    assert visitor.get("/connexion").status_code == 200
