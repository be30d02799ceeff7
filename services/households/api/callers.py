"""Who asks, and for which household: never taken from the request."""

from typing import Any
from uuid import UUID

from flask import current_app

from services.households import handlers
from services.households.projections import names
from services.households.projections.family_file import FamilyFile, family_file
from shared.eventstore.vault import Vault
from shared.web.api import Missing, caller, reading, run, store

LONGEST_NAME = 100


def vault() -> Vault:
    it: Vault = current_app.extensions["vault"]
    return it


def own_household() -> UUID:
    """The household of the asking account; its first visit opens it."""
    account_id = caller().account_id
    assert account_id is not None  # the token of a family names one
    with reading() as tx:
        household_id = names.household_of(tx, account_id)
    if household_id is None:
        return run(lambda work: handlers.open_household(work, account_id))
    return household_id


def file_of(household_id: UUID) -> FamilyFile:
    """Raises Missing."""
    file = family_file(store().history(handlers.stream(household_id)))
    if file is None:
        raise Missing
    return file


def staff_member() -> tuple[UUID, str | None]:
    """Who of the staff asks, with the name their site gave."""
    claims: dict[str, Any] = caller().claims
    account_id = caller().account_id
    assert account_id is not None  # the token of a staff member names one
    name = claims.get("name")
    return account_id, name[:LONGEST_NAME] if isinstance(name, str) else None
