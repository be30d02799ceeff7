"""The mails that are still to be sent, by when they are due.

While booking opens, receipts come by the hundred, and the processors are wanted for pages: mails
that can wait do so until fewer come, some minutes at most.

A clock that was fast and is put right would keep them waiting: who waits since an instant to come
is due at once. Not so a mail that somebody is sending: its lease stands.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from services.notifier.domain.mail import (
    CAN_WAIT,
    MailAttempted,
    MailComposed,
    MailFailed,
    MailGivenBack,
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
    sa.Column("can_wait", sa.Boolean, nullable=False),
)

MANY: Final = 25  # mails that can wait, composed
LATELY: Final = timedelta(seconds=5)
AT_MOST: Final = timedelta(minutes=5)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case MailComposed():
            tx.execute(
                _ADD,
                {
                    "mail_id": event.mail_id,
                    "due_at": event.at,
                    "waits_since": event.at,
                    "can_wait": event.template in CAN_WAIT,
                },
            )
        case MailAttempted():
            _change(tx, event.mail_id, event.until, None)
        case MailPostponed():
            _change(tx, event.mail_id, event.next_at, event.at)
        case MailGivenBack():
            _change(tx, event.mail_id, event.at, event.at)
        case MailSent() | MailFailed():
            tx.execute(_REMOVE, {"of": event.mail_id})


def due(tx: sa.Connection, at: datetime, limit: int) -> list[UUID]:
    """Those waiting longest first; while many come, without those that can wait."""
    found = tx.execute(_DUE, {"at": at, "limit": limit}).all()
    if any(row.can_wait for row in found) and _many_come(tx, at):
        urgent = sa.or_(~outgoing.c.can_wait, outgoing.c.due_at <= at - AT_MOST)
        found = tx.execute(_DUE.where(urgent), {"at": at, "limit": limit}).all()
    return [row.mail_id for row in found]


def _many_come(tx: sa.Connection, at: datetime) -> bool:
    lately = outgoing.c.waits_since.between(at - LATELY, at)
    count = sa.select(sa.func.count()).where(outgoing.c.can_wait, lately)
    return (tx.scalar(count) or 0) >= MANY


# Made once: thousands of mails are composed and sent after an opening.
_ADD = sa.insert(outgoing)
_THIS = outgoing.c.mail_id == sa.bindparam("of")
_CHANGE = (
    sa.update(outgoing)
    .where(_THIS)
    .values(due_at=sa.bindparam("due"), waits_since=sa.bindparam("since"))
)
_REMOVE = sa.delete(outgoing).where(_THIS)
_DUE = (
    sa.select(outgoing.c.mail_id, outgoing.c.can_wait)
    .where(
        sa.or_(outgoing.c.due_at <= sa.bindparam("at"), outgoing.c.waits_since > sa.bindparam("at"))
    )
    .order_by(outgoing.c.due_at)
    .limit(sa.bindparam("limit"))
)


def _change(tx: sa.Connection, mail_id: UUID, due_at: datetime, since: datetime | None) -> None:
    tx.execute(_CHANGE, {"of": mail_id, "due": due_at, "since": since})


READ_MODEL = ReadModel("outgoing", metadata, project)
