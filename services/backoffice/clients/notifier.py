"""Which mails were sent, to whom, about what."""

from typing import Any
from uuid import UUID

from services.backoffice.clients.lines import StaffLine


class Notifier:
    def __init__(self, line: StaffLine) -> None:
        self._line = line

    def mails(self, account_id: UUID | None = None, page: int = 1) -> dict[str, Any]:
        answer: dict[str, Any] = self._line.get(
            "/mails", account_id=str(account_id) if account_id else None, page=page
        )
        return answer
