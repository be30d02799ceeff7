"""Messages that a service could not hear: it keeps them until somebody has looked."""

from collections.abc import Iterator, Mapping
from typing import Any

import structlog

from services.backoffice.clients.lines import StaffLine
from shared.web.client import NotAllowed, Unavailable

log = structlog.get_logger()

HEARING = ("households", "bookings", "billing", "notifier", "integrations")


class Parked:
    def __init__(self, lines: Mapping[str, StaffLine]) -> None:
        self._lines = lines

    def count(self) -> int:
        return sum(answer["count"] for _service, answer in self._each())

    def messages(self) -> list[dict[str, Any]]:
        """Of every service, oldest first; each with the `service` that keeps it."""
        found = [
            {**message, "service": service}
            for service, answer in self._each()
            for message in answer["messages"]
        ]
        return sorted(found, key=lambda message: message["parked_at"])

    def message(self, service: str, message_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._lines[service].get(f"/parked/{message_id}")
        return {**answer, "service": service}

    def retry(self, service: str, message_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._lines[service].post(f"/parked/{message_id}/retry", {})
        return answer

    def skip(self, service: str, message_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._lines[service].post(f"/parked/{message_id}/skip", {})
        return answer

    def _each(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """A service that is down hides its own, and no other's."""
        for service, line in self._lines.items():
            try:
                yield service, line.get("/parked")
            except (Unavailable, NotAllowed):
                log.warning("parked messages could not be asked", service=service)
