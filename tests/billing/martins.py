"""The Martins, their two children, and what an October costs them."""

from datetime import UTC, date, datetime
from uuid import UUID

from services.billing.domain.charges import InvoiceLine, Nature
from services.billing.domain.invoice import IssueInvoice
from services.billing.domain.invoice_history import ChildName, InvoiceIssued, OperatorIdentity
from services.billing.domain.rate_table import Band, Rates, SlotPrices

MARTIN, DUPONT, LEO, MIA = (UUID(int=n) for n in range(1, 5))
INVOICE, FIRST_TRY, SECOND_TRY = (UUID(int=n) for n in range(11, 14))

MONDAY, TUESDAY = date(2026, 10, 5), date(2026, 10, 6)
NOVEMBER_3 = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)

RATES = Rates(
    valid_from=date(2026, 9, 1),
    bands=(
        Band(upto=700, label="jusqu’à 700"),
        Band(upto=1200, label="de 701 à 1 200"),
        Band(upto=None, label="plus de 1 200"),
    ),
    prices=(
        SlotPrices(slot_type="LUNCH", cents=(380, 560, 720)),
        SlotPrices(slot_type="EVENING", cents=(150, 220, 300)),
    ),
    due_days=30,
    vat_exemption="Exonération de TVA, article 261, 7-1° du CGI",
)

OPERATOR = OperatorIdentity(
    name="Grandir Ensemble",
    legal_name="Association Grandir Ensemble",
    siret="80123456700014",
    phone="03 88 00 00 00",
    email="bonjour@grandir-ensemble.exemple.fr",
    address=("12 rue des Tilleuls", "67000 Strasbourg"),
)

LEOS_LUNCHES = InvoiceLine(
    child_id=LEO,
    facility_id="tilleuls",
    facility_name="Les Tilleuls",
    slot_type="LUNCH",
    nature=Nature.MEAL,
    unit_cents=560,
    days=(MONDAY, TUESDAY),
    amount_cents=1120,
)
MIAS_EVENING = InvoiceLine(
    child_id=MIA,
    facility_id="tilleuls",
    facility_name="Les Tilleuls",
    slot_type="EVENING",
    nature=Nature.CARE,
    unit_cents=220,
    days=(MONDAY,),
    amount_cents=220,
)

ISSUE = IssueInvoice(
    invoice_id=INVOICE,
    number="2026-00001",
    household_id=MARTIN,
    period="2026-10",
    issued_at=NOVEMBER_3,
    issued_on=date(2026, 11, 3),
    due_on=date(2026, 12, 3),
    payer_name="Claire Martin",
    payer_address=("3 quai des Bateliers", "67000 Strasbourg"),
    child_names=(
        ChildName(child_id=LEO, given_name="Léo"),
        ChildName(child_id=MIA, given_name="Mia"),
    ),
    operator=OPERATOR,
    vat_exemption=RATES.vat_exemption,
    lines=(LEOS_LUNCHES, MIAS_EVENING),
)

ISSUED = InvoiceIssued(
    invoice_id=INVOICE,
    number="2026-00001",
    household_id=MARTIN,
    period="2026-10",
    issued_at=NOVEMBER_3,
    issued_on=date(2026, 11, 3),
    due_on=date(2026, 12, 3),
    payer_name="Claire Martin",
    payer_address=("3 quai des Bateliers", "67000 Strasbourg"),
    child_names=ISSUE.child_names,
    operator=OPERATOR,
    vat_exemption=RATES.vat_exemption,
    lines=(LEOS_LUNCHES, MIAS_EVENING),
    total_cents=1340,
)
