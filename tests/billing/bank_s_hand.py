"""Signs as the bank does, written down a second time so that a test does not believe the code."""

import hashlib
import hmac
import json
from uuid import UUID

from shared.eventstore import clock


def notification(payment_id: UUID | str, amount_cents: int, status: str = "PAID", **other) -> bytes:
    return json.dumps(
        {
            "payment_id": str(payment_id),
            "amount_cents": amount_cents,
            "status": status,
            "bank_reference": "DEMO-1",
            "paid_at": "2026-11-03T10:00:00+01:00",
        }
        | other
    ).encode()


def signature(secret: bytes, body: bytes, word: str = "notification", age: int = 0) -> str:
    at = str(int(clock.now().timestamp()) - age)
    said = b".".join((word.encode(), at.encode(), body))
    return f"t={at},v1={hmac.new(secret, said, hashlib.sha256).hexdigest()}"
