"""What somebody signs in as."""

from enum import StrEnum


class Kind(StrEnum):
    FAMILY = "FAMILY"
    STAFF = "STAFF"
