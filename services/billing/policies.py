"""Whenever something happens, this is what billing does about it."""

from uuid import UUID

from services.billing import handlers
from shared.eventstore.store import Work
from shared.messaging.timed import Occasion


def when_due_date_has_passed(work: Work, occasion: Occasion) -> None:
    """Whenever the due date of an unpaid invoice has passed, say that it is overdue."""
    handlers.declare_overdue(work, UUID(occasion.about))
