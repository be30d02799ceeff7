"""Declared absences: who is not expected though booked, and the certificates staff look at."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from services.bookings.domain.absence import WAITS_FOR_CERTIFICATE
from services.bookings.domain.absence_history import (
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
    ToldBy,
)
from services.bookings.domain.deadline import PARIS
from services.bookings.domain.held_place import HeldSlot, PlaceFreed, PlaceRestored
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.question import Question
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
    sa.Column("remind_at", sa.DateTime(timezone=True)),
    sa.Column("told_by", sa.Text, nullable=False),
    sa.Column("declared_by", sa.Text, nullable=False),
    sa.Column("document_id", sa.Uuid),
    sa.Column("content_type", sa.Text),
    sa.Column("sent_at", sa.DateTime(timezone=True)),
    sa.Column("reason", sa.Text),
    sa.Index("absences_household", "household_id", "day"),
)

# Places of absent children that may be given to others for the day.
freed_places = sa.Table(
    "freed_places",
    metadata,
    sa.Column("child_id", sa.Uuid, primary_key=True),
    sa.Column("facility_id", sa.Text, primary_key=True),
    sa.Column("slot_type", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True, index=True),
)

# What waits for the clock: only while nothing lies with staff to be looked at.
_OPEN = absences.c.status.in_(WAITS_FOR_CERTIFICATE)
REMINDERS: Final = sa.select(
    absences.c.absence_id.label("about"),
    absences.c.remind_at.label("due_at"),
    absences.c.certificate_until.label("until"),
).where(_OPEN, absences.c.remind_at.is_not(None))
DELAYS: Final = sa.select(
    absences.c.absence_id.label("about"), absences.c.certificate_until.label("due_at")
).where(_OPEN)

REMINDER_HOUR: Final = time(9)
LEAST_NOTICE: Final = timedelta(hours=24)  # who was told less long ago is not reminded

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
    told_by: ToldBy
    declared_by: str
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
                    remind_at=remind_at(event.certificate_until, event.declared_at),
                    told_by=event.told_by,
                    declared_by=event.declared_by,
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
                remind_at=remind_at(event.certificate_until, event.decided_at),
            )
        case AbsenceWithdrawn():
            tx.execute(sa.delete(absences).where(absences.c.absence_id == event.absence_id))
        case CertificateDue():
            _change(tx, event.absence_id, remind_at=None)
        case PlaceFreed(slot=slot):
            tx.execute(sa.insert(freed_places).values(**_freed(slot)))
        case PlaceRestored(slot=slot):
            tx.execute(sa.delete(freed_places).filter_by(**_freed(slot)))
        case AbsenceUnexcused():
            _change(tx, event.absence_id, status=AbsenceStatus.UNEXCUSED)


READ_MODEL = ReadModel("absences", metadata, project)


def remind_at(until: datetime, told_at: datetime) -> datetime | None:
    """In the morning of the last day but one; not to who has only just been told of the delay."""
    last = (until - timedelta(seconds=1)).astimezone(PARIS).date()
    at = datetime.combine(last - timedelta(days=1), REMINDER_HOUR, PARIS).astimezone(UTC)
    return at if at >= told_at + LEAST_NOTICE else None


def absence(tx: sa.Connection, absence_id: UUID) -> KnownAbsence | None:
    row = tx.execute(sa.select(absences).where(absences.c.absence_id == absence_id)).one_or_none()
    return _known(row) if row else None


def with_certificates(tx: sa.Connection) -> list[KnownAbsence]:
    """Those that staff have to look at, the first sent first."""
    query = sa.select(absences).where(absences.c.status == AbsenceStatus.CERTIFICATE_SENT)
    return [_known(row) for row in tx.execute(query.order_by(absences.c.sent_at))]


def of_household(tx: sa.Connection, household_id: UUID, since: date) -> list[KnownAbsence]:
    """The latest day first."""
    query = sa.select(absences).where(
        absences.c.household_id == household_id, absences.c.day >= since
    )
    return [_known(row) for row in tx.execute(query.order_by(absences.c.day.desc()))]


def on_days(tx: sa.Connection, days: Collection[date]) -> list[KnownAbsence]:
    return [_known(row) for row in tx.execute(sa.select(absences).where(absences.c.day.in_(days)))]


def absent_on(tx: sa.Connection, day: date) -> set[AbsentAt]:
    """Everybody who is booked there that day and will not come."""
    return _slots(tx.execute(sa.select(absences).where(absences.c.day == day)).all())


_BETWEEN = Question(
    sa.select(absences.c.child_id, absences.c.slots, absences.c.day).where(
        absences.c.household_id == sa.bindparam("household_id"),
        absences.c.day.between(sa.bindparam("first"), sa.bindparam("last")),
    )
)


def absent_between(tx: sa.Connection, household_id: UUID, first: date, last: date) -> set[AbsentAt]:
    """The children of a household, from one day to another."""
    return _slots(_BETWEEN.rows(tx, household_id=household_id, first=first, last=last))


def freed_from(tx: sa.Connection, day: date) -> set[tuple[str, SlotType, date]]:
    """Where a place of an absent child may be given to another one, from this day on."""
    query = sa.select(freed_places).where(freed_places.c.day >= day)
    return {(row.facility_id, SlotType(row.slot_type), row.day) for row in tx.execute(query)}


def _freed(slot: HeldSlot) -> dict[str, Any]:
    return {
        "child_id": slot.child_id,
        "facility_id": slot.facility_id,
        "slot_type": slot.slot_type,
        "day": slot.day,
    }


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
        told_by=ToldBy(row.told_by),
        declared_by=row.declared_by,
        document_id=row.document_id,
        content_type=row.content_type,
        sent_at=_aware(row.sent_at) if row.sent_at else None,
        reason=CertificateReason(row.reason) if row.reason else None,
    )


def _aware(at: datetime) -> datetime:
    """SQLite forgets the zone; what is stored is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
