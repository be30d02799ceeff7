"""How a letter leaves. Which sender is in use follows from the settings alone."""

from datetime import timedelta
from typing import Protocol

import sqlalchemy as sa

from services.notifier.domain.letter import Letter
from services.notifier.domain.mail import Trouble


class NotSent(Exception):
    """The letter did not leave."""

    def __init__(self, trouble: Trouble, why: str) -> None:
        super().__init__(f"{trouble}: {why}")
        self.trouble = trouble


class Sender(Protocol):
    """`lease` is how long one attempt may take: no other worker touches the mail meanwhile."""

    @property
    def lease(self) -> timedelta: ...

    def send(self, letter: Letter) -> None:
        """Before the mail is recorded as sent, outside any transaction. Raises NotSent."""

    def keep(self, tx: sa.Connection, letter: Letter) -> None:
        """In the transaction that records the mail as sent."""
