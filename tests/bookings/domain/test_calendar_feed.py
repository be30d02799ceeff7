from dataclasses import replace

from services.bookings.domain import calendar_feed
from services.bookings.domain.calendar_feed import CloseFeed, FeedClosed, FeedOpened, OpenFeed
from tests.bookings.strasbourg import CAMILLE, MARTIN, paris
from tests.support.given import given

AT = paris("2026-11-12 08:00")

open_one = OpenFeed(
    household_id=MARTIN, account_id=CAMILLE, secret="a-secret", secret_hash="5f", opened_at=AT
)
opened = FeedOpened(
    household_id=MARTIN, account_id=CAMILLE, secret="a-secret", secret_hash="5f", opened_at=AT
)
close_it = CloseFeed(household_id=MARTIN, closed_at=AT)
closed = FeedClosed(household_id=MARTIN, closed_at=AT)


def test_a_family_opens_a_link_and_another_in_its_place():
    given(calendar_feed).when(open_one).then(opened)

    other = {"secret": "another", "secret_hash": "6a"}
    given(calendar_feed, opened).when(replace(open_one, **other)).then(replace(opened, **other))
    assert given(calendar_feed, opened, replace(opened, **other)).state.secret == "another"


def test_a_link_is_closed_once():
    given(calendar_feed, opened).when(close_it).then(closed)
    given(calendar_feed).when(close_it).then_nothing()
    given(calendar_feed, opened, closed).when(close_it).then_nothing()
