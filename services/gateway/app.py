"""Puts the parents' site together."""

from typing import Any

from flask import Flask
from flask_babel import get_locale

from services.gateway.clients import Clients, Connect
from services.gateway.web import (
    absences,
    account,
    agenda,
    booking,
    booking_day,
    booking_summary,
    booking_words,
    custody,
    documents,
    entrance,
    errors,
    explanations,
    home,
    homes,
    household,
    invoices,
    mails,
    other_home,
    places,
    planning,
    planning_views,
    public,
    receipts,
    registration,
    requests,
    signing_in,
    states,
    waiting,
    week,
    wishes,
    wording,
)
from services.gateway.web.doorman import Doorman
from services.gateway.web.families import family_name
from services.gateway.web.kept import KeptAMoment
from services.gateway.web.operators import OperatorOfTheMinute, operator
from services.gateway.web.visitors import known_visitor
from shared.web.client import ServiceClient
from shared.web.settings import Settings
from shared.web.site import site_app

PAGES = (
    public.pages,
    registration.pages,
    signing_in.pages,
    waiting.pages,
    home.pages,
    documents.pages,
    household.pages,
    other_home.pages,
    account.pages,
    mails.pages,
    planning.pages,
    planning_views.pages,
    absences.pages,
    custody.pages,
    homes.pages,
    agenda.pages,
    week.pages,
    wishes.pages,
    booking.pages,
    booking_day.pages,
    booking_summary.pages,
    requests.pages,
    explanations.pages,
    receipts.pages,
    places.pages,
    invoices.pages,
    invoices.bank_door,
)


def create_app(settings: Settings, connect: Connect = ServiceClient) -> Flask:
    """`connect` makes the line to a service; tests bring one with recorded answers."""
    app = site_app(settings, __package__ or "services.gateway", PAGES)
    app.extensions["gateway.clients"] = clients = Clients.reaching(settings, connect)
    app.extensions["gateway.operator"] = OperatorOfTheMinute()
    app.extensions["gateway.visitors"] = KeptAMoment()
    app.extensions["gateway.families"] = KeptAMoment()
    app.extensions["gateway.line_pages"] = KeptAMoment(moment=waiting.PAGE_LASTS)
    entrance.watch(app)
    app.extensions["gateway.doorman"] = Doorman(clients.accounts, app.extensions["gateway.crowd"])
    # Mails are kept and shown instead of sent when there is no SMTP server.
    app.config["SHOWS_MAILS"] = settings.shows_mails
    wording.register_filters(app)
    booking_words.register_filters(app)
    states.register(app)
    # The bank signs what it tells; it has no form of ours.
    app.extensions["csrf"].exempt(invoices.bank_door)
    errors.register(app)
    app.context_processor(_on_every_page)
    return app


def _on_every_page() -> dict[str, Any]:
    return {
        "visitor": known_visitor(),
        "family_name": family_name,
        "operator": operator(),
        "lang": str(get_locale() or "fr"),
    }
