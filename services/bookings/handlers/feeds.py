"""The secret links of families to their planning."""

from uuid import UUID

from services.bookings.domain import calendar_feed
from services.bookings.handlers.streams import feed_stream
from services.bookings.projections import calendar_feeds
from shared.eventstore.store import Work


def open_feed(work: Work, *, household_id: UUID, account_id: UUID, secret: str) -> None:
    command = calendar_feed.OpenFeed(
        household_id=household_id,
        account_id=account_id,
        secret=secret,
        secret_hash=calendar_feeds.hashed(secret),
        opened_at=work.meta.at,
    )
    work.handle(calendar_feed, feed_stream(household_id), command)


def close_feed(work: Work, household_id: UUID) -> None:
    command = calendar_feed.CloseFeed(household_id=household_id, closed_at=work.meta.at)
    work.handle(calendar_feed, feed_stream(household_id), command)
