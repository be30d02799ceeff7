import pytest

from shared.contracts import bookings
from tests.bookings.strasbourg import CAMILLE
from tests.bookings.town import OPERATOR, school_year, slot_type, tilleuls


def test_the_operators_data_is_told_to_the_others_once(strasbourg):
    strasbourg.describe("/operator", OPERATOR)
    strasbourg.describe("/facilities/tilleuls", tilleuls())

    (operator,) = strasbourg.service.published(bookings.OperatorDescribed)
    (facility,) = strasbourg.service.published(bookings.FacilityDescribed)
    assert operator.siret == "00000000000000"
    assert facility.slot_types == ("MORNING", "LUNCH", "EVENING", "WEDNESDAY")
    assert {rule.slot_type for rule in facility.deadlines} == {*facility.slot_types}
    assert (facility.deadlines[0].before, facility.deadlines[0].at) == (1, "18:00")
    assert len(strasbourg.service.published(bookings.OpeningWaveScheduled)) == 2


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (
            "/facilities/tilleuls",
            tilleuls(slot_types=[slot_type("LUNCH", capacity=-1)]),
            "capacity",
        ),
        (
            "/facilities/tilleuls",
            tilleuls(slot_types=[slot_type("LUNCH", starts="noon")]),
            "starts",
        ),
        ("/facilities/tilleuls", tilleuls(levels=["COLLEGE"]), "levels"),
        ("/school-years/2026-2027", school_year(starts_on="1 September"), "starts_on"),
        ("/operator", {**OPERATOR, "siret": "1"}, "siret"),
    ],
)
def test_wrong_data_is_answered_with_its_field(strasbourg, path, body, field):
    answer = strasbourg.operator.put(path, json=body)

    assert answer.status_code == 422 and field in answer.json["errors"][0]["field"]


def test_data_that_contradicts_itself_is_refused(strasbourg):
    reversed_year = school_year(ends_on="2025-07-02")
    wave = {
        "school_year": "1999-2000",
        "school_levels": ["MATERNELLE"],
        "opens_at": "2026-04-03T17:00:00+00:00",
    }

    year = strasbourg.operator.put("/school-years/2026-2027", json=reversed_year)
    unknown = strasbourg.operator.put("/opening-waves/x", json=wave)

    assert year.json["code"] == "dates_reversed"
    assert unknown.json["code"] == "unknown_school_year"


def test_only_the_operator_describes(strasbourg):
    for client in (strasbourg.nadia, strasbourg.service.client("family", CAMILLE)):
        assert client.put("/operator", json=OPERATOR).status_code == 403
