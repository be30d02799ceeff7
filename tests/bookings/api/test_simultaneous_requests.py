"""200 families want the same 30 places, at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.engine import make_url

from services.bookings.domain.slot_type import SlotType
from services.bookings.projections import occupancy
from shared.contracts import bookings
from tests.bookings.api.conftest import MoveClock
from tests.bookings.strasbourg import paris
from tests.bookings.town import A_MONDAY, MONDAY, Town, slot_type, tilleuls, town

pytestmark = pytest.mark.whole

FAMILIES, PLACES, LUNCH = 200, 30, "LUNCH"


@pytest.fixture
def sqlite_url() -> None:
    """A file of its own, as in the embedded shape."""


@pytest.fixture
def postgres_url(postgres, tmp_path: Path) -> str:
    """A database of this test's own; the service makes it."""
    named = make_url(postgres.url).set(database=tmp_path.name.strip("_"))
    return named.render_as_string(hide_password=False)


@pytest.fixture(
    params=["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.servers)],
    ids=["sqlite", "postgresql"],
)
def opening_minute(
    request: pytest.FixtureRequest, tmp_path: Path, move_clock: MoveClock
) -> Iterator[Town]:
    it = town(tmp_path, request.getfixturevalue(request.param))
    it.describe("/facilities/tilleuls", tilleuls(slot_types=[slot_type(LUNCH, capacity=PLACES)]))
    move_clock(paris("2026-04-04 19:00"))
    yield it


def household(n: int) -> tuple[UUID, UUID, UUID, UUID]:
    """A household, its account, its child and its request."""
    return UUID(int=0x1000 + n), UUID(int=0x2000 + n), UUID(int=0x3000 + n), UUID(int=0x4000 + n)


def test_200_simultaneous_requests_for_30_places_give_30_places(opening_minute):
    town = opening_minute
    families = [household(n) for n in range(FAMILIES)]
    for household_id, account_id, child_id, _request_id in families:
        town.move_in(household_id, account_id, {child_id: "MATERNELLE"})

    def ask(n: int) -> dict:
        _household_id, account_id, child_id, request_id = families[n]
        parent = town.service.client("family", account_id)
        return town.send(parent, request_id, {MONDAY: [(child_id, LUNCH)]})

    with ThreadPoolExecutor(16) as parents:
        receipts = list(parents.map(ask, range(FAMILIES)))

    assert sorted(it["rank"] for it in receipts) == list(range(1, FAMILIES + 1))
    assert len({it["reference"] for it in receipts}) == FAMILIES

    queue = town.nadia.get("/decisions").json["requests"]
    decided = town.decide(*((it["request_id"], "1", "ACCEPT", None) for it in queue))

    assert (decided["accepted"], decided["refused"]) == (PLACES, 0)
    assert [it["code"] for it in decided["left"]] == ["slot_full"] * (FAMILIES - PLACES)
    first = {it["request_id"] for it in receipts if it["rank"] <= PLACES}
    assert {str(it.request_id) for it in town.service.published(bookings.BookingDecided)} == first
    with town.service.store.engine.connect() as tx:
        taken = occupancy.taken_on(tx, {"tilleuls"})
    assert taken["tilleuls", SlotType.LUNCH, A_MONDAY] == (PLACES, PLACES) == max(taken.values())


def test_the_last_place_and_200_concurrent_requests_one_accepted_and_199_ranked(opening_minute):
    """Requests come at once; their order is a fact, and the receipts agree with what came of it."""
    town = opening_minute
    lunch = slot_type(LUNCH, capacity=1)
    town.describe("/facilities/tilleuls", tilleuls(slot_types=[lunch]))
    families = [household(n) for n in range(FAMILIES)]
    for household_id, account_id, child_id, _request_id in families:
        town.move_in(household_id, account_id, {child_id: "MATERNELLE"})

    def ask(n: int) -> dict:
        _household_id, account_id, child_id, request_id = families[n]
        parent = town.service.client("family", account_id)
        return town.send(parent, request_id, {MONDAY: [(child_id, LUNCH)]})

    with ThreadPoolExecutor(16) as parents:
        receipts = list(parents.map(ask, range(FAMILIES)))
    by_arrival = {"name": "Par ordre d’arrivée", "mode": "FIRST_COME"}
    allocation = {
        "allocation_id": str(UUID(int=0xA110)),
        "name": "Rentrée",
        "school_year": "2026-2027",
        "facility_ids": ["tilleuls"],
    }
    town.nadia.post("/allocations", json=allocation)
    address = f"/allocations/{allocation['allocation_id']}"
    simulated = town.nadia.post(f"{address}/simulation", json={"rule_sets": [by_arrival]}).json
    digest = simulated["simulations"][0]["digest"]
    done = town.nadia.post(
        f"{address}/publication", json={"rule_set": by_arrival, "digest": digest}
    )

    assert done.json == {"accepted": 1, "waitlisted": 199, "refused": 0}
    waiting = {
        it["request_id"]: it["rank"] for it in town.nadia.get("/waiting-list").json["waiting"]
    }
    for receipt in receipts:  # the rank on the receipt, less the one who has the place
        rank = receipt["rank"] - 1
        assert waiting.get(receipt["request_id"], 0) == rank
    assert sorted(waiting.values()) == list(range(1, FAMILIES))
    with town.service.store.engine.connect() as tx:
        taken, _small = occupancy.taken_on(tx, {"tilleuls"})["tilleuls", SlotType.LUNCH, A_MONDAY]
    assert taken == 1


def test_several_staff_accepting_at_once_give_no_place_too_many(opening_minute):
    town = opening_minute
    families = [household(n) for n in range(40)]
    for household_id, account_id, child_id, request_id in families:
        town.move_in(household_id, account_id, {child_id: "MATERNELLE"})
        parent = town.service.client("family", account_id)
        town.send(parent, request_id, {MONDAY: [(child_id, LUNCH)]})

    def accept(n: int) -> int:
        body = {"request_id": str(families[n][3]), "line_id": "1", "decision": "ACCEPT"}
        answer = town.nadia.post("/decisions", json={"lines": [body]})
        while answer.status_code == 409:  # "busy": staff press the button again
            answer = town.nadia.post("/decisions", json={"lines": [body]})
        return answer.json["accepted"]

    with ThreadPoolExecutor(8) as staff:
        accepted = sum(staff.map(accept, range(40)))

    assert accepted == PLACES
    with town.service.store.engine.connect() as tx:
        assert max(occupancy.taken_on(tx, {"tilleuls"}).values()) == (PLACES, PLACES)
