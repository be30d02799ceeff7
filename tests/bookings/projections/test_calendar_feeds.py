from services.bookings.domain.calendar_feed import FeedClosed, FeedOpened
from services.bookings.projections.calendar_feeds import READ_MODEL, feed_of, hashed
from tests.bookings.strasbourg import CAMILLE, MARTIN, paris

AT = paris("2026-11-12 08:00")


def opened(secret: str) -> FeedOpened:
    return FeedOpened(
        household_id=MARTIN,
        account_id=CAMILLE,
        secret=secret,
        secret_hash=hashed(secret),
        opened_at=AT,
    )


def test_a_link_is_found_by_its_secret_until_another_takes_its_place(tables):
    tx = tables(READ_MODEL, opened("one"), opened("two"))

    found = feed_of(tx, "two")

    assert found is not None and (found.household_id, found.account_id) == (MARTIN, CAMILLE)
    assert feed_of(tx, "one") is None


def test_a_closed_link_is_found_no_more(tables):
    tx = tables(READ_MODEL, opened("one"), FeedClosed(household_id=MARTIN, closed_at=AT))

    assert feed_of(tx, "one") is None
