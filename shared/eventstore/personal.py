"""Marks on the fields of an event that belong to a person. Pure: the domain may import this.

A `Personal` field is encrypted at rest under the key of the event's subject; destroying that key
erases the person from the history, backups included.
"""

from typing import Annotated, Final, TypeVar
from uuid import UUID

T = TypeVar("T")


class _Mark:
    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


PERSONAL: Final = _Mark("PERSONAL")
SUBJECT: Final = _Mark("SUBJECT")

Personal = Annotated[T, PERSONAL]
SubjectId = Annotated[UUID, SUBJECT]

ERASED: Final = "[effacé]"
