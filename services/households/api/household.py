"""The family's own file: what it tells of itself, and sending it to the staff."""

from typing import Any

from flask import Blueprint

from services.households import handlers
from services.households.api.callers import file_of, own_household
from services.households.api.family_file import file_json
from services.households.api.sections import section_asked
from services.households.domain.sections import HOUSEHOLD_SECTIONS, SectionName
from services.households.projections import configuration
from shared.web.api import Missing, needs, reading, run

household = Blueprint("household", __name__, url_prefix="/household")


@household.get("")
@needs("family")
def show_file() -> dict[str, Any]:
    with reading() as tx:
        file = file_of(own_household())
        schools, requirements = configuration.whole(tx)
    return file_json(file, schools, requirements, health=True)


@household.put("/sections/<name>")
@needs("family")
def fill_section(name: str) -> dict[str, Any]:
    if name not in HOUSEHOLD_SECTIONS:
        raise Missing
    household_id = own_household()
    seen, section = section_asked(SectionName(name))
    return {"version": run(lambda work: handlers.fill_section(work, household_id, seen, section))}


@household.post("/submission")
@needs("family")
def submit_file() -> dict[str, Any]:
    household_id = own_household()
    run(lambda work: handlers.submit_file(work, household_id))
    return {"status": file_of(household_id).household.file.status}
