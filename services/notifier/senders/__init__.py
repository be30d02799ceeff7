"""How a letter leaves. Which sender is in use follows from the settings alone."""

import re
from datetime import timedelta
from typing import Protocol

import sqlalchemy as sa

from services.notifier.domain.letter import Letter
from services.notifier.domain.mail import Trouble

AN_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")


class NotSent(Exception):
    """The letter did not leave. `why` ends in logs, and servers repeat whom they refuse."""

    def __init__(self, trouble: Trouble, why: str) -> None:
        super().__init__(f"{trouble}: {AN_ADDRESS.sub('…', why)}")
        self.trouble = trouble


class Sender(Protocol):
    """`lease` is how long one attempt may take: no other worker touches the mail meanwhile.

    `together` is how many letters are taken, and recorded as sent, in one transaction. Where they
    really leave it is one: who is killed in between sends what was not recorded once more.
    """

    @property
    def lease(self) -> timedelta: ...

    @property
    def together(self) -> int: ...

    def send(self, letter: Letter) -> None:
        """Before the mail is recorded as sent, outside any transaction. Raises NotSent."""

    def keep(self, tx: sa.Connection, letter: Letter) -> None:
        """In the transaction that records the mail as sent."""
