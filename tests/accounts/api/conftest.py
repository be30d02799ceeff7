"""The accounts service as its callers see it: sites, services, the operator."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.support.service import ServiceUnderTest, moved_clock

CAMILLE, SACHA, DOMINIQUE = UUID(int=11), UUID(int=12), UUID(int=13)
EMAIL, PASSWORD = "camille.martin@exemple.fr", "un bon mot de passe"


class Accounts:
    def __init__(self, folder: Path, database_url: str | None = None) -> None:
        self.folder = folder
        self.service = ServiceUnderTest("accounts", folder, database_url)
        self.public = self.service.client("public")
        self.internal = self.service.client("internal")
        self.operator = self.service.client("operator")

    def family(self, account_id: UUID = CAMILLE) -> Any:
        return self.service.client("family", account_id)

    def register(self, account_id: UUID = CAMILLE, **other: Any) -> Any:
        asked = {"email": EMAIL, "password": PASSWORD, "language": "fr", **other}
        return self.public.post("/registrations", json={"account_id": str(account_id), **asked})

    def describe_staff(self, account_id: UUID = DOMINIQUE, **other: Any) -> Any:
        asked = {
            "email": "dominique@exemple.fr",
            "password": "un mot de passe d’agent",
            "name": "Dominique Weber",
            "roles": ["files"],
            "facilities": [],
            **other,
        }
        return self.operator.put(f"/staff/{account_id}", json=asked)

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD, kind: str = "FAMILY") -> Any:
        asked = {"email": email, "password": password, "kind": kind}
        return self.public.post("/sessions", json=asked)

    def look_up(self, session: str, **other: Any) -> Any:
        return self.public.post("/sessions/lookup", json={"session": session, **other})

    def mailed_token(self, purpose: str, account_id: UUID = CAMILLE) -> str:
        asked = {"account_id": str(account_id), "purpose": purpose}
        answer = self.internal.post("/links", json=asked)
        assert answer.status_code == 201
        token: str = answer.json["token"]
        return token

    def confirm(self, token: str) -> Any:
        return self.public.post("/confirmations", json={"token": token})

    def reset(self, token: str, password: str) -> Any:
        asked = {"token": token, "password": password}
        return self.public.post("/password-resets/completion", json=asked)

    def kept_bytes(self) -> bytes:
        """Everything the service has on disk, the keys and secrets of the machine left out."""
        return b"".join(
            path.read_bytes()
            for path in sorted((self.folder / "db").iterdir())
            if path.name.startswith("accounts.sqlite")
        )


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAIL_PASSWORD_PROFILE", "test")


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path)


@pytest.fixture
def move_clock(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[[datetime], None]]:
    with moved_clock(monkeypatch, tmp_path) as move:
        yield move


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def wrong_fields(answer: Any) -> dict[str, str]:
    assert code(answer) == (422, "invalid")
    return {error["field"]: error["code"] for error in answer.json["errors"]}
