"""Nothing that a family tells lies in clear anywhere, and destroying its key erases it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.eventstore.personal import ERASED
from shared.eventstore.schema import outbox
from tests.households.api.martins import CAMILLE, INSURANCE, LEO, PDF, PROOF, Martins
from tests.support.service import ServiceUnderTest

SECRETS = [
    "Camille",
    "Martin",
    "Alex",
    "Berger",
    "alex.berger",
    "612345678",
    "15123456789",
    "388112200",
    "Mairie",
    "Lilas",
    "67000",
    "Léo",
    "L\\u00e9o",
    "2019-05-14",
    "NO_PORK",
    "Weber",
    "388112233",
    "arachides",
    "Stylo",
    "Odile",
    "388445566",
    "Roth",
    "Attestation de Camille",
    "floue",
    "Le mobile",
    "Nadia",
]


@pytest.fixture
def told(tmp_path: Path) -> Martins:
    martins = Martins(ServiceUnderTest("households", tmp_path))
    martins.configure()
    martins.tell_everything()
    martins.upload(UUID(int=20), "proof_of_address", filename="Attestation de Camille.pdf")
    martins.submit()
    martins.reject(UUID(int=20))
    martins.send_back()
    martins.staff.get(f"/files/{martins.household_id}/children/{LEO}/health")
    return martins


def files_of(folder: Path) -> Iterator[Path]:
    return (each for each in folder.rglob("*") if each.is_file())


def test_no_name_phone_or_health_fact_lies_in_clear_on_disk(told: Martins, tmp_path: Path) -> None:
    kept = {path: path.read_bytes() for path in files_of(tmp_path)}
    assert any(path.name.startswith("households.sqlite") for path in kept)

    found = [
        (path.name, secret)
        for path, content in kept.items()
        for secret in SECRETS
        if secret.encode() in content
    ]

    assert found == []
    assert not any(PDF in content for content in kept.values())


def test_no_public_event_names_anybody(told: Martins) -> None:
    with told.service.store.engine.connect() as tx:
        messages = "".join(tx.scalars(sa.select(outbox.c.message)))

    assert "households.household_file_returned" in messages
    assert [secret for secret in SECRETS if secret in messages] == []


def test_a_family_whose_key_is_destroyed_is_erased_everywhere(told: Martins) -> None:
    household_id = told.household_id
    told.service.app.extensions["vault"].forget(UUID(household_id))
    told.service.store.vault.forget(UUID(household_id))

    file = told.staff.get(f"/files/{household_id}").json
    assert file["sections"]["me"]["values"]["given_name"] == ERASED
    assert file["sections"]["me"]["values"]["relationship"] == "MOTHER"
    (leo,) = file["children"]
    assert leo["sections"]["identity"]["values"]["given_name"] == ERASED
    assert leo["sections"]["identity"]["values"]["birth_date"] is None
    assert leo["sections"]["contacts"]["values"]["pickups"] == []
    assert file["documents"][0]["filename"] == ERASED
    assert file["status"] == "RETURNED"
    assert not any(secret in str(file) for secret in SECRETS)

    (queued,) = told.staff.get("/files?status=RETURNED").json["files"]
    assert (queued["name"], queued["children"]) == (ERASED, [])
    asked = {"households": [household_id], "children": [str(LEO)], "accounts": [str(CAMILLE)]}
    assert told.inside.post("/names", json=asked).json == {
        "households": {},
        "children": {},
        "accounts": {},
    }
    assert told.inside.post("/payers", json={"households": [household_id]}).json == {}
    assert told.staff.get("/search?q=martin").json == {"families": []}
    for document_id in (PROOF, INSURANCE):
        path = f"/files/{household_id}/documents/{document_id}/content"
        assert told.staff.get(path).status_code == 404
