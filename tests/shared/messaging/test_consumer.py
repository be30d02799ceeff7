"""How messages are gathered into batches."""

import time
from typing import Any, cast

from kombu import Connection

from shared.messaging.consumer import LOOK_EVERY, gather
from shared.messaging.inbox import AT_ONCE

LONG = 60.0


class Bus:
    """Brings a message whenever it is asked, as long as there are any."""

    def __init__(self, messages: int) -> None:
        self.left = messages
        self.brought: list[Any] = []
        self.patience: list[float] = []

    def drain_events(self, timeout: float) -> None:
        self.patience.append(timeout)
        if not self.left:
            raise TimeoutError
        self.left -= 1
        self.brought.append(object())

    def gathered(self, until: float) -> int:
        gather(cast(Connection, self), self.brought, until)
        return len(self.brought)


def test_the_first_message_after_a_pause_waits_for_no_other() -> None:
    bus = Bus(messages=1)

    assert bus.gathered(until=time.monotonic() - LONG) == 1
    assert bus.patience[0] == LOOK_EVERY
    assert bus.patience[1] < 0.001


def test_who_takes_a_breath_hears_together_what_comes_meanwhile() -> None:
    bus = Bus(messages=3)

    assert bus.gathered(until=time.monotonic() + LONG) == 3
    assert all(0.9 * LONG < each <= LONG for each in bus.patience[1:])


def test_a_batch_that_is_full_waits_no_longer() -> None:
    bus = Bus(messages=2 * AT_ONCE)

    assert bus.gathered(until=time.monotonic() + LONG) == AT_ONCE
