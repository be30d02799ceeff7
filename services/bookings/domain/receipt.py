"""What a receipt says of a request, and nobody can say otherwise later: no name, no child."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from services.bookings.domain.draft import DayToCancel, RequestLine


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """`rank` is the place in the order of arrival; `digest` stands for what was asked for."""

    reference: str
    request_id: UUID
    received_at: datetime
    rank: int
    digest: str


def digest(lines: Iterable[RequestLine], cancellations: Iterable[DayToCancel]) -> str:
    """SHA-256, in hex, over the lines and cancelled days in a form that anybody can write again.

    JSON without spaces: [[line_id, child, facility, slot type, weekday, [days…]]…], then
    [[child, facility, slot type, day]…].
    """
    said = [
        [
            [
                line.line_id,
                str(line.child_id),
                line.facility_id,
                line.slot_type.value,
                line.weekday,
                [day.isoformat() for day in line.dates],
            ]
            for line in lines
        ],
        [
            [str(it.child_id), it.facility_id, it.slot_type.value, it.day.isoformat()]
            for it in cancellations
        ],
    ]
    return sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()
