"""Each service with something in it worth attacking, and what a good question to it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from services.notifier.domain.letter import Letter
from services.notifier.handlers import build_mailbox
from tests.accounts.api.conftest import CAMILLE as PARENT
from tests.accounts.api.conftest import DOMINIQUE, EMAIL, PASSWORD, SACHA, Accounts
from tests.billing.api.town import AGENT, DUPONT_ACCOUNT, MARTIN_ACCOUNT
from tests.billing.api.town import Town as BilledTown
from tests.bookings import strasbourg
from tests.bookings.town import MONDAY, NADIA, TUESDAY, town
from tests.households.api import martins
from tests.support.service import ServiceUnderTest

EVERY_ROLE = {"name": "Nadia", "roles": ["files", "bookings", "billing"]}


@dataclass(frozen=True, kw_only=True)
class World:
    """`mine` and `theirs` are ids that the family asking does and does not own; `words` are good
    values by the name of a field or of a part of an address."""

    service: ServiceUnderTest
    family: UUID = UUID(int=1)
    staff: UUID = NADIA
    mine: Mapping[str, UUID | str] = field(default_factory=dict)
    theirs: tuple[UUID, ...] = ()
    words: Mapping[str, Any] = field(default_factory=dict)
    _clients: dict[str, Any] = field(default_factory=dict)

    def client(self, scope: str) -> Any:
        if scope not in self._clients:
            whose = {"family": self.family, "staff": self.staff}.get(scope)
            claims = EVERY_ROLE if scope == "staff" else None
            self._clients[scope] = self.service.client(scope, whose, claims)
        return self._clients[scope]


def accounts(folder: Path) -> World:
    it = Accounts(folder)
    session = it.register().json["session"]
    it.register(SACHA, email="sacha@exemple.fr")
    it.describe_staff()
    return World(
        service=it.service,
        family=PARENT,
        staff=DOMINIQUE,
        mine={"account_id": PARENT},
        theirs=(SACHA, DOMINIQUE),
        words={
            "email": EMAIL,
            "password": PASSWORD,
            "current": PASSWORD,
            "new": "un autre mot de passe",
            "session": session,
            "token": it.mailed_token("confirm"),
        },
    )


def households(folder: Path) -> World:
    service = ServiceUnderTest("households", folder)
    family = martins.Martins(service)
    family.configure()
    family.become_approved()
    other = martins.Martins(service, martins.STRANGER)
    theirs = UUID(other.household_id)
    assert other.register(martins.MIA, martins.MIA_IDENTITY).status_code == 201
    return World(
        service=service,
        family=martins.CAMILLE,
        mine={
            "household_id": family.household_id,
            "child_id": martins.LEO,
            "document_id": martins.PROOF,
        },
        theirs=(theirs, martins.MIA, martins.STRANGER),
        words={
            **martins.ME,
            **martins.WORK,
            **martins.ADDRESS,
            **martins.LEO_IDENTITY,
            **martins.HEALTH,
            "requirement": "insurance",
            "decision": "REJECTED",
            "reason": "OTHER",
            "q": "martin",
            "seen": 1000,
        },
    )


def bookings(folder: Path) -> World:
    it = town(folder)
    it.send(
        it.camille,
        strasbourg.OTHER_REQUEST,
        {MONDAY: [(strasbourg.MIA, "LUNCH")], TUESDAY: [(strasbourg.LEO, "EVENING")]},
    )
    it.choose(it.camille, strasbourg.REQUEST, {MONDAY: [(strasbourg.LEO, "LUNCH")]})
    it.choose(it.sacha, strasbourg.NEXT_REQUEST, {})
    return World(
        service=it.service,
        family=strasbourg.CAMILLE,
        mine={
            "child_id": strasbourg.LEO,
            "request_id": strasbourg.REQUEST,
            "allocation_id": UUID(int=0xA110),
            "offer_id": UUID(int=0xF1),
        },
        theirs=(strasbourg.NOE, strasbourg.NEXT_REQUEST, strasbourg.PETIT),
        words={
            "facility_id": "tilleuls",
            "school_year": "2026-2027",
            "wave_id": "maternelle",
            "slot_type": "EVENING",
            "day": MONDAY,
            "month": "2026-11",
            "line_id": "1",
            "decision": "ACCEPT",
            "seen": 2,
            "siret": "00000000000000",
            "email": "bonjour@exemple.fr",
            "starts": "11:45",
            "ends": "13:45",
            "cancel_hour": "18:00",
            "weekdays": [0],
            "levels": ["MATERNELLE"],
            "school_level": "MATERNELLE",
            # A school year is a fact of the operator: one that lasts for ever is only slow.
            "starts_on": "2026-09-01",
            "ends_on": "2027-07-02",
        },
    )


def billing(folder: Path) -> World:
    it = BilledTown(folder).settle().book_october()
    it.issue()
    invoice_id = it.martins_invoice()["invoice_id"]
    (theirs,) = it.dupont.get("/invoices").json["invoices"]
    payment_id = UUID(int=77)
    it.martin.post(f"/invoices/{invoice_id}/payments", json={"payment_id": str(payment_id)})
    return World(
        service=it.service,
        family=MARTIN_ACCOUNT,
        staff=AGENT,
        mine={"invoice_id": invoice_id, "payment_id": payment_id},
        theirs=(UUID(theirs["invoice_id"]), DUPONT_ACCOUNT),
        words={
            "period": "2026-10",
            "table_id": "2026",
            "bands": [{"upto": None, "label": "tous"}],
            "prices": {"LUNCH": [380]},
            "return_url": "http://127.0.0.1:8000/factures",
        },
    )


def notifier(folder: Path) -> World:
    service = ServiceUnderTest("notifier", folder)
    letter = Letter(
        mail_id=UUID(int=7),
        account_id=PARENT,
        sender_name="Grandir Ensemble",
        reply_to=None,
        language="fr",
        to=EMAIL,
        subject="Confirmez votre adresse",
        text="Bonjour,\n",
        html="<p>Bonjour,</p>",
        at=datetime(2026, 11, 23, 17, 0, tzinfo=UTC),
    )
    with service.store.engine.begin() as tx:
        build_mailbox(service.settings).keep(tx, letter)
    return World(service=service, mine={"mail_id": letter.mail_id, "account_id": PARENT})


def integrations(folder: Path) -> World:
    service = ServiceUnderTest("integrations", folder)
    service.client("operator").post("/keys", json={"key_id": str(UUID(int=8)), "label": "Mairie"})
    return World(service=service, mine={"key_id": UUID(int=8)})


WORLDS: Mapping[str, Callable[[Path], World]] = {
    made.__name__: made
    for made in (accounts, households, bookings, billing, notifier, integrations)
}
