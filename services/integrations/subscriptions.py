"""Integrations hears everything, and keeps it as it was said."""

from services.integrations.projections import feed
from shared.contracts.published import CONTRACTS
from shared.messaging.subscriptions import On, Subscriptions

SUBSCRIPTIONS: Subscriptions = {contract: On(keep=[feed.append]) for contract in CONTRACTS.values()}
