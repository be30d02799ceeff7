"""A read model: its tables, and how this service's own events change them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

Projection = Callable[[sa.Connection, Any], None]


@dataclass(frozen=True)
class ReadModel:
    """May be thrown away and rebuilt from history.

    `project` hears the service's own private events, in the transaction that keeps them; None when
    the read model is fed by other services' events alone. Tables that change are replayed by
    themselves; count `version` up when only what `project` writes into them changes.
    """

    name: str
    metadata: sa.MetaData
    project: Projection | None = None
    version: int = 1
