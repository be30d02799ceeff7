"""Whenever something happens, this is what bookings does about it."""

from uuid import UUID

from services.bookings import handlers
from services.bookings.handlers import absence, homes
from services.bookings.projections import open_swaps
from shared.contracts import households
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


def when_swap_is_over(work: Work, occasion: Occasion) -> None:
    """Whenever nobody answered to a swap in time, it lapses."""
    swap_id = UUID(occasion.about)
    if (child_id := open_swaps.child_of(work.tx, swap_id)) is not None:
        homes.lapse_swap(work, child_id, swap_id)


def when_other_home_joined(work: Work, event: households.OtherHomeJoined) -> None:
    """Whenever a child has a second home, put a fence between the days of the two."""
    homes.record_homes(work, event.child_id, event.first_household_id, event.household_id)


def when_other_home_ended(work: Work, event: households.OtherHomeEnded) -> None:
    """Whenever a home is none of the child's any more, the first one keeps every day again."""
    homes.end_homes(work, event.child_id)
