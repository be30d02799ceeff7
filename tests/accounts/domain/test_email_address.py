from datetime import UTC, datetime
from uuid import UUID

from services.accounts.domain import email_address
from services.accounts.domain.email_address import (
    ClaimEmail,
    EmailClaimed,
    EmailReleased,
    ReleaseEmail,
)
from tests.support.given import given

CAMILLE, SACHA = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

claimed_by_camille = EmailClaimed(account_id=CAMILLE, claimed_at=NOON)
released_by_camille = EmailReleased(account_id=CAMILLE, released_at=NOON)


def test_a_free_address_is_claimed():
    claim = ClaimEmail(account_id=CAMILLE, asked_at=NOON)

    given(email_address).when(claim).then(claimed_by_camille)


def test_claiming_twice_changes_nothing():
    claim = ClaimEmail(account_id=CAMILLE, asked_at=NOON)

    given(email_address, claimed_by_camille).when(claim).then_nothing()


def test_an_address_belongs_to_one_account():
    claim = ClaimEmail(account_id=SACHA, asked_at=NOON)

    given(email_address, claimed_by_camille).when(claim).refused("email_taken")


def test_a_released_address_can_be_claimed_by_another_account():
    claim = ClaimEmail(account_id=SACHA, asked_at=NOON)

    given(email_address, claimed_by_camille, released_by_camille).when(claim).then(
        EmailClaimed(account_id=SACHA, claimed_at=NOON)
    )


def test_an_account_releases_its_address():
    release = ReleaseEmail(account_id=CAMILLE, asked_at=NOON)

    given(email_address, claimed_by_camille).when(release).then(released_by_camille)


def test_nobody_releases_the_address_of_another():
    release = ReleaseEmail(account_id=SACHA, asked_at=NOON)

    given(email_address, claimed_by_camille).when(release).then_nothing()
