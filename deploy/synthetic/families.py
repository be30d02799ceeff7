"""The invented families: who they are, and how they move in, fifty a transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from deploy.families import paper
from deploy.synthetic.town import FACILITIES, PASSWORD, Town
from services.accounts import handlers as accounts
from services.accounts.domain import account, email_address
from services.accounts.domain.account import Language, LinkPurpose, RegisterAccount
from services.accounts.domain.kind import Kind
from services.accounts.settings import Keyring
from services.households import handlers as households
from services.households.domain import household
from services.households.domain.documents import UploadDocument
from services.households.domain.sections import (
    Address,
    ClassName,
    Complementary,
    Consent,
    Consents,
    Contacts,
    Diet,
    Health,
    Identity,
    Me,
    OtherGuardian,
    QuotientChoice,
    Relationship,
    Situation,
    Work,
)
from services.households.projections import configuration
from shared.eventstore import store as eventstore
from shared.eventstore.store import Meta
from shared.eventstore.vault import Vault

GIVEN: Final = (
    *("Adam", "Alice", "Anna", "Aya", "Camille", "Chloé", "Éden", "Emma", "Gabriel", "Hugo"),
    *("Inès", "Jade", "Jules", "Léa", "Léo", "Lina", "Louis", "Malik", "Mia", "Naël", "Nina"),
    *("Noé", "Paul", "Rose", "Sacha", "Sami", "Théo", "Yanis", "Yasmine", "Zoé"),
)
FAMILY: Final = (
    *("Arnaud", "Bauer", "Benali", "Bernard", "Costa", "Diallo", "Dubois", "Durand", "Fischer"),
    *("Garcia", "Girard", "Haddad", "Klein", "Lambert", "Laurent", "Lefèvre", "Leroy", "Martin"),
    *("Meyer", "Moreau", "Nguyen", "Petit", "Richard", "Robert", "Roux", "Schmitt", "Simon"),
    *("Traoré", "Vincent", "Weber", "Yilmaz", "Zimmermann"),
)
CLASSES: Final = tuple(ClassName)


@dataclass(frozen=True, kw_only=True)
class Child:
    child_id: UUID
    given_name: str
    class_name: ClassName


@dataclass(frozen=True, kw_only=True)
class Family:
    """Number n of the town; of five families three have two children: 1,600 in a thousand."""

    number: int
    account_id: UUID
    household_id: UUID
    name: str
    given_name: str
    facility_id: str
    children: tuple[Child, ...]

    @property
    def email(self) -> str:
        return f"famille-{self.number:05}@exemple.fr"


def family(town: Town, number: int) -> Family:
    account_id = town.id_of("account", number)
    household_id = households.household_of_account(account_id)
    name = town.pick(FAMILY, "name", number)
    return Family(
        number=number,
        account_id=account_id,
        household_id=household_id,
        name=name,
        given_name=town.pick(GIVEN, "parent", number),
        facility_id=list(FACILITIES)[number // 5 % len(FACILITIES)],
        children=tuple(
            Child(
                child_id=town.id_of("child", number, n),
                given_name=town.pick(GIVEN, "child", number, n),
                class_name=town.pick(CLASSES, "class", number, n),
            )
            for n in range(2 if number % 5 < 3 else 1)
        ),
    )


class Movers:
    """Registers families, and carries their files to the approval."""

    def __init__(
        self,
        town: Town,
        accounts_store: eventstore.EventStore,
        households_store: eventstore.EventStore,
        keyring: Keyring,
        vault: Vault,
    ) -> None:
        self.town = town
        self._accounts = accounts_store
        self._households = households_store
        self._keyring = keyring
        self._vault = vault
        # Argon2 takes its time on purpose: once for all of them, who share their password.
        self._password_hash = keyring.hash(PASSWORD)
        address = {"line1": "1 rue de l’Exemple", "postcode": "67000", "town": "Strasbourg"}
        self._paper = paper("Justificatif de domicile", "Une famille inventée", address)

    def move_in(self, families: Iterable[Family]) -> None:
        """All of them in one transaction of accounts, then in one of households."""
        coming = list(families)
        at = self.town.opened_at - timedelta(days=60)
        for each in coming:
            name = str(self._document(each))
            self._vault.files.put(each.household_id, name, self._paper)
        self._accounts.run(_meta(at), lambda work: self._register(work, coming))
        self._households.run(_meta(at), lambda work: self._file(work, coming))

    def _register(self, work: eventstore.Work, families: Iterable[Family]) -> None:
        for each in families:
            self._register_one(work, each)

    def _register_one(self, work: eventstore.Work, family: Family) -> None:
        account_id, at = family.account_id, work.meta.at
        work.meta = _meta(at, f"account:{account_id}")
        lookup = self._keyring.lookup(Kind.FAMILY, family.email)
        work.handle(
            email_address,
            accounts.email_stream(lookup),
            email_address.ClaimEmail(account_id=account_id, asked_at=at),
        )
        work.handle(
            account,
            accounts.account_stream(account_id),
            RegisterAccount(
                account_id=account_id,
                email=family.email,
                email_lookup=lookup,
                password_hash=self._password_hash,
                language=Language.FR,
                asked_at=at,
            ),
        )
        link = accounts.issue_link(work, account_id, LinkPurpose.CONFIRM)
        accounts.confirm_email(work, link.token)

    def _file(self, work: eventstore.Work, families: Iterable[Family]) -> None:
        for each in families:
            self._file_one(work, each)

    def _file_one(self, work: eventstore.Work, family: Family) -> None:
        household_id, at = family.household_id, work.meta.at
        work.meta = _meta(at, f"account:{family.account_id}")
        households.open_household(work, family.account_id)
        for section in self._sections(family):
            seen = households.version_of(work, household_id)
            households.fill_section(work, household_id, seen, section)
        for child in family.children:
            self._child(work, family, child)
        document_id = self._document(family)
        work.handle(
            household,
            households.stream(household_id),
            UploadDocument(
                household_id=household_id,
                document_id=document_id,
                requirement="proof_of_address",
                child_id=None,
                filename="justificatif.pdf",
                content_type="application/pdf",
                size=len(self._paper),
                uploaded_at=at,
                requirements=configuration.requirements(work.tx),
            ),
        )
        households.submit_file(work, household_id)
        work.meta = _meta(at, f"staff:{self.town.id_of('staff')}")
        households.verify_document(work, household_id, document_id, "Direction")
        households.approve_file(work, household_id, "Direction")

    def _sections(
        self, family: Family
    ) -> tuple[Me | Work | OtherGuardian | Address | Complementary, ...]:
        number = family.number
        return (
            Me(
                given_name=family.given_name,
                family_name=family.name,
                relationship=self.town.pick(tuple(Relationship), "me", number),
                mobile=f"+336120{number:05}",
                sms=False,
            ),
            Work(situation=Situation.EMPLOYED, employer=None, work_phone=None),
            OtherGuardian(
                alone=True,
                given_name=None,
                family_name=None,
                relationship=None,
                mobile=None,
                email=None,
            ),
            Address(
                line1=f"{number % 90 + 1} rue de l’Exemple",
                line2=None,
                postcode="67000",
                town="Strasbourg",
            ),
            Complementary(
                quotient_choice=QuotientChoice.DECLARED,
                quotient=self.town.pick(range(300, 1900, 10), "quotient", number),
                caf_number=None,
            ),
        )

    def _child(self, work: eventstore.Work, family: Family, child: Child) -> None:
        age = 3 + CLASSES.index(child.class_name)
        born = self.town.pick(range(1, 366), "born", child.child_id)
        identity = Identity(
            given_name=child.given_name,
            family_name=family.name,
            birth_date=date(self.town.starts_on.year - age, 1, 1) + timedelta(days=born - 1),
            school_id=family.facility_id,
            class_name=child.class_name,
        )
        households.register_child(work, family.household_id, child.child_id, identity)
        parts = (
            Health(
                diet=self.town.pick(tuple(Diet), "diet", child.child_id),
                doctor_name="Dr Anne Roth",
                doctor_phone="+33388000010",
                care_plan=False,
                care_notes=None,
            ),
            Contacts(emergency_name="Denise Schmitt", emergency_phone="+33612345670", pickups=()),
            Consents(outings=Consent.YES, photos=Consent.NO),
        )
        for part in parts:
            seen = households.version_of(work, family.household_id)
            households.fill_child_section(work, family.household_id, child.child_id, seen, part)

    def _document(self, family: Family) -> UUID:
        return self.town.id_of("document", family.number)


def _meta(at: datetime, actor: str = "operator") -> Meta:
    return Meta(actor=actor, at=at, correlation_id=f"synthetic {at:%Y-%m-%d}")
