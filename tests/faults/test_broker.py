"""RabbitMQ goes away, forgets, hangs up or blocks."""

import pytest

from tests.faults.trial import ServedTrial
from tests.support.portal import wait_for
from tests.support.proxy import PUBLISH

pytestmark = pytest.mark.faults

ENDS_WITHIN = 10.0


def test_rabbitmq_is_stopped_and_started(trial: ServedTrial) -> None:
    with trial.under_load():
        trial.fleet.rabbitmq.stop()
        trial.some_time(2.0)
        trial.fleet.await_ready(within=20.0)
        trial.fleet.rabbitmq.start()


def test_rabbitmq_is_killed(trial: ServedTrial) -> None:
    with trial.under_load():
        trial.fleet.rabbitmq.kill(settled=0)
        trial.some_time()
        trial.fleet.rabbitmq.start()


def test_the_queues_are_purged(trial: ServedTrial) -> None:
    """While nobody takes messages from them, so that there is something to lose."""
    deaf = trial.chance.choice(["notifier", "bookings", "households"])
    with trial.under_load():
        with trial.fleet.down(("work", deaf), ("work", "integrations")):
            wait_for(trial.fleet.waiting, 30, "messages wait in the queues")
            trial.some_time(2.0)
            assert trial.fleet.purge() > 0


def test_the_connection_is_cut_between_a_message_and_its_confirm(trial: ServedTrial) -> None:
    with trial.under_load():
        for _ in range(3):
            trial.fleet.wire.cut_unanswered(PUBLISH)
            assert trial.fleet.wire.sprung.wait(20)
            trial.some_time()


def test_every_connection_is_cut(trial: ServedTrial) -> None:
    with trial.under_load():
        for _ in range(2):
            wait_for(trial.fleet.wire.cut, 20, "somebody is connected")
            trial.some_time()


def test_rabbitmq_takes_no_messages_for_want_of_memory(trial: ServedTrial) -> None:
    """Who is told to stop while he is blocked ends in time."""
    with trial.under_load():
        trial.fleet.rabbitmq.ctl("set_vm_memory_high_watermark", "0")
        try:
            trial.some_time(2.0)
            name = trial.chance.choice(["accounts", "households", "bookings"])
            assert trial.fleet.end("work", name) < ENDS_WITHIN
        finally:
            trial.fleet.rabbitmq.ctl("set_vm_memory_high_watermark", "0.4")
