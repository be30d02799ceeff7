"""The other home of a child: a code for it, entering one, and ending it."""

from typing import Any
from uuid import UUID

from flask import Blueprint
from marshmallow import fields, validate

from services.households import handlers
from services.households.api.callers import file_of, own_household
from services.households.api.family_file import instant
from services.households.api.fields import Form
from services.households.api.sections import JOINED_CHILD, section
from services.households.domain.other_home import plain_code, shown_code
from services.households.domain.sections import Identity, SectionName
from services.households.projections import invitations, names
from shared.eventstore import clock
from shared.eventstore.decider import Refused
from shared.web.api import Missing, asked, needs, reading, run

other_home = Blueprint("other_home", __name__)


class InvitationForm(Form):
    email = fields.Email(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=254),
        error_messages={"invalid": "not_an_email"},
    )


@other_home.post("/household/children/<uuid:child_id>/invitation")
@needs("family")
def invite(child_id: UUID) -> tuple[dict[str, Any], int]:
    """A code, once: whoever has it, and knows the child, becomes its other home."""
    household_id = _own(child_id)
    email = asked(InvitationForm)["email"]
    code, invitation_id = handlers.new_code(), clock.new_id()
    invited = run(
        lambda work: handlers.invite_other_home(
            work, household_id, child_id, invitation_id, code, email
        )
    )
    return {"code": shown_code(code), "expires_at": instant(invited.expires_at)}, 201


@other_home.delete("/household/children/<uuid:child_id>/invitation")
@needs("family")
def withdraw(child_id: UUID) -> dict[str, Any]:
    household_id = _own(child_id)
    run(lambda work: handlers.withdraw_invitation(work, household_id, child_id))
    return {"child_id": child_id}


@other_home.post("/household/children/joined")
@needs("family")
def join() -> tuple[dict[str, Any], int]:
    """Raises Refused after a wrong try was kept: raising would undo the keeping."""
    household_id = own_household()
    wanted = asked(JOINED_CHILD)
    code = plain_code(wanted.pop("code"))
    identity = section(SectionName.IDENTITY, wanted)
    assert isinstance(identity, Identity)
    joined = run(lambda work: handlers.join_home(work, household_id, code, identity))
    if isinstance(joined, Refused):
        raise joined
    return {"child_id": joined}, 201


@other_home.delete("/household/children/<uuid:child_id>/other-home")
@needs("family")
def end(child_id: UUID) -> dict[str, Any]:
    """By either of the two."""
    household_id = _own(child_id)
    run(lambda work: handlers.end_other_home(work, household_id, child_id))
    return {"child_id": child_id}


@other_home.get("/invitations/<uuid:invitation_id>")
@needs("internal")
def show_invitation(invitation_id: UUID) -> dict[str, Any]:
    """Where to send a code, and the code, for as long as it is worth something."""
    with reading() as tx:
        found = invitations.invitation(tx, invitation_id)
    if found is None:
        raise Missing
    open_ones = file_of(found.household_id).household.other_homes.invited.values()
    invited = next((it for it in open_ones if it.invitation_id == invitation_id), None)
    if invited is None or invited.email is None:
        raise Missing
    return {
        "email": invited.email,
        "code": shown_code(invited.code),
        "expires_at": instant(invited.expires_at),
    }


def _own(child_id: UUID) -> UUID:
    household_id = own_household()
    with reading() as tx:
        if household_id not in names.households_of_child(tx, child_id):
            raise Missing
    return household_id
