"""The embedded shape: letters are kept here instead of leaving, and shown at /mails.

A letter is kept in the transaction that records it as sent, so it is there exactly once, whatever
is killed when. What it says is sealed under the key of its account.
"""

from datetime import UTC, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from services.notifier.domain.letter import Letter
from shared.eventstore.tables import Kept
from shared.eventstore.vault import Vault

metadata = sa.MetaData()

mailbox = sa.Table(
    "mailbox",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("mail_id", sa.Uuid, nullable=False, unique=True),
    sa.Column("account_id", sa.Uuid, nullable=False, index=True),
    sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)

KEPT: Final = Kept("notifier", metadata, Path(__file__).parents[1] / "migrations")


class Mailbox:
    """Not a read model: it stands for the world outside, so it is never rebuilt."""

    lease: Final = timedelta(seconds=10)
    together: Final = 50

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def send(self, letter: Letter) -> None:
        """Nothing leaves."""

    def keep(self, tx: sa.Connection, letter: Letter) -> None:
        said = {
            "to": letter.to,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
        }
        tx.execute(
            sa.insert(mailbox).values(
                mail_id=letter.mail_id,
                account_id=letter.account_id,
                sent_at=letter.at,
                sealed=self._vault.seal_json(letter.account_id, said, _context(letter.mail_id)),
            )
        )

    def mails(
        self, tx: sa.Connection, account_id: UUID | None, limit: int, offset: int
    ) -> list[dict[str, Any]]:
        """Newest first, without their text."""
        query = sa.select(mailbox).order_by(mailbox.c.position.desc())
        if account_id is not None:
            query = query.where(mailbox.c.account_id == account_id)
        opened = map(self._open, tx.execute(query.limit(limit).offset(offset)))
        return [
            {name: mail[name] for name in ("mail_id", "account_id", "to", "subject", "sent_at")}
            for mail in opened
            if mail is not None
        ]

    def mail(self, tx: sa.Connection, mail_id: UUID) -> dict[str, Any] | None:
        """None when there is no such mail, or when its reader was erased."""
        row = tx.execute(sa.select(mailbox).where(mailbox.c.mail_id == mail_id)).one_or_none()
        return None if row is None else self._open(row)

    def _open(self, row: Any) -> dict[str, Any] | None:
        said = self._vault.open_json(row.account_id, row.sealed, _context(row.mail_id))
        if said is None:
            return None
        return {
            "mail_id": row.mail_id,
            "account_id": row.account_id,
            "sent_at": row.sent_at.replace(tzinfo=row.sent_at.tzinfo or UTC).isoformat(),
            **said,
        }


def forget(tx: sa.Connection, account_id: UUID) -> None:
    tx.execute(sa.delete(mailbox).where(mailbox.c.account_id == account_id))


def _context(mail_id: UUID) -> str:
    return f"mailbox|{mail_id}"
