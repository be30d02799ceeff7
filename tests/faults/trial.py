"""One round: a load, what a test breaks meanwhile, and what must be true afterwards."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from tests.faults.books import Books
from tests.faults.fleet import Fleet
from tests.faults.load import Door, Load

FAMILIES = 4
PASSERS_BY = 2


class Trial:
    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.books = Books(fleet)
        self.load = Load(Door(fleet))
        self.chance = Random()
        self._seed = 0

    def begin(self, seed: int) -> None:
        self.chance = Random(seed)
        self._seed = seed

    def end(self) -> None:
        """What a test broke and left broken would be found in the next."""
        if not self.fleet.postgres.running:
            self.fleet.postgres.start()
        if not self.fleet.rabbitmq.running:
            self.fleet.rabbitmq.start()

    @contextmanager
    def under_load(
        self, families: int = FAMILIES, passers_by: int = PASSERS_BY, parked: int = 0
    ) -> Iterator[None]:
        """While the block breaks something, families go on; then everything must be right."""
        with self.load.running(self._seed, families, passers_by):
            self.some_time()
            yield
            self.some_time()
        self.books.balance(self.load.commands, parked=parked)

    def some_time(self, longest: float = 0.8) -> None:
        """So that things break at any instant of what is going on."""
        time.sleep(self.chance.uniform(0.05, longest))
