"""The planning of a family for its calendar programs: a link of its own, secret and revocable."""

import secrets
from datetime import timedelta
from functools import reduce
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.api.callers import known_household, own_account, own_household
from services.bookings.domain import calendar_feed as decider
from services.bookings.domain.calendar_feed import CalendarFeed
from services.bookings.projections import calendar_feeds, facilities, family_planner
from services.bookings.projections.family_planner import EntryState, PlannerEntry
from shared.eventstore import clock
from shared.web.api import Asked, Missing, asked, needs, reading, run, store

calendar_feed = Blueprint("calendar_feed", __name__, url_prefix="/calendar-feed")

BEHIND, AHEAD = timedelta(days=60), timedelta(days=400)


class SecretAsked(Asked):
    secret = fields.String(required=True, validate=validate.Length(min=1, max=100))


@calendar_feed.get("")
@needs("family")
def show() -> Response:
    household_id = known_household()
    feed = _kept(household_id) if household_id else decider.INITIAL
    return answer({"secret": feed.secret, "opened_at": feed.opened_at})


@calendar_feed.post("")
@needs("family")
def open_link() -> Response:
    """A new link; the one before reads nothing any more."""
    household_id, account_id = own_household(), own_account()
    secret = secrets.token_urlsafe(24)
    run(
        lambda work: handlers.open_feed(
            work, household_id=household_id, account_id=account_id, secret=secret
        )
    )
    return answer({"secret": secret}, 201)


@calendar_feed.delete("")
@needs("family")
def close_link() -> Response:
    household_id = own_household()
    run(lambda work: handlers.close_feed(work, household_id))
    return Response(status=204)


@calendar_feed.post("/entries")
@needs("public")
def entries() -> Response:
    """What the link reads: ids and facts. The secret stands in the body, never in an address."""
    secret = asked(SecretAsked)["secret"]
    today = clock.now().astimezone(clock.PARIS).date()
    first, last = today - BEHIND, today + AHEAD
    with reading() as tx:
        feed = calendar_feeds.feed_of(tx, secret)
        if feed is None:
            raise Missing
        lines = family_planner.lines_of(tx, feed.household_id, first, last)
        known = facilities.all_facilities(tx)
    names = {each.facility_id: each.name for each in known}
    hours = {(it.facility_id, slot.slot_type): slot for it in known for slot in it.slot_types}
    told = [
        _entry(entry, names, hours)
        for entry in family_planner.entries(lines, first, last)
        if entry.state is not EntryState.REFUSED
    ]
    return answer({"account_id": feed.account_id, "entries": [it for it in told if it]})


def _kept(household_id: UUID) -> CalendarFeed:
    """Read where it is sealed: the secret is in no table."""
    with reading() as tx:
        history = store().load(tx, handlers.feed_stream(household_id))
    return reduce(decider.evolve, history, decider.INITIAL)


def _entry(entry: PlannerEntry, names: dict[str, str], hours: Any) -> dict[str, Any] | None:
    line = entry.line
    slot = hours.get((line.facility_id, line.slot_type))
    if slot is None:
        return None
    return {
        "child_id": line.child_id,
        "facility": names[line.facility_id],
        "slot_type": line.slot_type,
        "day": entry.day,
        "starts": slot.starts,
        "ends": slot.ends,
        "state": entry.state,
    }
