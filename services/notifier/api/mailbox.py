"""The letters of the embedded shape, which anybody at the machine may read.

There is no such mailbox where mails really leave: 404.
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app
from marshmallow import fields, validate

from services.notifier.senders.mailbox import Mailbox
from shared.web.api import Asked, Missing, asked, needs, reading

mailbox = Blueprint("mailbox", __name__)

PAGE = 50


class MailboxQuery(Asked):
    account_id = fields.UUID(load_default=None)
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100_000))


@mailbox.get("/mailbox")
@needs("public")
def list_mailbox() -> dict[str, Any]:
    query = asked(MailboxQuery, source="query")
    with reading() as tx:
        found = _mailbox().mails(tx, query["account_id"], PAGE + 1, PAGE * (query["page"] - 1))
    return {"mails": found[:PAGE], "page": query["page"], "more": len(found) > PAGE}


@mailbox.get("/mailbox/<uuid:mail_id>")
@needs("public")
def read_mail(mail_id: UUID) -> dict[str, Any]:
    with reading() as tx:
        found = _mailbox().mail(tx, mail_id)
    if found is None:
        raise Missing
    return found


def _mailbox() -> Mailbox:
    kept: Mailbox | None = current_app.extensions["mailbox"]
    if kept is None:
        raise Missing
    return kept
