"""The secret link under which a family's planning is read by its calendar programs.

Opening a new link closes the one before: whoever had that one reads nothing any more.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

from shared.eventstore.personal import Personal, SubjectId

# Commands


@dataclass(frozen=True, kw_only=True)
class OpenFeed:
    """`secret_hash` is the SHA-256 of the secret, in hex: what a reader's link is found by."""

    household_id: UUID
    account_id: UUID
    secret: str
    secret_hash: str
    opened_at: datetime


@dataclass(frozen=True, kw_only=True)
class CloseFeed:
    household_id: UUID
    closed_at: datetime


Command = OpenFeed | CloseFeed


# Events


@dataclass(frozen=True, kw_only=True)
class FeedOpened:
    """`account_id` is whose link it is; the secret is the household's, to be shown to it again."""

    household_id: SubjectId
    account_id: UUID
    secret: Personal[str]
    secret_hash: str
    opened_at: datetime


@dataclass(frozen=True, kw_only=True)
class FeedClosed:
    household_id: UUID
    closed_at: datetime


Event = FeedOpened | FeedClosed


# State


@dataclass(frozen=True, kw_only=True)
class CalendarFeed:
    secret: str | None = None
    opened_at: datetime | None = None


INITIAL = CalendarFeed()


# Decide


def decide(command: Command, feed: CalendarFeed) -> list[Event]:
    match command:
        case OpenFeed():
            return open_feed(command, feed)
        case CloseFeed():
            return close_feed(command, feed)
    assert_never(command)


def open_feed(command: OpenFeed, _feed: CalendarFeed) -> list[Event]:
    return [
        FeedOpened(
            household_id=command.household_id,
            account_id=command.account_id,
            secret=command.secret,
            secret_hash=command.secret_hash,
            opened_at=command.opened_at,
        )
    ]


def close_feed(command: CloseFeed, feed: CalendarFeed) -> list[Event]:
    if feed.secret is None:
        return []
    return [FeedClosed(household_id=command.household_id, closed_at=command.closed_at)]


# Evolve


def evolve(_feed: CalendarFeed, event: Event) -> CalendarFeed:
    match event:
        case FeedOpened():
            return CalendarFeed(secret=event.secret, opened_at=event.opened_at)
        case FeedClosed():
            return INITIAL
    assert_never(event)
