"""The families of the bench: a thousand with their booked year, and those who come to the opening.

Set up in the stores while the portal stands still, as `portail load --synthetic` does; only
sessions and drafts are added, since 2,500 sign-ins and 20,000 clicks are not what is measured here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from deploy.synthetic.families import Family
from deploy.synthetic.load import SyntheticTown
from deploy.synthetic.town import SCHOOL_DAYS, Town
from services.accounts import handlers as accounts
from services.accounts.domain.kind import Kind
from services.accounts.projections import sessions
from services.bookings.domain.calendar import Calendar
from services.bookings.domain.slot_type import SlotType
from services.bookings.projections.booking_facts import known_facility, known_school_year
from shared.eventstore import clock
from shared.eventstore.schema import events
from shared.eventstore.store import Meta, Work

AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A family with everything chosen, one button before the end."""

    session: str
    request_id: str


@dataclass(frozen=True)
class Receipt:
    request_id: str
    received_at: datetime


class Opening:
    def __init__(self, seed: int = 1) -> None:
        self.synthetic = SyntheticTown(Town.of(seed, clock.today()))
        self.town = self.synthetic.town

    def move_in(self, families: int) -> list[Family]:
        self.synthetic.describe()
        everybody = self.synthetic.families(range(families))
        for _done in self.synthetic.move_in(everybody):
            pass
        return everybody

    def book(self, families: Sequence[Family]) -> None:
        for _done in self.synthetic.book(families):
            pass
        self.synthetic.hear()

    def sessions(self, families: Sequence[Family]) -> list[str]:
        """A session for each, as signing in opens it."""
        at, tokens = clock.now(), [accounts.new_token() for _ in families]

        def opened(work: Work) -> None:
            for each, token in zip(families, tokens, strict=True):
                sessions.open_session(
                    work.tx, accounts.hash_of(token), each.account_id, Kind.FAMILY, at
                )

        self.synthetic.workers["accounts"].store.run(_meta(), opened)
        return tokens

    def drafts(self, families: Sequence[Family], slot_type: SlotType) -> list[Draft]:
        """The whole year of this slot type for every child, chosen and not sent."""
        found: list[Draft] = []
        tokens = self.sessions(families)
        for start in range(0, len(families), AT_ONCE):
            some = families[start : start + AT_ONCE]

            def prepared(work: Work, some: Sequence[Family] = some) -> list[str]:
                at = clock.now()
                return [
                    str(self.synthetic.bookers.prepare(work, it, {slot_type: SCHOOL_DAYS}, at))
                    for it in some
                ]

            ids = self.synthetic.workers["bookings"].store.run(_meta(), prepared)
            found += [
                Draft(session=token, request_id=request_id)
                for token, request_id in zip(tokens[start:], ids, strict=False)
            ]
        return found

    def first_wednesday(self, facility_id: str) -> date:
        with self.synthetic.workers["bookings"].store.engine.connect() as tx:
            facility = known_facility(tx, facility_id)
            year = known_school_year(tx, self.town.school_year)
        slot = facility.offers(SlotType.WEDNESDAY)
        assert slot is not None
        tomorrow = clock.today() + timedelta(days=1)
        return Calendar(year, facility_id).open_days(slot, since=tomorrow)[0]

    def received(self, request_ids: Sequence[str]) -> list[tuple[str, Any]]:
        """The requests with their instants, in the order of their receipts."""
        wanted = set(request_ids)
        query = (
            sa.select(events.c.data)
            .where(events.c.type == "RequestSubmitted")
            .order_by(events.c.position)
        )
        with self.synthetic.workers["bookings"].store.engine.connect() as tx:
            told = [msgspec.json.decode(data, type=Receipt) for data in tx.scalars(query)]
        return [(it.request_id, it.received_at) for it in told if it.request_id in wanted]


def _meta() -> Meta:
    return Meta(actor="operator", at=clock.now(), correlation_id="bench-opening")
