"""Booked at the desk: asked and accepted in one go, or not at all."""

from collections.abc import Sequence
from uuid import UUID

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.deadline import PARIS
from services.bookings.domain.draft import ChosenSlot
from services.bookings.domain.outcome import Rule
from services.bookings.domain.reference import reference
from services.bookings.domain.request_history import BookingRequest
from services.bookings.domain.sending import BookAtDesk
from services.bookings.handlers.giving import Answers, Following, accept
from services.bookings.handlers.streams import asked_line, handle_request, request_of
from services.bookings.projections import guardians, openings
from services.bookings.projections.booking_facts import booking_facts
from shared.eventstore.decider import Refused
from shared.eventstore.store import Work


def book_at_desk(
    work: Work,
    *,
    request_id: UUID,
    household_id: UUID,
    choices: Sequence[ChosenSlot],
    reason: str | None,
) -> None:
    """Raises Refused when a rule is broken without a reason, or a place is not there."""
    account_id = guardians.account_of(work.tx, household_id)
    if account_id is None:
        raise Refused("no_household")
    days = [choice.day for choice in choices if choice.day]
    year = next(
        (
            each
            for each in openings.all_school_years(work.tx)
            if days and each.starts_on <= min(days) and max(days) <= each.ends_on
        ),
        None,
    )
    if year is None:
        raise Refused("unknown_school_year")
    asked_for = BookingRequest(
        household_id=household_id,
        facility_id=choices[0].facility_id,
        school_year=year.school_year,
        kind=BookingKind.ONE_OFF,
    )
    at = work.meta.at
    booked = handle_request(
        work,
        BookAtDesk(
            request_id=request_id,
            reference=reference(request_id, at.astimezone(PARIS).year),
            household_id=household_id,
            account_id=account_id,
            facility_id=choices[0].facility_id,
            school_year=year.school_year,
            choices=tuple(choices),
            reason=reason,
            facts=booking_facts(work.tx, asked_for, at),
            booked_by=work.meta.actor,
        ),
    )
    if not booked:
        return
    request, answers = request_of(work, request_id), Answers()
    for line in request.lines:
        asked = asked_line(work, request_id, request, line)
        answers.add(request_id, accept(work, [asked], Following(rule=Rule.DESK)))
    answers.tell(work)
