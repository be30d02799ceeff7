"""A parent's own account."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from services.accounts import handlers
from services.accounts.api.fields import KnownPassword, NewPassword, keyring
from services.accounts.projections import account_list
from shared.web.api import Asked, Missing, asked, caller, needs, reading, run

me = Blueprint("me", __name__)


class ChangePasswordRequest(Asked):
    current = KnownPassword()
    new = NewPassword()


@me.get("/me")
@needs("family")
def show_account() -> dict[str, Any]:
    with reading() as tx:
        account = account_list.find(tx, keyring().vault, _own_account())
    if account is None:
        raise Missing
    return {
        "email": account.email,
        "confirmed": account.confirmed,
        "created_at": account.created_at.isoformat(),
    }


@me.post("/confirmation-requests")
@needs("family")
def request_confirmation() -> tuple[dict[str, Any], int]:
    account_id = _own_account()
    run(lambda work: handlers.request_confirmation(work, account_id))
    return {}, 202


@me.put("/password")
@needs("family")
def change_password() -> dict[str, Any]:
    """The asking device goes on with the session of the answer: all earlier ones are over."""
    wanted = asked(ChangePasswordRequest)
    signed_in = handlers.change_password(
        run, keyring(), _own_account(), wanted["current"], wanted["new"]
    )
    return {"session": signed_in.session}


def _own_account() -> UUID:
    account_id = caller().account_id
    assert account_id is not None  # the token of a family names one
    return account_id
