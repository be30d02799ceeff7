"""A declared absence: a child that will not come on a day that can no longer be given back free.

The day stays billed, unless the family sends a certificate in time and staff accept it. The child
keeps its place and is expected by nobody. What can happen is in `absence_history`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, assert_never
from uuid import UUID

from services.bookings.domain.absence_history import (
    INITIAL,
    Absence,
    AbsenceDeclared,
    AbsenceExcused,
    AbsenceStatus,
    AbsenceUnexcused,
    AbsenceWithdrawn,
    AbsentSlot,
    CertificateDue,
    CertificateReason,
    CertificateRefused,
    CertificateSent,
    Event,
    ToldBy,
    WithdrawnBecause,
    evolve,
)
from services.bookings.domain.deadline import PARIS
from shared.eventstore.decider import Refused

__all__ = ["INITIAL", "Command", "Event", "decide", "evolve"]

WAITS_FOR_CERTIFICATE: Final = (AbsenceStatus.DECLARED, AbsenceStatus.CERTIFICATE_REFUSED)

# Commands


@dataclass(frozen=True, kw_only=True)
class BookedSlot:
    """`free_until`: the instant until which it can still be given back free, None when over."""

    slot: AbsentSlot
    free_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class DeclareAbsence:
    """`booked` is all the child has on that day. `certificate_days` follow the day, whole.

    A family tells it on the day at the latest, staff may note it until the delay for a certificate
    is over.
    """

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    booked: tuple[BookedSlot, ...]
    certificate_days: int
    declared_at: datetime
    told_by: ToldBy = ToldBy.FAMILY
    declared_by: str = ""


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


@dataclass(frozen=True, kw_only=True)
class SeePaperCertificate:
    """At the desk: staff take it, also when the delay is over."""

    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class WithdrawAbsence:
    """`until` is the last instant of that day, when the meals are counted."""

    until: datetime
    because: WithdrawnBecause
    withdrawn_at: datetime
    withdrawn_by: str


@dataclass(frozen=True, kw_only=True)
class RemindOfCertificate:
    at: datetime


@dataclass(frozen=True, kw_only=True)
class EndDelay:
    at: datetime


Command = (
    DeclareAbsence
    | SendCertificate
    | AcceptCertificate
    | RefuseCertificate
    | SeePaperCertificate
    | WithdrawAbsence
    | RemindOfCertificate
    | EndDelay
)


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
        case SeePaperCertificate():
            return see_paper_certificate(command, absence)
        case WithdrawAbsence():
            return withdraw_absence(command, absence)
        case RemindOfCertificate():
            return remind_of_certificate(command, absence)
        case EndDelay():
            return end_delay(command, absence)
    assert_never(command)


def declare_absence(command: DeclareAbsence, absence: Absence) -> list[Event]:
    """What can be given back free is given back instead."""
    if absence.status not in (None, AbsenceStatus.WITHDRAWN):
        return []
    if not command.booked:
        raise Refused("not_booked", day=command.day.isoformat())
    grace = 0 if command.told_by is ToldBy.FAMILY else command.certificate_days
    if command.declared_at >= days_after(command.day, grace):
        raise Refused("day_is_over", day=command.day.isoformat())
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
            told_by=command.told_by,
            declared_by=command.declared_by,
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
    return [_excused(declared, command, command.document_id)]


def see_paper_certificate(command: SeePaperCertificate, absence: Absence) -> list[Event]:
    declared = _declared(absence)
    if absence.status is AbsenceStatus.EXCUSED:
        return []
    return [_excused(declared, command, None)]


def withdraw_absence(command: WithdrawAbsence, absence: Absence) -> list[Event]:
    """What is excused is not billed and stays so."""
    if absence.status is AbsenceStatus.WITHDRAWN:
        return []
    declared = _declared(absence)
    if absence.status is AbsenceStatus.EXCUSED:
        raise Refused("absence_excused")
    if command.withdrawn_at > command.until:
        raise Refused("too_late_to_withdraw", until=command.until.isoformat())
    return [
        AbsenceWithdrawn(
            absence_id=declared.absence_id,
            household_id=declared.household_id,
            child_id=declared.child_id,
            day=declared.day,
            slots=declared.slots,
            because=command.because,
            withdrawn_at=command.withdrawn_at,
            withdrawn_by=command.withdrawn_by,
        )
    ]


def remind_of_certificate(command: RemindOfCertificate, absence: Absence) -> list[Event]:
    """Once for each delay, and not while staff have one to look at."""
    declared = absence.declared
    until = absence.certificate_until
    if declared is None or until is None or absence.status not in WAITS_FOR_CERTIFICATE:
        return []
    if command.at >= until or absence.reminded_of == until:
        return []
    return [
        CertificateDue(
            absence_id=declared.absence_id,
            household_id=declared.household_id,
            child_id=declared.child_id,
            day=declared.day,
            certificate_until=until,
            at=command.at,
        )
    ]


def end_delay(command: EndDelay, absence: Absence) -> list[Event]:
    declared = absence.declared
    until = absence.certificate_until
    if declared is None or until is None or absence.status not in WAITS_FOR_CERTIFICATE:
        return []
    if command.at < until:
        return []
    return [
        AbsenceUnexcused(
            absence_id=declared.absence_id,
            household_id=declared.household_id,
            child_id=declared.child_id,
            day=declared.day,
            slots=declared.slots,
            at=command.at,
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


def _excused(
    declared: AbsenceDeclared,
    command: AcceptCertificate | SeePaperCertificate,
    document_id: UUID | None,
) -> AbsenceExcused:
    return AbsenceExcused(
        absence_id=declared.absence_id,
        household_id=declared.household_id,
        child_id=declared.child_id,
        day=declared.day,
        slots=declared.slots,
        document_id=document_id,
        decided_at=command.decided_at,
        decided_by=command.decided_by,
    )


def _declared(absence: Absence) -> AbsenceDeclared:
    if absence.declared is None:
        raise Refused("no_absence")
    return absence.declared


def _refuse_unless_sent(absence: Absence, document_id: UUID) -> None:
    if absence.status is not AbsenceStatus.CERTIFICATE_SENT:
        raise Refused("no_certificate")
    if absence.document_id != document_id:
        raise Refused("certificate_replaced")
