"""What bookings tells of an answer: its evidence, its receipt, and places offered later."""

from typing import Literal, TypedDict


class HowAllocated(TypedDict):
    """Where a line stood in a published allocation; `draw` is SHA-256 of `seed|ticket`."""

    name: str
    mode: Literal["FIRST_COME", "PRIORITIES"]
    criteria: list[str]
    values: list[int]
    late: bool
    rank: int
    turn: int
    turns: int
    ticket: str | None
    seed: str | None
    seed_source: str | None
    draw: str | None


class Evidence(TypedDict):
    """What an answer rests on, as it was kept."""

    reference: str
    received_at: str
    line_id: str
    child_id: str
    facility_id: str
    slot_type: str
    weekday: int | None
    days: int
    dates: list[str]
    decision: Literal["ACCEPTED", "WAITLISTED", "REFUSED"]
    reason: str | None
    message: str | None
    decided_at: str
    decided_by_name: str | None
    rule: str
    pool_name: str
    capacity: int | None
    taken: int | None
    full_on: str | None
    rank_then: int | None
    allocation: HowAllocated | None
    appeal: list[str]


class OfferedLine(TypedDict):
    line_id: str
    child_id: str
    facility_id: str
    slot_type: str
    weekday: int | None
    days: int
    dates: list[str]


class Offer(TypedDict):
    """A freed place, held for this family until `answer_by`."""

    offer_id: str
    request_id: str
    state: Literal["OPEN", "ACCEPTED", "DECLINED", "EXPIRED"]
    offered_at: str
    answer_by: str
    answered_at: str | None
    lines: list[OfferedLine]


class WaitingLine(OfferedLine):
    """What the family still waits for; `rank` counts who waits before for the same days."""

    request_id: str
    waitlisted_at: str
    rank: int


class Offers(TypedDict):
    """The newest first, and what is still waited for."""

    offers: list[Offer]
    waiting: list[WaitingLine]


class CheckedReceipt(TypedDict):
    verdict: Literal["AUTHENTIC", "OF_ANOTHER_REQUEST", "UNKNOWN", "FORGED", "NOT_A_RECEIPT"]
    reference: str | None
    received_at: str | None
    rank: int | None
