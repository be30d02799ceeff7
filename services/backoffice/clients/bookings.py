"""Requests that wait for a decision, and how full every slot is."""

from datetime import date
from typing import Any
from uuid import UUID

from services.backoffice.clients.lines import StaffLine


class Bookings:
    def __init__(self, line: StaffLine) -> None:
        self._line = line

    def to_decide(self, facility_id: str = "", slot_type: str = "") -> dict[str, Any]:
        """Requests with lines to decide, in the order in which they arrived."""
        answer: dict[str, Any] = self._line.get(
            "/decisions", facility_id=facility_id, slot_type=slot_type
        )
        return answer

    def decide(self, lines: list[dict[str, Any]]) -> dict[str, Any]:
        """What was accepted and refused, and what was left because its place is gone."""
        answer: dict[str, Any] = self._line.post("/decisions", {"lines": lines})
        return answer

    def occupancy(self, facility_id: str = "") -> list[dict[str, Any]]:
        """Places taken per facility, slot type and weekday, over the coming days."""
        answer = self._line.get("/occupancy", facility_id=facility_id)
        facilities: list[dict[str, Any]] = answer["facilities"]
        return facilities

    def day(self, day: date) -> dict[str, Any]:
        answer: dict[str, Any] = self._line.get(f"/occupancy/{day.isoformat()}")
        return answer

    def week(self, day: date) -> dict[str, Any]:
        """How full Monday to Friday of that day's week are, slot by slot and pool by pool."""
        answer: dict[str, Any] = self._line.get(f"/occupancy/weeks/{day.isoformat()}")
        return answer

    def register(self, day: date) -> dict[str, Any]:
        """The children expected on a day, by facility and slot type."""
        answer: dict[str, Any] = self._line.get(f"/registers/{day.isoformat()}")
        return answer

    def request(self, request_id: UUID) -> dict[str, Any]:
        answer: dict[str, Any] = self._line.get(f"/requests/{request_id}")
        return answer

    def requests_of(self, household_id: UUID) -> list[dict[str, Any]]:
        answer = self._line.get("/requests", household_id=str(household_id))
        requests: list[dict[str, Any]] = answer["requests"]
        return requests
