"""A family declares that its child will not come, and sends a certificate; staff decide on it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID, uuid5

from services.bookings.domain import absence, deadline
from services.bookings.domain.absence import (
    AcceptCertificate,
    BookedSlot,
    DeclareAbsence,
    EndDelay,
    RefuseCertificate,
    RemindOfCertificate,
    SeePaperCertificate,
    SendCertificate,
    WithdrawAbsence,
)
from services.bookings.domain.absence_history import (
    AbsenceDeclared,
    AbsenceStatus,
    AbsenceWithdrawn,
    AbsentSlot,
    CertificateReason,
    ToldBy,
    WithdrawnBecause,
)
from services.bookings.domain.calendar import calendar_of, calendar_with
from services.bookings.domain.deadline import PARIS, Act
from services.bookings.domain.operator import ABSENCE_HOUR, CERTIFICATE_DAYS
from services.bookings.handlers.absent_places import free_places, restore_places
from services.bookings.projections import (
    absences,
    facilities,
    family_planner,
    openings,
    operator_card,
)
from services.bookings.projections.family_planner import EntryState
from shared.eventstore.store import Work
from shared.eventstore.vault import Vault

ABSENCES: Final = UUID("5d1f7f0a-64f3-4c0b-9a52-30c3f1a6be42")

Run = Callable[[Callable[[Work], Any]], Any]


@dataclass(frozen=True, kw_only=True)
class Certificate:
    document_id: UUID
    content_type: str
    content: bytes


def absence_id_of(household_id: UUID, child_id: UUID, day: date) -> UUID:
    """One for a child and a day, in each household it lives in."""
    return uuid5(ABSENCES, f"{household_id}/{child_id}/{day.isoformat()}")


def absence_stream(absence_id: UUID) -> str:
    return f"absence-{absence_id}"


def declare_absence(
    work: Work,
    household_id: UUID,
    child_id: UUID,
    day: date,
    told_by: ToldBy = ToldBy.FAMILY,
) -> None:
    absence_id = absence_id_of(household_id, child_id, day)
    command = DeclareAbsence(
        absence_id=absence_id,
        household_id=household_id,
        child_id=child_id,
        day=day,
        booked=booked_on(work.tx, household_id, child_id, day, work.meta.at),
        certificate_days=certificate_days(work.tx),
        declared_at=work.meta.at,
        told_by=told_by,
        declared_by="" if told_by is ToldBy.FAMILY else work.meta.actor,
    )
    for event in work.handle(absence, absence_stream(absence_id), command):
        if isinstance(event, AbsenceDeclared):
            free_places(work, event)


def withdraw_absence(work: Work, household_id: UUID, child_id: UUID, day: date) -> None:
    """By the family, until the meals of the day are counted."""
    absence_id = absence_id_of(household_id, child_id, day)
    until = withdrawable_until(work.tx, day)
    _withdraw(work, absence_id, until, WithdrawnBecause.FAMILY)


def withdraw_for_staff(work: Work, absence_id: UUID) -> None:
    """Whenever the child stands at the door: staff know what is still in the kitchen."""
    _withdraw(work, absence_id, work.meta.at, WithdrawnBecause.STAFF)


def end_absences_without_care(work: Work, closed: Mapping[date, Collection[AbsentSlot]]) -> None:
    """The calendar closed these slots: nobody is absent from what does not take place."""
    for known in absences.on_days(work.tx, closed):
        if set(known.slots) <= set(closed[known.day]) and known.status != AbsenceStatus.EXCUSED:
            _withdraw(work, known.absence_id, work.meta.at, WithdrawnBecause.DAY_CLOSED)


def _withdraw(work: Work, absence_id: UUID, until: datetime, because: WithdrawnBecause) -> None:
    command = WithdrawAbsence(
        until=until,
        because=because,
        withdrawn_at=work.meta.at,
        withdrawn_by=work.meta.actor,
    )
    for event in work.handle(absence, absence_stream(absence_id), command):
        if isinstance(event, AbsenceWithdrawn):
            restore_places(work, event)


def send_certificate(
    run: Run, vault: Vault, household_id: UUID, absence_id: UUID, certificate: Certificate
) -> None:
    """Decides, keeps the file, then says so: an event never names a file that is not on disk."""

    def command(work: Work) -> SendCertificate:
        return SendCertificate(
            document_id=certificate.document_id,
            content_type=certificate.content_type,
            sent_at=work.meta.at,
        )

    def is_new(work: Work) -> bool:
        known = work.state(absence, absence_stream(absence_id))
        return bool(absence.decide(command(work), known))

    if run(is_new):
        vault.files.put(household_id, str(certificate.document_id), certificate.content)
        run(lambda work: work.handle(absence, absence_stream(absence_id), command(work)))


def accept_certificate(work: Work, absence_id: UUID, document_id: UUID) -> None:
    command = AcceptCertificate(
        document_id=document_id, decided_at=work.meta.at, decided_by=work.meta.actor
    )
    work.handle(absence, absence_stream(absence_id), command)


def refuse_certificate(
    work: Work, absence_id: UUID, document_id: UUID, reason: CertificateReason
) -> None:
    command = RefuseCertificate(
        document_id=document_id,
        reason=reason,
        certificate_days=certificate_days(work.tx),
        decided_at=work.meta.at,
        decided_by=work.meta.actor,
    )
    work.handle(absence, absence_stream(absence_id), command)


def see_paper_certificate(work: Work, absence_id: UUID) -> None:
    command = SeePaperCertificate(decided_at=work.meta.at, decided_by=work.meta.actor)
    work.handle(absence, absence_stream(absence_id), command)


def remind_of_certificate(work: Work, absence_id: UUID) -> None:
    work.handle(absence, absence_stream(absence_id), RemindOfCertificate(at=work.meta.at))


def end_delay(work: Work, absence_id: UUID) -> None:
    work.handle(absence, absence_stream(absence_id), EndDelay(at=work.meta.at))


def withdrawable_until(tx: Any, day: date) -> datetime:
    """The hour of the operator, on the day itself, in Paris."""
    card = operator_card.operator(tx)
    hour = time.fromisoformat(card.absence_hour if card else ABSENCE_HOUR)
    return datetime.combine(day, hour, PARIS).astimezone(UTC)


def certificate_days(tx: Any) -> int:
    """How long a family has for a certificate, in days after the absence."""
    card = operator_card.operator(tx)
    return card.certificate_days if card else CERTIFICATE_DAYS


def booked_on(
    tx: Any, household_id: UUID, child_id: UUID, day: date, at: Any
) -> tuple[BookedSlot, ...]:
    """What a child has on a day from this household, and until when each can be given back."""
    lines = family_planner.lines_of(tx, household_id, day, day)
    years = openings.all_school_years(tx)
    known = {it.facility_id: it for it in facilities.all_facilities(tx)}
    booked = []
    for entry in family_planner.entries(lines, day, day):
        line = entry.line
        if line.child_id != child_id or entry.state is not EntryState.ACCEPTED:
            continue
        facility = known.get(line.facility_id)
        slot = facility.offers(line.slot_type) if facility else None
        free_until = None
        if slot is not None:
            days = calendar_with([calendar_of(it, line.facility_id) for it in years], day)
            terms = deadline.terms(slot.deadlines, Act.CANCEL, day, at, days)
            free_until = None if terms.late or terms.coming is None else terms.coming.until
        booked.append(
            BookedSlot(
                slot=AbsentSlot(facility_id=line.facility_id, slot_type=line.slot_type),
                free_until=free_until,
            )
        )
    return tuple(booked)
