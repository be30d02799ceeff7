"""Who the staff are: signing in, being recognised, signing out; and by their names."""

from collections.abc import Iterable
from uuid import UUID

from services.backoffice.clients.lines import StaffLine, StaffMember
from shared.web.client import Invalid, NotThere, ServiceClient


class Accounts:
    def __init__(self, http: ServiceClient) -> None:
        self._http = http

    def sign_in(self, email: str, password: str) -> str:
        """The session's token; `Refusal` for a wrong pair or too many attempts."""
        credentials = {"email": email, "password": password, "kind": "STAFF"}
        return str(self._http.post("/sessions", scope="public", json=credentials)["session"])

    def who(self, session: str) -> StaffMember | None:
        """None for a session that is over, made up, or a family's."""
        asked = {"session": session, "kind": "STAFF"}
        try:
            known = self._http.post("/sessions/lookup", scope="public", json=asked)
        except (NotThere, Invalid):
            return None
        return StaffMember(
            account_id=UUID(known["account_id"]),
            name=known["name"] or known["email"],
            email=known["email"],
            roles=tuple(known["roles"]),
        )

    def sign_out(self, session: str) -> None:
        self._http.post("/sessions/end", scope="public", json={"session": session})


class Colleagues:
    def __init__(self, line: StaffLine) -> None:
        self._line = line

    def names(self, account_ids: Iterable[str]) -> dict[str, str]:
        """By account; somebody who left is missing."""
        answer = self._line.post("/staff/names", {"account_ids": list(account_ids)})
        found: dict[str, str] = answer["names"]
        return found
