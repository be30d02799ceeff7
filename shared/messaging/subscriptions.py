"""What a service hears, and what each public event does there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from shared.eventstore.store import Work
from shared.messaging.envelope import Envelope


@dataclass(frozen=True, kw_only=True)
class On:
    """`show` changes read models and may be replayed; `then` are policies and never are.

    `keep` is given the message as it was sent, first of all, and may be replayed too: for a read
    model of the messages themselves, and for one fed by several streams of a publisher. Only
    within a stream is there an order; between streams a message's `position` says which is later.
    """

    keep: Sequence[Callable[[sa.Connection, Envelope], None]] = ()
    show: Sequence[Callable[[sa.Connection, Any], None]] = ()
    then: Sequence[Callable[[Work, Any], None]] = ()


Subscriptions = Mapping[type[Any], On]


def sources_of(subscriptions: Subscriptions) -> set[str]:
    return {contract.TYPE.split(".")[0] for contract in subscriptions}
