"""Billing with its neighbours' news heard: an operator, two families, an October to invoice."""

from datetime import date
from uuid import UUID, uuid5

from services.billing.clients.households import Payer
from shared.contracts import bookings, households
from tests.billing.martins import DUPONT, LEO, MARTIN, MIA, NOVEMBER_3, OPERATOR
from tests.support.service import ServiceUnderTest

MARTIN_ACCOUNT, DUPONT_ACCOUNT, AGENT = (UUID(int=n) for n in range(101, 104))
TOM = UUID(int=5)

RATES = {
    "valid_from": "2026-09-01",
    "due_days": 30,
    "bands": [
        {"upto": 700, "label": "jusqu’à 700"},
        {"upto": 1200, "label": "de 701 à 1 200"},
        {"upto": None, "label": "plus de 1 200"},
    ],
    "prices": {"LUNCH": [380, 560, 720], "EVENING": [150, 220, 300]},
    "vat_exemption": "Exonération de TVA, article 261, 7-1° du CGI",
}


class KnownHouseholds:
    """The neighbour's two answers, in the shape of the real client."""

    def __init__(self) -> None:
        self.payers_known = {
            MARTIN: Payer(
                name="Claire Martin", address=("3 quai des Bateliers", "67000 Strasbourg")
            ),
            DUPONT: Payer(name="Jean Dupont", address=("8 rue du Dôme", "67000 Strasbourg")),
        }
        self.names_known = {LEO: "Léo", MIA: "Mia", TOM: "Tom"}

    def payers(self, household_ids):
        return {it: self.payers_known[it] for it in household_ids if it in self.payers_known}

    def given_names(self, child_ids):
        """Whichever home of a child asks."""
        return {
            (home, it): self.names_known[it]
            for home in self.payers_known
            for it in child_ids
            if it in self.names_known
        }


class Town:
    def __init__(self, folder, database_url=None) -> None:
        self.service = ServiceUnderTest("billing", folder, database_url)
        self.households = KnownHouseholds()
        self.service.app.extensions["households"] = self.households
        self.operator = self.service.client("operator")
        self.martin = self.service.client("family", MARTIN_ACCOUNT)
        self.dupont = self.service.client("family", DUPONT_ACCOUNT)
        self.staff = self.service.client("staff", AGENT, {"roles": ["billing"]})

    def settle(self) -> "Town":
        hear = self.service.hear
        hear(
            bookings.OperatorDescribed(
                name=OPERATOR.name,
                legal_name=OPERATOR.legal_name,
                siret=OPERATOR.siret,
                phone=OPERATOR.phone,
                email=OPERATOR.email,
                address=OPERATOR.address,
                opening_hours="du lundi au vendredi",
            )
        )
        hear(
            bookings.FacilityDescribed(
                facility_id="tilleuls", name="Les Tilleuls", slot_types=("LUNCH", "EVENING")
            )
        )
        hear(households.HouseholdOpened(household_id=MARTIN, account_id=MARTIN_ACCOUNT))
        hear(households.HouseholdOpened(household_id=DUPONT, account_id=DUPONT_ACCOUNT))
        self.record_quotient(MARTIN, 900, date(2026, 9, 1))
        assert self.operator.put("/rate-tables/2026", json=RATES).status_code == 200
        return self

    def record_quotient(self, household_id, quotient, effective_from) -> None:
        self.service.hear(
            households.FamilyQuotientRecorded(
                household_id=household_id, quotient=quotient, effective_from=effective_from
            )
        )

    def accept(self, household_id, child_id, slot_type, *days, decision="ACCEPTED") -> None:
        line = bookings.DecidedLine(
            line_id="1",
            child_id=child_id,
            facility_id="tilleuls",
            slot_type=slot_type,
            weekday=None,
            dates=days,
            decision=decision,
            reason=None,
            capacity=None,
            taken=None,
            full_on=None,
            rank=None,
            pool=None,
            pool_name="",
        )
        self.service.hear(
            bookings.BookingDecided(
                request_id=uuid5(household_id, repr((child_id, slot_type, days))),
                reference="D-1",
                household_id=household_id,
                account_id=MARTIN_ACCOUNT,
                decided_at=NOVEMBER_3,
                lines=(line,),
            )
        )

    def change_days(self, household_id, child_id, slot_type, *, gone=(), added=()) -> None:
        """The calendar changed after they had booked."""
        line = bookings.ChangedLine(
            request_id=household_id,
            line_id="1",
            child_id=child_id,
            facility_id="tilleuls",
            slot_type=slot_type,
            weekday=None,
            gone=gone,
            added=added,
            full=(),
        )
        self.service.hear(
            bookings.BookingDaysChanged(
                change_id=household_id,
                household_id=household_id,
                cause="STRIKE",
                name="Grève",
                changed_at=NOVEMBER_3,
                lines=(line,),
            )
        )

    def cancel(self, household_id, child_id, slot_type, day) -> None:
        self.service.hear(
            bookings.BookingCancelled(
                household_id=household_id,
                child_id=child_id,
                facility_id="tilleuls",
                slot_type=slot_type,
                day=day,
                request_id=None,
            )
        )

    def book_october(self) -> "Town":
        self.accept(MARTIN, LEO, "LUNCH", date(2026, 10, 5), date(2026, 10, 6))
        self.accept(MARTIN, MIA, "EVENING", date(2026, 10, 5))
        self.accept(DUPONT, TOM, "LUNCH", date(2026, 10, 5))
        return self

    def issue(self, period="2026-10"):
        return self.staff.post(f"/months/{period}/invoices", json={})

    def martins_invoice(self):
        (invoice,) = self.martin.get("/invoices").json["invoices"]
        return invoice
