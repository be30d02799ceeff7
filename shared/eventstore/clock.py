"""The only place that reads the time or draws an identity.

Time and identity are data everywhere else. `PORTAIL_CLOCK_FILE` names a file that holds seconds to
add to the machine's clock: a test moves the time of every process by writing one number.
"""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

PARIS: Final = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC) + moved_by()


def today() -> date:
    """The civil day in Paris."""
    return now().astimezone(PARIS).date()


def new_id() -> UUID:
    return uuid4()


def moved_by() -> timedelta:
    """How far the file has moved this clock from the machine's."""
    if (name := os.environ.get("PORTAIL_CLOCK_FILE")) is None:
        return timedelta()
    try:
        return timedelta(seconds=float(Path(name).read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta()
