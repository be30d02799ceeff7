"""One process on SQLite: killed in the middle of a transaction, and on a disk without room."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faults.load import instant, open_the_town
from tests.faults.trial import EmbeddedTrial
from tests.support.portal import Portal, wait_for
from tests.support.small_disk import SmallDisk

pytestmark = pytest.mark.faults

DISK = 96  # MiB


@pytest.fixture(scope="module")
def all_embedded_rounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedTrial]:
    folder: Path = tmp_path_factory.mktemp("embedded")
    with SmallDisk(DISK) as disk:
        portal = Portal(folder, demo=False)
        portal.env["PORTAIL_VAR"] = str(disk.folder / "var")
        portal.clock.write_text(str((instant(2026, 10, 20, 8) - datetime.now(UTC)).total_seconds()))
        with portal:
            open_the_town(portal)
            trial = EmbeddedTrial(portal, disk)
            yield trial
            trial.books.close()


@pytest.fixture
def embedded(all_embedded_rounds: EmbeddedTrial, seed: int) -> Iterator[EmbeddedTrial]:
    all_embedded_rounds.begin(seed)
    yield all_embedded_rounds
    all_embedded_rounds.disk.free()


def test_sqlite_is_killed_in_the_middle_of_a_transaction(embedded: EmbeddedTrial) -> None:
    with embedded.under_load():
        service = embedded.chance.choice(["accounts", "households", "notifier"])
        embedded.kill_in_transaction(service)
        embedded.portal.start()


def test_the_disk_of_sqlite_is_full(embedded: EmbeddedTrial) -> None:
    """Commands are refused as long as there is no room, and accepted as soon as there is."""
    before = embedded.load.unavailable()
    with embedded.under_load():
        embedded.disk.fill(leave=embedded.chance.randrange(0, 64 * 1024))
        wait_for(lambda: embedded.load.unavailable() > before, 30, "commands are refused")
        embedded.some_time(2.0)
        embedded.disk.free()
