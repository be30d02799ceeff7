"""Months to invoice, and the invoices that were issued."""

from typing import Any
from uuid import UUID

from services.backoffice.clients.lines import StaffLine


class Billing:
    def __init__(self, line: StaffLine) -> None:
        self._line = line

    def months(self) -> list[dict[str, Any]]:
        """Oldest first."""
        months: list[dict[str, Any]] = self._line.get("/months")
        return months

    def rate_tables(self) -> list[dict[str, Any]]:
        """From when each holds and what it prices, the first one first."""
        tables: list[dict[str, Any]] = self._line.get("/rate-tables")["rate_tables"]
        return tables

    def month(self, period: str) -> dict[str, Any]:
        """What could be invoiced for a month, and what was."""
        answer: dict[str, Any] = self._line.get(f"/months/{period}")
        return answer

    def issue(self, period: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._line.post(f"/months/{period}/invoices", {})
        return answer

    def invoice(self, invoice_id: UUID) -> dict[str, Any]:
        answer: dict[str, Any] = self._line.get(f"/invoices/{invoice_id}")
        return answer

    def invoice_pdf(self, invoice_id: UUID) -> Any:
        return self._line.download(f"/invoices/{invoice_id}/pdf")

    def invoices_of(self, household_id: UUID) -> list[dict[str, Any]]:
        answer = self._line.get("/invoices", household_id=str(household_id))
        invoices: list[dict[str, Any]] = answer["invoices"]
        return invoices

    def credit_note_pdf(self, credit_note_id: UUID) -> Any:
        return self._line.download(f"/credit-notes/{credit_note_id}/pdf")

    def credit_of(self, household_id: UUID) -> dict[str, Any]:
        """What is left of it, and how it came and went, the newest first."""
        answer: dict[str, Any] = self._line.get("/credit", household_id=str(household_id))
        return answer

    def refund(
        self, refund_id: UUID, household_id: UUID, amount_cents: int, reference: str
    ) -> None:
        """Raises Refusal when it is more than there is. Told twice, it is one."""
        self._line.post(
            "/refunds",
            {
                "refund_id": str(refund_id),
                "household_id": str(household_id),
                "amount_cents": amount_cents,
                "reference": reference,
            },
        )
