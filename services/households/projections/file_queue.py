"""The staff's queue: where each file is on its way, and which documents wait to be verified."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.households.domain.documents import (
    DocumentRejected,
    DocumentStatus,
    DocumentUploaded,
    DocumentVerified,
)
from services.households.domain.household import HouseholdOpened
from services.households.domain.household_file import (
    FileApproved,
    FileReturned,
    FileStatus,
    FileSubmitted,
)
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

file_queue = sa.Table(
    "file_queue",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("submitted_at", sa.DateTime(timezone=True)),
    sa.Index("file_queue_status", "status", "submitted_at"),
)
file_documents = sa.Table(
    "file_documents",
    metadata,
    sa.Column("document_id", sa.Uuid, primary_key=True),
    sa.Column("household_id", sa.Uuid, nullable=False, index=True),
    sa.Column("requirement", sa.Text, nullable=False),
    sa.Column("child_id", sa.Uuid),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("replaced", sa.Boolean, nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class QueuedFile:
    household_id: UUID
    status: FileStatus
    submitted_at: datetime | None
    pending_documents: int


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case HouseholdOpened():
            tx.execute(
                sa.insert(file_queue).values(
                    household_id=event.household_id, status=FileStatus.DRAFT
                )
            )
        case FileSubmitted():
            tx.execute(
                _file(event.household_id).values(
                    status=FileStatus.SUBMITTED, submitted_at=event.submitted_at
                )
            )
        case FileApproved():
            tx.execute(_file(event.household_id).values(status=FileStatus.APPROVED))
        case FileReturned():
            tx.execute(_file(event.household_id).values(status=FileStatus.RETURNED))
        case DocumentUploaded():
            _replace_earlier(tx, event)
        case DocumentVerified():
            tx.execute(_document(event.document_id).values(status=DocumentStatus.VERIFIED))
        case DocumentRejected():
            tx.execute(_document(event.document_id).values(status=DocumentStatus.REJECTED))


READ_MODEL = ReadModel("file_queue", metadata, project)


def counts(tx: sa.Connection) -> dict[str, int]:
    """How many files are in each state, those with none included."""
    query = sa.select(file_queue.c.status, sa.func.count()).group_by(file_queue.c.status)
    found: dict[str, int] = {row[0]: row[1] for row in tx.execute(query)}
    return {status: found.get(status, 0) for status in FileStatus}


def page(tx: sa.Connection, status: FileStatus, number: int, size: int) -> list[QueuedFile]:
    """Files in one state, the one that waits for longest first."""
    pending = (
        sa.select(sa.func.count())
        .where(
            file_documents.c.household_id == file_queue.c.household_id,
            file_documents.c.status == DocumentStatus.PENDING,
            ~file_documents.c.replaced,
        )
        .scalar_subquery()
    )
    query = (
        sa.select(file_queue, pending.label("pending"))
        .where(file_queue.c.status == status)
        .order_by(file_queue.c.submitted_at, file_queue.c.household_id)
        .limit(size)
        .offset((number - 1) * size)
    )
    return [
        QueuedFile(
            household_id=row.household_id,
            status=FileStatus(row.status),
            submitted_at=_aware(row.submitted_at),
            pending_documents=row.pending,
        )
        for row in tx.execute(query)
    ]


def household_of_document(tx: sa.Connection, document_id: UUID) -> UUID | None:
    query = sa.select(file_documents.c.household_id)
    return tx.scalar(query.where(file_documents.c.document_id == document_id))


def _replace_earlier(tx: sa.Connection, event: DocumentUploaded) -> None:
    tx.execute(
        sa.update(file_documents)
        .where(
            file_documents.c.household_id == event.household_id,
            file_documents.c.requirement == event.requirement,
            file_documents.c.child_id.is_not_distinct_from(event.child_id),
        )
        .values(replaced=True)
    )
    tx.execute(
        sa.insert(file_documents).values(
            document_id=event.document_id,
            household_id=event.household_id,
            requirement=event.requirement,
            child_id=event.child_id,
            status=DocumentStatus.PENDING,
            replaced=False,
        )
    )


def _file(household_id: UUID) -> sa.Update:
    return sa.update(file_queue).where(file_queue.c.household_id == household_id)


def _document(document_id: UUID) -> sa.Update:
    return sa.update(file_documents).where(file_documents.c.document_id == document_id)


def _aware(at: datetime | None) -> datetime | None:
    """SQLite forgets the zone; what is stored is UTC."""
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
