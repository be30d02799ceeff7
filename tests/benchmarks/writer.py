"""One of several processes that append at once: `python -m tests.benchmarks.writer ours|peer URL`.

Says "ready", waits for a line with the instant to stop (seconds of the monotonic clock), appends
until then, and says how often it did.
"""

import sys
import time
from collections.abc import Callable
from uuid import uuid4


def main(which: str, url: str) -> None:
    append = _append(which, url)
    append()
    print("ready", flush=True)
    until = float(sys.stdin.readline())
    count = 0
    while time.monotonic() < until:
        append()
        count += 1
    print(count, flush=True)


def _append(which: str, url: str) -> Callable[[], object]:
    if which == "peer":
        from tests.benchmarks.peer import notebooks_at

        return notebooks_at(url).open
    from tests.benchmarks.notes import note, store_at

    store = store_at(url)
    return lambda: note(store, uuid4())


if __name__ == "__main__":
    main(*sys.argv[1:3])
