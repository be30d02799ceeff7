"""One round: a load, what a test breaks meanwhile, and what must be true afterwards."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from random import Random

import sqlalchemy as sa

from shared.messaging.desk import Desk
from shared.messaging.parked import parked
from tests.faults.books import Books
from tests.faults.fleet import Fleet
from tests.faults.load import Door, Family, Load, Shape
from tests.support.portal import Portal
from tests.support.small_disk import SmallDisk

FAMILIES = 3
PASSERS_BY = 2


class Trial:
    """A portal of any shape whose databases lie on a small disk."""

    def __init__(self, shape: Shape, disk: SmallDisk) -> None:
        self.disk = disk
        self.books = Books(shape)
        self.load = Load(Door(shape))
        self.chance = Random()
        self._seed = 0

    def begin(self, seed: int) -> None:
        self.chance = Random(seed)
        self._seed = seed

    @contextmanager
    def under_load(self, parked: Mapping[str, set[str]] | None = None) -> Iterator[None]:
        """While the block breaks something, families go on; then everything must be right.

        The block may add to `parked` which streams wait in which service.
        """
        with self.load.running(self._seed, FAMILIES, PASSERS_BY):
            self.some_time()
            yield
            self.some_time()
        self.books.balance(self.load.commands, parked)

    def some_time(self, longest: float = 0.8) -> None:
        """So that things break at any instant of what is going on."""
        time.sleep(self.chance.uniform(0.05, longest))

    def somebody(self) -> Family:
        """One more family, in the hands of the test."""
        return Family(self.load, self.chance)

    def feed(self, service: str) -> list[bytes]:
        """All that a service has said, as it is sent."""
        texts: list[bytes] = []
        while True:
            path = f"/events?after={len(texts)}&limit=1000"
            page = self.load.door.read(service, path).splitlines()
            texts += page
            if len(page) < 1000:
                return texts


class ServedTrial(Trial):
    """PostgreSQL and RabbitMQ, a process per service and role."""

    def __init__(self, fleet: Fleet, disk: SmallDisk) -> None:
        super().__init__(fleet, disk)
        self.fleet = fleet

    def retry(self, service: str, stream: str) -> None:
        """Hears a parked stream again, as an operator does once its trouble is mended."""
        self.fleet.run("parked", "retry", service, self._parked_ids(service, stream)[0])

    def skip(self, service: str, stream: str) -> None:
        """Gives up what is parked of a stream."""
        worker = self.books.workers[service]
        for message_id in self._parked_ids(service, stream):
            Desk(worker.store, worker.subscriptions).skip(message_id)

    def _parked_ids(self, service: str, stream: str) -> list[str]:
        """In order."""
        ids = sa.select(parked.c.id).where(parked.c.stream == stream).order_by(parked.c.position)
        with self.books.stores[service].engine.connect() as tx:
            return list(tx.scalars(ids))

    def end(self) -> None:
        """What a test broke and left broken would be found in the next."""
        self.disk.free()
        for server in (self.fleet.postgres, self.fleet.rabbitmq):
            if not server.running:
                server.start()
        self.fleet.wire.cut_unanswered(lambda _sent: False)


class EmbeddedTrial(Trial):
    """One process, SQLite."""

    def __init__(self, portal: Portal, disk: SmallDisk) -> None:
        super().__init__(portal, disk)
        self.portal = portal

    def kill_in_transaction(self, service: str, within: float = 3.0) -> None:
        """kill -9 while somebody writes in this service's database; else at any instant."""
        path = self.portal.settings(service).engine().url.database
        probe = sqlite3.connect(str(path), timeout=0, isolation_level=None)
        until = time.monotonic() + within
        try:
            while time.monotonic() < until:
                probe.execute("BEGIN IMMEDIATE")
                probe.execute("ROLLBACK")
        except sqlite3.OperationalError:  # locked: there he is
            pass
        self.portal.kill()
        probe.close()
