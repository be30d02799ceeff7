from services.bookings.domain.slot_type import SlotType, possible_weekdays


def test_the_wednesday_is_on_wednesdays_and_the_others_on_school_days():
    assert possible_weekdays(SlotType.WEDNESDAY) == {2}
    assert possible_weekdays(SlotType.LUNCH) == {0, 1, 3, 4}
