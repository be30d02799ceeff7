"""The operations staff look at what is parked, try it again, or give it up."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from services.billing.projections import quotients
from shared.contracts import households
from shared.messaging import inbox as tables
from shared.messaging.envelope import Unread
from shared.messaging.parked import park
from tests.support.service import Client, ServiceUnderTest

MARTIN = UUID(int=7)


@pytest.fixture
def billing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ServiceUnderTest:
    """Two messages came while a table was missing."""
    monkeypatch.setattr(tables, "PATIENCE", 0.001)
    billing = ServiceUnderTest("billing", tmp_path)
    quotients.metadata.drop_all(billing.store.engine)
    for quotient in (700, 800):
        billing.hear(
            households.FamilyQuotientRecorded(
                household_id=MARTIN, quotient=quotient, effective_from=date(2026, 9, 1)
            )
        )
    return billing


@pytest.fixture
def paul(billing: ServiceUnderTest) -> Client:
    return billing.client("staff", UUID(int=5), {"name": "Paul", "roles": ["operations"]})


def test_what_is_parked_is_listed_with_its_error(paul: Client) -> None:
    listed = paul.get("/parked").json

    assert listed["count"] == 2
    assert listed["messages"][0]["type"] == "households.family_quotient_recorded"
    assert listed["messages"][0]["attempts"] == 3
    assert "no such table" in listed["messages"][0]["error"]


def test_one_is_shown_whole(paul: Client) -> None:
    first = paul.get("/parked").json["messages"][0]

    shown = paul.get(f"/parked/{first['id']}").json

    assert shown["stream"] == first["stream"]
    assert '"quotient":700' in shown["message"]


def test_trying_again_after_the_mending_hears_it(billing: ServiceUnderTest, paul: Client) -> None:
    first, second = paul.get("/parked").json["messages"]
    quotients.metadata.create_all(billing.store.engine)

    answer = paul.post(f"/parked/{first['id']}/retry").json

    assert answer == {"heard": 1, "still_parked": False}
    assert [it["id"] for it in paul.get("/parked").json["messages"]] == [second["id"]]
    with billing.store.engine.connect() as tx:
        assert quotients.quotient_of(tx, MARTIN)(date(2026, 9, 2)) == 700


def test_trying_again_before_the_mending_counts_the_attempt(paul: Client) -> None:
    first = paul.get("/parked").json["messages"][0]

    answer = paul.post(f"/parked/{first['id']}/retry").json

    assert answer == {"heard": 0, "still_parked": True}
    assert paul.get(f"/parked/{first['id']}").json["attempts"] == 4


def test_a_message_given_up_is_gone(paul: Client) -> None:
    first = paul.get("/parked").json["messages"][0]

    answer = paul.post(f"/parked/{first['id']}/skip").json

    assert answer == {"heard": 0, "still_parked": False}
    assert paul.get(f"/parked/{first['id']}").status_code == 404
    assert paul.get("/parked").json["count"] == 1


def test_what_could_not_even_be_read_is_found_by_its_place(
    billing: ServiceUnderTest, paul: Client
) -> None:
    unread = Unread(
        source="bookings", stream="bookings/9", position=9, lane=1, previous=0, text="{"
    )
    with billing.store.engine.begin() as tx:
        park(tx, unread, "this message cannot be read", attempts=1)

    assert paul.get("/parked/bookings/9").json["message"] == "{"
    assert paul.post("/parked/bookings/9/retry").json["still_parked"]
    assert not paul.post("/parked/bookings/9/skip").json["still_parked"]


def test_an_address_that_is_no_id_finds_nothing(paul: Client) -> None:
    assert paul.get("/parked/a%00b").status_code == 404
