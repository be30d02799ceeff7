"""For whom callers speak: a family for its own household, which this service knows by itself."""

from uuid import UUID

import structlog

from services.billing.projections.household_accounts import household_of
from services.billing.projections.invoices import InvoiceRow, invoice_row
from shared.web.api import Forbidden, Missing, caller, reading

log = structlog.get_logger()


def own_household() -> UUID | None:
    """None while the household has not been heard of yet."""
    account_id = caller().account_id
    if account_id is None:
        raise Forbidden
    with reading() as tx:
        return household_of(tx, account_id)


def by_staff() -> bool:
    return caller().scope == "staff"


def visible_invoice(invoice_id: UUID) -> InvoiceRow:
    """Staff see every invoice; to a family, another family's does not exist."""
    with reading() as tx:
        row = invoice_row(tx, invoice_id)
    if row is None:
        raise Missing
    if not by_staff() and row.household_id != own_household():
        log.warning("invoice of another household asked", invoice_id=str(invoice_id))
        raise Missing
    return row
