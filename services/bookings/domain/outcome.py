"""The answer to a line of a request, and what it follows."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Decision(StrEnum):
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    WAITLISTED = "WAITLISTED"


class Rule(StrEnum):
    """What an answer follows."""

    BY_HAND = "BY_HAND"  # staff, line by line, in the order of arrival
    ALLOCATION = "ALLOCATION"  # a published allocation
    OFFER = "OFFER"  # the family's own answer to an offer, or its silence
    FAMILY = "FAMILY"  # the family's own wish: it waits no more
    DESK = "DESK"  # booked at the desk


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The answer to a line, with what was true at that instant.

    `taken` of `capacity` are those of the capacity pool that was full, or the fullest. `rank` is
    that in the waiting list then; `turn` the one in the allocation. `dates` are those that were
    given, None when they are all of the line's.
    """

    line_id: str
    decision: Decision
    reason: str | None
    capacity: int | None
    taken: int | None
    full_on: date | None
    decided_at: datetime
    decided_by: str
    pool: str | None = None
    pool_name: str = ""
    rank: int | None = None
    rule: Rule = Rule.BY_HAND
    allocation_id: UUID | None = None
    turn: int | None = None
    dates: tuple[date, ...] | None = None
