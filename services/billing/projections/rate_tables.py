"""The rate tables, all of them: a day is priced by the one in force that day."""

from typing import Any

import msgspec
import sqlalchemy as sa

from services.billing.domain.rate_table import Rates, RatesSet
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

rate_tables = sa.Table(
    "rate_tables",
    metadata,
    sa.Column("table_id", sa.Text, primary_key=True),
    sa.Column("rates", sa.JSON, nullable=False),
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case RatesSet():
            tx.execute(sa.delete(rate_tables).where(rate_tables.c.table_id == event.table_id))
            rates = msgspec.to_builtins(event.rates)
            tx.execute(sa.insert(rate_tables).values(table_id=event.table_id, rates=rates))


READ_MODEL = ReadModel("rate_tables", metadata, project)


def all_rates(tx: sa.Connection) -> list[Rates]:
    rows = tx.scalars(sa.select(rate_tables.c.rates).order_by(rate_tables.c.table_id))
    return [msgspec.convert(rates, Rates) for rates in rows]
