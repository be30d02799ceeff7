from dataclasses import replace
from datetime import date

from services.bookings.projections.bookable_children import (
    READ_MODEL,
    children_of,
    on_child_registered,
    on_child_updated,
    six_from,
)
from shared.contracts.households import ChildRegistered, ChildUpdated
from tests.bookings.strasbourg import LEO, MARTIN, MIA, PETIT


def registered(child_id, level):
    return ChildRegistered(
        household_id=MARTIN,
        child_id=child_id,
        school_level=level,
        school_id="tilleuls",
        six_from=None,
    )


def test_children_come_in_the_order_of_their_registration(tables):
    tx = tables(READ_MODEL)
    on_child_registered(tx, registered(MIA, "MATERNELLE"))
    on_child_registered(tx, registered(LEO, "ELEMENTAIRE"))

    assert [child.child_id for child in children_of(tx, MARTIN)] == [MIA, LEO]
    assert children_of(tx, PETIT) == []


def test_a_child_that_goes_up_changes_its_level(tables):
    tx = tables(READ_MODEL)
    on_child_registered(tx, registered(MIA, "MATERNELLE"))
    on_child_updated(
        tx,
        ChildUpdated(
            household_id=MARTIN,
            child_id=MIA,
            school_level="ELEMENTAIRE",
            school_id="la-fontaine",
            six_from=date(2026, 11, 1),
        ),
    )

    (child,) = children_of(tx, MARTIN)
    assert (child.school_level, child.school_id) == ("ELEMENTAIRE", "la-fontaine")
    assert six_from(tx, [MIA, LEO]) == {MIA: date(2026, 11, 1)}


def test_each_home_of_a_child_has_an_entry_of_its_own(tables):
    tx = tables(READ_MODEL)
    mine = registered(LEO, "ELEMENTAIRE")
    on_child_registered(tx, replace(mine, six_from=date(2026, 9, 1)))
    on_child_registered(tx, replace(mine, household_id=PETIT, six_from=date(2026, 11, 1)))
    on_child_updated(
        tx,
        ChildUpdated(
            household_id=PETIT,
            child_id=LEO,
            school_level="MATERNELLE",
            school_id="tilleuls",
            six_from=date(2026, 11, 1),
        ),
    )

    assert [child.school_level for child in children_of(tx, MARTIN)] == ["ELEMENTAIRE"]
    assert [child.school_level for child in children_of(tx, PETIT)] == ["MATERNELLE"]
    assert six_from(tx, [LEO]) == {LEO: date(2026, 11, 1)}  # small for as long as one says so
