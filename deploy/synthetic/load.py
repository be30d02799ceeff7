"""`portail load --synthetic`: the portal stands still meanwhile, its consumers hear it all here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from deploy import portal
from deploy.synthetic.families import Family, Movers, family
from deploy.synthetic.town import PASSWORD, STAFF, Town
from deploy.synthetic.year import Bookers
from services.accounts.settings import Keyring
from shared.eventstore import clock
from shared.eventstore.schema import events, outbox
from shared.messaging.inbox import Inbox
from shared.messaging.subscriptions import On, Subscriptions
from shared.messaging.worker import Worker
from shared.web.settings import Settings
from shared.web.tokens import Signer

Say = Callable[[str], None]

AT_ONCE = 50
QUIET = "notifier"  # nobody lives at these addresses


class NotHere(Exception):
    """Invented families have no place in this portal."""


def load(settings: Settings, seed: int, families: int, say: Say) -> None:
    """Raises NotHere unless the portal is empty, stands still and mails nobody."""
    if settings.smtp_url is not None:
        raise NotHere("this portal sends real mails: invented families are not for it")
    if taken := portal.taken_ports():
        raise NotHere(
            f"stop the portal first ({', '.join(taken)} answer): it hears them when it starts"
        )
    town = SyntheticTown(Town.of(seed, clock.today()))
    if not town.is_empty:
        raise NotHere("this portal has an operator already; empty it first, e.g. with `make reset`")
    town.describe()
    everybody = town.families(range(families))
    for done in town.move_in(everybody):
        say(f"{done} families moved in")
    for done in town.book(everybody):
        say(f"{done} families booked their year")
    town.hear()
    say(f"loaded {families} families, {sum(len(f.children) for f in everybody)} children")
    say(f"  sign in as   {everybody[0].email} / {PASSWORD}")
    say(f"  staff        {STAFF['email']} / {PASSWORD}")


class SyntheticTown:
    """The town in the stores of the services; each step can be taken on its own."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.workers: dict[str, Worker] = {name: portal.worker(name) for name in portal.WORKING}
        for worker in self.workers.values():
            worker.create_tables()

    @property
    def is_empty(self) -> bool:
        with self.workers["bookings"].store.engine.connect() as tx:
            return tx.scalar(sa.select(sa.func.max(events.c.position))) is None

    def describe(self) -> None:
        """Through the doors an operator's own data take, without a server between."""
        signer = Signer(Settings.read("portail"))
        doors = {name: portal.application(name).test_client() for name in portal.WORKING}
        for service, path, body in self.town.descriptions():
            token = signer.token(service, "operator", None, None)
            answer = doors[service].put(
                path, json=body, headers={"Authorization": f"Bearer {token}"}
            )
            if answer.status_code >= 400:
                raise ValueError(f"{path}: {answer.get_data(as_text=True)}")

    def families(self, numbers: Sequence[int]) -> list[Family]:
        return [family(self.town, number) for number in numbers]

    def move_in(self, families: Sequence[Family]) -> Iterator[int]:
        """Yields how many are there; then every service has heard of them."""
        for done, some in _chunks(families):
            self._movers.move_in(some)
            yield done
        self.hear()

    def book(self, families: Sequence[Family]) -> Iterator[int]:
        for done, some in _chunks(families):
            self.bookers.book(some)
            yield done

    def hear(self) -> None:
        """Every service reads the others' feeds to the end, as its worker does."""
        for name, worker in self.workers.items():
            subscriptions = worker.subscriptions
            inbox = Inbox(
                worker.store,
                _without_policies(subscriptions) if name == QUIET else subscriptions,
                self._read_feed,
            )
            for source in inbox.sources:
                inbox.catch_up(source)

    def said(self, source: str) -> int:
        """How many public events a service has said."""
        with self.workers[source].store.engine.connect() as tx:
            return tx.scalar(sa.select(sa.func.max(outbox.c.position))) or 0

    @cached_property
    def bookers(self) -> Bookers:
        return Bookers(self.town, self.workers["bookings"].store)

    @cached_property
    def _movers(self) -> Movers:
        accounts, households = self.workers["accounts"].store, self.workers["households"].store
        assert accounts.vault is not None and households.vault is not None
        keyring = Keyring.of(Settings.read("accounts"), accounts.vault)
        return Movers(self.town, accounts, households, keyring, households.vault)

    def _read_feed(self, source: str, after: Mapping[int, int], limit: int) -> list[str]:
        store = self.workers[source].store
        with store.engine.connect() as tx:
            return [said.text for said in store.lanes(tx, after, limit)]


def _without_policies(subscriptions: Subscriptions) -> Subscriptions:
    return {contract: On(keep=on.keep, show=on.show) for contract, on in subscriptions.items()}


def _chunks(families: Sequence[Family]) -> Iterator[tuple[int, Sequence[Any]]]:
    for start in range(0, len(families), AT_ONCE):
        some = families[start : start + AT_ONCE]
        yield start + len(some), some
