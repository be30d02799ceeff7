"""Keys to the feed, given out and taken back by the operator."""

from typing import Any
from uuid import UUID

from flask import Blueprint
from marshmallow import fields, validate

from services.integrations import handlers
from services.integrations.projections import api_keys
from shared.eventstore import clock
from shared.web.api import Asked, Missing, asked, needs, reading, run

keys = Blueprint("keys", __name__)


class IssueKeyRequest(Asked):
    key_id = fields.UUID(load_default=clock.new_id)
    label = fields.String(required=True, validate=validate.Length(min=1, max=100))


@keys.post("/keys")
@needs("operator")
def issue_key() -> tuple[dict[str, Any], int]:
    """The only answer that ever holds the key."""
    wanted = asked(IssueKeyRequest)
    issued = run(lambda work: handlers.issue_key(work, wanted["key_id"], wanted["label"]))
    return {"key_id": issued.key_id, "key": issued.secret}, 201


@keys.get("/keys")
@needs("operator")
def list_keys() -> dict[str, Any]:
    with reading() as tx:
        return {"keys": api_keys.keys(tx)}


@keys.delete("/keys/<uuid:key_id>")
@needs("operator")
def revoke_key(key_id: UUID) -> tuple[dict[str, Any], int]:
    with reading() as tx:
        if not api_keys.issued(tx, key_id):
            raise Missing
    run(lambda work: handlers.revoke_key(work, key_id))
    return {}, 200
