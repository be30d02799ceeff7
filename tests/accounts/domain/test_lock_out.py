from datetime import UTC, datetime, timedelta

import pytest

from services.accounts.domain.lock_out import one_more_try
from shared.eventstore.decider import Refused

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def tries(count: int) -> list[datetime]:
    """One wrong password a minute, from noon on."""
    return [NOON + n * MINUTE for n in range(count)]


def test_an_eighth_try_is_still_allowed():
    assert one_more_try(tries(7), NOON + 7 * MINUTE) == tuple(tries(8))


def test_after_eight_wrong_passwords_the_ninth_waits_until_the_first_is_forgotten():
    with pytest.raises(Refused, match=r"^too_many_attempts$") as refusal:
        one_more_try(tries(8), NOON + 8 * MINUTE)

    assert refusal.value.facts == {"retry_at": "2026-03-02T12:15:00+00:00"}


def test_a_try_is_forgotten_after_a_quarter_of_an_hour():
    at = NOON + 15 * MINUTE

    assert one_more_try(tries(8), at) == (*tries(8)[1:], at)


def test_waiting_long_enough_forgets_them_all():
    assert one_more_try(tries(8), NOON + timedelta(hours=1)) == (NOON + timedelta(hours=1),)
