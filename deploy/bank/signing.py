"""What the portal signs for the bank, and the bank for the portal.

An order to pay travels through the family's browser, a notification from server to server; each
is signed under its own word, so that the one can never be taken for the other.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from shared.eventstore import clock

LIVES: Final = timedelta(hours=1)


class BadOrder(Exception):
    """Not signed by the portal, or changed on its way."""


@dataclass(frozen=True, kw_only=True)
class Order:
    payment_id: str
    amount_cents: int
    label: str
    return_url: str
    notify_url: str


class OrderSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    payment_id = fields.UUID(required=True)
    amount_cents = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    label = fields.String(required=True)
    return_url = fields.String(required=True)
    notify_url = fields.String(required=True)

    @post_load
    def build(self, data: dict[str, Any], **_options: Any) -> Order:
        return Order(**{**data, "payment_id": str(data["payment_id"])})


def read_order(secret: bytes, text: str) -> tuple[Order, bool]:
    """The order, and whether it may still be paid. Raises BadOrder."""
    body, at, signed = (*text.split("."), "", "", "")[:3]
    if not hmac.compare_digest(_sign(secret, "order", at, body.encode()).encode(), signed.encode()):
        raise BadOrder
    try:
        order: Order = OrderSchema().loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        signed_at = int(at)
    except (ValidationError, binascii.Error, ValueError) as error:
        raise BadOrder from error
    age = clock.now().timestamp() - signed_at
    return order, age <= LIVES.total_seconds()


def sign_notification(secret: bytes, body: bytes) -> str:
    at = str(int(clock.now().timestamp()))
    return f"t={at},v1={_sign(secret, 'notification', at, body)}"


def _sign(secret: bytes, word: str, at: str, body: bytes) -> str:
    said = b".".join((word.encode(), at.encode(), body))
    return hmac.new(secret, said, hashlib.sha256).hexdigest()
