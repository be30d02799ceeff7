"""Addresses to write to, for the service that writes."""

from typing import Any

from flask import Blueprint
from marshmallow import fields, validate

from services.accounts.api.fields import keyring
from services.accounts.projections import account_list
from shared.web.api import Asked, asked, needs, reading

directory = Blueprint("directory", __name__)


class ContactPointsRequest(Asked):
    accounts = fields.List(fields.UUID(), required=True, validate=validate.Length(max=500))


@directory.post("/contact-points")
@needs("internal")
def contact_points() -> dict[str, Any]:
    """Unknown and erased accounts are left out."""
    wanted = asked(ContactPointsRequest)["accounts"]
    with reading() as tx:
        found = account_list.find_all(tx, keyring().vault, wanted)
    return {
        "accounts": {
            str(account.account_id): {"email": account.email, "language": account.language}
            for account in found
        }
    }
