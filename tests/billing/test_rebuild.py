"""Read models are disposable: built again from history they say the same."""

from datetime import date

import pytest
import sqlalchemy as sa

from services.billing.subscriptions import SUBSCRIPTIONS
from shared.messaging.rebuild import rebuild
from tests.billing.api.town import Town
from tests.billing.bank_s_hand import notification, signature
from tests.billing.martins import FIRST_TRY, LEO, MARTIN, NOVEMBER_3
from tests.support.service import moved_clock


@pytest.fixture
def town(tmp_path, monkeypatch):
    """A month invoiced, a payment received, a day cancelled since, a month to come."""
    with moved_clock(monkeypatch, tmp_path) as move_clock:
        move_clock(NOVEMBER_3)
        town = Town(tmp_path / "var").settle().book_october()
        town.accept(MARTIN, LEO, "LUNCH", date(2026, 11, 2))
        town.issue()
        invoice = town.martins_invoice()["invoice_id"]
        town.martin.post(f"/invoices/{invoice}/payments", json={"payment_id": str(FIRST_TRY)})
        body = notification(FIRST_TRY, 1340)
        signed = signature(town.service.settings.secret("demo-bank"), body)
        town.service.app.test_client().post(
            "/payment-notifications", data=body, headers={"X-Bank-Signature": signed}
        )
        town.cancel(MARTIN, LEO, "LUNCH", date(2026, 10, 6))
        yield town


def answers(town):
    return [
        town.staff.get("/months").json,
        town.staff.get("/months/2026-10").json,
        town.staff.get("/months/2026-11").json,
        town.martin.get("/invoices").json,
        town.dupont.get("/invoices").json,
        town.martin.get("/prices").json,
        town.martin.get(f"/payments/{FIRST_TRY}").json,
        town.martin.get("/credit").json,
    ]


def test_read_models_built_again_say_the_same(town):
    before = answers(town)
    assert town.martins_invoice()["state"] == "PAID"
    store = town.service.store

    for name, model in store.read_models.items():
        with store.engine.begin() as tx:
            for table in model.metadata.sorted_tables:
                tx.execute(sa.delete(table))
        rebuild(store, SUBSCRIPTIONS, name)

    assert answers(town) == before


def test_what_was_lost_is_seen_to_be_missing(town):
    """The test above would notice."""
    before = answers(town)
    with town.service.store.engine.begin() as tx:
        for table in town.service.store.read_models["quotients"].metadata.sorted_tables:
            tx.execute(sa.delete(table))

    assert answers(town) != before


def test_an_operator_described_after_the_rebuild_issues_again(town):
    for name in ("operator", "facilities"):
        rebuild(town.service.store, SUBSCRIPTIONS, name)

    assert town.issue("2026-11").json["issued"] == 1
