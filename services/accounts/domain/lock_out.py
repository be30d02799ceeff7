"""How many wrong passwords a sign-in name may be given before it has to wait.

The tries are kept in a table, not as events: whoever guesses passwords would write the history.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.eventstore.decider import Refused

TRIES = 8
WINDOW = timedelta(minutes=15)


def one_more_try(earlier: Sequence[datetime], asked_at: datetime) -> tuple[datetime, ...]:
    """The tries that still count, this one included; refused when there were too many."""
    recent = sorted(at for at in earlier if asked_at - at < WINDOW)
    if len(recent) >= TRIES:
        raise Refused("too_many_attempts", retry_at=(recent[-TRIES] + WINDOW).isoformat())
    return (*recent, asked_at)
