"""The mails that are still to be sent, by when they are due."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.notifier.domain.mail import (
    MailAttempted,
    MailComposed,
    MailFailed,
    MailPostponed,
    MailSent,
)
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

outgoing = sa.Table(
    "outgoing",
    metadata,
    sa.Column("mail_id", sa.Uuid, primary_key=True),
    sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, index=True),
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case MailComposed():
            tx.execute(sa.insert(outgoing).values(mail_id=event.mail_id, due_at=event.at))
        case MailAttempted():
            _due(tx, event.mail_id, event.until)
        case MailPostponed():
            _due(tx, event.mail_id, event.next_at)
        case MailSent() | MailFailed():
            tx.execute(sa.delete(outgoing).where(outgoing.c.mail_id == event.mail_id))


def due(tx: sa.Connection, at: datetime, limit: int) -> list[UUID]:
    """Those waiting longest first."""
    rows = (
        sa.select(outgoing.c.mail_id)
        .where(outgoing.c.due_at <= at)
        .order_by(outgoing.c.due_at)
        .limit(limit)
    )
    return list(tx.scalars(rows))


def _due(tx: sa.Connection, mail_id: UUID, at: datetime) -> None:
    tx.execute(sa.update(outgoing).where(outgoing.c.mail_id == mail_id).values(due_at=at))


READ_MODEL = ReadModel("outgoing", metadata, project)
