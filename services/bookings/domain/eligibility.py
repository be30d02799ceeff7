"""May this child be booked for, at this instant? The file is approved and the level's wave open."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class FileStatus(StrEnum):
    NOT_SUBMITTED = "NOT_SUBMITTED"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"


WHY_NOT = {
    FileStatus.NOT_SUBMITTED: "file_not_submitted",
    FileStatus.SUBMITTED: "file_under_review",
    FileStatus.RETURNED: "file_returned",
}


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    """`why` says what is missing; before the opening, slots can be prepared but not sent."""

    child_id: UUID
    school_level: str
    why: str | None
    opens_at: datetime | None

    @property
    def can_book(self) -> bool:
        return self.why is None

    @property
    def can_prepare(self) -> bool:
        return self.why in (None, "not_open_yet")


def eligibility(
    child_id: UUID,
    school_level: str,
    file_status: FileStatus,
    opens_at: datetime | None,
    at: datetime,
) -> Eligibility:
    """`opens_at` is the instant of the level's wave, None when none is planned."""
    why = WHY_NOT.get(file_status)
    if why is None and (opens_at is None or at < opens_at):
        why = "not_open_yet"
    return Eligibility(child_id=child_id, school_level=school_level, why=why, opens_at=opens_at)
