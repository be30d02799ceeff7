"""Who runs the facilities: what the foot of every page and every invoice says."""

from typing import Any

import msgspec
import sqlalchemy as sa

from services.bookings.domain.operator import OperatorDescribed
from shared.eventstore.question import Question
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

operator_card = sa.Table(
    "operator_card",
    metadata,
    sa.Column("only", sa.Integer, primary_key=True),
    sa.Column("content", sa.Text, nullable=False),
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case OperatorDescribed():
            tx.execute(sa.delete(operator_card))
            content = msgspec.json.encode(event).decode()
            tx.execute(sa.insert(operator_card).values(only=1, content=content))


READ_MODEL = ReadModel("operator_card", metadata, project)

_CARD = Question(sa.select(operator_card.c.content))


def operator(tx: sa.Connection) -> OperatorDescribed | None:
    content = _CARD.value(tx)
    return msgspec.json.decode(content, type=OperatorDescribed) if content else None
