from dataclasses import replace
from datetime import date

import pytest

from services.billing.domain import rate_table
from services.billing.domain.rate_table import (
    Band,
    RatesSet,
    SetRates,
    SlotPrices,
    price_of,
    rates_on,
)
from shared.eventstore.decider import Refused
from tests.billing.martins import RATES
from tests.support.given import given

SET = SetRates(table_id="2026", rates=RATES)
WAS_SET = RatesSet(table_id="2026", rates=RATES)


def test_a_rate_table_is_set():
    given(rate_table).when(SET).then(WAS_SET)


def test_setting_the_same_rates_again_changes_nothing():
    given(rate_table, WAS_SET).when(SET).then_nothing()


def test_rates_can_be_set_anew():
    dearer = replace(RATES, due_days=15)

    given(rate_table, WAS_SET).when(SetRates(table_id="2026", rates=dearer)).then(
        RatesSet(table_id="2026", rates=dearer)
    )


@pytest.mark.parametrize(
    ("bands", "code"),
    [
        ((), "last_band_has_no_limit"),
        ((Band(upto=700, label="a"),), "last_band_has_no_limit"),
        (
            (Band(upto=9, label="a"), Band(upto=7, label="b"), Band(upto=None, label="c")),
            "bands_not_in_order",
        ),
        (
            (Band(upto=7, label="a"), Band(upto=7, label="b"), Band(upto=None, label="c")),
            "bands_not_in_order",
        ),
        ((Band(upto=None, label="a"), Band(upto=None, label="b")), "bands_not_in_order"),
    ],
)
def test_bands_rise_and_the_last_has_no_limit(bands, code):
    rates = replace(RATES, bands=bands, prices=())

    given(rate_table).when(SetRates(table_id="2026", rates=rates)).refused(code)


def test_every_slot_has_one_price_per_band():
    rates = replace(RATES, prices=(SlotPrices(slot_type="LUNCH", cents=(380, 560)),))

    given(rate_table).when(SetRates(table_id="2026", rates=rates)).refused(
        "one_price_per_band", slot_type="LUNCH"
    )


def test_no_price_is_negative():
    rates = replace(RATES, prices=(SlotPrices(slot_type="LUNCH", cents=(380, -1, 720)),))

    given(rate_table).when(SetRates(table_id="2026", rates=rates)).refused(
        "negative_price", slot_type="LUNCH"
    )


def test_no_invoice_is_due_before_it_is_issued():
    rates = replace(RATES, due_days=-1)

    given(rate_table).when(SetRates(table_id="2026", rates=rates)).refused("negative_delay")


@pytest.mark.parametrize(
    ("quotient", "cents"),
    [(0, 380), (700, 380), (701, 560), (1200, 560), (1201, 720), (99999, 720)],
)
def test_the_price_follows_the_quotient_and_a_limit_belongs_to_its_band(quotient, cents):
    assert price_of(RATES, "LUNCH", quotient) == cents


def test_a_family_without_a_quotient_pays_the_last_band():
    assert price_of(RATES, "LUNCH", None) == 720


def test_a_slot_type_without_a_price_is_refused():
    with pytest.raises(Refused, match="^no_price$"):
        price_of(RATES, "WEDNESDAY", 500)


def test_the_rates_in_force_are_the_latest_that_have_begun():
    january = replace(RATES, valid_from=date(2027, 1, 1))

    assert rates_on(date(2026, 8, 31), [RATES, january]) is None
    assert rates_on(date(2026, 12, 31), [january, RATES]) == RATES
    assert rates_on(date(2027, 1, 1), [RATES, january]) == january
