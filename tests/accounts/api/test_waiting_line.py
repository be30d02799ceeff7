"""The line before the sign-in, as gateways use it: one line, whoever asks and wherever."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.eventstore import clock
from tests.support.service import ServiceUnderTest

SEVEN = datetime(2026, 4, 3, 17, tzinfo=UTC)
PASSWORD = "un mot de passe"


@pytest.fixture
def accounts(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> ServiceUnderTest:
    """Two may sign in at once, then one a second; two families have an account."""
    monkeypatch.setenv("PORTAIL_PASSWORD_PROFILE", "test")
    monkeypatch.setenv("PORTAIL_SIGN_INS_AT_ONCE", "2")
    monkeypatch.setenv("PORTAIL_SIGN_INS_PER_SECOND", "1")
    it_is(monkeypatch, 0)
    service = ServiceUnderTest("accounts", tmp_path)
    for number in (1, 2):
        asked = {
            "account_id": str(UUID(int=number)),
            "email": f"famille{number}@exemple.fr",
            "password": PASSWORD,
            "language": "fr",
        }
        assert service.client("public").post("/registrations", json=asked).status_code == 201
    return service


def it_is(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr(clock, "now", lambda: SEVEN + timedelta(seconds=seconds))


def sign_in(accounts: ServiceUnderTest, family: int = 1, ticket: int | None = None) -> str:
    """201, or why not."""
    asked = {"email": f"famille{family}@exemple.fr", "password": PASSWORD, "kind": "FAMILY"}
    if ticket is not None:
        asked["ticket_id"] = str(UUID(int=ticket))
    answer = accounts.client("public").post("/sessions", json=asked)
    return "in" if answer.status_code == 201 else str(answer.json["code"])


def line(accounts: ServiceUnderTest, **arrived: float) -> dict[str, int]:
    """t3=0.5: ticket 3 arrived at that second and waits still; the positions."""
    tickets = [
        {
            "ticket_id": str(UUID(int=int(name[1:]))),
            "arrived_at": (SEVEN + timedelta(seconds=at)).isoformat(),
        }
        for name, at in arrived.items()
    ]
    answer = accounts.client("public").post("/waiting-line", json={"tickets": tickets})
    assert answer.status_code == 200, answer.json
    return {f"t{UUID(ticket).int}": n for ticket, n in answer.json["positions"].items()}


def test_at_quiet_times_nobody_needs_a_ticket(accounts: ServiceUnderTest) -> None:
    assert [sign_in(accounts), sign_in(accounts, 2)] == ["in", "in"]


def test_beyond_its_measure_the_house_is_full_and_the_password_costs_nothing(
    accounts: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [sign_in(accounts), sign_in(accounts, 2)] == ["in", "in"]
    hasher = accounts.app.extensions["keyring"]
    monkeypatch.setattr(hasher, "matches", lambda *_told: pytest.fail("a password was checked"))

    assert sign_in(accounts) == "full_house"


def test_first_come_first_served_whichever_gateway_tells(
    accounts: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [sign_in(accounts), sign_in(accounts, 2)] == ["in", "in"]
    it_is(monkeypatch, 0.9)
    assert line(accounts, t5=0.5, t6=0.6) == {"t5": 1, "t6": 2}
    assert line(accounts, t7=0.1) == {"t7": 1}  # another gateway, whose family came earlier
    it_is(monkeypatch, 1.0)

    assert line(accounts, t5=0.5, t6=0.6) == {"t5": 1, "t6": 2}
    assert line(accounts, t7=0.1) == {"t7": 0}
    assert sign_in(accounts, 1, ticket=5) == "full_house"
    assert sign_in(accounts, 2) == "full_house"
    assert sign_in(accounts, 1, ticket=7) == "in"


def test_whose_turn_it_is_may_mistype(
    accounts: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [sign_in(accounts), sign_in(accounts, 2)] == ["in", "in"]
    it_is(monkeypatch, 1)
    assert line(accounts, t5=0.5) == {"t5": 0}
    asked = {"email": "famille1@exemple.fr", "password": "non", "kind": "FAMILY"}
    wrong = accounts.client("public").post(
        "/sessions", json={**asked, "ticket_id": str(UUID(int=5))}
    )

    assert wrong.json["code"] == "wrong_credentials"
    assert sign_in(accounts, 1, ticket=5) == "in"


def test_who_went_away_is_not_waited_for_and_keeps_his_place_when_he_comes_back(
    accounts: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [sign_in(accounts), sign_in(accounts, 2)] == ["in", "in"]
    assert line(accounts, t5=0.1, t6=0.2, t7=0.3) == {"t5": 1, "t6": 2, "t7": 3}
    it_is(monkeypatch, 0.9)
    assert line(accounts, t6=0.2, t7=0.3) == {"t6": 2, "t7": 3}
    it_is(monkeypatch, 60.5)  # t5 was last seen a minute ago; two may come in again
    assert line(accounts, t7=0.3) == {"t7": 0}
    assert line(accounts, t6=0.2, t8=60.4) == {"t6": 0, "t8": 1}

    assert line(accounts, t5=0.1) == {"t5": 1}
    assert line(accounts, t8=60.4) == {"t8": 2}


def test_staff_never_wait(accounts: ServiceUnderTest) -> None:
    assert [sign_in(accounts), sign_in(accounts, 2)] == ["in", "in"]
    asked = {
        "email": "nadia@exemple.fr",
        "password": PASSWORD,
        "name": "Nadia",
        "roles": ["files"],
    }
    accounts.client("operator").put(f"/staff/{UUID(int=9)}", json=asked)
    who = {"email": "nadia@exemple.fr", "password": PASSWORD, "kind": "STAFF"}

    assert accounts.client("public").post("/sessions", json=who).status_code == 201
