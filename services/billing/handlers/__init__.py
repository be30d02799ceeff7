"""Runs a command on its stream, with the facts its rule needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.billing.clients.households import GivenNames, Payer
from services.billing.clients.payment_page import BankStatus, Notification
from services.billing.domain import invoice, invoice_book, rate_table, stray_payment
from services.billing.domain.charges import BillableDay, InvoiceLine, lines_for, total_of
from services.billing.domain.invoice_book import number_of
from services.billing.domain.invoice_history import ChildName, FailureReason
from services.billing.domain.rate_table import Rates, rates_on
from services.billing.handlers.crediting import (
    credit_days,
    deduct_credit,
    keep_credit,
    refund_credit,
)
from services.billing.handlers.streams import invoice_id_of, invoice_stream
from services.billing.projections import (
    billable_days,
    credits,
    due_dates,
    facilities,
    household_accounts,
    invoices,
    operator,
    quotients,
    rate_tables,
)
from services.billing.publications import Event, publication
from shared.eventstore import clock
from shared.eventstore.decider import Refused
from shared.eventstore.store import EventStore, Work
from shared.web.settings import Settings

__all__ = ["credit_days", "invoice_id_of", "invoice_stream", "refund_credit"]


def build_store(settings: Settings) -> EventStore:
    return EventStore(
        settings.engine(),
        [Event],
        publication,
        [
            billable_days.READ_MODEL,
            credits.READ_MODEL,
            due_dates.READ_MODEL,
            facilities.READ_MODEL,
            household_accounts.READ_MODEL,
            invoices.READ_MODEL,
            operator.READ_MODEL,
            quotients.READ_MODEL,
            rate_tables.READ_MODEL,
        ],
        source="billing",
        vault=settings.vault(),
    )


def set_rates(work: Work, table_id: str, rates: Rates) -> None:
    command = rate_table.SetRates(table_id=table_id, rates=rates)
    work.handle(rate_table, f"rate-table-{table_id}", command)


@dataclass(frozen=True, kw_only=True)
class Left:
    """A household that could not be invoiced, and why."""

    household_id: UUID
    code: str
    facts: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Run:
    issued: int = 0
    total_cents: int = 0
    left: tuple[Left, ...] = ()

    def __add__(self, other: "Run") -> "Run":
        return Run(
            issued=self.issued + other.issued,
            total_cents=self.total_cents + other.total_cents,
            left=self.left + other.left,
        )


def issue_invoices(
    work: Work,
    period: str,
    household_ids: Sequence[UUID],
    payers: Mapping[UUID, Payer],
    given_names: GivenNames,
) -> Run:
    """Numbers and invoices in one transaction: an interruption leaves neither a gap nor a double.

    A household that has its invoice already, or has nothing to pay for any more, is passed over;
    one that cannot be priced or addressed is left, and told.
    """
    issuer = operator.the_operator(work.tx)
    if issuer is None:
        raise Refused("operator_unknown")
    tables, names = rate_tables.all_rates(work.tx), facilities.facility_names(work.tx)
    issued_on = work.meta.at.astimezone(clock.PARIS).date()
    ready: dict[UUID, tuple[InvoiceLine, ...]] = {}
    left: list[Left] = []
    for household_id in household_ids:
        stream = invoice_stream(invoice_id_of(household_id, period))
        days = billable_days.days_to_invoice(work.tx, household_id, period)
        if not days or work.state(invoice, stream).invoice_id is not None:
            continue
        try:
            _all_known(household_id, days, payers, given_names)
            ready[household_id] = priced(work.tx, household_id, days, tables, names)
        except Refused as why:
            left.append(Left(household_id=household_id, code=why.code, facts=why.facts))
    total = 0
    for numbered in work.handle(
        invoice_book,
        f"invoice-book-{issued_on.year}",
        invoice_book.NumberInvoices(year=issued_on.year, period=period, household_ids=tuple(ready)),
    ):
        for household_id in numbered.household_ids:
            lines = ready[household_id]
            rates = rates_on(max(line.days[-1] for line in lines), tables)
            assert rates is not None  # its lines were priced with it
            invoice_id = invoice_id_of(household_id, period)
            command = invoice.IssueInvoice(
                invoice_id=invoice_id,
                number=number_of(numbered, household_id),
                household_id=household_id,
                period=period,
                issued_at=work.meta.at,
                issued_on=issued_on,
                due_on=issued_on + timedelta(days=rates.due_days),
                payer_name=payers[household_id].name,
                payer_address=payers[household_id].address,
                child_names=tuple(
                    ChildName(child_id=child_id, given_name=given_names[household_id, child_id])
                    for child_id in dict.fromkeys(line.child_id for line in lines)
                ),
                operator=issuer,
                vat_exemption=rates.vat_exemption,
                lines=lines,
                deducted_cents=deduct_credit(work, household_id, invoice_id, total_of(lines)),
            )
            work.handle(invoice, invoice_stream(invoice_id), command)
            total += total_of(lines)
    return Run(issued=len(ready), total_cents=total, left=tuple(left))


def priced(
    tx: Any,
    household_id: UUID,
    days: Sequence[BillableDay],
    tables: Sequence[Rates],
    facility_names: Mapping[str, str],
) -> tuple[InvoiceLine, ...]:
    """What a household owes for these days. Raises Refused where there is no price."""
    return lines_for(days, quotients.quotient_of(tx, household_id), tables, facility_names)


def _all_known(
    household_id: UUID,
    days: Sequence[BillableDay],
    payers: Mapping[UUID, Payer],
    given_names: GivenNames,
) -> None:
    if household_id not in payers:
        raise Refused("payer_unknown")
    if any((household_id, day.child_id) not in given_names for day in days):
        raise Refused("child_unknown")


def start_payment(work: Work, invoice_id: UUID, payment_id: UUID) -> None:
    known = invoices.payment_row(work.tx, payment_id)
    if known is not None and known.invoice_id != invoice_id:
        raise Refused("payment_of_another_invoice")
    command = invoice.StartPayment(payment_id=payment_id, started_at=work.meta.at)
    work.handle(invoice, invoice_stream(invoice_id), command)


def declare_overdue(work: Work, invoice_id: UUID) -> None:
    today = work.meta.at.astimezone(clock.PARIS).date()
    command = invoice.DeclareOverdue(at=work.meta.at, on=today)
    work.handle(invoice, invoice_stream(invoice_id), command)


def hear_the_bank(work: Work, told: Notification) -> Refused | None:
    """Keeps what the bank tells; what does not fit is kept too, and its refusal handed back.

    Handed back, not raised: raising would undo the keeping.
    """
    payment = invoices.payment_row(work.tx, told.payment_id)
    if payment is None:
        if told.status is BankStatus.PAID:
            _keep_stray_payment(work, told)
        return Refused("unknown_payment")
    happened = work.handle(invoice, invoice_stream(payment.invoice_id), _command(told))
    keep_credit(work, payment.household_id, happened)
    if told.status is BankStatus.PAID and told.amount_cents != payment.amount_cents:
        return Refused("amount_mismatch", expected_cents=payment.amount_cents)
    return None


def _command(told: Notification) -> invoice.Command:
    match told.status:
        case BankStatus.PAID:
            return invoice.RecordPayment(
                payment_id=told.payment_id,
                amount_cents=told.amount_cents,
                bank_reference=told.bank_reference,
                paid_at=told.paid_at,
            )
        case BankStatus.PENDING:
            return invoice.RecordPendingPayment(payment_id=told.payment_id)
        case BankStatus.REFUSED | BankStatus.ABANDONED:
            return invoice.RecordFailedPayment(
                payment_id=told.payment_id, reason=FailureReason(told.status)
            )


def _keep_stray_payment(work: Work, told: Notification) -> None:
    command = stray_payment.KeepStrayPayment(
        payment_id=told.payment_id,
        amount_cents=told.amount_cents,
        bank_reference=told.bank_reference,
        paid_at=told.paid_at,
    )
    work.handle(stray_payment, f"stray-payment-{told.payment_id}", command)
