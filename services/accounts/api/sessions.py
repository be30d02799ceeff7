"""Signing in and out, and the question of every page: who is this?"""

from functools import partial
from typing import Any

from flask import Blueprint
from marshmallow import fields

from services.accounts import handlers
from services.accounts.api.fields import EmailAddress, KnownPassword, Token, keyring
from services.accounts.domain.kind import Kind
from services.accounts.projections import account_list
from services.accounts.projections import sessions as kept
from shared.eventstore import clock
from shared.web.api import Asked, Missing, asked, needs, reading, run

sessions = Blueprint("sessions", __name__, url_prefix="/sessions")


class SignInRequest(Asked):
    email = EmailAddress(required=True)
    password = KnownPassword()
    kind = fields.Enum(Kind, required=True)
    ticket_id = fields.UUID(load_default=None, allow_none=True)


class SessionRequest(Asked):
    session = Token()
    kind = fields.Enum(Kind, load_default=None)


@sessions.post("")
@needs("public")
def sign_in() -> tuple[dict[str, Any], int]:
    wanted = asked(SignInRequest)
    kind, email, password = wanted["kind"], wanted["email"], wanted["password"]
    if kind is Kind.STAFF:
        signed_in = handlers.open_session(run, keyring(), kind, email, password)
    else:
        door = partial(handlers.come_in, ticket_id=wanted["ticket_id"])
        signed_in = handlers.open_session(run, keyring(), kind, email, password, door)
    return {"session": signed_in.session, "account_id": signed_in.account_id}, 201


@sessions.post("/lookup")
@needs("public")
def look_up() -> dict[str, Any]:
    """A site that says which kind it serves is not given the sessions of the other."""
    wanted = asked(SessionRequest)
    at = clock.now()
    with reading() as tx:
        session = kept.find(tx, handlers.hash_of(wanted["session"]), at)
        if session is None or wanted["kind"] not in (None, session.kind):
            raise Missing
        account = account_list.find(tx, keyring().vault, session.account_id)
    if account is None:
        raise Missing
    if session.should_be_noted(at):
        run(lambda work: handlers.note_use(work, session))
    return {
        "account_id": account.account_id,
        "kind": account.kind,
        "confirmed": account.confirmed,
        "email": account.email,
        "name": account.name,
        "language": account.language,
        "roles": account.roles,
        "facilities": account.facilities,
    }


@sessions.post("/end")
@needs("public")
def sign_out() -> tuple[str, int]:
    """Signing out of a session that is over is no error."""
    token = asked(SessionRequest)["session"]
    run(lambda work: handlers.end_session(work, token))
    return "", 204
