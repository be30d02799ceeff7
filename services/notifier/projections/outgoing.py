"""The mails that are still to be sent, by when they are due.

A clock that was fast and is put right would keep them waiting: who waits since an instant to come
is due at once. Not so a mail that somebody is sending: its lease stands.
"""

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
    sa.Column("waits_since", sa.DateTime(timezone=True)),
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case MailComposed():
            row = {"mail_id": event.mail_id, "due_at": event.at, "waits_since": event.at}
            tx.execute(sa.insert(outgoing).values(row))
        case MailAttempted():
            _change(tx, event.mail_id, due_at=event.until, waits_since=None)
        case MailPostponed():
            _change(tx, event.mail_id, due_at=event.next_at, waits_since=event.at)
        case MailSent() | MailFailed():
            tx.execute(sa.delete(outgoing).where(outgoing.c.mail_id == event.mail_id))


def due(tx: sa.Connection, at: datetime, limit: int) -> list[UUID]:
    """Those waiting longest first."""
    rows = (
        sa.select(outgoing.c.mail_id)
        .where(sa.or_(outgoing.c.due_at <= at, outgoing.c.waits_since > at))
        .order_by(outgoing.c.due_at)
        .limit(limit)
    )
    return list(tx.scalars(rows))


def _change(tx: sa.Connection, mail_id: UUID, **values: datetime | None) -> None:
    tx.execute(sa.update(outgoing).where(outgoing.c.mail_id == mail_id).values(values))


READ_MODEL = ReadModel("outgoing", metadata, project)
