"""Accounts: who may sign in."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict, cast
from uuid import UUID

from shared.web.client import ServiceClient


class SignedIn(TypedDict):
    """Whom an opaque session token stands for."""

    account_id: str
    kind: str
    confirmed: bool
    email: str


class Session(TypedDict):
    session: str


class Confirmed(TypedDict):
    account_id: str
    first_time: bool


class Accounts:
    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def register(self, account_id: UUID, email: str, password: str, language: str) -> str:
        """Open an account and sign in; the same id twice is the same account."""
        asked = {
            "account_id": str(account_id),
            "email": email,
            "password": password,
            "language": language,
        }
        answer = self._client.post("/registrations", scope="public", json=asked)
        return cast(Session, answer)["session"]

    def sign_in(self, email: str, password: str, ticket_id: UUID | None = None) -> str:
        """Raises Refusal("full_house") while others are before."""
        asked = {"email": email, "password": password, "kind": "FAMILY"}
        if ticket_id is not None:
            asked["ticket_id"] = str(ticket_id)
        return cast(Session, self._client.post("/sessions", scope="public", json=asked))["session"]

    def advance_line(
        self, tickets: Mapping[UUID, datetime], most: int
    ) -> tuple[dict[UUID, int], int]:
        """These still wait, and `most` may come in now: the position of each (0: its turn), and how
        many wait in all."""
        asked = [
            {"ticket_id": str(ticket), "arrived_at": at.isoformat()}
            for ticket, at in tickets.items()
        ]
        answer = self._client.post(
            "/waiting-line", scope="public", json={"tickets": asked, "most": most}
        )
        positions = {UUID(ticket): int(n) for ticket, n in answer["positions"].items()}
        return positions, int(answer["waiting"])

    def look_up(self, session: str) -> SignedIn:
        asked = {"session": session, "kind": "FAMILY"}
        answer = self._client.post("/sessions/lookup", scope="public", json=asked)
        return cast(SignedIn, answer)

    def sign_out(self, session: str) -> None:
        self._client.post("/sessions/end", scope="public", json={"session": session})

    def confirm(self, token: str) -> Confirmed:
        answer = self._client.post("/confirmations", scope="public", json={"token": token})
        return cast(Confirmed, answer)

    def ask_confirmation(self, account_id: UUID) -> None:
        """Have the confirmation link sent once more."""
        self._client.post("/confirmation-requests", scope="family", account_id=account_id, json={})

    def ask_reset(self, email: str) -> None:
        """Have a link for a new password sent; says nothing about whether the account exists."""
        self._client.post("/password-resets", scope="public", json={"email": email})

    def complete_reset(self, token: str, password: str) -> None:
        asked = {"token": token, "password": password}
        self._client.post("/password-resets/completion", scope="public", json=asked)

    def change_password(self, account_id: UUID, current: str, new: str) -> str:
        """The session to go on with: all earlier ones are over."""
        asked = {"current": current, "new": new}
        answer = self._client.put("/password", scope="family", account_id=account_id, json=asked)
        return cast(Session, answer)["session"]
