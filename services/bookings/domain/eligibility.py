"""May this child be booked for, now? Its file is approved and a wave of its own open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.opening_wave import (
    Applying,
    OpeningWaveScheduled,
    WaveFor,
    earliest,
)
from services.bookings.domain.slot_type import SlotType


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
class SlotOpening:
    """From when a slot type may be booked for a child, and whom the wave that says so is for.

    `opens_at` is None when no wave is planned that fits.
    """

    slot_type: SlotType
    opens_at: datetime | None
    open: bool
    because: WaveFor | None = None


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    """`why` says what is missing; before the opening, slots can be prepared but not sent.

    `opens_at` and `because` are those of the slot type that opens first. Without `openings` every
    slot type opens then.
    """

    child_id: UUID
    school_level: str
    why: str | None
    opens_at: datetime | None
    because: WaveFor | None = None
    openings: tuple[SlotOpening, ...] = ()

    @property
    def can_book(self) -> bool:
        """Something, at least."""
        return self.why is None

    @property
    def can_prepare(self) -> bool:
        return self.why in (None, "not_open_yet")

    def waits_for(self, slot_type: SlotType) -> SlotOpening | None:
        """The opening that is still to come for a slot type, None when it is open."""
        found = next((it for it in self.openings if it.slot_type is slot_type), None)
        if found is None:
            found = SlotOpening(
                slot_type=slot_type,
                opens_at=self.opens_at,
                open=self.why != "not_open_yet",
                because=self.because,
            )
        return None if found.open else found


def eligibility(
    child_id: UUID,
    child: Applying,
    file_status: FileStatus,
    waves: Sequence[OpeningWaveScheduled],
    kind: BookingKind,
    at: datetime,
) -> Eligibility:
    openings = tuple(_opening(waves, child, kind, slot_type, at) for slot_type in SlotType)
    planned = [it for it in openings if it.opens_at]
    first = min(planned, key=lambda it: it.opens_at or at, default=None)
    why = WHY_NOT.get(file_status)
    if why is None and not any(opening.open for opening in openings):
        why = "not_open_yet"
    return Eligibility(
        child_id=child_id,
        school_level=child.school_level,
        why=why,
        opens_at=first.opens_at if first else None,
        because=first.because if first else None,
        openings=openings,
    )


def _opening(
    waves: Sequence[OpeningWaveScheduled],
    child: Applying,
    kind: BookingKind,
    slot_type: SlotType,
    at: datetime,
) -> SlotOpening:
    wave = earliest(waves, child, kind, slot_type)
    return SlotOpening(
        slot_type=slot_type,
        opens_at=wave.opens_at if wave else None,
        open=wave is not None and at >= wave.opens_at,
        because=wave.who if wave else None,
    )
