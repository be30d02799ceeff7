"""Puts the HTTP side of billing together."""

from flask import Flask

from services.billing.api.credits import credits
from services.billing.api.invoices import invoices
from services.billing.api.months import months
from services.billing.api.payments import payments
from services.billing.api.prices import prices
from services.billing.api.rate_tables import rate_tables
from services.billing.clients.households import Households
from services.billing.clients.payment_page import DemonstrationBank
from services.billing.handlers import build_store
from services.billing.subscriptions import SUBSCRIPTIONS
from shared.messaging.desk import Desk
from shared.web.api import service_app
from shared.web.parked import show_parked
from shared.web.settings import Settings


def create_app(settings: Settings) -> Flask:
    blueprints = [rate_tables, prices, invoices, credits, payments, months]
    store = build_store(settings)
    app = service_app(settings, store, blueprints)
    show_parked(app, Desk(store, SUBSCRIPTIONS))
    app.extensions["households"] = Households(settings)
    app.extensions["payment_page"] = DemonstrationBank(
        settings.secret("demo-bank"), settings.urls["bank"]
    )
    return app
