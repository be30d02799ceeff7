"""What became of the mails, for staff."""

from typing import Any

from flask import Blueprint
from marshmallow import fields, validate

from services.notifier.projections import mail_list
from shared.web.api import Asked, asked, needs, reading

mails = Blueprint("mails", __name__)

PAGE = 50


class MailsQuery(Asked):
    account_id = fields.UUID(load_default=None)
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100_000))


@mails.get("/mails")
@needs("staff")
def list_mails() -> dict[str, Any]:
    query = asked(MailsQuery, source="query")
    with reading() as tx:
        found = mail_list.mails(tx, query["account_id"], PAGE + 1, PAGE * (query["page"] - 1))
    return {"mails": found[:PAGE], "page": query["page"], "more": len(found) > PAGE}
