"""What became of each mail, as staff see it: to whom, what about, when; never a word of it."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from services.notifier.domain.mail import MailComposed, MailFailed, MailPostponed, MailSent
from shared.eventstore import clock
from shared.eventstore.read_model import ReadModel

OVERDUE_AFTER: Final = timedelta(minutes=10)
LATELY: Final = timedelta(days=7)

metadata = sa.MetaData()

mail_list = sa.Table(
    "mail_list",
    metadata,
    sa.Column("mail_id", sa.Uuid, primary_key=True),
    sa.Column("account_id", sa.Uuid, nullable=True, index=True),
    sa.Column("household_id", sa.Uuid, nullable=True),
    sa.Column("template", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("trouble", sa.Text, nullable=True),
    sa.Column("composed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
)

# Made once: thousands of mails are composed and sent after an opening.
_ADD = sa.insert(mail_list)
_SENT = (
    sa.update(mail_list)
    .where(mail_list.c.mail_id == sa.bindparam("of"))
    .values(
        state="SENT",
        trouble=None,
        account_id=sa.bindparam("to", type_=sa.Uuid),
        sent_at=sa.bindparam("at", type_=sa.DateTime(timezone=True)),
    )
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case MailComposed():
            tx.execute(
                _ADD,
                {
                    "mail_id": event.mail_id,
                    "account_id": event.account_id,
                    "household_id": event.household_id,
                    "template": event.template,
                    "about": event.about,
                    "state": "WAITING",
                    "composed_at": event.at,
                },
            )
        case MailPostponed():
            _change(tx, event.mail_id, trouble=event.trouble)
        case MailSent():
            sent = {"of": event.mail_id, "to": event.account_id, "at": event.at}
            tx.execute(_SENT, sent)
        case MailFailed():
            _change(tx, event.mail_id, state="FAILED", trouble=event.trouble)


def mails(
    tx: sa.Connection, account_id: UUID | None, limit: int, offset: int
) -> list[dict[str, Any]]:
    """Newest first, of one account or of all."""
    query = sa.select(mail_list).order_by(mail_list.c.composed_at.desc(), mail_list.c.mail_id)
    if account_id is not None:
        query = query.where(mail_list.c.account_id == account_id)
    return [
        {
            "mail_id": row.mail_id,
            "account_id": row.account_id,
            "household_id": row.household_id,
            "template": row.template,
            "about": row.about,
            "state": row.state,
            "trouble": row.trouble,
            "composed_at": _instant(row.composed_at),
            "sent_at": _instant(row.sent_at),
        }
        for row in tx.execute(query.limit(limit).offset(offset))
    ]


def waiting(tx: sa.Connection) -> int:
    return _count(tx, mail_list.c.state == "WAITING")


def overdue(tx: sa.Connection) -> int:
    """Waiting for longer than a mail should."""
    long_ago = clock.now() - OVERDUE_AFTER
    return _count(tx, mail_list.c.state == "WAITING", mail_list.c.composed_at < long_ago)


def failed(tx: sa.Connection) -> int:
    """Given up lately."""
    lately = clock.now() - LATELY
    return _count(tx, mail_list.c.state == "FAILED", mail_list.c.composed_at >= lately)


GAUGES: Final = {"mails_waiting": waiting, "mails_overdue": overdue, "mails_failed": failed}


def _count(tx: sa.Connection, *where: sa.ColumnElement[bool]) -> int:
    return tx.scalar(sa.select(sa.func.count()).select_from(mail_list).where(*where)) or 0


def _change(tx: sa.Connection, mail_id: UUID, **values: Any) -> None:
    tx.execute(sa.update(mail_list).where(mail_list.c.mail_id == mail_id).values(values))


def _instant(at: datetime | None) -> str | None:
    """SQLite forgets the zone; everything kept is UTC."""
    if at is None:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC).isoformat()


READ_MODEL = ReadModel("mail_list", metadata, project)
