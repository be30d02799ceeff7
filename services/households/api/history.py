"""What happened to a file, as the staff read it: who, when, what, newest first."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.households.api.family_file import instant
from services.households.domain import (
    answers,
    documents,
    household,
    household_file,
    other_home,
    residence,
)
from services.households.domain.configuration import Requirement
from services.households.domain.sections import Identity, SectionName
from services.households.projections.family_file import FamilyFile
from shared.eventstore.store import Recorded

Detail = dict[str, Any]


def history_json(
    history: Sequence[Recorded], file: FamilyFile, requirements: Sequence[Requirement]
) -> list[dict[str, Any]]:
    words = _Words(file, requirements)
    lines = ((recorded, words.of(recorded.event)) for recorded in reversed(history))
    return [
        {
            "at": instant(recorded.meta.at),
            "actor": recorded.meta.actor,
            "what": told[0],
            "detail": told[1],
        }
        for recorded, told in lines
        if told is not None
    ]


class _Words:
    """Labels and given names, for the details."""

    def __init__(self, file: FamilyFile, requirements: Sequence[Requirement]) -> None:
        self._labels: Mapping[str, str] = {each.code: each.label for each in requirements}
        self._children: Mapping[UUID, str] = {
            child_id: identity.given_name
            for child_id, sections in file.household.answers.children.items()
            if isinstance(identity := sections[SectionName.IDENTITY], Identity)
        }

    def of(self, event: household.Event) -> tuple[str, Detail] | None:
        """What happened and its details; None for what only machines care about."""
        match event:
            case household.HouseholdOpened():
                return "opened", {}
            case answers.ChildRegistered():
                return "child_registered", {"child": event.given_name}
            case documents.DocumentUploaded():
                return "document_uploaded", {
                    **self._document(event.requirement, event.child_id),
                    "filename": event.filename,
                }
            case documents.DocumentVerified():
                return "document_verified", {
                    **self._document(event.requirement, event.child_id),
                    "by": event.decided_by,
                }
            case documents.DocumentRejected():
                return "document_rejected", {
                    **self._document(event.requirement, event.child_id),
                    "reason": event.reason,
                    "message": event.message,
                    "by": event.decided_by,
                }
            case household_file.FileSubmitted():
                return "submitted", {"submission": event.submission}
            case household_file.FileApproved():
                return "approved", {"by": event.decided_by}
            case household_file.FileReturned():
                return "returned", {
                    "reason": event.reason,
                    "message": event.message,
                    "by": event.decided_by,
                }
            case household_file.FamilyQuotientRecorded():
                return "quotient_recorded", {
                    "quotient": event.quotient,
                    "effective_from": event.effective_from.isoformat(),
                }
            case household.HealthRecordRead():
                return "health_read", {
                    "child": self._children.get(event.child_id),
                    "by": event.reader,
                }
            case residence.HouseholdLocated() | other_home.WrongCodeCounted():
                return None  # what the operator's list of areas makes of an address; a typing error
            case other_home.OtherHomeInvited():
                return "other_home_invited", self._child(event.child_id)
            case other_home.InvitationWithdrawn():
                return "invitation_withdrawn", self._child(event.child_id)
            case other_home.InvitationUsed() | other_home.HomeJoined():
                return "other_home_joined", self._child(event.child_id)
            case other_home.OtherHomeEnded():
                return "other_home_ended", self._child(event.child_id)
            case (
                answers.IdentityFilled()
                | answers.HealthFilled()
                | answers.ContactsFilled()
                | answers.ConsentsFilled()
            ):
                return "section_saved", {
                    "section": answers.name_of(event),
                    "child": self._children.get(event.child_id),
                }
        return "section_saved", {"section": answers.name_of(event), "child": None}

    def _child(self, child_id: UUID) -> Detail:
        return {"child": self._children.get(child_id)}

    def _document(self, requirement: str, child_id: UUID | None) -> Detail:
        return {
            "requirement": requirement,
            "label": self._labels.get(requirement, requirement),
            "child": self._children.get(child_id) if child_id else None,
        }
