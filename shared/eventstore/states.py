"""What streams had come to when this process last saw them, so that only what came after is read.

Nothing hangs on its being fresh: whoever decides reads the events after it first, and appends with
the version he expects.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

MOST = 2_000  # streams; a request's state is a few kB, a register's a few MB


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A stream folded by its decider up to `version`.

    `mark` tells that event from any other that could stand in its place after a database went back
    in time (a restored backup, a standby that took over). `sealed`: made of personal fields, which
    are encrypted at rest and must be gone with their key.
    """

    version: int
    state: Any
    mark: int = 0
    sealed: bool = False


class States:
    """The streams used last, `most` of them. States are immutable, so threads share them."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._seen: OrderedDict[tuple[Any, str], Seen] = OrderedDict()
        self._lock = Lock()

    def get(self, decider: Any, stream: str) -> Seen | None:
        with self._lock:
            if (seen := self._seen.get((decider, stream))) is not None:
                self._seen.move_to_end((decider, stream))
            return seen

    def put(self, decider: Any, stream: str, seen: Seen) -> None:
        """Keeps it, unless it is sealed."""
        if seen.sealed:
            return
        with self._lock:
            self._seen[decider, stream] = seen
            self._seen.move_to_end((decider, stream))
            if len(self._seen) > self._most:
                self._seen.popitem(last=False)

    def drop(self, decider: Any, stream: str) -> None:
        with self._lock:
            self._seen.pop((decider, stream), None)
