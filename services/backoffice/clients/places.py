"""How many places each facility has."""

from typing import Any
from urllib.parse import quote

from services.backoffice.clients.lines import StaffLine


class Places:
    def __init__(self, line: StaffLine) -> None:
        self._line = line

    def all(self) -> dict[str, Any]:
        """By facility, with who changed them."""
        answer: dict[str, Any] = self._line.get("/facilities/places")
        return answer

    def preview(self, facility_id: str, places: dict[str, Any]) -> list[dict[str, Any]]:
        """The days on which there would be fewer places than children."""
        answer = self._line.post(f"/facilities/{quote(facility_id)}/places/preview", places)
        over: list[dict[str, Any]] = answer["overfull"]
        return over

    def resize(self, facility_id: str, places: dict[str, Any]) -> None:
        """Raises Refusal when somebody else changed them, or below those taken."""
        self._line.post(f"/facilities/{quote(facility_id)}/places", places)
