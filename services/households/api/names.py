"""Names for those who show or send them: asked for at that moment, never kept elsewhere."""

from typing import Any
from uuid import UUID

from flask import Blueprint
from marshmallow import fields, validate

from services.households.api.callers import file_of, own_household, vault
from services.households.domain.documents import DocumentStatus
from services.households.domain.sections import Identity, SectionName
from services.households.projections import configuration
from services.households.projections import names as known
from shared.web.api import Asked, Missing, asked, caller, needs, reading

names = Blueprint("names", __name__)

MOST = 1000


def ids() -> fields.Field[Any]:
    return fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MOST))


class NamesRequest(Asked):
    households = ids()
    children = ids()
    accounts = ids()


class PayersRequest(Asked):
    households = ids()


@names.post("/names")
@needs("internal", "staff", "family")
def name_them() -> dict[str, Any]:
    """Who was erased, is unknown or has told no name yet is left out; families see their own.

    A child of two homes is called as the first one calls it; `homes` says how each of them does.
    """
    wanted = asked(NamesRequest)
    only = own_household() if caller().scope == "family" else None
    with reading() as tx:
        households = known.households(tx, vault(), wanted["households"])
        told = known.children(tx, vault(), wanted["children"])
        accounts = known.accounts(tx, vault(), wanted["accounts"])
        schools = {school.school_id: school.name for school in configuration.schools(tx)}
    own = [each for each in told if only in (None, each.household_id)]
    homes: dict[UUID, dict[str, str]] = {}
    for each in own:
        homes.setdefault(each.child_id, {})[str(each.household_id)] = each.given_name
    return {
        "households": {
            str(each.household_id): {
                "name": each.name,
                "given_name": each.given_name,
                "family_name": each.family_name,
            }
            for each in households
            if only in (None, each.household_id)
        },
        "children": {
            str(each.child_id): {
                "given_name": each.given_name,
                "family_name": each.family_name,
                "class_name": each.class_name,
                "school_name": schools.get(each.school_id),
                "household_id": each.household_id,
                "homes": homes[each.child_id],
            }
            for each in reversed(own)
        },
        "accounts": {
            str(each.account_id): {
                "given_name": each.given_name,
                "household_id": each.household_id,
            }
            for each in accounts
            if only in (None, each.household_id)
        },
    }


@names.post("/payers")
@needs("internal")
def name_payers() -> dict[str, Any]:
    wanted = asked(PayersRequest)["households"]
    with reading() as tx:
        households = known.households(tx, vault(), wanted)
        addresses = known.addresses(tx, vault(), wanted)
    return {
        str(each.household_id): {
            "name": f"{each.given_name} {each.family_name}",
            "address": addresses.get(each.household_id, []),
        }
        for each in households
    }


@names.get("/return-messages/<uuid:household_id>")
@needs("internal")
def show_return_message(household_id: UUID) -> dict[str, Any]:
    """Why the file came back to the family, in the staff's words."""
    file = file_of(household_id)
    if file.returned is None:
        raise Missing
    with reading() as tx:
        requirements = configuration.requirements(tx)
    rejected = [
        each
        for each in file.household.required(requirements)
        if each.document is not None and each.status is DocumentStatus.REJECTED
    ]
    return {
        "reason": file.returned.reason,
        "message": file.returned.message,
        "documents": [
            {
                "label": each.requirement.label,
                "child": _given_name(file.household.answers.children, each.child_id),
                "reason": each.document.reason,
                "message": each.document.message,
            }
            for each in rejected
            if each.document is not None
        ],
    }


def _given_name(children: Any, child_id: UUID | None) -> str | None:
    identity = children[child_id][SectionName.IDENTITY] if child_id else None
    return identity.given_name if isinstance(identity, Identity) else None
