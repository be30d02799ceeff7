"""Declared absences: who is not expected though booked, and the certificates staff look at."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from services.bookings.domain.absence import (
    AbsenceDeclared,
    AbsenceExcused,
    AbsenceStatus,
    AbsentSlot,
    CertificateReason,
    CertificateRefused,
    CertificateSent,
)
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

absences = sa.Table(
    "absences",
    metadata,
    sa.Column("absence_id", sa.Uuid, primary_key=True),
    sa.Column("household_id", sa.Uuid, nullable=False),
    sa.Column("child_id", sa.Uuid, nullable=False),
    sa.Column("day", sa.Date, nullable=False, index=True),
    sa.Column("slots", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False, index=True),
    sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("certificate_until", sa.DateTime(timezone=True), nullable=False),
    sa.Column("document_id", sa.Uuid),
    sa.Column("content_type", sa.Text),
    sa.Column("sent_at", sa.DateTime(timezone=True)),
    sa.Column("reason", sa.Text),
    sa.Index("absences_household", "household_id", "day"),
)

AbsentAt = tuple[UUID, str, SlotType, date]  # a child in a facility


@dataclass(frozen=True, kw_only=True)
class KnownAbsence:
    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    slots: tuple[AbsentSlot, ...]
    status: AbsenceStatus
    declared_at: datetime
    certificate_until: datetime
    document_id: UUID | None
    content_type: str | None
    sent_at: datetime | None
    reason: CertificateReason | None


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case AbsenceDeclared():
            tx.execute(
                sa.insert(absences).values(
                    absence_id=event.absence_id,
                    household_id=event.household_id,
                    child_id=event.child_id,
                    day=event.day,
                    slots=msgspec.json.encode(event.slots).decode(),
                    status=AbsenceStatus.DECLARED,
                    declared_at=event.declared_at.astimezone(UTC),
                    certificate_until=event.certificate_until.astimezone(UTC),
                )
            )
        case CertificateSent():
            _change(
                tx,
                event.absence_id,
                status=AbsenceStatus.CERTIFICATE_SENT,
                document_id=event.document_id,
                content_type=event.content_type,
                sent_at=event.sent_at.astimezone(UTC),
                reason=None,
            )
        case AbsenceExcused():
            _change(tx, event.absence_id, status=AbsenceStatus.EXCUSED)
        case CertificateRefused():
            _change(
                tx,
                event.absence_id,
                status=AbsenceStatus.CERTIFICATE_REFUSED,
                reason=event.reason,
                certificate_until=event.certificate_until.astimezone(UTC),
            )


READ_MODEL = ReadModel("absences", metadata, project)


def absence(tx: sa.Connection, absence_id: UUID) -> KnownAbsence | None:
    row = tx.execute(sa.select(absences).where(absences.c.absence_id == absence_id)).one_or_none()
    return _known(row) if row else None


def with_certificates(tx: sa.Connection) -> list[KnownAbsence]:
    """Those that staff have to look at, the first sent first."""
    query = sa.select(absences).where(absences.c.status == AbsenceStatus.CERTIFICATE_SENT)
    return [_known(row) for row in tx.execute(query.order_by(absences.c.sent_at))]


def absent_on(tx: sa.Connection, day: date) -> set[AbsentAt]:
    """Everybody who is booked there that day and will not come."""
    return _slots(tx.execute(sa.select(absences).where(absences.c.day == day)).all())


def absent_between(tx: sa.Connection, household_id: UUID, first: date, last: date) -> set[AbsentAt]:
    """The children of a household, from one day to another."""
    query = sa.select(absences).where(
        absences.c.household_id == household_id, absences.c.day.between(first, last)
    )
    return _slots(tx.execute(query).all())


def _slots(rows: Collection[Any]) -> set[AbsentAt]:
    return {
        (row.child_id, slot.facility_id, slot.slot_type, row.day)
        for row in rows
        for slot in msgspec.json.decode(row.slots, type=tuple[AbsentSlot, ...])
    }


def _change(tx: sa.Connection, absence_id: UUID, **values: Any) -> None:
    tx.execute(sa.update(absences).where(absences.c.absence_id == absence_id).values(**values))


def _known(row: Any) -> KnownAbsence:
    return KnownAbsence(
        absence_id=row.absence_id,
        household_id=row.household_id,
        child_id=row.child_id,
        day=row.day,
        slots=msgspec.json.decode(row.slots, type=tuple[AbsentSlot, ...]),
        status=AbsenceStatus(row.status),
        declared_at=_aware(row.declared_at),
        certificate_until=_aware(row.certificate_until),
        document_id=row.document_id,
        content_type=row.content_type,
        sent_at=_aware(row.sent_at) if row.sent_at else None,
        reason=CertificateReason(row.reason) if row.reason else None,
    )


def _aware(at: datetime) -> datetime:
    """SQLite forgets the zone; what is stored is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
