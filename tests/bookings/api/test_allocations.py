"""Rule sets simulated side by side on the requests that wait, one published, shown again later."""

from hashlib import sha256
from uuid import UUID

import pytest

from services.bookings.domain.slot_type import SlotType
from services.bookings.projections import occupancy
from shared.contracts import bookings, households
from tests.bookings.strasbourg import (
    CUTOFF,
    LEO,
    MARTIN,
    MIA,
    NOE,
    OTHER_REQUEST,
    PETIT,
    REQUEST,
    SACHA,
    paris,
)
from tests.bookings.town import A_MONDAY, MONDAY, NADIA, OPERATOR, TUESDAY, slot_type, tilleuls

ALLOCATION, LATE = UUID(int=0xA110), UUID(int=0xE8)
LUNCH, EVENING = "LUNCH", "EVENING"
ARRIVAL = {"name": "Arrivée", "mode": "FIRST_COME"}
FAIR = {"name": "Fratries", "mode": "PRIORITIES", "criteria": ["SIBLING"], "levels": []}
AFTER = paris("2026-05-04 09:00")


@pytest.fixture
def two_places(strasbourg, move_clock):
    """Two lunches for three children; Mia and Léo asked first, Noé after them."""
    it = strasbourg
    it.describe("/facilities/tilleuls", tilleuls(slot_types=[slot_type(LUNCH, capacity=2)]))
    move_clock(paris("2026-04-05 10:00"))
    it.send(it.camille, REQUEST, {MONDAY: [(MIA, LUNCH), (LEO, LUNCH)]})
    it.send(it.sacha, OTHER_REQUEST, {MONDAY: [(NOE, LUNCH)], TUESDAY: [(NOE, LUNCH)]})
    move_clock(AFTER)
    prepare(it)
    return it


def prepare(town, **changes):
    body = {
        "allocation_id": str(ALLOCATION),
        "name": "Rentrée 2026",
        "school_year": "2026-2027",
        "facility_ids": ["tilleuls"],
        "window_ends_at": CUTOFF.isoformat(),
    }
    answer = town.nadia.post("/allocations", json=body | changes)
    assert answer.status_code == 201, answer.json


def simulate(town, *rule_sets, with_lines=False):
    body = {"rule_sets": list(rule_sets), "with_lines": with_lines}
    answer = town.nadia.post(f"/allocations/{ALLOCATION}/simulation", json=body)
    assert answer.status_code == 200, answer.json
    return answer.json["simulations"]


def publish(town, rules, digest):
    body = {"rule_set": rules, "digest": digest}
    return town.nadia.post(f"/allocations/{ALLOCATION}/publication", json=body)


def announce(town, seed="7 12 23 31 45 / 8"):
    body = {"seed": seed, "source": "Loto du samedi 2 mai 2026"}
    return town.nadia.post(f"/allocations/{ALLOCATION}/seed", json=body)


def states(who, request_id):
    lines = who.get(f"/requests/{request_id}").json["lines"]
    return [(line["state"], line["rank"]) for line in lines]


def test_rule_sets_are_simulated_side_by_side_and_decide_nothing(two_places):
    arrival, fair = simulate(two_places, ARRIVAL, FAIR)

    assert (arrival["accepted"], arrival["waitlisted"]) == (3, 1)
    assert arrival["siblings_split"] == 0
    assert [it["facility_id"] for it in arrival["facilities"]] == ["tilleuls"]
    assert fair["rules"]["criteria"] == ["SIBLING"]
    assert states(two_places.camille, REQUEST) == [("REQUESTED", None)] * 2
    assert two_places.nadia.get("/decisions").json["pending"] == 2


def test_the_lines_of_a_simulation_say_who_gets_what_and_why(two_places):
    (simulation,) = simulate(two_places, ARRIVAL, with_lines=True)

    noe = next(it for it in simulation["lines"] if it["decision"] == "WAITLISTED")
    assert (noe["child_id"], noe["turn"], noe["because"]) == (str(NOE), 3, "slot_full")
    assert (noe["taken"], noe["capacity"], noe["full_on"]) == (2, 2, MONDAY)


def test_what_was_chosen_is_published_and_the_families_are_told(two_places):
    (simulation,) = simulate(two_places, ARRIVAL)

    done = publish(two_places, ARRIVAL, simulation["digest"])

    assert done.json == {"accepted": 3, "waitlisted": 1, "refused": 0}
    assert states(two_places.camille, REQUEST) == [("ACCEPTED", None)] * 2
    assert states(two_places.sacha, OTHER_REQUEST) == [("WAITLISTED", 1), ("ACCEPTED", None)]
    told = two_places.service.published(bookings.BookingDecided)
    assert {it.account_id for it in told} >= {SACHA}
    shown = two_places.nadia.get(f"/allocations/{ALLOCATION}").json
    assert shown["decided"] == {"accepted": 3, "waitlisted": 1, "refused": 0, "by_hand": 0}


def test_what_came_out_otherwise_meanwhile_is_told_and_not_published(two_places):
    (simulation,) = simulate(two_places, ARRIVAL)
    two_places.decide((OTHER_REQUEST, "1", "ACCEPT", None))

    done = publish(two_places, ARRIVAL, simulation["digest"])

    assert (done.status_code, done.json["code"]) == (409, "changed_elsewhere")
    assert two_places.nadia.get(f"/allocations/{ALLOCATION}").json["published_at"] is None


def test_an_allocation_is_published_once(two_places):
    (simulation,) = simulate(two_places, ARRIVAL)
    publish(two_places, ARRIVAL, simulation["digest"])

    again = publish(two_places, ARRIVAL, simulation["digest"])

    assert (again.status_code, again.json["code"]) == (409, "already_published")


def test_a_lottery_needs_its_seed_and_anybody_can_draw_it_again(two_places):
    (before,) = simulate(two_places, FAIR)
    refused = publish(two_places, FAIR, before["digest"])
    announce(two_places)
    (simulation,) = simulate(two_places, FAIR, with_lines=True)

    done = publish(two_places, FAIR, simulation["digest"])

    assert refused.json["code"] == "seed_not_announced"
    assert done.status_code == 200
    for line in simulation["lines"]:
        text = f"7 12 23 31 45 / 8|{line['ticket']}"
        assert line["draw"] == sha256(text.encode()).hexdigest()
    reference = two_places.camille.get(f"/requests/{REQUEST}").json["reference"]
    assert f"{reference}/1" in {line["ticket"] for line in simulation["lines"]}


def test_a_published_allocation_is_worked_out_again_from_history_whatever_came_after(two_places):
    announce(two_places)
    (simulation,) = simulate(two_places, FAIR)
    publish(two_places, FAIR, simulation["digest"])
    two_places.describe(
        "/facilities/tilleuls", tilleuls(slot_types=[slot_type(LUNCH, capacity=30)])
    )
    two_places.send(two_places.camille, LATE, {TUESDAY: [(MIA, LUNCH)]})

    replayed = two_places.nadia.post(f"/allocations/{ALLOCATION}/replay").json

    assert replayed == {"lines": 4, "same": True, "different": []}


def test_both_children_or_none_is_kept_when_it_is_published(strasbourg, move_clock):
    it = strasbourg
    it.describe("/facilities/tilleuls", tilleuls(slot_types=[slot_type(LUNCH, capacity=1)]))
    move_clock(paris("2026-04-05 10:00"))
    draft = it.choose(it.camille, REQUEST, {MONDAY: [(MIA, LUNCH), (LEO, LUNCH)]})
    seen = it.camille.get(f"/requests/{draft}").json["seen"]
    wishes = {"seen": seen, "together": True, "fallbacks": []}
    it.camille.put(f"/requests/{draft}/wishes", json=wishes)
    it.submit(it.camille, draft)
    it.send(it.sacha, OTHER_REQUEST, {MONDAY: [(NOE, LUNCH)]})
    prepare(it)
    (simulation,) = simulate(it, ARRIVAL)

    publish(it, ARRIVAL, simulation["digest"])

    assert states(it.camille, REQUEST) == [("WAITLISTED", 1)] * 2
    assert states(it.sacha, OTHER_REQUEST) == [("ACCEPTED", None)]
    lines = it.camille.get(f"/requests/{REQUEST}").json["lines"]
    assert {line["reason"] for line in lines} <= {"slot_full", "bundle_not_whole"}
    with it.service.store.engine.connect() as tx:
        taken = occupancy.taken_on(tx, {"tilleuls"})
    assert taken["tilleuls", SlotType.LUNCH, A_MONDAY][0] == 1


def test_only_staff_draw_up_an_allocation(two_places):
    assert two_places.camille.get("/allocations").status_code == 403
    assert two_places.camille.get(f"/allocations/{ALLOCATION}").status_code == 403
    assert two_places.nadia.get(f"/allocations/{UUID(int=1)}").status_code == 404
    (listed,) = two_places.nadia.get("/allocations").json["allocations"]
    assert listed["name"] == "Rentrée 2026"


APPEAL = ["Recours gracieux auprès de la présidente.", "Tribunal administratif de Strasbourg."]


def evidence(who, request_id, line="1"):
    return who.get(f"/requests/{request_id}/lines/{line}/evidence")


def test_the_family_reads_what_an_answer_rests_on_and_draws_its_number_again(two_places):
    announce(two_places)
    fair = {**FAIR, "waiting_list": False}
    (simulation,) = simulate(two_places, fair, with_lines=True)
    two_places.describe("/operator", {**OPERATOR, "appeal": APPEAL})
    publish(two_places, fair, simulation["digest"])
    refused = next(it for it in simulation["lines"] if it["decision"] == "REFUSED")
    who = two_places.sacha if refused["child_id"] == str(NOE) else two_places.camille

    shown = evidence(who, refused["request_id"], refused["line_id"]).json

    assert (shown["decision"], shown["reason"], shown["rule"]) == (
        "REFUSED",
        "slot_full",
        "ALLOCATION",
    )
    assert (shown["taken"], shown["capacity"], shown["full_on"]) == (2, 2, MONDAY)
    assert shown["appeal"] == APPEAL
    assert (shown["decided_by"], shown["decided_by_name"]) == (None, "Grandir Ensemble")
    how = shown["allocation"]
    assert (how["name"], how["turn"], how["criteria"]) == (
        "Rentrée 2026",
        refused["turn"],
        ["SIBLING"],
    )
    text = f"{how['seed']}|{how['ticket']}"
    assert how["draw"] == sha256(text.encode()).hexdigest() == refused["draw"]


def test_staff_read_the_same_on_a_later_day_and_who_decided(two_places, move_clock):
    two_places.decide((OTHER_REQUEST, "2", "ACCEPT", None), (REQUEST, "1", "ACCEPT", None))
    two_places.decide((REQUEST, "2", "ACCEPT", None))
    two_places.decide((OTHER_REQUEST, "1", "REFUSE", "slot_full"))
    then = evidence(two_places.nadia, OTHER_REQUEST).json

    two_places.describe(
        "/facilities/tilleuls", tilleuls(slot_types=[slot_type(LUNCH, capacity=30)])
    )
    move_clock(paris("2026-12-01 10:00"))

    assert evidence(two_places.nadia, OTHER_REQUEST).json == then
    assert then["decided_by"] == f"staff:{NADIA}"
    assert (then["rule"], then["allocation"]) == ("BY_HAND", None)
    assert (then["taken"], then["capacity"]) == (2, 2)
    assert evidence(two_places.camille, OTHER_REQUEST).status_code == 404
    assert evidence(two_places.nadia, OTHER_REQUEST, "9").status_code == 404


def test_working_parents_go_first_for_care_and_not_at_the_canteen(strasbourg, move_clock):
    it = strasbourg
    slots = [slot_type(LUNCH, capacity=1), slot_type(EVENING, capacity=1)]
    it.describe("/facilities/tilleuls", tilleuls(slot_types=slots))
    it.service.hear(households.GuardianWorkTold(household_id=PETIT, working=True))
    it.service.hear(households.GuardianWorkTold(household_id=MARTIN, working=False))
    move_clock(paris("2026-04-05 10:00"))
    it.send(it.camille, REQUEST, {MONDAY: [(MIA, LUNCH), (MIA, EVENING)]})
    it.send(it.sacha, OTHER_REQUEST, {MONDAY: [(NOE, LUNCH), (NOE, EVENING)]})
    prepare(it)
    work = {"name": "Travail", "mode": "PRIORITIES", "criteria": ["WORKING_PARENTS"]}

    (simulation,) = simulate(it, work, with_lines=True)

    values = {(line["child_id"], line["slot_type"]): line["values"] for line in simulation["lines"]}
    assert values[str(NOE), EVENING] == [0] and values[str(MIA), EVENING] == [1]
    assert values[str(NOE), LUNCH] == values[str(MIA), LUNCH] == [0]
    got = {
        line["slot_type"]: line["child_id"]
        for line in simulation["lines"]
        if line["decision"] == "ACCEPTED"
    }
    assert got[EVENING] == str(NOE)


def test_who_lives_in_the_commune_and_near_goes_first_where_the_rules_say_so(
    strasbourg, move_clock
):
    it = strasbourg
    there = [{"area": "centre", "metres": 400}, {"area": "sud", "metres": 2500}]
    slots = [slot_type(LUNCH, capacity=1)]
    it.describe("/facilities/tilleuls", tilleuls(slot_types=slots, distances=there))
    for household_id, area, resident in ((PETIT, "centre", True), (MARTIN, None, False)):
        it.service.hear(
            households.HouseholdLocated(household_id=household_id, area=area, resident=resident)
        )
    move_clock(paris("2026-04-05 10:00"))
    it.send(it.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    it.send(it.sacha, OTHER_REQUEST, {MONDAY: [(NOE, LUNCH)]})
    prepare(it)
    rules = {"name": "Proximité", "mode": "PRIORITIES", "criteria": ["RESIDENCE", "DISTANCE"]}

    (simulation,) = simulate(it, rules, with_lines=True)

    values = {line["child_id"]: line["values"] for line in simulation["lines"]}
    assert values == {str(NOE): [0, 400], str(MIA): [1, 10_000_000]}
    given_to = [it["child_id"] for it in simulation["lines"] if it["decision"] == "ACCEPTED"]
    assert given_to == [str(NOE)]
