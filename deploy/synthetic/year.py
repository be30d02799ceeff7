"""The year the invented families book: every lunch, requested on the evening of the opening and
accepted by the staff the day after."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from deploy.synthetic.families import Family
from deploy.synthetic.town import SCHOOL_DAYS, Town
from services.bookings import handlers
from services.bookings.domain import booking_request
from services.bookings.domain.calendar import Calendar
from services.bookings.domain.outcome import Decision
from services.bookings.domain.slot_type import SlotType
from services.bookings.handlers import Verdict
from services.bookings.projections.booking_facts import known_facility, known_school_year
from shared.eventstore.store import EventStore, Meta, Work


class Bookers:
    """Fills the registers. The families must be known to bookings, and their files approved."""

    def __init__(self, town: Town, store: EventStore) -> None:
        self.town = town
        self.store = store
        self._first_days: dict[tuple[str, SlotType], dict[int, date]] = {}

    def book(self, families: Iterable[Family]) -> None:
        """Lunch on every day of school for every child, in one transaction."""
        coming = list(families)

        def whole(work: Work) -> None:
            verdicts: list[Verdict] = []
            for each in coming:
                at = self.town.opened_at + timedelta(seconds=each.number)
                request_id = self.prepare(work, each, {SlotType.LUNCH: SCHOOL_DAYS}, at)
                self._submit(work, request_id)
                verdicts += self._accepted(work, request_id, each.number)
            work.meta = self._meta(self.town.opened_at + timedelta(hours=15), "staff")
            handlers.decide_lines(work, verdicts)

        self.store.run(self._meta(self.town.opened_at, "operator"), whole)

    def prepare(
        self,
        work: Work,
        family: Family,
        wishes: Mapping[SlotType, Sequence[int]],
        at: datetime,
    ) -> UUID:
        """A draft with these weekdays of the year for every child of the family."""
        work.meta = self._meta(at, f"account:{family.account_id}")
        request_id = handlers.start_request(
            work,
            request_id=self.town.id_of("request", family.number, sorted(wishes)),
            household_id=family.household_id,
            account_id=family.account_id,
            facility_id=family.facility_id,
            year=self.town.school_year,
        )
        for weekday in sorted({day for days in wishes.values() for day in days}):
            slot_types = [slot_type for slot_type, days in wishes.items() if weekday in days]
            day = self._first(work, family.facility_id, slot_types[0])[weekday]
            handlers.choose_slots(
                work,
                request_id=request_id,
                day=day,
                ticked={
                    (c.child_id, slot_type) for c in family.children for slot_type in slot_types
                },
                seen=_version(work, request_id),
            )
        return request_id

    def _submit(self, work: Work, request_id: UUID) -> None:
        handlers.submit_request(
            work, request_id=request_id, seen=_version(work, request_id), rules_accepted=True
        )

    def _accepted(self, work: Work, request_id: UUID, rank: int) -> list[Verdict]:
        request = work.state(booking_request, handlers.request_stream(request_id))
        return [
            Verdict(
                request_id=request_id,
                line_id=line.line_id,
                rank=rank,
                decision=Decision.ACCEPTED,
            )
            for line in request.lines
        ]

    def _first(self, work: Work, facility_id: str, slot_type: SlotType) -> dict[int, date]:
        """The first open day of each weekday: it stands for all the others."""
        known = self._first_days.get((facility_id, slot_type))
        if known is None:
            facility = known_facility(work.tx, facility_id)
            calendar = Calendar(known_school_year(work.tx, self.town.school_year), facility_id)
            slot = facility.offers(slot_type)
            assert slot is not None
            days = calendar.open_days(slot)
            known = {day.weekday(): day for day in reversed(days)}
            self._first_days[facility_id, slot_type] = known
        return known

    def _meta(self, at: datetime, actor: str) -> Meta:
        actor = f"staff:{self.town.id_of('staff')}" if actor == "staff" else actor
        return Meta(actor=actor, at=at, correlation_id=f"synthetic {at:%Y-%m-%d}")


def _version(work: Work, request_id: UUID) -> int:
    return work.version(booking_request, handlers.request_stream(request_id))
