"""Runs a command on its stream, with the facts it needs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID, uuid5

from services.households.domain import configuration, household
from services.households.domain.answers import FillChildSection, FillSection, RegisterChild
from services.households.domain.configuration import Requirement, School
from services.households.domain.documents import (
    RejectDocument,
    RejectionReason,
    UploadDocument,
    VerifyDocument,
)
from services.households.domain.household import Command, Event, OpenHousehold, ReadHealthRecord
from services.households.domain.household_file import (
    ApproveFile,
    ReturnFile,
    ReturnReason,
    SubmitFile,
)
from services.households.domain.other_home import (
    ALPHABET,
    CODE_LENGTH,
    CountWrongCode,
    EndOtherHome,
    InvitationUsed,
    InviteOtherHome,
    JoinHome,
    OtherHomeInvited,
    UseInvitation,
    WithdrawInvitation,
    refuse_after_wrong_codes,
)
from services.households.domain.residence import Area, Locate
from services.households.domain.sections import (
    Address,
    ChildSection,
    HouseholdSection,
    Identity,
)
from services.households.projections import configuration as configured
from services.households.projections import diets, file_queue, invitations, names
from services.households.publications import publication
from shared.eventstore import clock
from shared.eventstore.decider import Refused
from shared.eventstore.store import EventStore, Work
from shared.eventstore.vault import Vault
from shared.web.settings import Settings

T = TypeVar("T")

# A household is the same whoever opens it first: the account's event or its first visit.
HOUSEHOLDS = UUID("5d0a2c1e-6f0b-4b59-9a55-3f4c8f9f7a10")
CONFIGURATION = "configuration"


class Run(Protocol):
    """One unit of work, with who and when."""

    def __call__(self, work: Callable[[Work], T], /) -> T: ...


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file whose type was read from its content."""

    document_id: UUID
    requirement: str
    child_id: UUID | None
    filename: str
    content_type: str
    content: bytes


def build_store(settings: Settings, vault: Vault | None = None) -> EventStore:
    vault = vault or settings.vault()
    return EventStore(
        settings.engine(),
        [household.Event, configuration.Event],
        publication,
        [
            names.read_model(vault),
            invitations.READ_MODEL,
            diets.read_model(vault),
            file_queue.READ_MODEL,
            configured.READ_MODEL,
        ],
        vault=vault,
        source="households",
    )


# The family


def open_household(work: Work, account_id: UUID) -> UUID:
    household_id = household_of_account(account_id)
    _handle(work, OpenHousehold(household_id=household_id, account_id=account_id))
    return household_id


def fill_section(work: Work, household_id: UUID, seen: int, section: HouseholdSection) -> int:
    areas = configured.areas(work.tx) if isinstance(section, Address) else ()
    command = FillSection(household_id=household_id, seen=seen, section=section, areas=areas)
    _handle(work, command)
    return version_of(work, household_id)


def register_child(work: Work, household_id: UUID, child_id: UUID, identity: Identity) -> int:
    homes = names.households_of_child(work.tx, child_id)
    if homes and household_id not in homes:
        raise Refused("child_registered_elsewhere")
    _handle(
        work,
        RegisterChild(
            household_id=household_id,
            child_id=child_id,
            identity=identity,
            registered_at=work.meta.at,
        ),
    )
    return version_of(work, household_id)


def fill_child_section(
    work: Work, household_id: UUID, child_id: UUID, seen: int, section: ChildSection
) -> int:
    _handle(
        work,
        FillChildSection(household_id=household_id, child_id=child_id, seen=seen, section=section),
    )
    return version_of(work, household_id)


def upload_document(run: Run, vault: Vault, household_id: UUID, upload: Upload) -> None:
    """Decides, keeps the file, then says so: an event never names a file that is not on disk.

    The file is sealed between two units of work: on SQLite nobody else writes during one. A file
    already known is left as it is, whatever is sent under its id.
    """

    def command(work: Work) -> UploadDocument:
        if file_queue.household_of_document(work.tx, upload.document_id) not in (
            None,
            household_id,
        ):
            raise Refused("document_sent_elsewhere")
        return UploadDocument(
            household_id=household_id,
            document_id=upload.document_id,
            requirement=upload.requirement,
            child_id=upload.child_id,
            filename=upload.filename,
            content_type=upload.content_type,
            size=len(upload.content),
            uploaded_at=work.meta.at,
            requirements=configured.requirements(work.tx),
        )

    def is_new(work: Work) -> bool:
        return bool(household.decide(command(work), work.state(household, stream(household_id))))

    if run(is_new):
        vault.files.put(household_id, str(upload.document_id), upload.content)
        run(lambda work: _handle(work, command(work)))


def submit_file(work: Work, household_id: UUID) -> None:
    _handle(
        work,
        SubmitFile(
            household_id=household_id,
            submitted_at=work.meta.at,
            requirements=configured.requirements(work.tx),
        ),
    )


# The other home of a child


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def invite_other_home(
    work: Work,
    household_id: UUID,
    child_id: UUID,
    invitation_id: UUID,
    code: str,
    email: str | None,
) -> OtherHomeInvited:
    (invited,) = _handle(
        work,
        InviteOtherHome(
            household_id=household_id,
            child_id=child_id,
            invitation_id=invitation_id,
            code=code,
            email=email,
            taken=names.households_of_child(work.tx, child_id)[:1] != [household_id],
            invited_at=work.meta.at,
        ),
    )
    assert isinstance(invited, OtherHomeInvited)
    return invited


def withdraw_invitation(work: Work, household_id: UUID, child_id: UUID) -> None:
    _handle(
        work,
        WithdrawInvitation(household_id=household_id, child_id=child_id, withdrawn_at=work.meta.at),
    )


def join_home(work: Work, household_id: UUID, code: str, identity: Identity) -> UUID | Refused:
    """The child; a refusal that counts as a wrong try is handed back, so that the try is kept."""
    at = work.meta.at
    refuse_after_wrong_codes(work.state(household, stream(household_id)).other_homes, at)
    try:
        if (found := invitations.of_code(work.tx, code)) is None:
            raise Refused("code_unknown")
        (used,) = _handle(
            work,
            UseInvitation(
                household_id=found.household_id,
                invitation_id=found.invitation_id,
                by_household_id=household_id,
                identity=identity,
                used_at=at,
            ),
        )
    except Refused as refusal:
        _handle(work, CountWrongCode(household_id=household_id, tried_at=at))
        return refusal
    assert isinstance(used, InvitationUsed)
    _handle(
        work,
        JoinHome(
            household_id=household_id,
            child_id=used.child_id,
            first_household_id=found.household_id,
            joined_at=at,
        ),
    )
    _handle(
        work,
        RegisterChild(
            household_id=household_id,
            child_id=used.child_id,
            identity=identity,
            registered_at=at,
        ),
    )
    return used.child_id


def end_other_home(work: Work, household_id: UUID, child_id: UUID) -> None:
    """Either home ends it for both, in one unit of work."""
    known = work.state(household, stream(household_id)).other_homes.homes.get(child_id)
    if known is None:
        return
    for home in (household_id, known.household_id):
        _handle(
            work,
            EndOtherHome(
                household_id=home,
                child_id=child_id,
                ended_by=household_id,
                ended_at=work.meta.at,
            ),
        )


# The staff


def read_health_record(
    work: Work, household_id: UUID, child_id: UUID, reader_id: UUID, reader: str | None
) -> None:
    _handle(
        work,
        ReadHealthRecord(
            household_id=household_id,
            child_id=child_id,
            reader_id=reader_id,
            reader=reader,
            read_at=work.meta.at,
        ),
    )


def verify_document(
    work: Work,
    household_id: UUID,
    document_id: UUID,
    decided_by: str | None,
    seen: int | None = None,
) -> None:
    _handle(
        work,
        VerifyDocument(
            household_id=household_id,
            document_id=document_id,
            decided_by=decided_by,
            decided_at=work.meta.at,
            decided_on=_civil_day(work),
            requirements=configured.requirements(work.tx),
            seen=seen,
        ),
    )


def reject_document(
    work: Work,
    household_id: UUID,
    document_id: UUID,
    reason: RejectionReason,
    message: str | None,
    decided_by: str | None,
) -> None:
    _handle(
        work,
        RejectDocument(
            household_id=household_id,
            document_id=document_id,
            reason=reason,
            message=message,
            decided_by=decided_by,
            decided_at=work.meta.at,
        ),
    )


def approve_file(
    work: Work, household_id: UUID, decided_by: str | None, seen: int | None = None
) -> None:
    _handle(
        work,
        ApproveFile(
            household_id=household_id,
            decided_by=decided_by,
            approved_at=work.meta.at,
            approved_on=_civil_day(work),
            requirements=configured.requirements(work.tx),
            seen=seen,
        ),
    )


def return_file(
    work: Work, household_id: UUID, reason: ReturnReason, message: str, decided_by: str | None
) -> None:
    _handle(
        work,
        ReturnFile(
            household_id=household_id,
            reason=reason,
            message=message,
            decided_by=decided_by,
            returned_at=work.meta.at,
        ),
    )


# The operator


def configure(
    work: Work,
    schools: tuple[School, ...],
    requirements: tuple[Requirement, ...],
    areas: tuple[Area, ...] = (),
) -> None:
    """Another list of areas is looked up for every household at once: it happens once a year."""
    new = work.handle(
        configuration,
        CONFIGURATION,
        configuration.Configure(schools=schools, requirements=requirements, areas=areas),
    )
    if any(isinstance(event, configuration.AreasDescribed) for event in new):
        for household_id in names.households_with_address(work.tx):
            _handle(work, Locate(household_id=household_id, areas=areas))


# Streams


def household_of_account(account_id: UUID) -> UUID:
    return uuid5(HOUSEHOLDS, str(account_id))


def stream(household_id: UUID) -> str:
    return f"household-{household_id}"


def version_of(work: Work, household_id: UUID) -> int:
    return work.version(household, stream(household_id))


def _handle(work: Work, command: Command) -> list[Event]:
    return work.handle(household, stream(command.household_id), command)


def _civil_day(work: Work) -> date:
    return work.meta.at.astimezone(clock.PARIS).date()
