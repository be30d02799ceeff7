"""One family's file as its pages show it, folded from its stream at the moment of asking.

A live projection: the stream of a household is short (some dozens of events), so there is no table
to keep sealed and in step, and a family whose key was destroyed reads "[effacé]" of itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from services.households.domain import household
from services.households.domain.documents import DocumentUploaded
from services.households.domain.household import HealthRecordRead, Household
from services.households.domain.household_file import FileApproved, FileReturned, FileSubmitted
from shared.eventstore.store import Recorded


@dataclass(frozen=True, kw_only=True)
class FamilyFile:
    household: Household = household.INITIAL
    submitted_at: datetime | None = None
    approved_at: datetime | None = None
    returned: FileReturned | None = None  # until the file is sent again
    uploads: Mapping[UUID, DocumentUploaded] = field(default_factory=dict)
    readings: tuple[HealthRecordRead, ...] = ()


def family_file(history: Iterable[Recorded]) -> FamilyFile | None:
    """None if the household was never opened."""
    file = FamilyFile()
    for recorded in history:
        file = _evolve(file, recorded.event)
    return file if file.household.household_id else None


def _evolve(file: FamilyFile, event: household.Event) -> FamilyFile:
    file = replace(file, household=household.evolve(file.household, event))
    match event:
        case FileSubmitted():
            return replace(file, submitted_at=event.submitted_at, approved_at=None, returned=None)
        case FileApproved():
            return replace(file, approved_at=event.approved_at)
        case FileReturned():
            return replace(file, approved_at=None, returned=event)
        case DocumentUploaded():
            return replace(file, uploads={**file.uploads, event.document_id: event})
        case HealthRecordRead():
            return replace(file, readings=(*file.readings, event))
    return file
