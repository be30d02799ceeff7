"""What a mail will say, without a name: ids, dates and amounts, kept from the event it follows.

Names and addresses are asked of their owners when the mail is sent, so none is kept here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

LEFT: Final = frozenset({"offer_declined", "left_waiting_list"})
NOT_REFUSED: Final = LEFT | {"offer_expired", "not_needed"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One child, one slot type: every such weekday of the year, or single days.

    `rank` is that in the waiting list, for who waits; `accepted` is None then. `instead_of` are the
    weekdays that the family wants more; `together`: with brothers and sisters, or not at all.
    """

    child_id: UUID
    facility_id: str
    slot_type: str
    weekday: int | None
    days: int
    first_day: date | None
    last_day: date | None
    single_days: tuple[date, ...] = ()
    line_id: str | None = None
    accepted: bool | None = None
    reason: str | None = None
    capacity: int | None = None
    taken: int | None = None
    full_on: date | None = None
    pool_name: str = ""
    rank: int | None = None
    instead_of: tuple[int, ...] = ()
    together: bool = False

    @property
    def waiting(self) -> bool:
        return self.rank is not None

    @property
    def given_up(self) -> bool:
        """No place follows, yet nobody refused one: it was let go, or is not needed any more."""
        return self.accepted is False and self.reason in NOT_REFUSED

    @property
    def refused(self) -> bool:
        return self.accepted is False and not self.given_up


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    child_id: UUID
    facility_id: str
    slot_type: str
    day: date


@dataclass(frozen=True, kw_only=True)
class Request:
    """A booking request, as it was received or as it was decided."""

    request_id: UUID
    reference: str
    lines: tuple[Line, ...]
    cancellations: tuple[Cancelled, ...] = ()
    received_at: datetime | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A freed place, held until `answer_by`; its lines are those of the request."""

    offer_id: UUID
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """`left_cents` of the total are to be paid, None where it is the whole."""

    invoice_id: UUID
    number: str
    period: str
    total_cents: int
    due_on: date
    left_cents: int | None = None

    @property
    def to_pay_cents(self) -> int:
        return self.total_cents if self.left_cents is None else self.left_cents


@dataclass(frozen=True, kw_only=True)
class CreditNote:
    """`deducted_cents` of the amount were still to be paid; the rest is the family's credit."""

    credit_note_id: UUID
    number: str
    invoice_id: UUID
    invoice_number: str
    period: str
    reason: str
    amount_cents: int
    deducted_cents: int

    @property
    def credit_cents(self) -> int:
        return self.amount_cents - self.deducted_cents


@dataclass(frozen=True, kw_only=True)
class Refund:
    amount_cents: int
    refunded_at: datetime


@dataclass(frozen=True, kw_only=True)
class Payment:
    """`number` and `period` are those of the invoice, when it is known here."""

    payment_id: UUID
    invoice_id: UUID
    amount_cents: int
    paid_at: datetime
    bank_reference: str
    number: str | None = None
    period: str | None = None


@dataclass(frozen=True, kw_only=True)
class Opening:
    """From when on, and for which children of the family, a school year can be booked.

    `kinds` (STANDING, ONE_OFF) and `slot_types` are empty when it opens for all of them.
    """

    opens_at: datetime
    school_year: str
    child_ids: tuple[UUID, ...]
    kinds: tuple[str, ...] = ()
    slot_types: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChangedLine:
    """Days of one child and slot type: gone, added, or open again without a place left."""

    child_id: UUID
    facility_id: str
    slot_type: str
    gone: tuple[date, ...]
    added: tuple[date, ...]
    full: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of the calendar: CLOSURE or STRIKE with its name, or CALENDAR."""

    cause: str
    name: str
    lines: tuple[ChangedLine, ...]


@dataclass(frozen=True, kw_only=True)
class Absence:
    """A child that does not come on a day; `reason` is why its certificate was refused.

    `certificate_until` is the first instant at which none is taken any more.
    """

    child_id: UUID
    day: date
    slot_types: tuple[str, ...] = ()
    certificate_until: datetime | None = None
    reason: str | None = None


class News(StrEnum):
    """What happened between the two homes of a child."""

    JOINED = "JOINED"
    ENDED = "ENDED"
    CALENDAR_PROPOSED = "CALENDAR_PROPOSED"
    CALENDAR_AGREED = "CALENDAR_AGREED"
    CALENDAR_DECLINED = "CALENDAR_DECLINED"
    SWAP_PROPOSED = "SWAP_PROPOSED"
    SWAP_AGREED = "SWAP_AGREED"
    SWAP_DECLINED = "SWAP_DECLINED"
    SWAP_LAPSED = "SWAP_LAPSED"
    SWAP_WITHDRAWN = "SWAP_WITHDRAWN"


@dataclass(frozen=True, kw_only=True)
class TwoHomes:
    """`comes` is a day that comes to the home that reads this, `goes` one that goes to the other;
    `since`: from when a calendar counts. Of the other home nothing more is known."""

    news: News
    child_id: UUID
    since: date | None = None
    comes: date | None = None
    goes: date | None = None
    answer_by: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The thing the mail speaks of."""

    request: Request | None = None
    offer: Offer | None = None
    change: Change | None = None
    absence: Absence | None = None
    invoice: Invoice | None = None
    payment: Payment | None = None
    credit_note: CreditNote | None = None
    refund: Refund | None = None
    opening: Opening | None = None
    homes: TwoHomes | None = None
    submission: int | None = None
    returned_because: str | None = None

    def children(self) -> frozenset[UUID]:
        """Whose first names the mail needs."""
        if self.opening is not None:
            return frozenset(self.opening.child_ids)
        if self.absence is not None:
            return frozenset({self.absence.child_id})
        if self.homes is not None:
            return frozenset({self.homes.child_id})
        if self.change is not None:
            return frozenset(line.child_id for line in self.change.lines)
        if self.request is None:
            return frozenset()
        lines = {line.child_id for line in self.request.lines}
        return frozenset(lines | {day.child_id for day in self.request.cancellations})
