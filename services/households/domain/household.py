"""A household: what it told of itself, its documents, and its file on the way to the staff.

One stream per household, so that everyone hears a family in order. Four parts of this decider
have files of their own: `answers`, `documents`, `household_file` and `other_home`; here they come
together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import reduce
from typing import assert_never
from uuid import UUID

from services.households.domain import answers, documents, household_file, other_home
from services.households.domain.answers import (
    Answers,
    FillChildSection,
    FillSection,
    RegisterChild,
)
from services.households.domain.configuration import Need, Requirement
from services.households.domain.documents import (
    Document,
    DocumentRejected,
    DocumentUploaded,
    DocumentVerified,
    RejectDocument,
    RequiredDocument,
    UploadDocument,
    VerifyDocument,
    required_documents,
)
from services.households.domain.household_file import (
    ApproveFile,
    FamilyQuotientRecorded,
    FileApproved,
    FileReturned,
    FileStatus,
    FileSubmitted,
    HouseholdFile,
    ReturnFile,
    ReturnReason,
    SubmitFile,
)
from services.households.domain.other_home import (
    CountWrongCode,
    EndOtherHome,
    HomeJoined,
    InvitationUsed,
    InvitationWithdrawn,
    InviteOtherHome,
    JoinHome,
    OtherHomeEnded,
    OtherHomeInvited,
    OtherHomes,
    UseInvitation,
    WithdrawInvitation,
    WrongCodeCounted,
    decide_other_home,
    evolve_other_homes,
)
from services.households.domain.residence import HouseholdLocated, Locate, locate
from services.households.domain.sections import Address, SectionName, declared_quotient
from services.households.domain.to_do import ToDo, to_do
from shared.eventstore.decider import Refused
from shared.eventstore.personal import Personal, SubjectId

ONE_READING_LASTS = timedelta(hours=1)


# Commands


@dataclass(frozen=True, kw_only=True)
class OpenHousehold:
    household_id: UUID
    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReadHealthRecord:
    household_id: UUID
    child_id: UUID
    reader_id: UUID
    reader: str | None
    read_at: datetime


Command = (
    OpenHousehold
    | FillSection
    | RegisterChild
    | FillChildSection
    | ReadHealthRecord
    | Locate
    | UploadDocument
    | VerifyDocument
    | RejectDocument
    | SubmitFile
    | ApproveFile
    | ReturnFile
    | other_home.Command
)


# Events


@dataclass(frozen=True, kw_only=True)
class HouseholdOpened:
    household_id: UUID
    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class HealthRecordRead:
    """A member of the staff looked at a child's health record; the parents see this."""

    household_id: SubjectId
    child_id: UUID
    reader_id: UUID
    reader: Personal[str | None]
    read_at: datetime


Event = (
    HouseholdOpened
    | answers.Event
    | HealthRecordRead
    | HouseholdLocated
    | documents.Event
    | household_file.Event
    | other_home.Event
)


# State


@dataclass(frozen=True, kw_only=True)
class Household:
    household_id: UUID | None = None
    account_id: UUID | None = None
    version: int = 0
    told_at: int = 0  # the version when the family last told or sent something
    answers: Answers = field(default_factory=Answers)
    documents: Mapping[UUID, Document] = field(default_factory=dict)
    file: HouseholdFile = field(default_factory=HouseholdFile)
    readings: Mapping[tuple[UUID, UUID], datetime] = field(default_factory=dict)
    located: HouseholdLocated | None = None
    other_homes: OtherHomes = field(default_factory=OtherHomes)

    def required(self, requirements: Sequence[Requirement]) -> list[RequiredDocument]:
        told = self.answers
        return required_documents(requirements, told.sections, told.children, self.documents)

    def to_do(self, requirements: Sequence[Requirement]) -> list[ToDo]:
        told = self.answers
        return to_do(told.sections, told.children, self.required(requirements))


INITIAL = Household()


# Decide


def decide(command: Command, household: Household) -> list[Event]:
    if isinstance(command, OpenHousehold):
        return open_household(command, household)
    if household.household_id is None:
        raise Refused("household_unknown")
    told, file = household.answers, household.file
    match command:
        case FillSection():
            return fill_section(command, household)
        case Locate():
            address = told.sections.get(SectionName.ADDRESS)
            assert address is None or isinstance(address, Address)
            return [*locate(command.household_id, address, command.areas, household.located)]
        case RegisterChild():
            return register_child(command, household)
        case FillChildSection():
            return [*answers.fill_child_section(command, told, household.version)]
        case ReadHealthRecord():
            return read_health_record(command, household)
        case UploadDocument():
            return [*documents.upload_document(command, told.children, household.documents)]
        case VerifyDocument():
            return verify_document(command, household)
        case RejectDocument():
            return reject_document(command, household)
        case SubmitFile():
            left = household.to_do(command.requirements)
            return [*household_file.submit_file(command, file, left)]
        case ApproveFile():
            refuse_if_told_since(command.seen, household)
            left = household.to_do(command.requirements)
            required = household.required(command.requirements)
            declared = declared_quotient(told.sections)
            return [*household_file.approve_file(command, file, left, required, declared)]
        case ReturnFile():
            rejected = documents.rejected(household.documents)
            return [*household_file.return_file(command, file, rejected)]
        case (
            InviteOtherHome()
            | WithdrawInvitation()
            | UseInvitation()
            | JoinHome()
            | CountWrongCode()
            | EndOtherHome()
        ):
            return [*decide_other_home(command, household.other_homes, told.identities())]
    assert_never(command)


def open_household(command: OpenHousehold, household: Household) -> list[Event]:
    if household.household_id is not None:
        return []
    return [HouseholdOpened(household_id=command.household_id, account_id=command.account_id)]


def fill_section(command: FillSection, household: Household) -> list[Event]:
    """A new address is looked up in the operator's areas."""
    events: list[Event] = [*answers.fill_section(command, household.answers, household.version)]
    if events and isinstance(command.section, Address):
        events += locate(command.household_id, command.section, command.areas, household.located)
    return events


def register_child(command: RegisterChild, household: Household) -> list[Event]:
    """A file that was sent is no longer whole when a child joins: it comes back to the family."""
    registered = answers.register_child(command, household.answers)
    sent = household.file.status in (FileStatus.SUBMITTED, FileStatus.APPROVED)
    if not registered or not sent:
        return [*registered]
    returned = FileReturned(
        household_id=command.household_id,
        reason=ReturnReason.CHILD_ADDED,
        message=None,
        rejected_documents=documents.rejected(household.documents),
        decided_by=None,
        returned_at=command.registered_at,
    )
    return [*registered, returned]


def read_health_record(command: ReadHealthRecord, household: Household) -> list[Event]:
    """Turning back to the page within the hour is the same reading."""
    answers.child_of(household.answers, command.child_id)
    last = household.readings.get((command.child_id, command.reader_id))
    if last is not None and command.read_at - last < ONE_READING_LASTS:
        return []
    return [
        HealthRecordRead(
            household_id=command.household_id,
            child_id=command.child_id,
            reader_id=command.reader_id,
            reader=command.reader,
            read_at=command.read_at,
        )
    ]


def verify_document(command: VerifyDocument, household: Household) -> list[Event]:
    """Once the file is approved, the document that proves a new quotient makes it count."""
    refuse_if_told_since(command.seen, household)
    told = household.answers.sections
    verified = documents.verify_document(command, told, household.documents)
    proofs = {each.code for each in command.requirements if each.needed is Need.QUOTIENT_DECLARED}
    proven = any(event.requirement in proofs for event in verified)
    if household.file.status is not FileStatus.APPROVED or not proven:
        return [*verified]
    recorded = household_file.record_quotient(
        command.household_id, household.file, declared_quotient(told), command.decided_on
    )
    return [*verified, *recorded]


def reject_document(command: RejectDocument, household: Household) -> list[Event]:
    """An approved file without one of its documents comes back to the family at once."""
    rejected = documents.reject_document(command, household.documents)
    if not rejected or household.file.status is not FileStatus.APPROVED:
        return [*rejected]
    after = reduce(documents.evolve_documents, rejected, household.documents)
    returned = FileReturned(
        household_id=command.household_id,
        reason=ReturnReason.DOCUMENTS,
        message=None,
        rejected_documents=documents.rejected(after),
        decided_by=command.decided_by,
        returned_at=command.decided_at,
    )
    return [*rejected, returned]


def refuse_if_told_since(seen: int | None, household: Household) -> None:
    """Staff decide on what they read, not on what the family put there meanwhile."""
    if seen is not None and household.told_at > seen:
        raise Refused("changed_elsewhere", version=household.version)


# Evolve


def evolve(household: Household, event: Event) -> Household:
    version = household.version + 1
    household = replace(household, version=version)
    match event:
        case HouseholdOpened():
            return replace(household, household_id=event.household_id, account_id=event.account_id)
        case HealthRecordRead():
            reading = (event.child_id, event.reader_id)
            return replace(household, readings={**household.readings, reading: event.read_at})
        case HouseholdLocated():
            return replace(household, located=event)
        case (
            OtherHomeInvited()
            | InvitationWithdrawn()
            | InvitationUsed()
            | HomeJoined()
            | WrongCodeCounted()
            | OtherHomeEnded()
        ):
            homes = evolve_other_homes(household.other_homes, event)
            return replace(household, other_homes=homes)
        case DocumentUploaded():
            known = documents.evolve_documents(household.documents, event)
            return replace(household, documents=known, told_at=version)
        case DocumentVerified():
            known = documents.evolve_documents(household.documents, event)
            proves = declared_quotient(household.answers.sections)
            document = replace(known[event.document_id], quotient=proves)
            return replace(household, documents={**known, event.document_id: document})
        case DocumentRejected():
            known = documents.evolve_documents(household.documents, event)
            return replace(household, documents=known)
        case FileSubmitted() | FileApproved() | FileReturned() | FamilyQuotientRecorded():
            return replace(household, file=household_file.evolve_file(household.file, event))
        case _:  # what remains are the answers; their own match is exhaustive
            told = answers.evolve_answers(household.answers, event, version)
            return replace(household, answers=told, told_at=version)
