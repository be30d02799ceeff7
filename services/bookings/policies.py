"""Whenever something happens, this is what bookings does about it."""

from uuid import UUID

from services.bookings import handlers
from services.bookings.handlers import absence
from shared.eventstore.store import Work
from shared.messaging.timed import Occasion


def when_an_opening_comes(work: Work, occasion: Occasion) -> None:
    """Whenever booking opens, send the prepared drafts whose families chose so."""
    handlers.send_prepared(work, UUID(occasion.about))


def when_offer_is_over(work: Work, occasion: Occasion) -> None:
    """Whenever nobody answered an offer in time, it goes to the next in rank."""
    handlers.expire_offer(work, UUID(occasion.about))


def when_certificate_is_due(work: Work, occasion: Occasion) -> None:
    """Whenever the delay for a certificate ends tomorrow and none has come, remind the family."""
    absence.remind_of_certificate(work, UUID(occasion.about))


def when_delay_is_over(work: Work, occasion: Occasion) -> None:
    """Whenever the delay for a certificate is over, the absence is unexcused."""
    absence.end_delay(work, UUID(occasion.about))
