"""The operator says who works here."""

from uuid import UUID

from flask import Blueprint
from marshmallow import fields

from services.accounts import handlers
from services.accounts.api.fields import EmailAddress, NewPassword, keyring, length
from shared.web.api import Asked, asked, needs, run

staff = Blueprint("staff", __name__, url_prefix="/staff")

short = length(1, 100)


class StaffMemberRequest(Asked):
    email = EmailAddress(required=True)
    password = NewPassword()
    name = fields.String(required=True, validate=short)
    roles = fields.List(fields.String(validate=short), required=True)
    facilities = fields.List(fields.String(validate=short), load_default=list)


@staff.put("/<uuid:account_id>")
@needs("operator")
def describe_staff_member(account_id: UUID) -> tuple[str, int]:
    handlers.describe_staff_member(run, keyring(), account_id, **asked(StaffMemberRequest))
    return "", 204
