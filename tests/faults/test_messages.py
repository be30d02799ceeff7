"""What the bus brings twice, in any order, cut in two, from a later release, or far too long."""

import json

import pytest

from tests.faults import later
from tests.faults.trial import ServedTrial

pytestmark = pytest.mark.faults

PUBLISHERS = ("accounts", "households", "bookings")


def everything_said(trial: ServedTrial) -> list[bytes]:
    return [text for service in PUBLISHERS for text in trial.feed(service)]


def test_messages_come_twice(trial: ServedTrial) -> None:
    with trial.under_load():
        for _ in range(2):
            said = everything_said(trial)[-300:]
            trial.fleet.deliver(text for text in said for _twice in range(2))


def test_messages_come_in_any_order(trial: ServedTrial) -> None:
    """And before their turn: the relay of accounts stands still, and brings the same later."""
    with trial.under_load():
        with trial.fleet.paused(("work", "accounts")):
            trial.some_time(2.0)
            said = everything_said(trial)[-300:]
            trial.chance.shuffle(said)
            trial.fleet.deliver(said)


def test_messages_come_cut_in_two_and_mixed_with_noise(trial: ServedTrial) -> None:
    with trial.under_load():
        with trial.fleet.paused(("work", "accounts")):
            trial.some_time(2.0)
            said = trial.feed("accounts")[-40:]
            pieces = [text[: trial.chance.randrange(len(text))] for text in said]
            noise = [b"", b"null", b"[]", b"{}", b"\xff\xfe\x00", b"{" * 10_000]
            trial.fleet.deliver(pieces + noise)


def test_messages_are_of_a_type_that_nobody_knows(trial: ServedTrial) -> None:
    """In its place in the feed, and out of nowhere."""
    with trial.under_load():
        later.register(trial, later.merged)
        said = json.loads(trial.feed("accounts")[-1])
        place = {"sequence": "1000000000", "previous": 999_999_999}
        never_said = {**said, "type": "accounts.nonsense", **place}
        trial.fleet.deliver([json.dumps(never_said).encode()])
        later.register(trial, later.merged)


def test_messages_are_of_a_version_that_nobody_can_read_yet(trial: ServedTrial) -> None:
    """Their streams wait, and nothing else does."""
    waits: dict[str, set[str]] = {}
    with trial.under_load(parked=waits):
        streams = {later.register(trial, later.created_later) for _ in range(2)}
        waits.update(dict.fromkeys(("households", "notifier", "integrations"), streams))
    for service in waits:
        for stream, error in trial.books.parked(service).items():
            assert "TooNew" in error
            trial.skip(service, stream)


def test_messages_are_of_five_megabytes(trial: ServedTrial) -> None:
    """Those of ours are heard like others; noise of that length is none the worse for it."""
    with trial.under_load():
        later.register(trial, later.created_at_length)
        trial.fleet.deliver([b"x" * (5 * later.MEGABYTE)])
        later.register(trial, later.created_at_length)
