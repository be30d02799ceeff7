"""Puts the HTTP side of bookings together."""

from flask import Flask
from werkzeug.exceptions import RequestEntityTooLarge

from services.bookings.api.absences import absences, certificates, of_families
from services.bookings.api.allocations import allocations
from services.bookings.api.calendar import calendar
from services.bookings.api.calendar_feed import calendar_feed
from services.bookings.api.configuration import configuration
from services.bookings.api.custody import custody
from services.bookings.api.days import days
from services.bookings.api.decisions import decisions
from services.bookings.api.desk import desk
from services.bookings.api.evidence import evidence
from services.bookings.api.facilities import facilities
from services.bookings.api.next_year import next_year
from services.bookings.api.occupancy import occupancy
from services.bookings.api.offers import offers
from services.bookings.api.opening_waves import opening_waves
from services.bookings.api.openings import openings
from services.bookings.api.places import places
from services.bookings.api.planning import planning
from services.bookings.api.receipts import receipts
from services.bookings.api.registers import registers
from services.bookings.api.requests import requests
from services.bookings.api.week import week
from services.bookings.api.wishes import wishes
from services.bookings.api.words import words
from services.bookings.handlers import build_store
from services.bookings.subscriptions import SUBSCRIPTIONS
from shared.messaging.desk import Desk
from shared.web.api import service_app
from shared.web.parked import show_parked
from shared.web.settings import Settings
from shared.web.uploads import MAX_REQUEST, request_too_big


def create_app(settings: Settings) -> Flask:
    blueprints = [
        absences,
        certificates,
        of_families,
        allocations,
        calendar_feed,
        calendar,
        configuration,
        custody,
        days,
        decisions,
        desk,
        evidence,
        facilities,
        next_year,
        occupancy,
        offers,
        opening_waves,
        openings,
        places,
        planning,
        registers,
        receipts,
        requests,
        week,
        wishes,
        words,
    ]
    store = build_store(settings)
    app = service_app(settings, store, blueprints)
    show_parked(app, Desk(store, SUBSCRIPTIONS))
    app.extensions["vault"] = settings.vault()
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST
    app.register_error_handler(RequestEntityTooLarge, request_too_big)
    return app
