"""A letter, and what its writer was told at the moment of sending.

The only place where a mail meets a name and an address. It lives between two lines of a worker
and, in the embedded shape, sealed in the mailbox; it is never an event.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Operator:
    """Who writes, as its own description says."""

    name: str
    legal_name: str
    phone: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """Until when a booked day of a slot type can be given back, as bookings publishes it."""

    slot_type: str
    weekdays: tuple[int, ...]
    anchor: str
    before: int
    on: int | None
    at: str
    skipping: tuple[int, ...]
    consequence: str
    surcharge_percent: int
    surcharge_cents: int


@dataclass(frozen=True, kw_only=True)
class RejectedDocument:
    label: str
    child: str | None
    reason: str
    message: str | None


@dataclass(frozen=True, kw_only=True)
class ReturnMessage:
    """Why the staff returned a file."""

    message: str | None
    documents: tuple[RejectedDocument, ...]


@dataclass(frozen=True, kw_only=True)
class Link:
    token: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A code for the other home of a child, and where its family wants it sent."""

    email: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class ContactPoint:
    email: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Names:
    """First names only, and only of those who are still there.

    `children` goes by account: a child of two homes is called as the home written to calls it.
    """

    accounts: Mapping[UUID, str] = field(default_factory=dict)
    children: Mapping[UUID, Mapping[UUID, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the owners of names and addresses say at the moment of sending."""

    to: str
    language: str
    given_name: str | None = None
    children: Mapping[UUID, str] = field(default_factory=dict)
    facilities: Mapping[str, str] = field(default_factory=dict)
    deadlines: Mapping[str, tuple[Deadline, ...]] = field(default_factory=dict)  # by facility
    operator: Operator | None = None
    returned: ReturnMessage | None = None
    refusals: Mapping[str, str] = field(default_factory=dict)  # the staff's words, by line
    link: Link | None = None
    invitation: Invitation | None = None


@dataclass(frozen=True, kw_only=True)
class Letter:
    mail_id: UUID
    account_id: UUID
    sender_name: str
    reply_to: str | None
    language: str
    to: str
    subject: str
    text: str
    html: str
    at: datetime
