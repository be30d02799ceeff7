"""Keys to the feed: issued once, hashed at rest, revocable."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from shared.contracts import accounts
from tests.support.service import ServiceUnderTest

KEY = UUID(int=7)


def issue(integrations: ServiceUnderTest, **asked: Any) -> Any:
    return integrations.client("operator").post("/keys", json={"label": "statistiques", **asked})


def read(integrations: ServiceUnderTest, key: str) -> Any:
    return integrations.app.test_client().get("/events", headers={"X-Api-Key": key})


def test_a_key_opens_the_feed(integrations: ServiceUnderTest) -> None:
    integrations.hear(accounts.AccountCreated(account_id=UUID(int=1), language="fr"))

    issued = issue(integrations)

    assert issued.status_code == 201
    assert issued.json["key"].startswith("pf_")
    answer = read(integrations, issued.json["key"])
    assert answer.status_code == 200
    assert "accounts.account_created" in answer.text


def test_a_revoked_key_opens_nothing(integrations: ServiceUnderTest) -> None:
    issued = issue(integrations).json

    gone = integrations.client("operator").delete(f"/keys/{issued['key_id']}")

    assert gone.status_code == 200
    assert read(integrations, issued["key"]).status_code == 401


def test_revoking_twice_is_the_same_answer(integrations: ServiceUnderTest) -> None:
    issued = issue(integrations).json
    operator = integrations.client("operator")

    operator.delete(f"/keys/{issued['key_id']}")

    assert operator.delete(f"/keys/{issued['key_id']}").status_code == 200


@pytest.mark.parametrize("key", ["", "pf_", "pf_wrong", "é"])
def test_a_key_nobody_issued_opens_nothing(integrations: ServiceUnderTest, key: str) -> None:
    issue(integrations)

    assert read(integrations, key).status_code == 401


def test_the_key_is_kept_nowhere(integrations: ServiceUnderTest, tmp_path: Path) -> None:
    secret = issue(integrations).json["key"]

    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert secret.encode() not in file.read_bytes(), file


def test_the_list_of_keys_holds_no_secret(integrations: ServiceUnderTest) -> None:
    issued = issue(integrations, key_id=str(KEY)).json

    answer = integrations.client("operator").get("/keys")

    (listed,) = answer.json["keys"]
    assert listed["key_id"] == str(KEY) and listed["label"] == "statistiques"
    assert listed["issued_at"].endswith("+00:00") and listed["revoked_at"] is None
    assert issued["key"] not in answer.text and "hash" not in answer.text


def test_the_same_id_gets_no_second_key(integrations: ServiceUnderTest) -> None:
    issue(integrations, key_id=str(KEY))

    again = issue(integrations, key_id=str(KEY))

    assert again.status_code == 409
    assert again.json["code"] == "key_already_issued"


def test_a_key_nobody_issued_cannot_be_revoked(integrations: ServiceUnderTest) -> None:
    assert integrations.client("operator").delete(f"/keys/{KEY}").status_code == 404


@pytest.mark.parametrize("label", ["", "x" * 101, None])
def test_a_key_has_a_label(integrations: ServiceUnderTest, label: str | None) -> None:
    answer = issue(integrations, label=label)

    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "label"


@pytest.mark.parametrize("scope", ["family", "staff", "public", "internal"])
def test_only_the_operator_gives_out_keys(integrations: ServiceUnderTest, scope: str) -> None:
    client = integrations.client(scope)

    assert client.post("/keys", json={"label": "x"}).status_code == 403
    assert client.get("/keys").status_code == 403
    assert client.delete(f"/keys/{KEY}").status_code == 403
