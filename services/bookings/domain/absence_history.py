"""What can happen to a declared absence, and what is known of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from services.bookings.domain.slot_type import SlotType


class AbsenceStatus(StrEnum):
    DECLARED = "DECLARED"
    CERTIFICATE_SENT = "CERTIFICATE_SENT"
    CERTIFICATE_REFUSED = "CERTIFICATE_REFUSED"
    EXCUSED = "EXCUSED"
    UNEXCUSED = "UNEXCUSED"  # the delay for a certificate is over
    WITHDRAWN = "WITHDRAWN"


class ToldBy(StrEnum):
    """How staff know. Why the child stays away is asked nowhere: it may be its health."""

    FAMILY = "FAMILY"  # on the portal
    PHONE = "PHONE"
    DESK = "DESK"
    SCHOOL = "SCHOOL"


class WithdrawnBecause(StrEnum):
    FAMILY = "FAMILY"
    STAFF = "STAFF"
    DAY_CLOSED = "DAY_CLOSED"  # there is no care: nobody is absent


class CertificateReason(StrEnum):
    """Why a certificate was not accepted."""

    UNREADABLE = "UNREADABLE"
    WRONG_DOCUMENT = "WRONG_DOCUMENT"
    OTHER_CHILD = "OTHER_CHILD"
    OTHER_DAY = "OTHER_DAY"
    OTHER = "OTHER"


@dataclass(frozen=True, kw_only=True)
class AbsentSlot:
    """Which care of the day the child does not come to."""

    facility_id: str
    slot_type: SlotType


# Events


@dataclass(frozen=True, kw_only=True)
class AbsenceDeclared:
    """A certificate is taken until `certificate_until`, that instant not included.

    `declared_by` is who of the staff noted it, empty when the family did.
    """

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    slots: tuple[AbsentSlot, ...]
    certificate_until: datetime
    declared_at: datetime
    told_by: ToldBy = ToldBy.FAMILY
    declared_by: str = ""


@dataclass(frozen=True, kw_only=True)
class CertificateSent:
    """The file is sealed under the key of the household. Its name is not kept: it may say what
    the child has."""

    absence_id: UUID
    household_id: UUID
    document_id: UUID
    content_type: str
    sent_at: datetime


@dataclass(frozen=True, kw_only=True)
class AbsenceExcused:
    """The certificate was accepted: the day is not billed.

    `document_id` is None for one on paper, seen at the desk.
    """

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    slots: tuple[AbsentSlot, ...]
    document_id: UUID | None
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class CertificateRefused:
    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    document_id: UUID
    reason: CertificateReason
    certificate_until: datetime
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class AbsenceWithdrawn:
    """The child comes after all, or there is no care that day."""

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    slots: tuple[AbsentSlot, ...]
    because: WithdrawnBecause
    withdrawn_at: datetime
    withdrawn_by: str


@dataclass(frozen=True, kw_only=True)
class CertificateDue:
    """The delay ends soon and no certificate has come that could count."""

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    certificate_until: datetime
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AbsenceUnexcused:
    """The delay is over without a certificate: the day stays billed."""

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    slots: tuple[AbsentSlot, ...]
    at: datetime


Event = (
    AbsenceDeclared
    | CertificateSent
    | AbsenceExcused
    | CertificateRefused
    | AbsenceWithdrawn
    | CertificateDue
    | AbsenceUnexcused
)


# State


@dataclass(frozen=True, kw_only=True)
class Absence:
    status: AbsenceStatus | None = None
    declared: AbsenceDeclared | None = None
    document_id: UUID | None = None
    certificate_until: datetime | None = None
    reminded_of: datetime | None = None  # the end of the delay


INITIAL = Absence()


# Evolve


def evolve(absence: Absence, event: Event) -> Absence:
    match event:
        case AbsenceDeclared():
            return Absence(
                status=AbsenceStatus.DECLARED,
                declared=event,
                certificate_until=event.certificate_until,
            )
        case CertificateSent():
            return replace(
                absence,
                status=AbsenceStatus.CERTIFICATE_SENT,
                document_id=event.document_id,
            )
        case AbsenceExcused():
            return replace(absence, status=AbsenceStatus.EXCUSED)
        case CertificateRefused():
            return replace(
                absence,
                status=AbsenceStatus.CERTIFICATE_REFUSED,
                certificate_until=event.certificate_until,
            )
        case AbsenceWithdrawn():
            return Absence(status=AbsenceStatus.WITHDRAWN)
        case CertificateDue():
            return replace(absence, reminded_of=event.certificate_until)
        case AbsenceUnexcused():
            return replace(absence, status=AbsenceStatus.UNEXCUSED)
    assert_never(event)
