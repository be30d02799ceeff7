"""The supporting documents of a household file: sent by the family, verified by the staff.

A part of the decider of the household: same stream, so that everyone hears a family in order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.households.domain.configuration import Need, Requirement
from services.households.domain.sections import (
    Children,
    Sections,
    declared_quotient,
    quotient_is_declared,
)
from shared.eventstore.decider import Refused
from shared.eventstore.personal import Personal, SubjectId


class DocumentStatus(StrEnum):
    MISSING = "MISSING"
    PENDING = "PENDING"
    VERIFIED = "VERIFIED"
    REJECTED = "REJECTED"


class RejectionReason(StrEnum):
    UNREADABLE = "UNREADABLE"
    WRONG_DOCUMENT = "WRONG_DOCUMENT"
    OUT_OF_DATE = "OUT_OF_DATE"
    OTHER_CHILD = "OTHER_CHILD"
    OTHER = "OTHER"


# Commands


@dataclass(frozen=True, kw_only=True)
class UploadDocument:
    household_id: UUID
    document_id: UUID
    requirement: str
    child_id: UUID | None
    filename: str
    content_type: str
    size: int
    uploaded_at: datetime
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, kw_only=True)
class VerifyDocument:
    """`seen` is the version that the staff compared the document with."""

    household_id: UUID
    document_id: UUID
    decided_by: str | None
    decided_at: datetime
    decided_on: date
    requirements: tuple[Requirement, ...]
    seen: int | None = None


@dataclass(frozen=True, kw_only=True)
class RejectDocument:
    household_id: UUID
    document_id: UUID
    reason: RejectionReason
    message: str | None
    decided_by: str | None
    decided_at: datetime


# Events


@dataclass(frozen=True, kw_only=True)
class DocumentUploaded:
    household_id: SubjectId
    document_id: UUID
    requirement: str
    child_id: UUID | None
    filename: Personal[str]
    content_type: str
    size: int
    uploaded_at: datetime


@dataclass(frozen=True, kw_only=True)
class DocumentVerified:
    household_id: SubjectId
    document_id: UUID
    requirement: str
    child_id: UUID | None
    decided_by: Personal[str | None]
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class DocumentRejected:
    household_id: SubjectId
    document_id: UUID
    requirement: str
    child_id: UUID | None
    reason: RejectionReason
    message: Personal[str | None]
    decided_by: Personal[str | None]
    decided_at: datetime


Event = DocumentUploaded | DocumentVerified | DocumentRejected


# State


@dataclass(frozen=True, kw_only=True)
class Document:
    document_id: UUID
    requirement: str
    child_id: UUID | None
    status: DocumentStatus
    reason: RejectionReason | None = None
    message: str | None = None
    quotient: int | None = None  # what the family declared when it was verified


@dataclass(frozen=True, kw_only=True)
class RequiredDocument:
    """A place in the file for one document, and the last one that was put there."""

    requirement: Requirement
    child_id: UUID | None
    document: Document | None  # one that proves another quotient is to be verified again

    @property
    def status(self) -> DocumentStatus:
        return self.document.status if self.document else DocumentStatus.MISSING


Documents = Mapping[UUID, Document]  # every one ever sent, the oldest first


def required_documents(
    requirements: Iterable[Requirement],
    sections: Sections,
    children: Children,
    documents: Documents,
) -> list[RequiredDocument]:
    """The documents this family must hand in, with what became of each."""
    return [
        RequiredDocument(
            requirement=requirement,
            child_id=child_id,
            document=_as_it_stands(
                latest(documents, requirement.code, child_id), requirement, sections
            ),
        )
        for requirement in requirements
        if requirement.needed is Need.ALWAYS or quotient_is_declared(sections)
        for child_id in (children if requirement.per_child else (None,))
    ]


def proves(document: Document, requirement: Requirement, sections: Sections) -> bool:
    """A certificate that was verified for one quotient proves no other."""
    for_all = requirement.needed is not Need.QUOTIENT_DECLARED
    return for_all or document.quotient == declared_quotient(sections)


def latest(documents: Documents, requirement: str, child_id: UUID | None) -> Document | None:
    """The one that counts: a new upload replaces the earlier ones."""
    for document in reversed(list(documents.values())):
        if (document.requirement, document.child_id) == (requirement, child_id):
            return document
    return None


def _as_it_stands(
    document: Document | None, requirement: Requirement, sections: Sections
) -> Document | None:
    known = document is not None and document.status is DocumentStatus.VERIFIED
    if document is None or not known or proves(document, requirement, sections):
        return document
    return replace(document, status=DocumentStatus.PENDING)


def rejected(documents: Documents) -> tuple[UUID, ...]:
    return tuple(
        document.document_id
        for document in documents.values()
        if document.status is DocumentStatus.REJECTED
        and latest(documents, document.requirement, document.child_id) == document
    )


# Decide


def upload_document(
    command: UploadDocument, children: Children, documents: Documents
) -> list[DocumentUploaded]:
    if command.document_id in documents:
        return []
    if command.child_id is not None and command.child_id not in children:
        raise Refused("child_unknown")
    asked = {requirement.code: requirement for requirement in command.requirements}
    requirement = asked.get(command.requirement)
    if requirement is None or requirement.per_child != (command.child_id is not None):
        raise Refused("document_not_asked_for", requirement=command.requirement)
    return [
        DocumentUploaded(
            household_id=command.household_id,
            document_id=command.document_id,
            requirement=command.requirement,
            child_id=command.child_id,
            filename=command.filename,
            content_type=command.content_type,
            size=command.size,
            uploaded_at=command.uploaded_at,
        )
    ]


def verify_document(
    command: VerifyDocument, sections: Sections, documents: Documents
) -> list[DocumentVerified]:
    document = to_decide_on(documents, command.document_id)
    asked = {requirement.code: requirement for requirement in command.requirements}
    requirement = asked.get(document.requirement)
    known = document.status is DocumentStatus.VERIFIED
    if known and (requirement is None or proves(document, requirement, sections)):
        return []
    return [
        DocumentVerified(
            household_id=command.household_id,
            document_id=document.document_id,
            requirement=document.requirement,
            child_id=document.child_id,
            decided_by=command.decided_by,
            decided_at=command.decided_at,
        )
    ]


def reject_document(command: RejectDocument, documents: Documents) -> list[DocumentRejected]:
    document = to_decide_on(documents, command.document_id)
    if (document.status, document.reason, document.message) == (
        DocumentStatus.REJECTED,
        command.reason,
        command.message,
    ):
        return []
    return [
        DocumentRejected(
            household_id=command.household_id,
            document_id=document.document_id,
            requirement=document.requirement,
            child_id=document.child_id,
            reason=command.reason,
            message=command.message,
            decided_by=command.decided_by,
            decided_at=command.decided_at,
        )
    ]


def to_decide_on(documents: Documents, document_id: UUID) -> Document:
    document = documents.get(document_id)
    if document is None:
        raise Refused("document_unknown")
    current = latest(documents, document.requirement, document.child_id)
    if current is not None and current.document_id != document_id:
        raise Refused("document_replaced", document_id=str(current.document_id))
    return document


# Evolve


def evolve_documents(documents: Documents, event: Event) -> Documents:
    match event:
        case DocumentUploaded():
            document = Document(
                document_id=event.document_id,
                requirement=event.requirement,
                child_id=event.child_id,
                status=DocumentStatus.PENDING,
            )
        case DocumentVerified():
            document = replace(
                documents[event.document_id],
                status=DocumentStatus.VERIFIED,
                reason=None,
                message=None,
            )
        case DocumentRejected():
            document = replace(
                documents[event.document_id],
                status=DocumentStatus.REJECTED,
                reason=event.reason,
                message=event.message,
            )
    return {**documents, event.document_id: document}
