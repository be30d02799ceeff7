"""Who issues the invoices: the operator's identity as last described."""

import msgspec
import sqlalchemy as sa

from services.billing.domain.invoice_history import OperatorIdentity
from shared.contracts import bookings
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

operator = sa.Table(
    "operator",
    metadata,
    sa.Column("one", sa.Boolean, primary_key=True),
    sa.Column("identity", sa.JSON, nullable=False),
)

READ_MODEL = ReadModel("operator", metadata)


def on_operator_described(tx: sa.Connection, event: bookings.OperatorDescribed) -> None:
    identity = OperatorIdentity(
        name=event.name,
        legal_name=event.legal_name,
        siret=event.siret,
        phone=event.phone,
        email=event.email,
        address=event.address,
    )
    tx.execute(sa.delete(operator))
    tx.execute(sa.insert(operator).values(one=True, identity=msgspec.to_builtins(identity)))


def the_operator(tx: sa.Connection) -> OperatorIdentity | None:
    identity = tx.scalar(sa.select(operator.c.identity))
    return None if identity is None else msgspec.convert(identity, OperatorIdentity)
