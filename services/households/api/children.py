"""The children of the family."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from services.households import handlers
from services.households.api.callers import own_household
from services.households.api.sections import NEW_CHILD, section, section_asked
from services.households.domain.sections import CHILD_SECTIONS, Identity, SectionName
from services.households.projections import names
from shared.web.api import Missing, asked, needs, reading, run

children = Blueprint("children", __name__, url_prefix="/household/children")


@children.post("")
@needs("family")
def register_child() -> tuple[dict[str, Any], int]:
    household_id = own_household()
    wanted = asked(NEW_CHILD)
    child_id = wanted.pop("child_id")
    identity = section(SectionName.IDENTITY, wanted)
    assert isinstance(identity, Identity)
    version = run(lambda work: handlers.register_child(work, household_id, child_id, identity))
    return {"child_id": child_id, "version": version}, 201


@children.put("/<uuid:child_id>/<name>")
@needs("family")
def fill_child_section(child_id: UUID, name: str) -> dict[str, Any]:
    household_id = own_household()
    with reading() as tx:
        own = household_id in names.households_of_child(tx, child_id)
    if name not in CHILD_SECTIONS or not own:
        raise Missing
    seen, answers = section_asked(SectionName(name))
    return {
        "version": run(
            lambda work: handlers.fill_child_section(work, household_id, child_id, seen, answers)
        )
    }
