"""The lines of a request get their answers; the calendar may move those that wait for one.

A part of the decider of the booking request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from services.bookings.domain.outcome import Decision, Outcome
from services.bookings.domain.request_history import (
    BookingRequest,
    DatesMoved,
    Event,
    LinesDecided,
    RefusalExplained,
    RequestDecided,
    RequestStatus,
)

# Commands


@dataclass(frozen=True, kw_only=True)
class RecordOutcomes:
    """`messages` are the staff's words to the family, by line; `held` the days that lines accepted
    before still have, where they are not all of the line's any more."""

    request_id: UUID
    outcomes: tuple[Outcome, ...]
    messages: Mapping[str, str] = field(default_factory=dict)
    held: Mapping[str, tuple[date, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MoveDates:
    """The calendar changed under a line that waits for its answer."""

    request_id: UUID
    line_id: str
    dates: tuple[date, ...]
    moved_at: datetime


# Decide


def record_outcomes(command: RecordOutcomes, request: BookingRequest) -> list[Event]:
    """Answers to lines that wait for one. An acceptance or refusal is never changed here."""
    new = tuple(outcome for outcome in command.outcomes if _is_news(outcome, request))
    if not new:
        return []
    assert request.household_id and request.account_id
    events: list[Event] = [LinesDecided(request_id=command.request_id, outcomes=new)]
    events += [
        RefusalExplained(
            request_id=command.request_id,
            line_id=outcome.line_id,
            household_id=request.household_id,
            message=command.messages[outcome.line_id],
        )
        for outcome in new
        if command.messages.get(outcome.line_id)
    ]
    outcomes = {**request.outcomes, **{outcome.line_id: outcome for outcome in new}}
    if len(outcomes) == len(request.lines):
        told = {outcome.line_id for outcome in new}
        first = request.status is not RequestStatus.DECIDED
        lines = tuple(line for line in request.lines if first or line.line_id in told)
        events.append(
            RequestDecided(
                request_id=command.request_id,
                reference=request.reference,
                household_id=request.household_id,
                account_id=request.account_id,
                decided_at=max(outcomes[line.line_id].decided_at for line in lines),
                lines=lines,
                outcomes=tuple(
                    replace(outcomes[line.line_id], dates=command.held[line.line_id])
                    if line.line_id in command.held
                    else outcomes[line.line_id]
                    for line in lines
                ),
            )
        )
    return events


def _is_news(outcome: Outcome, request: BookingRequest) -> bool:
    """Who waits may still be accepted or refused."""
    if request.line(outcome.line_id) is None:
        return False
    known = request.outcomes.get(outcome.line_id)
    return known is None or (
        known.decision is Decision.WAITLISTED and outcome.decision is not Decision.WAITLISTED
    )


def move_dates(command: MoveDates, request: BookingRequest) -> list[Event]:
    """Of a line that has neither places nor a refusal yet; what was answered stays as it was."""
    line, outcome = request.line(command.line_id), request.outcomes.get(command.line_id)
    answered = outcome and outcome.decision in (Decision.ACCEPTED, Decision.REFUSED)
    if line is None or answered or line.dates == command.dates:
        return []
    return [
        DatesMoved(
            request_id=command.request_id,
            line_id=command.line_id,
            dates=command.dates,
            moved_at=command.moved_at,
        )
    ]
