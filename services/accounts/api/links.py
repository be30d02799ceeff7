"""What somebody does with a mailed link, and asking for one."""

from typing import Any

from flask import Blueprint
from marshmallow import fields

from services.accounts import handlers
from services.accounts.api.fields import EmailAddress, NewPassword, Token, keyring
from services.accounts.domain.account import LinkPurpose
from shared.web.api import Asked, asked, needs, run

links = Blueprint("links", __name__)


class IssueLinkRequest(Asked):
    account_id = fields.UUID(required=True)
    purpose = fields.Enum(LinkPurpose, by_value=True, required=True)


class ConfirmRequest(Asked):
    token = Token()


class PasswordResetRequest(Asked):
    email = EmailAddress(required=True)


class ResetPasswordRequest(Asked):
    token = Token()
    password = NewPassword()


@links.post("/links")
@needs("internal")
def issue_link() -> tuple[dict[str, Any], int]:
    wanted = asked(IssueLinkRequest)
    link = run(lambda work: handlers.issue_link(work, wanted["account_id"], wanted["purpose"]))
    return {"token": link.token, "expires_at": link.expires_at.isoformat()}, 201


@links.post("/confirmations")
@needs("public")
def confirm_email() -> dict[str, Any]:
    token = asked(ConfirmRequest)["token"]
    account_id, first_time = run(lambda work: handlers.confirm_email(work, token))
    return {"account_id": account_id, "first_time": first_time}


@links.post("/password-resets")
@needs("public")
def request_password_reset() -> tuple[dict[str, Any], int]:
    email = asked(PasswordResetRequest)["email"]
    run(lambda work: handlers.request_password_reset(work, keyring(), email))
    return {}, 202


@links.post("/password-resets/completion")
@needs("public")
def reset_password() -> dict[str, Any]:
    wanted = asked(ResetPasswordRequest)
    account_id = handlers.reset_password(run, keyring(), wanted["token"], wanted["password"])
    return {"account_id": account_id}
