"""The names of the streams."""

from typing import Final
from uuid import UUID, uuid5

_INVOICES: Final = UUID("8d4f7a52-5b0c-4f0e-9c39-3a0f6c1d7e21")
_CREDIT_NOTES: Final = UUID("b1b9f1a4-3f0e-4b57-8a7c-52f2c8d3a9e6")


def invoice_id_of(household_id: UUID, period: str) -> UUID:
    """One invoice per household and month, by its very name."""
    return uuid5(_INVOICES, f"{household_id}/{period}")


def invoice_stream(invoice_id: UUID) -> str:
    return f"invoice-{invoice_id}"


def credit_note_id_of(invoice_id: UUID, cause: str) -> UUID:
    """One credit note per invoice and cause: heard again, it is the same."""
    return uuid5(_CREDIT_NOTES, f"{invoice_id}/{cause}")


def family_credit_stream(household_id: UUID) -> str:
    return f"family-credit-{household_id}"
