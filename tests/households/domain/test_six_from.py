from datetime import date

from services.households.domain.six_from import six_from


def test_others_learn_the_month_after_the_sixth_birthday_and_no_day():
    assert six_from(date(2020, 11, 12)) == date(2026, 12, 1)
    assert six_from(date(2020, 12, 31)) == date(2027, 1, 1)


def test_who_is_born_on_the_first_of_january_is_six_on_that_day():
    assert six_from(date(2020, 1, 1)) == date(2026, 1, 1)
    assert six_from(date(2020, 1, 2)) == date(2026, 2, 1)


def test_of_an_erased_child_nothing_is_told():
    assert six_from(None) is None
