"""What lies on disk and what goes out says nothing about anybody."""

import pytest

from shared.eventstore.store import EventStore
from shared.messaging.rebuild import rebuild
from tests.accounts.api.conftest import CAMILLE, DOMINIQUE, EMAIL, PASSWORD

NEW = "un tout nouveau mot"


@pytest.fixture
def lived_in(accounts):
    """A parent registered, confirmed, was sent links, changed and reset the password."""
    accounts.secrets = [EMAIL, "camille.martin", PASSWORD, NEW, "Dominique", "dominique@exemple.fr"]
    accounts.secrets.append(accounts.register().json["session"])
    accounts.family().post("/confirmation-requests", json={})
    for purpose in ("confirm", "reset"):
        accounts.secrets.append(accounts.mailed_token(purpose))
    accounts.confirm(accounts.secrets[-2])
    accounts.public.post("/password-resets", json={"email": EMAIL})
    accounts.reset(accounts.secrets[-1], NEW)
    answer = accounts.family().put("/password", json={"current": NEW, "new": PASSWORD})
    accounts.secrets.append(answer.json["session"])
    accounts.describe_staff()
    accounts.sign_in(password="un mauvais mot de passe")
    accounts.secrets.append(accounts.sign_in().json["session"])
    accounts.secrets.append("argon2")
    return accounts


def test_no_address_password_or_token_lies_in_clear_on_disk(lived_in):
    kept = lived_in.kept_bytes().lower()

    assert str(CAMILLE).encode() in kept
    for secret in lived_in.secrets:
        assert secret.lower().encode() not in kept, secret


def test_no_address_password_or_token_goes_out(lived_in):
    store: EventStore = lived_in.service.store
    with store.engine.connect() as tx:
        said = "\n".join(each.text for each in store.feed(tx, 0, 1000)).lower()

    assert str(CAMILLE) in said
    assert str(DOMINIQUE) not in said
    for secret in [*lived_in.secrets, "password_hash", "token"]:
        assert secret.lower() not in said, secret


def test_the_history_tells_who_did_what_and_reads_back(lived_in):
    recorded = lived_in.service.store.history(f"account-{CAMILLE}")

    assert [type(each.event).__name__ for each in recorded] == [
        "AccountRegistered",
        "ConfirmationRequested",
        "LinkIssued",
        "LinkIssued",
        "EmailConfirmed",
        "PasswordResetRequested",
        "PasswordReset",
        "PasswordChanged",
    ]
    assert [each.meta.actor for each in recorded[:3]] == [
        "service:gateway",
        f"account:{CAMILLE}",
        "service:notifier",
    ]
    assert recorded[0].event.email == EMAIL


@pytest.mark.parametrize("name", ["sign_in", "account_list", "links"])
def test_a_read_model_is_rebuilt_from_history(lived_in, name):
    token = lived_in.mailed_token("reset")
    asked = {"accounts": [str(CAMILLE), str(DOMINIQUE)]}
    before = lived_in.internal.post("/contact-points", json=asked).json

    rebuild(lived_in.service.store, lived_in.service.worker.subscriptions, name)

    assert lived_in.internal.post("/contact-points", json=asked).json == before
    assert lived_in.family().get("/me").json["confirmed"] is True
    assert lived_in.sign_in().status_code == 201
    assert lived_in.reset(token, NEW).status_code == 200


@pytest.mark.parametrize("name", ["sign_in", "account_list"])
def test_a_read_model_is_rebuilt_without_those_who_were_erased(lived_in, name):
    for vault in (lived_in.service.app.extensions["keyring"].vault, lived_in.service.store.vault):
        vault.forget(CAMILLE)

    rebuild(lived_in.service.store, lived_in.service.worker.subscriptions, name)

    asked = {"accounts": [str(CAMILLE), str(DOMINIQUE)]}
    found = lived_in.internal.post("/contact-points", json=asked).json["accounts"]
    assert list(found) == [str(DOMINIQUE)]
    assert lived_in.sign_in().status_code == 409
