"""The lines to the services: anonymous for signing in, in the name of one of the staff after it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.web.client import ServiceClient
from shared.web.settings import Settings

SERVICES = ("accounts", "households", "bookings", "billing", "notifier", "integrations")

Connect = Callable[[Settings, str], ServiceClient]
Lines = Mapping[str, ServiceClient]


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    account_id: UUID
    name: str
    email: str
    roles: tuple[str, ...]

    @property
    def claims(self) -> dict[str, Any]:
        """What services want to know beyond the account: who decided, and with which right."""
        return {"name": self.name, "roles": list(self.roles)}


@dataclass(frozen=True)
class StaffLine:
    """A line on which every call says who of the staff is asking."""

    http: ServiceClient
    member: StaffMember

    def get(self, path: str, **params: Any) -> Any:
        asked = {name: value for name, value in params.items() if value not in (None, "")}
        return self.http.get(path, **self._signed(), params=asked)

    def post(self, path: str, json: dict[str, Any]) -> Any:
        return self.http.post(path, **self._signed(), json=json)

    def download(self, path: str) -> Any:
        """The whole answer, with its bytes and headers."""
        return self.http.get(path, **self._signed(), raw=True)

    def _signed(self) -> dict[str, Any]:
        return {
            "scope": "staff",
            "account_id": self.member.account_id,
            "claims": self.member.claims,
        }
