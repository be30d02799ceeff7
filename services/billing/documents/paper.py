"""A paper of the billing: A4, in French, tagged for screen readers (PDF/UA-1), and its words.

What it says comes from events alone, so it says the same in ten years.
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency

from services.billing.domain.charges import InvoiceLine, Nature
from services.billing.domain.invoice_history import InvoiceIssued
from shared.eventstore.personal import ERASED

FRENCH: Final = "fr_FR"
SLOTS: Final = {
    "MORNING": "accueil du matin",
    "LUNCH": "cantine",
    "EVENING": "accueil du soir",
    "WEDNESDAY": "accueil du mercredi",
}
NATURES: Final = {
    Nature.CARE: "dont accueil (garde)",
    Nature.MEAL: "dont repas",
    Nature.PENALTY: "dont suppléments",
}

_TEMPLATE: Final = Path(__file__).with_name("paper.typ")


def compiled(data: dict[str, Any], on: date) -> bytes:
    """The same bytes for the same words."""
    return typst.compile(
        str(_TEMPLATE),
        sys_inputs={"data": json.dumps(data)},
        font_paths=_fonts(),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(on, time(), UTC),
    )


@cache
def _fonts() -> typst.Fonts:
    """Those that typst brings: the same on every machine."""
    return typst.Fonts(include_system_fonts=False)


def parties(issued: InvoiceIssued) -> dict[str, Any]:
    """Who bills and who pays, as the invoice has them."""
    operator = issued.operator
    return {
        "operator": {
            "name": operator.name,
            "legal_name": operator.legal_name,
            "siret": _siret(operator.siret),
            "address": list(operator.address),
            "contact": " · ".join(it for it in (operator.phone, operator.email) if it),
        },
        "payer": {"name": issued.payer_name, "address": list(issued.payer_address)},
        "vat_exemption": issued.vat_exemption.rstrip(" ."),
    }


def worded(lines: Sequence[InvoiceLine], issued: InvoiceIssued) -> list[dict[str, str]]:
    names = {it.child_id: it.given_name for it in issued.child_names}
    return [
        {
            "child": names.get(line.child_id, ERASED),
            "slot": _slot(line),
            "facility": line.facility_name,
            "days": _days(line.days),
            "quantity": str(len(line.days)),
            "unit": money(line.unit_cents),
            "amount": money(line.amount_cents),
        }
        for line in lines
    ]


def _slot(line: InvoiceLine) -> str:
    slot = SLOTS.get(line.slot_type, line.slot_type)
    return f"{slot}, hors délai" if line.nature is Nature.PENALTY else slot


def natures(lines: tuple[InvoiceLine, ...]) -> list[dict[str, str]]:
    """What was care and what was meals, when there is both."""
    sums = {
        nature: sum(line.amount_cents for line in lines if line.nature is nature)
        for nature in NATURES
        if any(line.nature is nature for line in lines)
    }
    if len(sums) < 2:
        return []
    return [{"label": NATURES[nature], "amount": money(cents)} for nature, cents in sums.items()]


def money(cents: int) -> str:
    return _breakless(format_currency(Decimal(cents) / 100, "EUR", locale=FRENCH))


def long_day(day: date) -> str:
    return _breakless(format_date(day, "d MMMM y", locale=FRENCH))


def month_of(period: str) -> str:
    return format_date(date.fromisoformat(f"{period}-01"), "MMMM y", locale=FRENCH)


def _days(days: tuple[date, ...]) -> str:
    """« le 5 octobre », « les 5, 6 et 12 octobre »: an invoice is about one month."""
    month = format_date(days[0], "MMMM", locale=FRENCH)
    numbers = ["1er" if day.day == 1 else str(day.day) for day in days]
    the = "le" if len(days) == 1 else "les"
    *first, last = format_list(numbers, locale=FRENCH).split(" ")
    return " ".join((the, *first, f"{last}\u00a0{month}"))


def _siret(siret: str) -> str:
    """123 456 789 00012, as it is read aloud."""
    digits = siret.replace(" ", "")
    if len(digits) != 14:
        return siret
    return "\u00a0".join((digits[:3], digits[3:6], digits[6:9], digits[9:]))


def unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0")


def _breakless(text: str) -> str:
    """The narrow no-break space of Babel is missing from some fonts."""
    return text.replace("\u202f", "\u00a0")
