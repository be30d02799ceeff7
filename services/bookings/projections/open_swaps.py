"""The swaps that wait for the other home's answer, so that they lapse in time."""

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from services.bookings.domain.two_homes import SwapAnswered, SwapProposed
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

open_swaps = sa.Table(
    "open_swaps",
    metadata,
    sa.Column("swap_id", sa.Uuid, primary_key=True),
    sa.Column("child_id", sa.Uuid, nullable=False),
    sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False, index=True),
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case SwapProposed():
            tx.execute(
                sa.insert(open_swaps).values(
                    swap_id=event.swap_id, child_id=event.child_id, answer_by=event.answer_by
                )
            )
        case SwapAnswered():
            tx.execute(sa.delete(open_swaps).where(open_swaps.c.swap_id == event.swap_id))


READ_MODEL = ReadModel("open_swaps", metadata, project)

WAITING: Final = sa.select(
    open_swaps.c.swap_id.label("about"), open_swaps.c.answer_by.label("due_at")
)


def child_of(tx: sa.Connection, swap_id: UUID) -> UUID | None:
    """None once it has its answer."""
    return tx.scalar(sa.select(open_swaps.c.child_id).where(open_swaps.c.swap_id == swap_id))
