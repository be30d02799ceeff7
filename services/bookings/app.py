"""Puts the HTTP side of bookings together."""

from flask import Flask

from services.bookings.api.configuration import configuration
from services.bookings.api.days import days
from services.bookings.api.decisions import decisions
from services.bookings.api.facilities import facilities
from services.bookings.api.occupancy import occupancy
from services.bookings.api.openings import openings
from services.bookings.api.planning import planning
from services.bookings.api.registers import registers
from services.bookings.api.requests import requests
from services.bookings.api.week import week
from services.bookings.api.wishes import wishes
from services.bookings.api.words import words
from services.bookings.handlers import build_store
from shared.web.api import service_app
from shared.web.settings import Settings


def create_app(settings: Settings) -> Flask:
    blueprints = [
        configuration,
        days,
        decisions,
        facilities,
        occupancy,
        openings,
        planning,
        registers,
        requests,
        week,
        wishes,
        words,
    ]
    return service_app(settings, build_store(settings), blueprints)
