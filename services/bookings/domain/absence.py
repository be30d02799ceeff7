"""A declared absence: a child that will not come on a day that can no longer be given back free.

The day stays billed, unless the family sends a certificate in time and staff accept it. The child
keeps its place and is expected by nobody.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from services.bookings.domain.deadline import PARIS
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.decider import Refused


class AbsenceStatus(StrEnum):
    DECLARED = "DECLARED"
    CERTIFICATE_SENT = "CERTIFICATE_SENT"
    CERTIFICATE_REFUSED = "CERTIFICATE_REFUSED"
    EXCUSED = "EXCUSED"


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


@dataclass(frozen=True, kw_only=True)
class BookedSlot:
    """`free_until`: the instant until which it can still be given back free, None when over."""

    slot: AbsentSlot
    free_until: datetime | None


# Commands


@dataclass(frozen=True, kw_only=True)
class DeclareAbsence:
    """`booked` is all the child has on that day. `certificate_days` follow the day, whole."""

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    booked: tuple[BookedSlot, ...]
    certificate_days: int
    declared_at: datetime


@dataclass(frozen=True, kw_only=True)
class SendCertificate:
    document_id: UUID
    content_type: str
    sent_at: datetime


@dataclass(frozen=True, kw_only=True)
class AcceptCertificate:
    """`document_id` is the one that staff looked at."""

    document_id: UUID
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class RefuseCertificate:
    """The family has `certificate_days` for another one."""

    document_id: UUID
    reason: CertificateReason
    certificate_days: int
    decided_at: datetime
    decided_by: str


Command = DeclareAbsence | SendCertificate | AcceptCertificate | RefuseCertificate


# Events


@dataclass(frozen=True, kw_only=True)
class AbsenceDeclared:
    """A certificate is taken until `certificate_until`, that instant not included."""

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    slots: tuple[AbsentSlot, ...]
    certificate_until: datetime
    declared_at: datetime


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
    """The certificate was accepted: the day is not billed."""

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    slots: tuple[AbsentSlot, ...]
    document_id: UUID
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


Event = AbsenceDeclared | CertificateSent | AbsenceExcused | CertificateRefused


# State


@dataclass(frozen=True, kw_only=True)
class Absence:
    status: AbsenceStatus | None = None
    declared: AbsenceDeclared | None = None
    document_id: UUID | None = None
    certificate_until: datetime | None = None


INITIAL = Absence()


# Decide


def decide(command: Command, absence: Absence) -> list[Event]:
    match command:
        case DeclareAbsence():
            return declare_absence(command, absence)
        case SendCertificate():
            return send_certificate(command, absence)
        case AcceptCertificate():
            return accept_certificate(command, absence)
        case RefuseCertificate():
            return refuse_certificate(command, absence)
    assert_never(command)


def declare_absence(command: DeclareAbsence, absence: Absence) -> list[Event]:
    """On the day itself at the latest; what can be given back free is given back instead."""
    if absence.status is not None:
        return []
    if command.declared_at.astimezone(PARIS).date() > command.day:
        raise Refused("day_is_over", day=command.day.isoformat())
    if not command.booked:
        raise Refused("not_booked", day=command.day.isoformat())
    slots = tuple(each.slot for each in command.booked if each.free_until is None)
    if not slots:
        until = min(each.free_until for each in command.booked if each.free_until)
        raise Refused("can_be_cancelled", until=until.isoformat())
    return [
        AbsenceDeclared(
            absence_id=command.absence_id,
            household_id=command.household_id,
            child_id=command.child_id,
            day=command.day,
            slots=slots,
            certificate_until=days_after(command.day, command.certificate_days),
            declared_at=command.declared_at,
        )
    ]


def send_certificate(command: SendCertificate, absence: Absence) -> list[Event]:
    """Another one may be sent as long as staff have not decided."""
    declared = _declared(absence)
    if command.document_id == absence.document_id:
        return []
    if absence.status is AbsenceStatus.EXCUSED:
        raise Refused("absence_excused")
    assert absence.certificate_until
    if command.sent_at >= absence.certificate_until:
        raise Refused("certificate_too_late", until=absence.certificate_until.isoformat())
    return [
        CertificateSent(
            absence_id=declared.absence_id,
            household_id=declared.household_id,
            document_id=command.document_id,
            content_type=command.content_type,
            sent_at=command.sent_at,
        )
    ]


def accept_certificate(command: AcceptCertificate, absence: Absence) -> list[Event]:
    declared = _declared(absence)
    if absence.status is AbsenceStatus.EXCUSED:
        return []
    _refuse_unless_sent(absence, command.document_id)
    return [
        AbsenceExcused(
            absence_id=declared.absence_id,
            household_id=declared.household_id,
            child_id=declared.child_id,
            day=declared.day,
            slots=declared.slots,
            document_id=command.document_id,
            decided_at=command.decided_at,
            decided_by=command.decided_by,
        )
    ]


def refuse_certificate(command: RefuseCertificate, absence: Absence) -> list[Event]:
    """The family never has less time for another one than it had before."""
    declared = _declared(absence)
    _refuse_unless_sent(absence, command.document_id)
    assert absence.certificate_until
    on = command.decided_at.astimezone(PARIS).date()
    return [
        CertificateRefused(
            absence_id=declared.absence_id,
            household_id=declared.household_id,
            child_id=declared.child_id,
            day=declared.day,
            document_id=command.document_id,
            reason=command.reason,
            certificate_until=max(
                absence.certificate_until, days_after(on, command.certificate_days)
            ),
            decided_at=command.decided_at,
            decided_by=command.decided_by,
        )
    ]


def days_after(day: date, days: int) -> datetime:
    """The end of the last of these days in Paris, as an instant."""
    end = datetime.combine(day + timedelta(days=days + 1), time.min, PARIS)
    return end.astimezone(UTC)


def _declared(absence: Absence) -> AbsenceDeclared:
    if absence.declared is None:
        raise Refused("no_absence")
    return absence.declared


def _refuse_unless_sent(absence: Absence, document_id: UUID) -> None:
    if absence.status is not AbsenceStatus.CERTIFICATE_SENT:
        raise Refused("no_certificate")
    if absence.document_id != document_id:
        raise Refused("certificate_replaced")


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
    assert_never(event)
