"""Requests that wait for a decision, and how full every slot is."""

from datetime import date
from typing import Any
from uuid import UUID

from services.backoffice.clients.lines import StaffLine


class Bookings:
    def __init__(self, line: StaffLine) -> None:
        self._line = line

    def to_decide(
        self, facility_id: str = "", slot_type: str = "", day: date | None = None
    ) -> dict[str, Any]:
        """Requests with lines to decide, in the order in which they arrived."""
        asked = {"facility_id": facility_id, "slot_type": slot_type}
        if day is not None:
            asked["day"] = day.isoformat()
        answer: dict[str, Any] = self._line.get("/decisions", **asked)
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

    def evidence(self, request_id: UUID, line_id: str) -> dict[str, Any]:
        """What the answer to a line rests on."""
        answer: dict[str, Any] = self._line.get(f"/requests/{request_id}/lines/{line_id}/evidence")
        return answer

    def certificates(self) -> list[dict[str, Any]]:
        """Absences with a certificate to look at, the first sent first."""
        found: list[dict[str, Any]] = self._line.get("/certificates")["absences"]
        return found

    def certificate(self, absence_id: UUID) -> Any:
        return self._line.download(f"/certificates/{absence_id}/content")

    def decide_certificate(
        self, absence_id: UUID, document_id: UUID, *, accept: bool, reason: str | None
    ) -> None:
        """Raises Refusal when the family sent another one since."""
        body = {"document_id": str(document_id), "accept": accept, "reason": reason}
        self._line.post(f"/certificates/{absence_id}/decision", body)

    def waiting_list(self, facility_id: str = "", slot_type: str = "") -> dict[str, Any]:
        """Who waits, in the order of the list, and the offers that wait for an answer."""
        answer: dict[str, Any] = self._line.get(
            "/waiting-list", facility_id=facility_id, slot_type=slot_type
        )
        return answer

    def openings(self) -> dict[str, Any]:
        """The school year to book, and when its regular bookings end."""
        answer: dict[str, Any] = self._line.get("/openings")
        return answer

    def allocations(self) -> list[dict[str, Any]]:
        answer = self._line.get("/allocations")
        found: list[dict[str, Any]] = answer["allocations"]
        return found

    def prepare_allocation(self, allocation: dict[str, Any]) -> None:
        self._line.post("/allocations", allocation)

    def allocation(self, allocation_id: UUID) -> dict[str, Any]:
        answer: dict[str, Any] = self._line.get(f"/allocations/{allocation_id}")
        return answer

    def announce_seed(self, allocation_id: UUID, seed: str, source: str) -> None:
        body = {"seed": seed, "source": source}
        self._line.post(f"/allocations/{allocation_id}/seed", body)

    def simulate(
        self, allocation_id: UUID, rule_sets: list[dict[str, Any]], *, with_lines: bool = False
    ) -> list[dict[str, Any]]:
        """Each rule set on the same requests; nothing is decided."""
        body = {"rule_sets": rule_sets, "with_lines": with_lines}
        answer = self._line.post(f"/allocations/{allocation_id}/simulation", body)
        simulations: list[dict[str, Any]] = answer["simulations"]
        return simulations

    def publish(self, allocation_id: UUID, rule_set: dict[str, Any], digest: str) -> dict[str, Any]:
        body = {"rule_set": rule_set, "digest": digest}
        answer: dict[str, Any] = self._line.post(f"/allocations/{allocation_id}/publication", body)
        return answer

    def replay(self, allocation_id: UUID) -> dict[str, Any]:
        answer: dict[str, Any] = self._line.post(f"/allocations/{allocation_id}/replay", {})
        return answer

    def book_at_desk(self, booking: dict[str, Any]) -> None:
        """All of its days or none. Raises Refusal."""
        self._line.post("/desk/bookings", booking)

    def absences_of(self, household_id: UUID) -> list[dict[str, Any]]:
        """The latest day first."""
        answer = self._line.get(f"/households/{household_id}/absences")
        absences: list[dict[str, Any]] = answer["absences"]
        return absences

    def note_absence(self, household_id: UUID, child_id: UUID, day: date, told_by: str) -> None:
        """Raises Refusal for a day without a booking, and for one that is over for long."""
        told = {"child_id": str(child_id), "day": day.isoformat(), "told_by": told_by}
        self._line.post(f"/households/{household_id}/absences", told)

    def withdraw_absence(self, absence_id: UUID) -> None:
        self._line.post(f"/certificates/{absence_id}/withdrawal", {})

    def see_paper_certificate(self, absence_id: UUID) -> None:
        self._line.post(f"/certificates/{absence_id}/paper", {})
