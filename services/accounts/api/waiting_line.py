"""The line before the door: the gateways say who still waits, and hear whose turn it is."""

from typing import Any

from flask import Blueprint
from marshmallow import fields, validate

from services.accounts import handlers
from shared.web.api import Asked, asked, needs, run

waiting_line = Blueprint("waiting_line", __name__)

MOST_AT_ONCE = 10_000


class TicketAsked(Asked):
    ticket_id = fields.UUID(required=True)
    arrived_at = fields.AwareDateTime(required=True)


class LineAsked(Asked):
    tickets = fields.List(
        fields.Nested(TicketAsked), required=True, validate=validate.Length(max=MOST_AT_ONCE)
    )
    most = fields.Integer(
        load_default=None, strict=True, validate=validate.Range(min=0, max=10_000)
    )


@waiting_line.post("/waiting-line")
@needs("public")
def advance() -> dict[str, Any]:
    wanted = asked(LineAsked)
    tickets = {it["ticket_id"]: it["arrived_at"] for it in wanted["tickets"]}
    positions, waiting = run(lambda work: handlers.advance_line(work, tickets, wanted["most"]))
    return {"positions": {str(ticket): n for ticket, n in positions.items()}, "waiting": waiting}
