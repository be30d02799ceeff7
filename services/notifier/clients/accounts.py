"""Asks accounts where to write, and for the links that only it can make."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from services.notifier.domain.letter import ContactPoint, Link
from shared.web.client import ServiceClient
from shared.web.settings import Settings


class Accounts:
    def __init__(self, settings: Settings) -> None:
        self._client = ServiceClient(settings, "accounts")

    def contact_points(self, accounts: set[UUID]) -> Mapping[UUID, ContactPoint]:
        """Erased accounts are left out. Raises Unavailable."""
        answer = self._client.post(
            "/contact-points",
            scope="internal",
            json={"accounts": [str(account_id) for account_id in sorted(accounts)]},
        )
        return {
            UUID(account_id): ContactPoint(email=found["email"], language=found["language"])
            for account_id, found in answer["accounts"].items()
        }

    def link(self, account_id: UUID, purpose: Literal["confirm", "reset"]) -> Link:
        """A new one each time: only its hash is kept over there. Raises Unavailable."""
        answer = self._client.post(
            "/links",
            scope="internal",
            json={"account_id": str(account_id), "purpose": purpose},
        )
        return Link(token=answer["token"], expires_at=datetime.fromisoformat(answer["expires_at"]))
