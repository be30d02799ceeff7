"""One request as its pages show it, folded from its stream at the moment of asking.

A live projection: the stream of a request is short, and the words of a refusal, which belong to the
household, are read where they are sealed instead of being copied into a table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from services.bookings.domain import booking_request
from services.bookings.domain.request_history import (
    BookingRequest,
    RefusalExplained,
    RulesOverridden,
)


@dataclass(frozen=True, kw_only=True)
class OneRequest:
    request: BookingRequest = booking_request.INITIAL
    messages: Mapping[str, str] = field(default_factory=dict)  # to the family, by line
    overridden: RulesOverridden | None = None


def one_request(events: Iterable[Any]) -> OneRequest:
    return reduce(_evolve, events, OneRequest())


def _evolve(one: OneRequest, event: Any) -> OneRequest:
    messages = one.messages
    if isinstance(event, RefusalExplained):
        messages = {**messages, event.line_id: event.message}
    return OneRequest(
        request=booking_request.evolve(one.request, event),
        messages=messages,
        overridden=event if isinstance(event, RulesOverridden) else one.overridden,
    )
