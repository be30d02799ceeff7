"""What a service said a moment ago, remembered by this process: decision 0026.

Only what a page shows is taken from here. Whatever decides something asks, or is decided, anew.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from shared.eventstore import clock

MOMENT: Final = timedelta(seconds=5)
MOST: Final = 5_000

K = TypeVar("K")
V = TypeVar("V")


class KeptAMoment(Generic[K, V]):
    """Safe in threads. Entries stand in the order in which they came, so the oldest end first."""

    def __init__(self, most: int = MOST, moment: timedelta = MOMENT) -> None:
        self._most = most
        self._moment = moment
        self._lock = threading.Lock()
        self._kept: OrderedDict[K, tuple[datetime, V]] = OrderedDict()

    def get(self, key: K, since: datetime | None = None) -> V | None:
        """None if it was asked for too long ago, or not after `since`."""
        now = clock.now()
        with self._lock:
            asked_at, value = self._kept.get(key, (None, None))
        if asked_at is None or not timedelta() <= now - asked_at <= self._moment:
            return None
        return None if since is not None and asked_at <= since else value

    def put(self, key: K, value: V, asked_at: datetime) -> None:
        """`asked_at`: before the question went out, so that nothing said later is overlooked."""
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = asked_at, value
            while len(self._kept) > self._most or self._is_over(asked_at):
                self._kept.popitem(last=False)

    def drop(self, key: K) -> None:
        with self._lock:
            self._kept.pop(key, None)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def _is_over(self, now: datetime) -> bool:
        return now - next(iter(self._kept.values()))[0] > self._moment
