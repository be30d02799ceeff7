"""Billing: prices, invoices and their payment."""

from typing import Any, Final, Literal, TypedDict, cast
from uuid import UUID

from shared.web.client import NotThere, ServiceClient


class Invoice(TypedDict):
    invoice_id: str
    number: str
    period: str
    issued_on: str
    due_on: str
    total_cents: int
    deducted_cents: int
    left_cents: int
    state: Literal["UNPAID", "OVERDUE", "PENDING", "PAID", "CREDITED"]
    paid_at: str | None


TO_PAY: Final = frozenset({"UNPAID", "OVERDUE"})


class Payer(TypedDict):
    name: str
    address: list[str]


class InvoiceOperator(TypedDict):
    name: str
    legal_name: str
    siret: str
    phone: str
    email: str
    address: list[str]


class InvoiceLine(TypedDict):
    child_id: str
    given_name: str
    facility_id: str
    facility_name: str
    slot_type: str
    quantity: int
    days: list[str]
    unit_cents: int
    amount_cents: int
    nature: str


class InvoicePayment(TypedDict):
    payment_id: str
    amount_cents: int
    state: Literal["STARTED", "PENDING", "RECEIVED", "FAILED"]
    in_excess: bool


class CreditNote(TypedDict):
    """`deducted_cents` of the amount were still to be paid; the rest is the family's credit."""

    credit_note_id: str
    number: str
    reason: Literal["ABSENCE_EXCUSED", "DAY_CLOSED", "CANCELLED", "HANDED_OVER"]
    issued_on: str
    amount_cents: int
    deducted_cents: int


class InvoiceInFull(Invoice):
    payer: Payer
    operator: InvoiceOperator
    vat_exemption: str
    lines: list[InvoiceLine]
    payments: list[InvoicePayment]
    credit_notes: list[CreditNote]


class Prices(TypedDict):
    """What a slot costs this family today, in cents."""

    quotient: int | None
    band: str
    prices: dict[str, int]


class StartedPayment(TypedDict):
    payment_id: str
    redirect_url: str


class Payment(TypedDict):
    payment_id: str
    invoice_id: str
    amount_cents: int
    state: Literal["STARTED", "PENDING", "RECEIVED", "FAILED"]


class Billing:
    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def prices(self, account_id: UUID) -> Prices | None:
        """None while no rate table is in force."""
        try:
            answer = self._client.get("/prices", scope="family", account_id=account_id)
        except NotThere:
            return None
        return cast(Prices, answer)

    def invoices(self, account_id: UUID) -> list[Invoice]:
        """Newest first."""
        answer = self._client.get("/invoices", scope="family", account_id=account_id)
        return cast("list[Invoice]", answer["invoices"])

    def invoice(self, account_id: UUID, invoice_id: UUID) -> InvoiceInFull:
        answer = self._client.get(f"/invoices/{invoice_id}", scope="family", account_id=account_id)
        return cast(InvoiceInFull, answer)

    def pdf(self, account_id: UUID, invoice_id: UUID) -> Any:
        return self._client.get(
            f"/invoices/{invoice_id}/pdf", scope="family", account_id=account_id, raw=True
        )

    def credit(self, account_id: UUID) -> int:
        """Cents that are the family's, for its next invoice."""
        answer = self._client.get("/credit", scope="family", account_id=account_id)
        return int(answer["left_cents"])

    def credit_note_pdf(self, account_id: UUID, credit_note_id: UUID) -> Any:
        return self._client.get(
            f"/credit-notes/{credit_note_id}/pdf", scope="family", account_id=account_id, raw=True
        )

    def pay(
        self, account_id: UUID, invoice_id: UUID, payment_id: UUID, return_url: str
    ) -> StartedPayment:
        """Where the bank takes the money. The same payment twice is one."""
        answer = self._client.post(
            f"/invoices/{invoice_id}/payments",
            scope="family",
            account_id=account_id,
            json={"payment_id": str(payment_id), "return_url": return_url},
        )
        return cast(StartedPayment, answer)

    def payment(self, account_id: UUID, payment_id: UUID) -> Payment:
        answer = self._client.get(f"/payments/{payment_id}", scope="family", account_id=account_id)
        return cast(Payment, answer)

    def tell_of_payment(self, body: bytes, signature: str) -> None:
        """What the bank tells, word for word: billing checks who says it."""
        self._client.post(
            "/payment-notifications",
            scope="public",
            data=body,
            headers={"Content-Type": "application/json", "X-Bank-Signature": signature},
        )
