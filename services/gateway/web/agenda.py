"""« Mon agenda »: the planning in the family's own calendar programs, under a secret link."""

from datetime import UTC, datetime, time
from hashlib import sha256
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template
from icalendar import Calendar, Event
from werkzeug.wrappers import Response as Redirect

from services.gateway.clients.shapes.planning import FeedEntry
from services.gateway.web import booking_words as words
from services.gateway.web import wording
from services.gateway.web.families import Family
from services.gateway.web.language import _
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.eventstore import clock
from shared.web.client import Invalid, NotThere
from shared.web.site import site_settings

pages = Blueprint("agenda", __name__, url_prefix="/agenda")

STATUS = {"ACCEPTED": "CONFIRMED", "CANCELLED": "CANCELLED"}  # all else is not sure yet


@pages.get("")
@family_page
def show() -> str:
    feed = services().bookings.calendar_feed(family().account_id)
    base = site_settings().public_url
    link = f"{base}/agenda/{feed['secret']}.ics" if feed["secret"] else None
    return render_template(
        "planning/agenda.html",
        tab="planning",
        link=link,
        subscribe=link and f"webcal://{link.partition('://')[2]}",
        opened_at=feed["opened_at"],
    )


@pages.post("")
@family_page
def renew() -> Redirect:
    services().bookings.open_calendar_feed(family().account_id)
    return redirect("/agenda", 303)


@pages.post("/fin")
@family_page
def close() -> Redirect:
    services().bookings.close_calendar_feed(family().account_id)
    return redirect("/agenda", 303)


@pages.get("/<secret>.ics")
def read(secret: str) -> Response:
    """For a calendar program, which cannot sign in: the secret is all that it has to know."""
    try:
        told = services().bookings.feed_entries(secret)
        file = services().households.household(UUID(told["account_id"]))
    except (Invalid, NotThere):
        abort(404)
    body = calendar(Family(file), told["entries"])
    return Response(body, content_type="text/calendar; charset=utf-8")


def calendar(told: Family, entries: list[FeedEntry]) -> bytes:
    """First names only. An entry keeps its UID, so a day that is given back is crossed out."""
    made = Calendar()
    made.add("prodid", "-//Portail Familles//FR")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("Accueils de nos enfants"))
    made.add("refresh-interval;value=duration", "PT6H")
    made.add("x-published-ttl", "PT6H")
    for entry in entries:
        child = told.child(entry["child_id"])
        if child is not None:
            made.add_component(_event(child.given_name, entry))
    body: bytes = made.to_ical()
    return body


def _event(name: str, entry: FeedEntry) -> Event:
    event = Event()
    key = f"{entry['child_id']} {entry['slot_type']} {entry['day']}"
    slot = wording.say(wording.SLOTS, entry["slot_type"]).lower()
    said = _("%(name)s, %(slot)s", name=name, slot=slot)
    if entry["state"] not in STATUS:
        state = wording.say(words.STATES_IN_A_SENTENCE, entry["state"])
        said = _("%(what)s (%(state)s)", what=said, state=state)
    event.add("uid", f"{sha256(key.encode()).hexdigest()[:32]}@portail-familles")
    event.add("dtstamp", clock.now())
    event.add("dtstart", _instant(entry["day"], entry["starts"]))
    event.add("dtend", _instant(entry["day"], entry["ends"]))
    event.add("summary", said)
    event.add("location", entry["facility"])
    event.add("status", STATUS.get(entry["state"], "TENTATIVE"))
    event.add("sequence", 1 if entry["state"] == "CANCELLED" else 0)
    return event


def _instant(day: str, at: str) -> datetime:
    there = datetime.combine(wording.civil_day(day), time.fromisoformat(at), clock.PARIS)
    return there.astimezone(UTC)
