"""What the operator sets: the rate tables. Staff see from when they hold."""

from typing import Any

from flask import Blueprint
from marshmallow import fields, validate

from services.billing import handlers
from services.billing.domain.rate_table import Band, Rates, SlotPrices
from services.billing.projections.rate_tables import all_rates
from shared.web.api import Asked, asked, needs, reading, run

rate_tables = Blueprint("rate_tables", __name__)

SLOT_TYPES = ("MORNING", "LUNCH", "EVENING", "WEDNESDAY")


class BandRequest(Asked):
    upto = fields.Integer(required=True, allow_none=True, strict=True)
    label = fields.String(required=True, validate=validate.Length(min=1, max=200))


class RatesRequest(Asked):
    valid_from = fields.Date(required=True)
    bands = fields.List(fields.Nested(BandRequest), required=True)
    prices = fields.Dict(
        keys=fields.String(validate=validate.OneOf(SLOT_TYPES)),
        values=fields.List(
            fields.Integer(strict=True, validate=validate.Range(min=0)),
            validate=validate.Length(min=1),
        ),
        required=True,
    )
    due_days = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=365))
    vat_exemption = fields.String(
        load_default="Exonération de TVA", validate=validate.Length(min=1, max=300)
    )


@rate_tables.get("/rate-tables")
@needs("staff")
def list_rates() -> dict[str, Any]:
    """From when each table holds and what it prices, not the prices themselves."""
    with reading() as tx:
        rates = all_rates(tx)
    return {
        "rate_tables": [
            {
                "valid_from": it.valid_from.isoformat(),
                "slot_types": [price.slot_type for price in it.prices],
            }
            for it in sorted(rates, key=lambda it: it.valid_from)
        ]
    }


@rate_tables.put("/rate-tables/<table_id>")
@needs("operator")
def set_rates(table_id: str) -> dict[str, Any]:
    said = asked(RatesRequest)
    rates = Rates(
        valid_from=said["valid_from"],
        bands=tuple(Band(**band) for band in said["bands"]),
        prices=tuple(
            SlotPrices(slot_type=slot_type, cents=tuple(cents))
            for slot_type, cents in said["prices"].items()
        ),
        due_days=said["due_days"],
        vat_exemption=said["vat_exemption"],
    )
    run(lambda work: handlers.set_rates(work, table_id, rates))
    return {}
