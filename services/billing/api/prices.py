"""What slots cost this family today."""

from typing import Any

from flask import Blueprint

from services.billing.api.callers import own_household
from services.billing.domain.rate_table import band_of, rates_on
from services.billing.projections.quotients import quotient_of
from services.billing.projections.rate_tables import all_rates
from shared.eventstore import clock
from shared.web.api import Missing, needs, reading

prices = Blueprint("prices", __name__)


@prices.get("/prices")
@needs("family")
def show_prices() -> dict[str, Any]:
    """404 before the first rate table begins. A family without a quotient pays the last band."""
    today, household_id = clock.today(), own_household()
    with reading() as tx:
        rates = rates_on(today, all_rates(tx))
        quotient = quotient_of(tx, household_id)(today) if household_id else None
    if rates is None:
        raise Missing
    band = band_of(rates, quotient)
    return {
        "quotient": quotient,
        "band": rates.bands[band].label,
        "prices": {it.slot_type: it.cents[band] for it in rates.prices},
    }
