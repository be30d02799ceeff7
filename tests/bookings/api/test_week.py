from tests.bookings.strasbourg import LEO, MIA, NOE, OTHER_REQUEST, REQUEST, paris
from tests.bookings.town import slot_type, tilleuls, town

RUCHE = {"name": "La Ruche", "slot_types": [slot_type("WEDNESDAY")]}
# Mia and Léo are of the school « tilleuls », which has no Wednesdays of its own here.
SCHOOL = [slot_type(name) for name in ("MORNING", "LUNCH", "EVENING")]


def two_places(strasbourg):
    strasbourg.describe("/facilities/tilleuls", tilleuls(slot_types=SCHOOL))
    strasbourg.describe("/facilities/la-ruche", tilleuls(**RUCHE))
    return strasbourg.camille


def box(child_id, slot, day, facility_id="tilleuls"):
    return {
        "child_id": str(child_id),
        "facility_id": facility_id,
        "slot_type": slot,
        "day": str(day),
    }


def kept(who, *choices, seen=0, **more):
    body = {"request_id": str(REQUEST), "seen": seen, "choices": list(choices), **more}
    return who.put("/week", json=body)


def ticked(page):
    return {
        (child["child_id"], slot["facility_id"], slot["slot_type"], slot["weekday"])
        for child in page["children"]
        for slot in child["slots"]
        if slot["ticked"]
    }


def test_a_family_without_a_draft_sees_an_empty_week_and_starts_nothing(strasbourg):
    camille = two_places(strasbourg)

    page = camille.get("/week").json

    assert (page["request_id"], page["seen"], page["kind"]) == (None, 0, "STANDING")
    mia = page["children"][0]
    assert len(mia["slots"]) == 4 * 3 + 1 and not ticked(page)
    assert {s["facility_id"] for s in mia["slots"] if s["weekday"] == 2} == {"la-ruche"}
    assert all(slot["covers"] > 30 for slot in mia["slots"])
    assert camille.get("/requests/draft").status_code == 404


def test_a_week_of_two_children_in_two_places_is_one_request(strasbourg):
    camille = two_places(strasbourg)
    monday, _, wednesday, *_ = (it["day"] for it in camille.get("/week").json["days"])

    answer = kept(
        camille,
        box(MIA, "LUNCH", monday),
        box(LEO, "LUNCH", monday),
        box(MIA, "WEDNESDAY", wednesday, "la-ruche"),
    )

    assert answer.status_code == 200, answer.json
    page = camille.get("/week").json
    assert ticked(page) == {
        (str(MIA), "tilleuls", "LUNCH", 0),
        (str(LEO), "tilleuls", "LUNCH", 0),
        (str(MIA), "la-ruche", "WEDNESDAY", 2),
    }
    assert page["seen"] == answer.json["seen"]
    wished(camille, page["request_id"], together=True)
    sent = strasbourg.submit(camille, page["request_id"])
    assert sent.status_code == 200, sent.json
    request = camille.get(f"/requests/{page['request_id']}").json
    assert {(it["facility_id"], it["slot_type"]) for it in request["lines"]} == {
        ("tilleuls", "LUNCH"),
        ("la-ruche", "WEDNESDAY"),
    }
    (bundle,) = request["bundles"]
    assert len(bundle["line_ids"]) == 2


def wished(who, draft, *, together=False, fallbacks=()):
    address = f"/requests/{draft}/wishes"
    body = {
        "seen": who.get(address).json["seen"],
        "together": together,
        "fallbacks": list(fallbacks),
    }
    answer = who.put(address, json=body)
    assert answer.status_code == 204, answer.json
    return who.get(address).json


def test_monday_else_tuesday_goes_with_the_request(strasbourg):
    camille = two_places(strasbourg)
    monday = camille.get("/week").json["monday"]
    draft = kept(camille, box(MIA, "LUNCH", monday)).json["request_id"]
    (possible,) = camille.get(f"/requests/{draft}/wishes").json["possible"]
    assert (possible["chosen"], possible["instead"]) == ([0], [1, 3, 4])
    wish = {
        "child_id": str(MIA),
        "facility_id": "tilleuls",
        "slot_type": "LUNCH",
        "wanted": [0],
        "instead": [1],
    }
    assert wished(camille, draft, fallbacks=[wish])["fallbacks"] == [wish]
    strasbourg.submit(camille, draft)

    assert camille.get(f"/requests/{draft}").json["alternatives"] == [
        {"wanted": ["1"], "instead": ["2"]}
    ]


def test_a_wish_for_another_familys_child_is_turned_away(strasbourg):
    camille = two_places(strasbourg)
    monday = camille.get("/week").json["monday"]
    draft = kept(camille, box(MIA, "LUNCH", monday)).json["request_id"]
    wish = {"facility_id": "tilleuls", "slot_type": "LUNCH", "wanted": [0], "instead": [1]}
    body = {"seen": 2, "together": False, "fallbacks": [wish | {"child_id": str(NOE)}]}

    assert camille.put(f"/requests/{draft}/wishes", json=body).status_code == 403
    assert strasbourg.sacha.get(f"/requests/{draft}/wishes").status_code == 404


def test_a_child_of_two_homes_is_asked_for_in_its_weeks(strasbourg):
    camille = two_places(strasbourg)
    monday = camille.get("/week").json["monday"]
    even = [{"child_id": str(MIA), "weeks": "EVEN_WEEKS"}]

    draft = kept(camille, box(MIA, "LUNCH", monday), patterns=even).json["request_id"]

    mia = camille.get("/week").json["children"][0]
    lunch = next(it for it in mia["slots"] if it["state"] == "CHOSEN")
    (line,) = camille.get(f"/requests/{draft}").json["lines"]
    assert (mia["weeks"], line["weeks"]) == ("EVEN_WEEKS", "EVEN_WEEKS")
    assert line["days"] == lunch["days"]["EVEN_WEEKS"]
    assert lunch["days"]["EVEN_WEEKS"] + lunch["days"]["ODD_WEEKS"] == lunch["covers"]


def test_what_is_full_is_seen_before_it_is_asked_for(strasbourg):
    camille = two_places(strasbourg)
    one_place = [slot_type("MORNING"), slot_type("LUNCH", capacity=1), slot_type("EVENING")]
    strasbourg.describe("/facilities/tilleuls", tilleuls(slot_types=one_place))
    strasbourg.send(strasbourg.sacha, OTHER_REQUEST, {"2026-09-07": [(NOE, "LUNCH")]})
    strasbourg.decide((OTHER_REQUEST, "1", "ACCEPT", None))

    slots = camille.get("/week").json["children"][0]["slots"]

    full = {(it["weekday"], it["slot_type"]): it for it in slots if it["full_days"]}
    assert list(full) == [(0, "LUNCH")]
    monday = full[0, "LUNCH"]
    assert (monday["full_days"], monday["places"]) == (monday["covers"], 1)


def test_a_week_kept_twice_from_one_page_is_told_unless_it_is_the_same(strasbourg):
    camille = two_places(strasbourg)
    monday, tuesday, *_ = (it["day"] for it in camille.get("/week").json["days"])
    kept(camille, box(MIA, "LUNCH", monday))

    assert kept(camille, box(MIA, "LUNCH", monday)).status_code == 200
    told = kept(camille, box(MIA, "LUNCH", tuesday))

    assert (told.status_code, told.json["code"]) == (409, "changed_elsewhere")


def test_boxes_of_another_family_and_of_no_page_are_turned_away(strasbourg):
    camille = two_places(strasbourg)
    monday = camille.get("/week").json["monday"]

    assert kept(camille, box(NOE, "LUNCH", monday)).status_code == 403
    assert kept(camille, box(MIA, "LUNCH", "2026-09-12")).json["code"] == "slot_not_offered"
    assert kept(camille, box(MIA, "SIESTA", monday)).status_code == 422
    assert kept(camille, box(MIA, "LUNCH", monday), seen="1").status_code == 422
    assert camille.get("/requests/draft").status_code == 404


def test_after_the_cut_off_a_week_is_one_of_the_calendar(strasbourg, move_clock):
    camille = two_places(strasbourg)
    move_clock(paris("2026-09-10 12:00"))

    page = camille.get("/week").json
    after = camille.get(f"/week?monday={page['next']}").json

    assert (page["kind"], page["monday"]) == ("ONE_OFF", "2026-09-07")
    assert after["previous"] == "2026-09-07" and after["monday"] == "2026-09-14"
    locked = {s["day"]: s["locked"] for s in page["children"][0]["slots"] if s["weekday"] != 2}
    assert locked == {
        "2026-09-07": "deadline_passed",
        "2026-09-08": "deadline_passed",
        "2026-09-10": "deadline_passed",
        "2026-09-11": None,
    }
    answer = kept(camille, box(MIA, "LUNCH", "2026-09-14"), monday="2026-09-14")
    assert answer.status_code == 200, answer.json
    assert ticked(camille.get("/week?monday=2026-09-14").json) == {
        (str(MIA), "tilleuls", "LUNCH", 0)
    }
    assert not ticked(camille.get("/week").json)


def test_a_draft_for_the_year_that_was_not_sent_gives_way_to_a_week_of_days(strasbourg, move_clock):
    camille = two_places(strasbourg)
    kept(camille, box(MIA, "LUNCH", camille.get("/week").json["monday"]))
    move_clock(paris("2026-09-10 12:00"))

    page = camille.get("/week").json

    assert (page["request_id"], page["kind"]) == (None, "ONE_OFF") and not ticked(page)


def test_who_has_no_household_yet_has_no_week(tmp_path):
    it = town(tmp_path)

    assert it.service.client("family", NOE).get("/week").status_code == 404
