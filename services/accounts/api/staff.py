"""The operator says who works here; staff read who did something by their name."""

from typing import Any
from uuid import UUID

from flask import Blueprint
from marshmallow import fields, validate

from services.accounts import handlers
from services.accounts.api.fields import EmailAddress, NewPassword, keyring, length
from services.accounts.domain.kind import Kind
from services.accounts.projections import account_list
from shared.web.api import Asked, asked, needs, reading, run

staff = Blueprint("staff", __name__, url_prefix="/staff")

short = length(1, 100)


class StaffMemberRequest(Asked):
    email = EmailAddress(required=True)
    password = NewPassword()
    name = fields.String(required=True, validate=short)
    roles = fields.List(fields.String(validate=short), required=True)
    facilities = fields.List(fields.String(validate=short), load_default=list)


class NamesRequest(Asked):
    account_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=100))


@staff.post("/names")
@needs("staff")
def names() -> dict[str, Any]:
    """By account; whoever is no member of the staff is left out."""
    wanted = asked(NamesRequest)["account_ids"]
    with reading() as tx:
        known = account_list.find_all(tx, keyring().vault, wanted)
    return {"names": {str(it.account_id): it.name for it in known if it.kind is Kind.STAFF}}


@staff.put("/<uuid:account_id>")
@needs("operator")
def describe_staff_member(account_id: UUID) -> tuple[str, int]:
    handlers.describe_staff_member(run, keyring(), account_id, **asked(StaffMemberRequest))
    return "", 204
