"""The reference a family quotes on the telephone: short, and without letters that look alike."""

from hashlib import sha256
from uuid import UUID

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6


def reference(request_id: UUID, year: int) -> str:
    number = int.from_bytes(sha256(request_id.bytes).digest()[:8], "big")
    letters = []
    for _ in range(LENGTH):
        number, remainder = divmod(number, len(CROCKFORD))
        letters.append(CROCKFORD[remainder])
    return f"D-{year}-{''.join(letters)}"
