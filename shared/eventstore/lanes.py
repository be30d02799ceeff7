"""A lane is a sixteenth of the streams of a service, so that several workers can share its events.

A stream keeps its lane for ever: consumers count how far they have come in each.
"""

from typing import Final
from zlib import crc32

LANES: Final = 16
ALL_LANES: Final = range(LANES)


def lane_of(stream: str) -> int:
    """From 0 to 15."""
    return crc32(stream.encode()) % LANES
