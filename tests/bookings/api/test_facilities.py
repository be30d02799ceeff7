from uuid import UUID

from shared.contracts import households
from tests.bookings.strasbourg import LEO, MARTIN, MIA, REQUEST, paris
from tests.bookings.town import MONDAY


def test_a_family_chooses_among_the_facilities_with_their_hours(strasbourg):
    (facility,) = strasbourg.camille.get("/facilities").json["facilities"]

    assert (facility["facility_id"], facility["name"]) == ("tilleuls", "École Les Tilleuls")
    assert facility["slot_types"][1] == {
        "slot_type": "LUNCH",
        "weekdays": [0, 1, 3, 4],
        "starts": "11:45",
        "ends": "13:45",
        "capacity": 30,
        "deadlines": [
            {
                "acts": ["ADD", "CANCEL", "CHANGE"],
                "anchor": "CALENDAR_DAYS",
                "before": 1,
                "on": None,
                "at": "18:00",
                "weekdays": [],
                "skipping": [],
                "consequence": "REFUSE",
                "surcharge": None,
            }
        ],
    }


def test_each_child_is_told_whether_it_can_be_booked_for_and_from_when(strasbourg, move_clock):
    move_clock(paris("2026-04-03 19:04"))

    eligibility = strasbourg.camille.get("/eligibility").json

    assert eligibility["kind"] == "STANDING"
    assert [(it["child_id"], it["can_book"], it["why"]) for it in eligibility["children"]] == [
        (str(MIA), True, None),
        (str(LEO), False, "not_open_yet"),
    ]
    assert eligibility["children"][1]["opens_at"] == "2026-04-04T17:00:00Z"


def test_a_returned_file_cannot_book_and_says_why(strasbourg):
    strasbourg.service.hear(
        households.HouseholdFileReturned(
            household_id=MARTIN, reason="DOCUMENTS", rejected_documents=()
        )
    )
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {})
    body = {"seen": 1, "choices": [{"child_id": str(MIA), "slot_type": "LUNCH"}]}

    refused = strasbourg.camille.put(f"/requests/{draft}/days/{MONDAY}", json=body)

    assert {it["why"] for it in strasbourg.camille.get("/eligibility").json["children"]} == {
        "file_returned"
    }
    assert (refused.status_code, refused.json["code"]) == (409, "file_not_approved")


def test_an_account_without_a_household_has_no_children_here(strasbourg):
    stranger = strasbourg.service.client("family", UUID(int=0xC9))

    assert stranger.get("/eligibility").json["children"] == []


def test_residence_and_a_brother_or_sister_with_a_place_open_earlier_and_the_family_reads_why(
    strasbourg, move_clock
):
    for wave_id, who, opens_at in (
        ("inside", {"residence": "INSIDE"}, "2026-04-02 19:00"),
        ("sibling", {"sibling": True}, "2026-04-01 19:00"),
    ):
        body = {"school_year": "2026-2027", "opens_at": paris(opens_at).isoformat(), **who}
        strasbourg.describe(f"/opening-waves/{wave_id}", body)
    strasbourg.service.hear(
        households.HouseholdLocated(household_id=MARTIN, area="centre", resident=True)
    )

    def openings(who):
        children = who.get("/eligibility").json["children"]
        return [
            (it["opens_at"], it["because"]["residence"], it["because"]["sibling"])
            for it in children
        ]

    move_clock(paris("2026-04-03 19:04"))
    assert openings(strasbourg.camille) == [("2026-04-02T17:00:00Z", "INSIDE", False)] * 2
    assert openings(strasbourg.sacha) == [("2026-04-03T17:00:00Z", None, False)]

    strasbourg.send(strasbourg.camille, REQUEST, {"2026-09-07": [(MIA, "LUNCH")]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None))

    assert openings(strasbourg.camille) == [
        ("2026-04-02T17:00:00Z", "INSIDE", False),
        ("2026-04-01T17:00:00Z", None, True),
    ]
