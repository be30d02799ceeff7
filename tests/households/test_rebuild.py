"""Read models are disposable: built again from history they say the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.households.subscriptions import SUBSCRIPTIONS
from shared.contracts.accounts import AccountCreated
from shared.contracts.households import HouseholdOpened
from shared.eventstore.personal import ERASED
from shared.messaging.rebuild import rebuild
from tests.households.api.martins import CAMILLE, LEO, NADIA, STRANGER, Martins
from tests.support.service import ServiceUnderTest


@pytest.fixture
def martins(tmp_path: Path) -> Iterator[Martins]:
    family = Martins(ServiceUnderTest("households", tmp_path))
    family.configure()
    family.become_approved()
    yield family


def answers(martins: Martins) -> list[Any]:
    asked = {"households": [martins.household_id], "children": [str(LEO)]}
    return [
        martins.staff.get("/files?status=APPROVED").json,
        martins.staff.get("/search?q=martin").json,
        martins.inside.post("/names", json=asked).json,
        martins.service.client("staff", NADIA, {"roles": ["bookings"]})
        .post("/diets", json={"children": [str(LEO)]})
        .json,
        martins.inside.post("/payers", json={"households": [martins.household_id]}).json,
        martins.family.get("/requirements").json,
    ]


def rebuild_all(martins: Martins) -> None:
    store = martins.service.store
    for name, model in store.read_models.items():
        with store.engine.begin() as tx:
            for table in model.metadata.sorted_tables:
                tx.execute(sa.delete(table))
        rebuild(store, SUBSCRIPTIONS, name)


def test_read_models_built_again_say_the_same(martins: Martins) -> None:
    before = answers(martins)

    rebuild_all(martins)

    assert answers(martins) == before
    assert sorted(martins.service.store.read_models) == [
        "configuration",
        "diets",
        "file_queue",
        "invitations",
        "names",
    ]


def test_an_erased_family_stays_erased_when_read_models_are_built_again(martins: Martins) -> None:
    household_id = UUID(martins.household_id)
    martins.service.app.extensions["vault"].forget(household_id)
    martins.service.store.vault.forget(household_id)

    rebuild_all(martins)

    (file,) = martins.staff.get("/files?status=APPROVED").json["files"]
    assert (file["name"], file["children"]) == (ERASED, [])
    assert martins.staff.get("/search?q=effac").json == {"families": []}


def test_an_account_heard_of_twice_has_one_household(martins: Martins) -> None:
    for account_id in (STRANGER, STRANGER, CAMILLE):
        martins.service.hear(AccountCreated(account_id=account_id, language="fr"))

    opened = martins.service.published(HouseholdOpened)
    assert [each.account_id for each in opened] == [CAMILLE, STRANGER]
