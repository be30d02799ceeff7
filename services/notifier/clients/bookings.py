"""Asks bookings for the staff's words on refused lines: they are the family's, not an event's."""

from collections.abc import Mapping
from uuid import UUID

from shared.web.client import NotThere, ServiceClient
from shared.web.settings import Settings


class Bookings:
    def __init__(self, settings: Settings) -> None:
        self._client = ServiceClient(settings, "bookings")

    def refusal_messages(self, request_id: UUID) -> Mapping[str, str]:
        """By line. Raises Unavailable."""
        try:
            answer = self._client.get(f"/refusal-messages/{request_id}", scope="internal")
        except NotThere:
            return {}
        lines: Mapping[str, str] = answer["lines"]
        return lines
