"""What a service hears, and what each public event does there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from shared.eventstore.store import Work


@dataclass(frozen=True, kw_only=True)
class On:
    """`show` changes read models and may be replayed; `then` are policies and never are."""

    show: Sequence[Callable[[sa.Connection, Any], None]] = ()
    then: Sequence[Callable[[Work, Any], None]] = ()


Subscriptions = Mapping[type[Any], On]


def sources_of(subscriptions: Subscriptions) -> set[str]:
    return {contract.TYPE.split(".")[0] for contract in subscriptions}
