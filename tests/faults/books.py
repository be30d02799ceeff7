"""What must be true of every store after a load, whatever was broken meanwhile."""

import importlib
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from deploy import portal
from shared.contracts.published import CONTRACTS
from shared.eventstore.schema import events
from shared.eventstore.store import NAMESPACE, EventStore
from shared.messaging.envelope import Envelope
from shared.messaging.subscriptions import Subscriptions, sources_of
from shared.messaging.worker import Worker
from tests.faults.load import Attempt, Command, Shape, Verdict

SERVICES = ("accounts", "households", "bookings", "billing", "notifier", "integrations")

# Opened by whoever comes first, its account's event or its first visit; and each attempt at a mail
# makes a link of its own.
BY_OTHERS = {"HouseholdOpened", "LinkIssued"}

MAILS = {
    "accounts.account_created": "confirm_email",
    "accounts.email_confirmed": "email_confirmed",
    "households.household_file_submitted": "file_received",
    "households.household_file_approved": "file_approved",
    "bookings.booking_requested": "request_received",
    "bookings.booking_decided": "request_decided",
}

PAGE = 1000
SETTLES_WITHIN = 90.0  # seconds; the feed is read again every twenty


class Meta(msgspec.Struct):
    correlation_id: str


@dataclass(frozen=True)
class Kept:
    """An event in a store."""

    position: int
    stream: str
    version: int
    type: str
    correlation_id: str


@dataclass(frozen=True)
class Message:
    """What a service said; some of it no release of today can read."""

    id: str
    type: str
    version: int
    stream: str
    position: int
    text: str

    @classmethod
    def read(cls, text: str) -> "Message":
        said = msgspec.json.decode(text)
        version = int(said["dataschema"].rsplit(":", 1)[1])
        return cls(said["id"], said["type"], version, said["subject"], int(said["sequence"]), text)

    @property
    def is_understood(self) -> bool:
        contract = CONTRACTS.get(self.type)
        return contract is not None and self.version <= contract.VERSION


class Books:
    """Reads every service's own database."""

    def __init__(self, shape: Shape) -> None:
        self.workers: dict[str, Worker] = {}
        for name in SERVICES:
            with shape.environment():
                self.workers[name] = portal.worker(name)
        self.stores = {name: worker.store for name, worker in self.workers.items()}

    def balance(
        self, commands: Sequence[Command], parked: Mapping[str, set[str]] | None = None
    ) -> None:
        """Waits until nothing is on its way any more, then fails with everything that is wrong.

        `parked` says which streams must wait, by the service that cannot hear them.
        """
        until = time.monotonic() + SETTLES_WITHIN
        while wrong := self.wrong(commands, parked or {}):
            if time.monotonic() > until:
                shown = "\n".join(wrong[:25])
                raise AssertionError(f"{len(wrong)} things are wrong:\n{shown}")
            time.sleep(0.5)

    def close(self) -> None:
        for store in self.stores.values():
            store.engine.dispose()

    def wrong(self, commands: Sequence[Command], parked: Mapping[str, set[str]]) -> list[str]:
        """What is cheap to see first: while news is on its way, the rest is not looked at."""
        try:
            return (
                [*self._feed_of_everybody(), *self._mails(), *self._parked(parked)]
                or [*self._answers(commands), *self._streams(), *self._publications()]
                or [*self._read_models()]
            )
        except sa.exc.OperationalError as away:
            return [f"a database is away: {away}"]

    def parked(self, service: str) -> dict[str, str]:
        """The streams that wait there, each with the first reason."""
        with self.stores[service].engine.connect() as tx:
            rows = tx.execute(sa.text("SELECT stream, error FROM parked ORDER BY parked_at DESC"))
            return {row.stream: row.error for row in rows}

    # Every command

    def _answers(self, commands: Sequence[Command]) -> Iterator[str]:
        """Success: its events are there once. An error: none. No answer: all of them, or none."""
        caused = {name: self._events_by_cause(name) for name in SERVICES}
        by_name: dict[str, list[Command]] = defaultdict(list)
        for command in commands:
            by_name[command.name].append(command)
        for same in by_name.values():
            yield from self._whole(same, caused[same[0].service])
            for command in same:
                yield from self._once(command, caused[command.service])

    def _whole(self, same: Sequence[Command], caused: dict[str, list[str]]) -> Iterator[str]:
        """The same command has the same events, whoever gave it: half of them would stand out."""
        found = Counter(
            tuple(sorted(caused[attempt.id]))
            for command in same
            for attempt in command.attempts
            if caused[attempt.id]
        )
        for types, times in found.items():
            if len(found) > 1 and types != found.most_common(1)[0][0]:
                yield f"{same[0].name}: {times} times half done: {types}"

    @staticmethod
    def _once(command: Command, caused: dict[str, list[str]]) -> Iterator[str]:
        effective = [attempt for attempt in command.attempts if caused[attempt.id]]
        for attempt in effective:
            if attempt.verdict in (Verdict.NOTHING, Verdict.BROKEN):
                yield f"{command.name}: {caused[attempt.id]} although answered: {attempt.said}"
        for attempt in command.attempts:
            if attempt.verdict is Verdict.BROKEN:
                yield f"{command.name}: {attempt.said}"
        if len(effective) > 1:
            yield f"{command.name}: done {len(effective)} times: {_said(effective)}"
        done = [a for a in command.attempts if a.verdict is Verdict.DONE]
        if done and not effective:
            yield f"{command.name}: lost, although answered with success: {_said(done)}"

    def _events_by_cause(self, service: str) -> dict[str, list[str]]:
        caused: dict[str, list[str]] = defaultdict(list)
        for event in self._kept(service):
            if event.type not in BY_OTHERS:
                caused[event.correlation_id].append(event.type)
        return caused

    # Every store

    def _streams(self) -> Iterator[str]:
        for service in SERVICES:
            versions: dict[str, int] = defaultdict(int)
            for n, event in enumerate(self._kept(service), start=1):
                versions[event.stream] += 1
                if event.position != n:
                    yield f"{service}: position {event.position} where {n} should be"
                    break
                if event.version != versions[event.stream]:
                    yield f"{service}: {event.stream} has version {event.version} out of order"

    def _publications(self) -> Iterator[str]:
        """What is said follows from what happened, without a hole."""
        for service, store in self.stores.items():
            publication = importlib.import_module(f"services.{service}.publications").publication
            wanted = [
                str(uuid5(NAMESPACE, f"{service}/{kept.stream}/{kept.version}"))
                for kept, event in zip(self._kept(service), _history(store), strict=True)
                if publication(event) is not None
            ]
            said = [(message.position, message.id) for message in self._said(service, all_=True)]
            if said != list(enumerate(wanted, start=1)):
                yield f"{service}: said {len(said)} of {len(wanted)} events, or not in order"

    # Everybody who listens

    def _feed_of_everybody(self) -> Iterator[str]:
        """Integrations hears everything: each message once, and each stream in order."""
        with self.stores["integrations"].engine.connect() as tx:
            rows = tx.execute(sa.text("SELECT position, message FROM feed ORDER BY position")).all()
        if [row.position for row in rows] != list(range(1, len(rows) + 1)):
            yield "the feed of everything has holes"
        heard: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in rows:
            message = msgspec.json.decode(row.message)
            heard[message["source"].strip("/"), message["subject"]].append(message["id"])
        for service in SERVICES:
            said: dict[tuple[str, str], list[str]] = defaultdict(list)
            for message in self._said(service):
                said[service, message.stream].append(message.id)
            for place, ids in said.items():
                if heard[place] != ids:
                    yield f"{place}: said {len(ids)}, heard {len(heard[place])}, or out of order"

    def _mails(self) -> Iterator[str]:
        """One mail for each message that asks for one: composed once, sent once, kept once."""
        wanted = Counter(
            uuid5(UUID(message.id), MAILS[message.type])
            for service in SERVICES
            for message in self._said(service)
            if message.type in MAILS
        )
        store = self.stores["notifier"]
        with store.engine.connect() as tx:
            composed = Counter(self._mail_ids(tx, "MailComposed"))
            sent = Counter(self._mail_ids(tx, "MailSent"))
            rows = tx.execute(sa.text("SELECT mail_id FROM mailbox"))
            kept = Counter(UUID(str(row.mail_id)) for row in rows)
        for what, found in (("composed", composed), ("sent", sent), ("kept", kept)):
            if found != wanted:
                missing, more = (wanted - found).total(), (found - wanted).total()
                yield f"mails {what}: {missing} missing, {more} too many, of {wanted.total()}"

    @staticmethod
    def _mail_ids(tx: sa.Connection, type_: str) -> list[UUID]:
        streams = tx.scalars(sa.select(events.c.stream).where(events.c.type == type_))
        return [UUID(stream.removeprefix("mail-")) for stream in streams]

    def _parked(self, wanted: Mapping[str, set[str]]) -> Iterator[str]:
        for service in SERVICES:
            found = self.parked(service)
            if set(found) != wanted.get(service, set()):
                yield f"{service}: parked {found}"

    def _read_models(self) -> Iterator[str]:
        """Each is what its history makes of it, told once, in order, without any trouble."""
        said = {service: self._said(service) for service in SERVICES}
        for service, store in self.stores.items():
            subscriptions = self.workers[service].subscriptions
            fresh = _told_again(store, subscriptions, said)
            with store.engine.connect() as live, fresh.connect() as wanted:
                for table in _tables(store, subscriptions):
                    found, right = _rows(live, table), _rows(wanted, table)
                    if found != right:
                        missing, more = (right - found).total(), (found - right).total()
                        yield f"{service}.{table.name}: {missing} rows missing, {more} too many"
            fresh.dispose()

    def _kept(self, service: str) -> list[Kept]:
        with self.stores[service].engine.connect() as tx:
            rows = tx.execute(
                sa.select(
                    events.c.position,
                    events.c.stream,
                    events.c.version,
                    events.c.type,
                    events.c.meta,
                ).order_by(events.c.position)
            ).all()
        return [
            Kept(*row[:4], msgspec.json.decode(row.meta, type=Meta).correlation_id) for row in rows
        ]

    def _said(self, service: str, *, all_: bool = False) -> list[Message]:
        """What it has told the others: what this release understands, or all of it."""
        store, said = self.stores[service], []
        with store.engine.connect() as tx:
            while page := store.feed(tx, len(said), PAGE):
                said += [Message.read(each.text) for each in page]
        return [message for message in said if all_ or message.is_understood]


def _history(store: EventStore) -> Iterator[Any]:
    """Every event of the service."""
    position = 0
    with store.engine.connect() as tx:
        while True:
            position, page = store.events_after(tx, position, PAGE)
            yield from page
            if len(page) < PAGE:
                return


def _told_again(
    store: EventStore, subscriptions: Subscriptions, said: dict[str, list[Message]]
) -> sa.Engine:
    fresh = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    for model in store.read_models.values():
        model.metadata.create_all(fresh)
    shows = {contract.TYPE: on.show for contract, on in subscriptions.items()}
    with fresh.begin() as tx:
        for event in _history(store):
            store.project(tx, event)
        for source in sorted(sources_of(subscriptions)):
            for message in said[source]:
                for show in shows.get(message.type, ()):
                    show(tx, Envelope.read(message.text).event())
    return fresh


def _tables(store: EventStore, subscriptions: Subscriptions) -> list[sa.Table]:
    """Of the read models that history alone makes; others note what people do, e.g. sessions."""
    told = {show.__module__.rsplit(".", 1)[-1] for on in subscriptions.values() for show in on.show}
    return [
        table
        for model in store.read_models.values()
        if model.project is not None or model.name in told
        for table in model.metadata.sorted_tables
    ]


def _rows(tx: sa.Connection, table: sa.Table) -> Counter[tuple[Any, ...]]:
    """Without what is sealed: that looks different each time."""
    shown = [c for c in table.columns if not isinstance(c.type, sa.LargeBinary)]
    return Counter(tuple(map(_plain, row)) for row in tx.execute(sa.select(*shown)))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, list | dict):
        return msgspec.json.encode(value)
    return value


def _said(attempts: Sequence[Attempt]) -> list[str]:
    return [attempt.said for attempt in attempts]
