"""Notifier: the demonstration mailbox, when mails are kept instead of sent."""

from typing import Any, TypedDict, cast
from uuid import UUID

from shared.web.client import ServiceClient


class MailLine(TypedDict):
    mail_id: str
    to: str
    subject: str
    sent_at: str


class Mail(TypedDict):
    to: str
    subject: str
    text: str
    html: str
    sent_at: str


class Mailbox(TypedDict):
    mails: list[MailLine]
    page: int
    more: bool


class Notifier:
    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def mailbox(self, page: int, account_id: UUID | None = None) -> Mailbox:
        asked: dict[str, Any] = {"page": page}
        if account_id is not None:
            asked["account_id"] = str(account_id)
        answer = self._client.get("/mailbox", scope="public", params=asked)
        return cast(Mailbox, answer)

    def mail(self, mail_id: UUID) -> Mail:
        return cast(Mail, self._client.get(f"/mailbox/{mail_id}", scope="public"))
