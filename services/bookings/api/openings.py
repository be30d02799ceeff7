"""What anybody may know: who runs the services, and when booking opens."""

from flask import Blueprint, Response

from services.bookings.api.answers import answer
from services.bookings.projections import openings as read_model
from services.bookings.projections.operator_card import operator
from shared.eventstore import clock
from shared.web.api import Missing, needs, reading

openings = Blueprint("openings", __name__)


@openings.get("/operator")
@needs("public", "family", "staff", "internal")
def show_operator() -> Response:
    with reading() as tx:
        described = operator(tx)
    if described is None:
        raise Missing
    return answer(described)


@openings.get("/openings")
@needs("public", "family", "staff")
def show_openings() -> Response:
    now = clock.now()
    with reading() as tx:
        year = read_model.current_school_year(tx, now)
        waves = read_model.waves_of(tx, year) if year else []
    return answer(
        {
            "now": now,
            "school_year": year
            and {"id": year.school_year, "starts_on": year.starts_on, "ends_on": year.ends_on},
            "waves": [
                {
                    "wave_id": wave.wave_id,
                    "school_levels": wave.who.school_levels,
                    "residence": wave.who.residence,
                    "sibling": wave.who.sibling,
                    "kinds": wave.who.kinds,
                    "slot_types": wave.who.slot_types,
                    "opens_at": wave.opens_at,
                    "open": now >= wave.opens_at,
                }
                for wave in waves
            ],
            "regular_cutoff_at": year and year.regular_cutoff_at,
            "regular_open": year is not None and now < year.regular_cutoff_at,
        }
    )
