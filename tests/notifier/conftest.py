"""Notifier between the owners of names and addresses, on a clock that can be moved."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from services.notifier.handlers import PostOffice, build_post_office, send_due
from services.notifier.senders import Sender
from shared.contracts import bookings, households
from shared.eventstore import clock
from tests.notifier.letters import CAMILLE, FACILITIES, LEO, MARTIN, MIA
from tests.notifier.owners import AccountsOwner, BookingsOwner, HouseholdsOwner
from tests.support.service import ServiceUnderTest, moved_clock

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


class Notifier:
    def __init__(
        self,
        service: ServiceUnderTest,
        accounts: AccountsOwner,
        households: HouseholdsOwner,
        office: BookingsOwner,
        move_clock: Callable[[datetime], None],
    ) -> None:
        self.service = service
        self.accounts = accounts
        self.households = households
        self.bookings = office
        self._move_clock = move_clock
        self.office = self.new_office()

    def new_office(self, sender: Sender | None = None) -> PostOffice:
        """Another worker of the same service, or the same after a crash."""
        office = build_post_office(self.service.settings, self.service.store)
        return office if sender is None else replace(office, sender=sender)

    def hear(self, event: Any) -> None:
        self.service.hear(event)

    def send(self) -> int:
        return send_due(self.office)

    def later(self, pause: timedelta) -> None:
        self._move_clock(clock.now() + pause)

    def mailbox(self) -> list[dict[str, Any]]:
        """What families have received, oldest first, with text."""
        client = self.service.client("public")
        listed = client.get("/mailbox").json["mails"]
        return [client.get(f"/mailbox/{each['mail_id']}").json for each in reversed(listed)]

    def mails(self) -> list[dict[str, Any]]:
        """What staff see."""
        staff = self.service.client("staff", claims={"roles": ["files"]})
        found: list[dict[str, Any]] = staff.get("/mails").json["mails"]
        return found


@contextmanager
def made(
    folder: Path, monkeypatch: pytest.MonkeyPatch, database_url: str | None = None
) -> Iterator[Notifier]:
    with moved_clock(monkeypatch, folder) as move_clock:
        move_clock(NOW)
        secrets = folder / "secrets"
        accounts, households = AccountsOwner(secrets), HouseholdsOwner(secrets)
        monkeypatch.setenv("PORTAIL_ACCOUNTS_URL", accounts.url)
        monkeypatch.setenv("PORTAIL_HOUSEHOLDS_URL", households.url)
        office = BookingsOwner(secrets)
        monkeypatch.setenv("PORTAIL_BOOKINGS_URL", office.url)
        accounts.people = {CAMILLE: {"email": "camille@exemple.fr", "language": "fr"}}
        households.accounts = {CAMILLE: "Camille"}
        households.children = {MIA: "Mia", LEO: "Léo"}
        accounts.up()
        households.up()
        office.up()
        service = ServiceUnderTest("notifier", folder, database_url)
        yield Notifier(service, accounts, households, office, move_clock)
        accounts.down()
        households.down()
        office.down()


@pytest.fixture
def notifier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notifier]:
    with made(tmp_path, monkeypatch) as made_here:
        yield made_here


@pytest.fixture
def family(notifier: Notifier) -> UUID:
    """Camille acts for the Martins, and the operator has described itself."""
    notifier.hear(households.HouseholdOpened(household_id=MARTIN, account_id=CAMILLE))
    notifier.hear(
        bookings.OperatorDescribed(
            name="Grandir Ensemble",
            legal_name="Association Grandir Ensemble",
            siret="12345678900011",
            phone="03 88 00 00 00",
            email="bonjour@exemple.fr",
            address=("1 rue des Écoles", "67000 Strasbourg"),
            opening_hours="du lundi au vendredi",
        )
    )
    for facility_id, name in FACILITIES.items():
        notifier.hear(
            bookings.FacilityDescribed(facility_id=facility_id, name=name, slot_types=("LUNCH",))
        )
    return MARTIN
