"""What children eat, for the staff who serve and order the meals.

Only that: allergies and care plans are in the health record, whose reading is recorded.
"""

from typing import Any

from flask import Blueprint

from services.households.api.callers import vault
from services.households.api.names import ids
from services.households.projections import diets as known
from shared.web.api import Asked, asked, needs, reading

diets = Blueprint("diets", __name__)


class DietsRequest(Asked):
    children = ids()


@diets.post("/diets")
@needs("staff", role="bookings")
def tell_diets() -> dict[str, Any]:
    wanted = asked(DietsRequest)["children"]
    with reading() as tx:
        told = known.diets(tx, vault(), wanted)
    return {"diets": {str(child_id): diet for child_id, diet in told.items()}}
