from datetime import UTC, datetime
from uuid import UUID

from services.integrations.domain import api_key
from services.integrations.domain.api_key import IssueKey, KeyIssued, KeyRevoked, RevokeKey
from tests.support.given import given

KEY = UUID(int=1)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

issue = IssueKey(key_id=KEY, label="tableau de bord", secret_hash="abc", at=NOON)
issued = KeyIssued(key_id=KEY, label="tableau de bord", secret_hash="abc", at=NOON)
revoke = RevokeKey(key_id=KEY, at=NOON)
revoked = KeyRevoked(key_id=KEY, at=NOON)


def test_a_key_is_issued() -> None:
    given(api_key).when(issue).then(issued)


def test_the_same_key_has_no_second_secret() -> None:
    given(api_key, issued).when(issue).refused("key_already_issued")


def test_a_key_is_revoked() -> None:
    given(api_key, issued).when(revoke).then(revoked)


def test_revoking_twice_is_revoking() -> None:
    given(api_key, issued, revoked).when(revoke).then_nothing()


def test_what_was_never_issued_is_not_revoked() -> None:
    given(api_key).when(revoke).then_nothing()


def test_a_revoked_key_is_not_issued_again() -> None:
    given(api_key, issued, revoked).when(issue).refused("key_already_issued")
