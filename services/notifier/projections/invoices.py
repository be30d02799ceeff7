"""Number and month of each invoice, to name it on the receipt of its payment."""

from uuid import UUID

import sqlalchemy as sa

from shared.contracts import billing
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

invoices = sa.Table(
    "invoices",
    metadata,
    sa.Column("invoice_id", sa.Uuid, primary_key=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
)


def on_invoice_issued(tx: sa.Connection, event: billing.InvoiceIssued) -> None:
    if number_and_period(tx, event.invoice_id) is None:
        tx.execute(
            sa.insert(invoices).values(
                invoice_id=event.invoice_id, number=event.number, period=event.period
            )
        )


def number_and_period(tx: sa.Connection, invoice_id: UUID) -> tuple[str, str] | None:
    query = sa.select(invoices.c.number, invoices.c.period)
    row = tx.execute(query.where(invoices.c.invoice_id == invoice_id)).one_or_none()
    return None if row is None else (row.number, row.period)


READ_MODEL = ReadModel("invoices", metadata)
