"""A public event on its way: CloudEvents 1.0, structured JSON."""

from dataclasses import dataclass
from typing import Any

import msgspec

from shared.contracts.published import CONTRACTS, load_data

CONTENT_TYPE = "application/cloudevents+json"


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """`position` is the place in the publisher's feed, without holes, from 1."""

    id: str
    source: str
    type: str
    stream: str
    position: int
    version: int
    correlation_id: str
    text: str
    data: dict[str, Any]

    @classmethod
    def read(cls, text: str | bytes) -> "Envelope":
        """Raises Unreadable for anything that is not one of our messages."""
        try:
            message = msgspec.json.decode(text)
            return cls(
                id=message["id"],
                source=message["source"].removeprefix("/"),
                type=message["type"],
                stream=message["subject"],
                position=int(message["sequence"]),
                version=int(message["dataschema"].rsplit(":", 1)[1]),
                correlation_id=message["correlationid"],
                text=text if isinstance(text, str) else text.decode(),
                data=message["data"],
            )
        except (msgspec.DecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise Unreadable(str(error)) from error

    def event(self) -> Any | None:
        """The contract, upcast to its present version; None for a type this release ignores.

        Raises TooNew for a version of a later release: it may look the same and mean another thing.
        """
        if (contract := CONTRACTS.get(self.type)) is None:
            return None
        if self.version > contract.VERSION:
            raise TooNew(f"{self.type} version {self.version}, known up to {contract.VERSION}")
        return load_data(self.type, self.version, self.data)


class TooNew(Exception):
    """Said by a later release than this one: it waits until this service is brought up to date."""


class Unreadable(Exception):
    """Not a message of ours, or cut in two."""
