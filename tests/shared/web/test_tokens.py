"""Who calls: a token is signed once for its minute, and its age is checked at every call."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from shared.eventstore import clock
from shared.web.settings import Settings
from shared.web.tokens import NotTrusted, Signer, Verifier

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
CAMILLE, SACHA = UUID(int=1), UUID(int=2)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Settings]:
    monkeypatch.setenv("PORTAIL_VAR", str(tmp_path))
    it_is(NOON, monkeypatch)
    return {name: Settings.read(name) for name in ("gateway", "bookings", "billing")}


def it_is(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


def test_the_same_caller_speaks_with_the_same_token_while_most_of_its_minute_is_left(
    settings: dict[str, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = Signer(settings["gateway"])
    first = signer.token("bookings", "family", CAMILLE, None)

    it_is(NOON + timedelta(seconds=15), monkeypatch)
    assert signer.token("bookings", "family", CAMILLE, None) == first

    it_is(NOON + timedelta(seconds=25), monkeypatch)
    assert signer.token("bookings", "family", CAMILLE, None) != first


def test_nobody_speaks_with_the_token_of_another(settings: dict[str, Settings]) -> None:
    signer = Signer(settings["gateway"])
    tokens = {
        signer.token("bookings", "family", CAMILLE, None),
        signer.token("bookings", "family", SACHA, None),
        signer.token("billing", "family", CAMILLE, None),
        signer.token("bookings", "public", None, None),
        signer.token("bookings", "family", CAMILLE, {"roles": ["bookings"]}),
    }
    assert len(tokens) == 5


def test_a_token_that_was_good_is_not_good_for_ever(
    settings: dict[str, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = Signer(settings["gateway"]).token("bookings", "family", CAMILLE, None)
    verifier = Verifier(settings["bookings"])
    assert verifier.caller(token).account_id == CAMILLE

    it_is(NOON + timedelta(minutes=1, seconds=11), monkeypatch)
    with pytest.raises(NotTrusted, match="too old"):
        verifier.caller(token)


def test_a_token_for_another_service_or_with_one_sign_changed_is_never_good(
    settings: dict[str, Settings],
) -> None:
    token = Signer(settings["gateway"]).token("bookings", "family", CAMILLE, None)
    assert Verifier(settings["bookings"]).caller(token)

    for _twice in range(2):
        with pytest.raises(NotTrusted):
            Verifier(settings["billing"]).caller(token)
    head, said, signature = token.split(".")
    changed = ("A" if signature[0] != "A" else "B") + signature[1:]
    with pytest.raises(NotTrusted):
        Verifier(settings["bookings"]).caller(f"{head}.{said}.{changed}")
