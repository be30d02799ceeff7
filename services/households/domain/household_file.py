"""The household file on its way: sent by the family, approved or returned by the staff.

A part of the decider of the household: same stream, so that everyone hears a family in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from services.households.domain.configuration import Requirement
from services.households.domain.documents import DocumentStatus, RequiredDocument
from services.households.domain.to_do import ToDo
from shared.eventstore.decider import Refused
from shared.eventstore.personal import Personal, SubjectId


class FileStatus(StrEnum):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    APPROVED = "APPROVED"
    RETURNED = "RETURNED"


class ReturnReason(StrEnum):
    DOCUMENTS = "DOCUMENTS"
    INFORMATION = "INFORMATION"
    OTHER = "OTHER"
    CHILD_ADDED = "CHILD_ADDED"  # no one's decision: the file is no longer whole


# Commands


@dataclass(frozen=True, kw_only=True)
class SubmitFile:
    household_id: UUID
    submitted_at: datetime
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, kw_only=True)
class ApproveFile:
    """`seen` is the version that the staff read."""

    household_id: UUID
    decided_by: str | None
    approved_at: datetime
    approved_on: date
    requirements: tuple[Requirement, ...]
    seen: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReturnFile:
    household_id: UUID
    reason: ReturnReason
    message: str | None
    decided_by: str | None
    returned_at: datetime


# Events


@dataclass(frozen=True, kw_only=True)
class FileSubmitted:
    household_id: UUID
    submission: int
    submitted_at: datetime


@dataclass(frozen=True, kw_only=True)
class FileApproved:
    household_id: SubjectId
    decided_by: Personal[str | None]
    approved_at: datetime


@dataclass(frozen=True, kw_only=True)
class FileReturned:
    household_id: SubjectId
    reason: ReturnReason
    message: Personal[str | None]
    rejected_documents: tuple[UUID, ...]
    decided_by: Personal[str | None]
    returned_at: datetime


@dataclass(frozen=True, kw_only=True)
class FamilyQuotientRecorded:
    household_id: UUID
    quotient: int
    effective_from: date


Event = FileSubmitted | FileApproved | FileReturned | FamilyQuotientRecorded


# State


@dataclass(frozen=True, kw_only=True)
class HouseholdFile:
    status: FileStatus = FileStatus.DRAFT
    submission: int = 0
    returned_for: tuple[ReturnReason, str | None, tuple[UUID, ...]] | None = None
    quotient: int | None = None  # the last one recorded


# Decide


def submit_file(
    command: SubmitFile, file: HouseholdFile, left: Sequence[ToDo]
) -> list[FileSubmitted]:
    if file.status in (FileStatus.SUBMITTED, FileStatus.APPROVED):
        return []
    if left:
        raise Refused("file_incomplete", missing=len(left))
    return [
        FileSubmitted(
            household_id=command.household_id,
            submission=file.submission + 1,
            submitted_at=command.submitted_at,
        )
    ]


def approve_file(
    command: ApproveFile,
    file: HouseholdFile,
    left: Sequence[ToDo],
    documents: Sequence[RequiredDocument],
    declared: int | None,
) -> list[FileApproved | FamilyQuotientRecorded]:
    if file.status is FileStatus.APPROVED:
        return []
    if file.status is not FileStatus.SUBMITTED:
        raise Refused("file_not_submitted", status=file.status)
    if unverified := [each for each in documents if each.status is not DocumentStatus.VERIFIED]:
        raise Refused("documents_pending", pending=len(unverified))
    if left:
        raise Refused("file_incomplete", missing=len(left))
    approved = FileApproved(
        household_id=command.household_id,
        decided_by=command.decided_by,
        approved_at=command.approved_at,
    )
    return [approved, *record_quotient(command.household_id, file, declared, command.approved_on)]


def return_file(
    command: ReturnFile, file: HouseholdFile, rejected: tuple[UUID, ...]
) -> list[FileReturned]:
    if file.status is FileStatus.DRAFT:
        raise Refused("file_not_submitted", status=file.status)
    if file.returned_for == (command.reason, command.message, rejected):
        return []
    return [
        FileReturned(
            household_id=command.household_id,
            reason=command.reason,
            message=command.message,
            rejected_documents=rejected,
            decided_by=command.decided_by,
            returned_at=command.returned_at,
        )
    ]


def record_quotient(
    household_id: UUID, file: HouseholdFile, declared: int | None, on: date
) -> list[FamilyQuotientRecorded]:
    """A quotient counts from the first day of the month in which the staff accepted it."""
    if declared is None or declared == file.quotient:
        return []
    return [
        FamilyQuotientRecorded(
            household_id=household_id, quotient=declared, effective_from=on.replace(day=1)
        )
    ]


# Evolve


def evolve_file(file: HouseholdFile, event: Event) -> HouseholdFile:
    match event:
        case FileSubmitted():
            return replace(
                file,
                status=FileStatus.SUBMITTED,
                submission=event.submission,
                returned_for=None,
            )
        case FileApproved():
            return replace(file, status=FileStatus.APPROVED)
        case FileReturned():
            return replace(
                file,
                status=FileStatus.RETURNED,
                returned_for=(event.reason, event.message, event.rejected_documents),
            )
        case FamilyQuotientRecorded():
            return replace(file, quotient=event.quotient)
    assert_never(event)
