"""PostgreSQL goes away, hangs up or has no room left."""

import pytest

from tests.faults.trial import ServedTrial
from tests.support.portal import wait_for

pytestmark = pytest.mark.faults


def test_postgresql_is_stopped_and_started(trial: ServedTrial) -> None:
    with trial.under_load():
        trial.fleet.postgres.stop()
        trial.some_time()
        trial.fleet.postgres.start()


def test_postgresql_is_killed(trial: ServedTrial) -> None:
    with trial.under_load():
        trial.fleet.postgres.kill()
        trial.fleet.postgres.start()


def test_a_connection_ends_in_the_middle_of_a_transaction(trial: ServedTrial) -> None:
    members = list(trial.fleet.members)
    with trial.under_load():
        broken = 0
        for role, name in trial.chance.choices(members, k=8):
            broken += trial.fleet.break_transaction(role, name, within=1.0)
    assert broken


def test_the_disk_is_full(trial: ServedTrial) -> None:
    """Commands are refused as long as there is no room, and accepted as soon as there is."""
    before = trial.load.unavailable()
    with trial.under_load():
        trial.disk.fill(leave=trial.chance.randrange(0, 64 * 1024))
        wait_for(lambda: trial.load.unavailable() > before, 30, "commands are refused")
        trial.some_time(2.0)
        trial.disk.free()
        trial.fleet.postgres.start_if_it_fell()
