"""What accounts hears: nothing. Who may sign in depends on no other service."""

from shared.messaging.subscriptions import Subscriptions

SUBSCRIPTIONS: Subscriptions = {}
