"""Billing: invoices and their payment."""

from typing import TypedDict, cast
from uuid import UUID

from shared.web.client import ServiceClient


class Invoice(TypedDict):
    invoice_id: str
    number: str
    period: str
    issued_on: str
    due_on: str
    total_cents: int
    state: str
    paid_at: str | None


class Billing:
    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def invoices(self, account_id: UUID) -> list[Invoice]:
        answer = self._client.get("/invoices", scope="family", account_id=account_id)
        return cast("list[Invoice]", answer["invoices"])
