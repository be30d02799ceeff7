"""A parent makes an account."""

from typing import Any

from flask import Blueprint
from marshmallow import fields

from services.accounts import handlers
from services.accounts.api.fields import EmailAddress, NewPassword, keyring
from services.accounts.domain.account import Language
from shared.web.api import Asked, asked, needs, run

registrations = Blueprint("registrations", __name__)


class RegisterRequest(Asked):
    account_id = fields.UUID(required=True)
    email = EmailAddress(required=True)
    password = NewPassword()
    language = fields.Enum(Language, by_value=True, load_default=Language.FR)


@registrations.post("/registrations")
@needs("public")
def register() -> tuple[dict[str, Any], int]:
    signed_in = handlers.register(run, keyring(), **asked(RegisterRequest))
    return {"session": signed_in.session}, 201
