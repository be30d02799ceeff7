"""kill -9 of the processes of the portal, at any instant."""

import pytest

from tests.faults.fleet import WORKING
from tests.faults.trial import ServedTrial

pytestmark = pytest.mark.faults


def test_nothing_is_lost_when_nothing_breaks(trial: ServedTrial) -> None:
    with trial.under_load():
        pass


def test_an_api_is_killed(trial: ServedTrial) -> None:
    with trial.under_load():
        for name in trial.chance.sample(["accounts", "households", "bookings"], 3):
            trial.fleet.kill_in_transaction("serve", name)
            trial.some_time()


def test_a_relay_is_killed(trial: ServedTrial) -> None:
    with trial.under_load():
        for _ in range(2):
            trial.fleet.kill("work", "accounts")  # it hears nothing: it is a relay and no more
            trial.some_time(2.0)


def test_a_consumer_is_killed_in_the_middle_of_a_batch(trial: ServedTrial) -> None:
    with trial.under_load():
        for name in trial.chance.sample(["households", "bookings", "notifier", "integrations"], 2):
            trial.fleet.kill_in_transaction("work", name)
            trial.some_time()


def test_two_processes_are_killed_at_once(trial: ServedTrial) -> None:
    with trial.under_load():
        for role, name in trial.chance.sample(
            [*(("work", name) for name in WORKING), ("serve", "households"), ("serve", "accounts")],
            2,
        ):
            trial.fleet.kill(role, name)
