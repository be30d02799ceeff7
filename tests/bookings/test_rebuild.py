"""Read models are disposable: built again from history they say the same."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from services.bookings.projections import open_swaps
from services.bookings.subscriptions import SUBSCRIPTIONS
from shared.contracts import households
from shared.messaging.rebuild import rebuild
from tests.bookings.strasbourg import LEO, MARTIN, MIA, NOE, OTHER_REQUEST, PETIT, REQUEST, paris
from tests.bookings.town import MONDAY, TUESDAY, Town, slot_type, tilleuls, town
from tests.support.service import moved_clock

pytestmark = pytest.mark.whole

DUVAL, ROSE_DUVAL, LISE = UUID(int=0xA3), UUID(int=0xC3), UUID(int=0x14)
CANCELLATION, DRAFT, THIRD_REQUEST = UUID(int=0xE7), UUID(int=0xE6), UUID(int=0xE8)
ALLOCATION = {
    "allocation_id": "5eed0000-0000-4000-8000-0000000000a0",
    "name": "Rentrée",
    "school_year": "2026-2027",
    "facility_ids": ["tilleuls"],
}
ADDRESS = f"/allocations/{ALLOCATION['allocation_id']}"
WORK = {"name": "Travail", "mode": "PRIORITIES", "criteria": ["WORKING_PARENTS", "RESIDENCE"]}
SIMULATION = {"rule_sets": [WORK], "with_lines": True}
AT_DESK = {
    "request_id": str(UUID(int=0xD5)),
    "household_id": str(MARTIN),
    "days": [
        {"child_id": str(LEO), "facility_id": "tilleuls", "slot_type": "EVENING", "day": TUESDAY}
    ],
}
ABSENCE = f"/absences/{LEO}/{TUESDAY}"
CUSTODY = f"/custody/{LISE}"
WEEKS = {"weeks": "ODD", "first_halves": None, "exceptions": []}
ONE_LUNCH = [slot_type("LUNCH", capacity=1), slot_type("EVENING")]


@pytest.fixture
def strasbourg(tmp_path, monkeypatch):
    """A request decided, a day given back and offered to who waits, drafts, one sends itself; a
    child with two homes, and one who is sick."""
    with moved_clock(monkeypatch, tmp_path) as move_clock:
        it = town(tmp_path / "var")
        it.describe("/facilities/tilleuls", tilleuls(slot_types=ONE_LUNCH))
        it.move_in(DUVAL, ROSE_DUVAL, {LISE: "MATERNELLE"})
        move_clock(paris("2026-03-28 10:00"))
        prepared = it.choose(rose(it), UUID(int=0xE9), {MONDAY: [(LISE, "LUNCH")]})
        body = {"automatic": True, "accept_rules": True}
        assert rose(it).put(f"/requests/{prepared}/sending", json=body).status_code == 204
        move_clock(paris("2026-04-04 20:00"))
        it.send(it.camille, REQUEST, {MONDAY: [(MIA, "LUNCH")], TUESDAY: [(LEO, "LUNCH")]})
        it.send(it.sacha, OTHER_REQUEST, {MONDAY: [(NOE, "LUNCH")]})
        it.send(it.sacha, THIRD_REQUEST, {TUESDAY: [(NOE, "EVENING")]})
        it.decide((REQUEST, "1", "ACCEPT", None), (REQUEST, "2", "REFUSE", "not_eligible"))
        it.decide((OTHER_REQUEST, "1", "WAITLIST", None))
        it.service.hear(households.GuardianWorkTold(household_id=PETIT, working=True))
        it.service.hear(
            households.HouseholdLocated(household_id=PETIT, area="centre", resident=True)
        )
        it.nadia.post("/allocations", json=ALLOCATION)
        move_clock(paris("2026-09-04 12:00"))
        it.send(it.camille, CANCELLATION, {MONDAY: []})
        it.nadia.post("/desk/bookings", json=AT_DESK)
        it.camille.post("/calendar-feed", json={})
        it.choose(it.sacha, DRAFT, {TUESDAY: [(NOE, "LUNCH")]})
        assert rose(it).put(CUSTODY, json=WEEKS).status_code == 200
        _swap_a_day_of_noe(it)
        move_clock(paris("2026-09-08 07:10"))  # too late to give the evening back
        assert it.camille.put(ABSENCE, json={}).status_code == 200
        move_clock(paris("2026-09-04 12:00"))
        yield it


def _swap_a_day_of_noe(it: Town) -> None:
    """Noé lives with the Duvals too; the Petits have proposed them a day, and wait."""
    joined = households.OtherHomeJoined(
        household_id=DUVAL,
        first_household_id=PETIT,
        child_id=NOE,
        joined_at=paris("2026-05-01 09:00"),
    )
    it.service.hear(joined)
    it.service.hear(
        households.ChildRegistered(
            household_id=DUVAL,
            child_id=NOE,
            school_level="MATERNELLE",
            school_id="tilleuls",
            six_from=None,
        )
    )
    noe, proposal = f"/custody/{NOE}", {"proposal_id": str(REQUEST), "starts_on": "2026-11-02"}
    assert rose(it).post(f"{noe}/proposals", json={**WEEKS, **proposal}).status_code == 200
    agreed = it.sacha.post(f"{noe}/proposals/{REQUEST}/answer", json={"accept": True})
    assert agreed.status_code == 200
    swap = {"swap_id": str(REQUEST), "gives": "2026-11-10"}
    assert it.sacha.post(f"{noe}/swaps", json=swap).status_code == 200


def rose(strasbourg: Town):
    return strasbourg.service.client("family", ROSE_DUVAL)


def answers(strasbourg: Town):
    public = strasbourg.service.client("public")
    link = {"secret": strasbourg.camille.get("/calendar-feed").json["secret"]}
    openings = public.get("/openings").json
    del openings["now"]
    with strasbourg.service.store.engine.connect() as tx:
        swaps = [tuple(row) for row in tx.execute(open_swaps.WAITING)]
    return [
        openings,
        swaps,
        strasbourg.sacha.get(f"/custody/{NOE}").json,
        public.get("/operator").json,
        strasbourg.camille.get("/facilities").json,
        strasbourg.camille.get("/eligibility").json,
        strasbourg.camille.get("/requests").json,
        strasbourg.camille.get("/planning?month=2026-09").json,
        strasbourg.sacha.get("/requests/draft").json,
        rose(strasbourg).get("/requests/draft").json,
        public.post("/calendar-feed/entries", json=link).json,
        strasbourg.sacha.get("/offers").json,
        strasbourg.camille.get(ABSENCE).json,
        rose(strasbourg).get(CUSTODY).json,
        strasbourg.nadia.get("/waiting-list").json,
        strasbourg.nadia.get("/allocations").json,
        strasbourg.nadia.post(f"{ADDRESS}/simulation", json=SIMULATION).json,
        strasbourg.nadia.get("/decisions").json,
        strasbourg.nadia.get("/occupancy").json,
        strasbourg.nadia.get(f"/occupancy/{MONDAY}").json,
    ]


def test_read_models_built_again_say_the_same(strasbourg):
    before = answers(strasbourg)
    store = strasbourg.service.store

    for name, model in store.read_models.items():
        with store.engine.begin() as tx:
            for table in model.metadata.sorted_tables:
                tx.execute(sa.delete(table))
        assert answers(strasbourg) != before, name
        rebuild(store, SUBSCRIPTIONS, name)
        assert answers(strasbourg) == before, name
