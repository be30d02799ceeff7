"""Who runs the service, to sign the mails."""

import sqlalchemy as sa

from services.notifier.domain.letter import Operator
from shared.contracts import bookings
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

operator = sa.Table(
    "operator",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("legal_name", sa.Text, nullable=False),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False),
)


def on_operator_described(tx: sa.Connection, event: bookings.OperatorDescribed) -> None:
    tx.execute(sa.delete(operator))
    tx.execute(
        sa.insert(operator).values(
            id=1,
            name=event.name,
            legal_name=event.legal_name,
            phone=event.phone,
            email=event.email,
        )
    )


def described(tx: sa.Connection) -> Operator | None:
    row = tx.execute(sa.select(operator)).one_or_none()
    if row is None:
        return None
    return Operator(name=row.name, legal_name=row.legal_name, phone=row.phone, email=row.email)


READ_MODEL = ReadModel("operator", metadata)
