from dataclasses import replace

from services.bookings.domain.slot_type import SlotType
from services.bookings.projections.occupancy import READ_MODEL, Taken, taken_on, together
from tests.bookings.histories import MONDAYS, places_taken, second_monday_cancelled
from tests.bookings.strasbourg import LEO, TILLEULS

grown = replace(places_taken.line, child_id=LEO, dates=MONDAYS[:1], six_from=MONDAYS[0])


def lunch(tx, **days):
    return [
        taken_on(tx, {"tilleuls"}, **days).get(("tilleuls", SlotType.LUNCH, day), (0, 0))[0]
        for day in MONDAYS
    ]


def test_each_place_taken_counts_on_its_days(tables):
    first_only = replace(places_taken.line, child_id=LEO, dates=MONDAYS[:1])
    tx = tables(READ_MODEL, places_taken, replace(places_taken, line=first_only))

    assert lunch(tx) == [2, 1, 1]


def test_a_cancelled_day_gives_its_place_back(tables):
    assert lunch(tables(READ_MODEL, places_taken, second_monday_cancelled)) == [1, 0, 1]


def test_it_can_be_asked_for_some_days_alone(tables):
    tx = tables(READ_MODEL, places_taken)

    assert lunch(tx, first=MONDAYS[1], last=MONDAYS[1]) == [0, 1, 0]
    assert taken_on(tx, {"la-ruche"}) == {}


def test_the_events_of_a_work_together_count_as_one_by_one(tables):
    history = (places_taken, second_monday_cancelled, replace(places_taken, line=grown))
    tx = tables(READ_MODEL, *history)
    one_by_one = taken_on(tx, {"tilleuls"})
    tx.execute(READ_MODEL.metadata.tables["occupancy"].delete())

    together(tx, history)

    assert taken_on(tx, {"tilleuls"}) == one_by_one
    assert one_by_one["tilleuls", SlotType.LUNCH, MONDAYS[0]] == (2, 1)


def test_a_day_is_full_by_the_facility_as_it_is_described_now():
    first, second, _third = MONDAYS
    places = {
        ("tilleuls", SlotType.LUNCH, first): (2, 0),
        ("tilleuls", SlotType.LUNCH, second): (1, 0),
    }
    taken = Taken(places)

    def described(capacity):
        lunch = replace(TILLEULS.offers(SlotType.LUNCH), capacity=capacity)
        return replace(TILLEULS, slot_types=(lunch,), pools=())

    assert taken.full(described(2), SlotType.LUNCH) == {first: 2}
    assert taken.full(described(1), SlotType.LUNCH) == {first: 2, second: 1}
    assert taken.full(described(3), SlotType.LUNCH) == {}
