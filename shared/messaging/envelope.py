"""A public event on its way: CloudEvents 1.0, structured JSON."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from shared.contracts.published import CONTRACTS, load_data
from shared.eventstore.lanes import ALL_LANES, lane_of

CONTENT_TYPE = "application/cloudevents+json"

# The end of every text in a feed, which tells where the message stands even if it cannot be read.
PLACE = re.compile(r'"sequence":"(\d+)","lane":(\d+),"previous":(\d+)\}$')
SUBJECT = re.compile(r'"subject":"([^"\\]+)"')


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """`position` is the place in the publisher's feed, without holes, from 1; `previous` is the
    position of the message before it in its lane, 0 for the first."""

    id: str
    source: str
    type: str
    stream: str
    position: int
    lane: int
    previous: int
    version: int
    time: str
    correlation_id: str
    traceparent: str | None
    text: str
    data: dict[str, Any]
    told_by_feed: bool = False  # else by the bus

    @classmethod
    def read(cls, text: str | bytes, *, told_by_feed: bool = False) -> "Envelope":
        """Raises Unreadable for anything that is not one of our messages."""
        try:
            message = msgspec.json.decode(text)
            stream, position = message["subject"], int(message["sequence"])
            if (lane := int(message.get("lane", lane_of(stream)))) not in ALL_LANES:
                raise ValueError(f"lane {lane}")
            return cls(
                id=message["id"],
                source=message["source"].removeprefix("/"),
                type=message["type"],
                stream=stream,
                position=position,
                lane=lane,
                # Without it (before there were lanes) it shows a hole at most.
                previous=int(message.get("previous", position - 1)),
                version=int(message["dataschema"].rsplit(":", 1)[1]),
                time=message["time"],
                correlation_id=message["correlationid"],
                traceparent=message.get("traceparent"),
                text=text if isinstance(text, str) else text.decode(),
                data=message["data"],
                told_by_feed=told_by_feed,
            )
        except (msgspec.DecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise Unreadable(str(error)) from error

    @property
    def place(self) -> tuple[str, int]:
        return self.source, self.lane

    @property
    def at(self) -> datetime:
        """When it was said. Raises ValueError."""
        return datetime.fromisoformat(self.time)

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


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A text in a feed that is none of our messages, in the place where it stands."""

    source: str
    stream: str
    position: int
    lane: int
    previous: int
    text: str
    type: str = "unknown"
    correlation_id: str = "unknown"
    told_by_feed: bool = True

    @property
    def id(self) -> str:
        return f"{self.source}/{self.position}"

    @property
    def place(self) -> tuple[str, int]:
        return self.source, self.lane


Told = Envelope | Unread


def told(text: str, source: str) -> Told:
    """A message of a feed. Raises Unreadable when it is so broken that it has no place either."""
    try:
        return Envelope.read(text, told_by_feed=True)
    except Unreadable:
        if (place := PLACE.search(text)) is None:
            raise
        position, lane, previous = map(int, place.groups())
        subject = SUBJECT.search(text)
        return Unread(
            source=source,
            stream=subject[1] if subject else f"{source}/{position}",
            position=position,
            lane=lane,
            previous=previous,
            text=text.replace("\0", "\\0"),
        )
