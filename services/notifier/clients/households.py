"""Asks households for first names, and for the staff's words on a returned file."""

from datetime import datetime
from uuid import UUID

from services.notifier.domain.letter import Invitation, Names, RejectedDocument, ReturnMessage
from shared.web.client import NotThere, ServiceClient
from shared.web.settings import Settings


class Households:
    def __init__(self, settings: Settings) -> None:
        self._client = ServiceClient(settings, "households")

    def names(self, accounts: set[UUID], children: set[UUID]) -> Names:
        """Raises Unavailable."""
        answer = self._client.post(
            "/names",
            scope="internal",
            json={
                "households": [],
                "children": [str(child_id) for child_id in sorted(children)],
                "accounts": [str(account_id) for account_id in sorted(accounts)],
            },
        )
        own: dict[str, dict[UUID, str]] = {}
        for child_id, child in answer["children"].items():
            for household_id, given_name in child["homes"].items():
                own.setdefault(household_id, {})[UUID(child_id)] = given_name
        return Names(
            accounts={
                UUID(account_id): found["given_name"]
                for account_id, found in answer["accounts"].items()
                if found["given_name"]
            },
            children={
                UUID(account_id): own.get(found["household_id"], {})
                for account_id, found in answer["accounts"].items()
            },
        )

    def invitation(self, invitation_id: UUID) -> Invitation | None:
        """None once the code is worth nothing any more. Raises Unavailable."""
        try:
            answer = self._client.get(f"/invitations/{invitation_id}", scope="internal")
        except NotThere:
            return None
        return Invitation(
            email=answer["email"],
            code=answer["code"],
            expires_at=datetime.fromisoformat(answer["expires_at"]),
        )

    def return_message(self, household_id: UUID) -> ReturnMessage | None:
        """None when the file is no longer returned. Raises Unavailable."""
        try:
            answer = self._client.get(f"/return-messages/{household_id}", scope="internal")
        except NotThere:
            return None
        return ReturnMessage(
            message=answer["message"],
            documents=tuple(
                RejectedDocument(
                    label=document["label"],
                    child=document["child"],
                    reason=document["reason"],
                    message=document["message"],
                )
                for document in answer["documents"]
            ),
        )
