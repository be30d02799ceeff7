from dataclasses import fields, replace

from services.bookings.domain.facility import FacilityDescribed
from services.bookings.projections.facilities import READ_MODEL, all_facilities, facility
from tests.bookings.strasbourg import TILLEULS

described = FacilityDescribed(
    **{field.name: getattr(TILLEULS, field.name) for field in fields(TILLEULS)}
)


def test_a_facility_is_kept_whole(tables):
    tx = tables(READ_MODEL, described)

    assert facility(tx, "tilleuls") == TILLEULS
    assert facility(tx, "nowhere") is None


def test_facilities_come_by_name_each_as_it_was_last_described(tables):
    ruche = replace(described, facility_id="la-ruche", name="La Ruche")
    tx = tables(READ_MODEL, ruche, described, replace(ruche, name="Abeilles"))

    assert [it.name for it in all_facilities(tx)] == ["Abeilles", "École Les Tilleuls"]
