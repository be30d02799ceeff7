"""The family quotients of each household, with the day each one takes effect."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from shared.contracts import households
from shared.eventstore.read_model import ReadModel, put

metadata = sa.MetaData()

quotients = sa.Table(
    "quotients",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("effective_from", sa.Date, primary_key=True),
    sa.Column("quotient", sa.Integer, nullable=False),
)

READ_MODEL = ReadModel("quotients", metadata)


def on_family_quotient_recorded(
    tx: sa.Connection, event: households.FamilyQuotientRecorded
) -> None:
    """A second one for the same day corrects the first."""
    row = {
        "household_id": event.household_id,
        "effective_from": event.effective_from,
        "quotient": event.quotient,
    }
    put(tx, quotients, row)


def quotient_of(tx: sa.Connection, household_id: UUID) -> Callable[[date], int | None]:
    """What a household's quotient was on a day; None before it declared one."""
    rows = tx.execute(
        sa.select(quotients.c.effective_from, quotients.c.quotient)
        .where(quotients.c.household_id == household_id)
        .order_by(quotients.c.effective_from.desc())
    ).all()

    def on(day: date) -> int | None:
        return next((quotient for start, quotient in rows if start <= day), None)

    return on
