"""How many requests this process has in hand, and how many families it can take on besides.

What is in hand is what everybody inside waits for: with so many requests on two processors a page
takes some tenths of a second. Nothing here knows the machine; the pace follows what is seen.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

FULL: Final = 16  # requests in hand: who comes now stands in line
CALM: Final = 8.0  # of them on average: more families may come in
SLOWEST, FIRST, FASTEST = 1.0, 15.0, 200.0  # families a second


class Crowd:
    """Safe in threads."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._in_hand = 0
        self._area = 0.0  # requests in hand times seconds, since the turns were counted
        self._since = self._counted = seconds()
        self._pace = FIRST

    def begins(self) -> None:
        self._changes(1)

    def ends(self) -> None:
        self._changes(-1)

    def is_full(self) -> bool:
        return self._in_hand > FULL

    def turns(self) -> int:
        """How many families may come in for the time since this was asked last."""
        with self._lock:
            self._count()
            passed = max(self._since - self._counted, 0.001)
            average = self._area / passed
            self._area, self._counted = 0.0, self._since
            faster = self._pace * 1.08 + 0.5 if average < CALM else self._pace * 0.85
            self._pace = min(max(faster, SLOWEST), FASTEST)
            return max(1, round(self._pace * min(passed, 5.0)))

    def _changes(self, by: int) -> None:
        with self._lock:
            self._count()
            self._in_hand += by

    def _count(self) -> None:
        now = self._seconds()
        self._area += self._in_hand * (now - self._since)
        self._since = now
