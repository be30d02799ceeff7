"""The fleet, started once, and the rounds: each with a seed that is shown and may be given."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.faults.fleet import Fleet
    from tests.faults.trial import ServedTrial
    from tests.support.servers import RabbitMQ
    from tests.support.small_disk import SmallDisk

# Big enough for the databases of every service and their log of changes; filled on purpose.
DISK = 900  # MiB

SEED = int(os.environ.get("PORTAIL_FAULTS_SEED") or SystemRandom().randrange(1, 1_000_000))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The seed stands in the name of each test; PORTAIL_FAULTS_SEED repeats it."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", [SEED], ids=[f"PORTAIL_FAULTS_SEED={SEED}"])


@pytest.fixture(scope="session")
def disk() -> Iterator[SmallDisk]:
    from tests.support.small_disk import SmallDisk

    with SmallDisk(DISK) as mounted:
        yield mounted


@pytest.fixture(scope="session")
def fleet(
    tmp_path_factory: pytest.TempPathFactory, disk: SmallDisk, rabbitmq: RabbitMQ
) -> Iterator[Fleet]:
    """PostgreSQL on a disk that can be filled, RabbitMQ behind a wire that can be cut."""
    from tests.faults.fleet import Fleet
    from tests.faults.load import instant, open_the_town
    from tests.support.servers import Postgres

    folder: Path = tmp_path_factory.mktemp("fleet")
    with (
        Postgres(within=disk.folder) as postgres,
        Fleet(folder, postgres, rabbitmq, at=instant(2026, 10, 20, 8)) as started,
    ):
        open_the_town(started)
        yield started


@pytest.fixture(scope="session")
def all_rounds(fleet: Fleet, disk: SmallDisk) -> Iterator[ServedTrial]:
    from tests.faults.trial import ServedTrial

    trial = ServedTrial(fleet, disk)
    yield trial
    trial.books.close()


@pytest.fixture
def trial(all_rounds: ServedTrial, seed: int) -> Iterator[ServedTrial]:
    """The fleet, well, with a seed for what comes."""
    all_rounds.begin(seed)
    yield all_rounds
    all_rounds.end()
