"""The passwords tried lately, by the keyed hash of the e-mail address they were tried for.

No event, like the sessions: a stranger who guesses would write the history of a family. Addresses
nobody registered are counted too, so that waiting does not tell who has an account.
"""

from datetime import datetime

import sqlalchemy as sa

from services.accounts.domain.lock_out import WINDOW, one_more_try
from services.accounts.projections.kept import metadata

password_tries = sa.Table(
    "password_tries",
    metadata,
    sa.Column("email_lookup", sa.Text, primary_key=True),
    sa.Column("tried_at", sa.JSON, nullable=False),
    sa.Column("last_at", sa.DateTime(timezone=True), nullable=False, index=True),
)


def count(tx: sa.Connection, email_lookup: str, at: datetime) -> None:
    """Counted before the password is checked: tries at the same time cannot share one place.

    Raises Refused when there were too many.
    """
    mine = password_tries.c.email_lookup == email_lookup
    earlier = tx.scalar(sa.select(password_tries.c.tried_at).where(mine).with_for_update())
    tries = one_more_try([datetime.fromisoformat(each) for each in earlier or ()], at)
    kept = {"tried_at": [each.isoformat() for each in tries], "last_at": at}
    if earlier is None:
        tx.execute(sa.insert(password_tries).values(email_lookup=email_lookup, **kept))
    else:
        tx.execute(sa.update(password_tries).where(mine).values(kept))


def forget(tx: sa.Connection, email_lookup: str) -> None:
    tx.execute(sa.delete(password_tries).where(password_tries.c.email_lookup == email_lookup))


def forget_old(tx: sa.Connection, at: datetime) -> None:
    tx.execute(sa.delete(password_tries).where(password_tries.c.last_at <= at - WINDOW))
