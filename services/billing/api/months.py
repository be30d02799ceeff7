"""The staff's side: what can be invoiced for a month, and issuing it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from flask import Blueprint, Response, current_app

from services.billing import handlers
from services.billing.api.invoices import shown
from services.billing.clients.households import AsksHouseholds
from services.billing.domain.charges import BillableDay, InvoiceLine, total_of
from services.billing.projections import billable_days, facilities, invoices, rate_tables
from shared.eventstore.decider import Refused
from shared.web.api import Missing, needs, problem, reading, run
from shared.web.client import Unavailable

log = structlog.get_logger()

months = Blueprint("months", __name__)

CHUNK = 100  # households in one transaction
PERIOD = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


@months.get("/months")
@needs("staff", role="billing")
def list_months() -> list[dict[str, Any]]:
    """Oldest first: every month with something to invoice or invoiced."""
    with reading() as tx:
        billable, invoiced = billable_days.by_month(tx), invoices.by_month(tx)
    nothing = billable_days.BillableMonth(households=0, days=0)
    none = invoices.InvoicedMonth(invoices=0, total_cents=0)
    return [
        {
            "period": period,
            "households": billable.get(period, nothing).households,
            "days": billable.get(period, nothing).days,
            "invoiced": invoiced.get(period, none).invoices,
            "issued_total_cents": invoiced.get(period, none).total_cents,
        }
        for period in sorted(billable.keys() | invoiced.keys())
    ]


@months.get("/months/<period>")
@needs("staff", role="billing")
def show_month(period: str) -> dict[str, Any]:
    """`changed` are households whose bookings moved after their invoice was issued."""
    _checked(period)
    with reading() as tx:
        rows = invoices.invoices_of_month(tx, period)
        billable = billable_days.days_of_month(tx, period)
        covered = invoices.days_invoiced(tx, period)
        tables, names = rate_tables.all_rates(tx), facilities.facility_names(tx)
        done = {row.household_id for row in rows}
        return {
            "period": period,
            "billable": [
                {
                    "household_id": str(household_id),
                    "days": sum(day.booked for day in days),
                    **_amount(partial(handlers.priced, tx, household_id, days, tables, names)),
                }
                for household_id, days in billable.items()
                if household_id not in done
            ],
            "invoices": [shown(row) for row in rows],
            "changed": list(_changed(rows, billable, covered)),
        }


@months.post("/months/<period>/invoices")
@needs("staff", role="billing")
def issue_month(period: str) -> dict[str, Any] | Response:
    """Names are asked first, then a transaction per hundred households: each one whole, so that
    a run that was interrupted is continued by running it again."""
    _checked(period)
    with reading() as tx:
        billable = billable_days.days_of_month(tx, period)
        done = {row.household_id for row in invoices.invoices_of_month(tx, period)}
    waiting = [household_id for household_id in billable if household_id not in done]
    children = {day.child_id for household_id in waiting for day in billable[household_id]}
    try:
        payers = _households().payers(waiting)
        given_names = _households().given_names(sorted(children, key=str))
    except Unavailable as error:
        log.warning("households is away", error=str(error))
        return problem(503, "households_unavailable")
    total = handlers.Run()
    for start in range(0, len(waiting), CHUNK):
        chunk = waiting[start : start + CHUNK]
        total += run(
            partial(
                handlers.issue_invoices,
                period=period,
                household_ids=chunk,
                payers=payers,
                given_names=given_names,
            )
        )
    log.info("month invoiced", period=period, issued=total.issued, left=len(total.left))
    return {
        "issued": total.issued,
        "total_cents": total.total_cents,
        "left": [
            {"household_id": str(it.household_id), "code": it.code, "facts": it.facts}
            for it in total.left
        ],
    }


def _households() -> AsksHouseholds:
    it: AsksHouseholds = current_app.extensions["households"]
    return it


def _checked(period: str) -> None:
    if not PERIOD.fullmatch(period):
        raise Missing


def _amount(lines: Callable[[], Sequence[InvoiceLine]]) -> dict[str, Any]:
    """Zero, with the reason, where there is no price."""
    try:
        return {"amount_cents": total_of(lines()), "refusal": None}
    except Refused as why:
        return {"amount_cents": 0, "refusal": {"code": why.code, "facts": why.facts}}


def _changed(
    rows: Sequence[invoices.InvoiceRow],
    billable: Mapping[UUID, Sequence[BillableDay]],
    covered: Mapping[UUID, set[BillableDay]],
) -> Iterator[dict[str, Any]]:
    for row in rows:
        now = {
            replace(day, late_percent=0, late_cents=0)
            for day in billable.get(row.household_id, ())
            if day.booked
        }
        then = covered.get(row.household_id, set())
        if now != then:
            yield {
                "household_id": str(row.household_id),
                "invoice_id": str(row.invoice_id),
                "added_days": len(now - then),
                "cancelled_days": len(then - now),
            }
