"""Families, their files and documents, and the names that only households knows."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from services.backoffice.clients.lines import StaffLine

MOST_CHILDREN = 1000  # in one question


class Households:
    def __init__(self, line: StaffLine) -> None:
        self._line = line

    def files(self, status: str, page: int = 1) -> dict[str, Any]:
        """One page of the queue, oldest first, and how many files are in each state."""
        answer: dict[str, Any] = self._line.get("/files", status=status, page=page)
        return answer

    def file(self, household_id: UUID) -> dict[str, Any]:
        answer: dict[str, Any] = self._line.get(f"/files/{household_id}")
        return answer

    def health_record(self, household_id: UUID, child_id: UUID) -> dict[str, Any]:
        """Reading is recorded by households with this staff member, and shown to the parents."""
        answer: dict[str, Any] = self._line.get(f"/files/{household_id}/children/{child_id}/health")
        return answer

    def document(self, household_id: UUID, document_id: UUID) -> Any:
        """The file as it was uploaded: an answer with its content type and bytes."""
        return self._line.download(f"/files/{household_id}/documents/{document_id}/content")

    def accept_document(self, household_id: UUID, document_id: UUID, seen: int) -> None:
        """`seen` is the version of the file that the document was compared with."""
        self._line.post(
            f"/files/{household_id}/documents/{document_id}/verification",
            {"decision": "VERIFIED", "seen": seen},
        )

    def reject_document(
        self, household_id: UUID, document_id: UUID, *, reason: str, message: str
    ) -> None:
        self._line.post(
            f"/files/{household_id}/documents/{document_id}/verification",
            {"decision": "REJECTED", "reason": reason, "message": message},
        )

    def approve(self, household_id: UUID, seen: int) -> None:
        self._line.post(f"/files/{household_id}/approval", {"seen": seen})

    def send_back(self, household_id: UUID, *, reason: str, message: str) -> None:
        self._line.post(f"/files/{household_id}/return", {"reason": reason, "message": message})

    def search(self, words: str) -> list[dict[str, Any]]:
        families: list[dict[str, Any]] = self._line.get("/search", q=words)["families"]
        return families

    def diets(self, children: Iterable[str]) -> dict[str, str]:
        """The diet of each child who told one."""
        ids = sorted(set(children))
        told: dict[str, str] = {}
        for first in range(0, len(ids), MOST_CHILDREN):
            asked = {"children": ids[first : first + MOST_CHILDREN]}
            told |= self._line.post("/diets", asked)["diets"]
        return told

    def names(
        self, households: Iterable[str], children: Iterable[str], accounts: Iterable[str]
    ) -> dict[str, dict[str, dict[str, Any]]]:
        """Names by id, in one question; who was erased or is unknown is left out."""
        asked = {
            "households": sorted(set(households)),
            "children": sorted(set(children)),
            "accounts": sorted(set(accounts)),
        }
        answer: dict[str, dict[str, dict[str, Any]]] = self._line.post("/names", asked)
        return answer
