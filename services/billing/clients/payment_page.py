"""The bank's payment page: what billing wants of any bank, and the demonstration bank's way."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

from marshmallow import EXCLUDE, Schema, ValidationError, post_load
from marshmallow import fields as ma
from marshmallow import validate as rules

from shared.eventstore import clock


class BadSignature(Exception):
    """Not from the bank, changed on its way, or too old."""


class BankStatus(StrEnum):
    """PENDING: the bank has the order, and tells later whether the money came."""

    PAID = "PAID"
    PENDING = "PENDING"
    REFUSED = "REFUSED"
    ABANDONED = "ABANDONED"


@dataclass(frozen=True, kw_only=True)
class Notification:
    payment_id: UUID
    amount_cents: int
    status: BankStatus
    bank_reference: str
    paid_at: datetime


class HostedPaymentPage(Protocol):
    def create(
        self, payment_id: UUID, amount_cents: int, label: str, return_url: str, notify_url: str
    ) -> str:
        """Where to send the family. The same payment may be created again."""

    def verify(self, body: bytes, signature: str) -> Notification:
        """Raises BadSignature; marshmallow.ValidationError for a signed body that says nothing."""


class NotificationSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    payment_id = ma.UUID(required=True)
    amount_cents = ma.Integer(required=True, strict=True)
    status = ma.Enum(BankStatus, required=True, by_value=True)
    bank_reference = ma.String(required=True, validate=rules.Length(min=1, max=100))
    paid_at = ma.AwareDateTime(required=True)

    @post_load
    def build(self, data: dict[str, Any], **_options: Any) -> Notification:
        return Notification(**data)


FRESH: Final = timedelta(minutes=5)


class DemonstrationBank:
    """`deploy/bank`: both sides share a secret, and sign what they send with its time.

    An order to pay and a notification are signed under different words, so that the one, which
    travels through the browser, can never be taken for the other.
    """

    def __init__(self, secret: bytes, bank_url: str) -> None:
        self._secret = secret
        self._page = f"{bank_url}/paiement"

    def create(
        self, payment_id: UUID, amount_cents: int, label: str, return_url: str, notify_url: str
    ) -> str:
        order = {
            "payment_id": str(payment_id),
            "amount_cents": amount_cents,
            "label": label,
            "return_url": return_url,
            "notify_url": notify_url,
        }
        body = base64.urlsafe_b64encode(json.dumps(order).encode()).rstrip(b"=")
        at = str(int(clock.now().timestamp()))
        return f"{self._page}?ordre={body.decode()}.{at}.{self._sign('order', at, body)}"

    def verify(self, body: bytes, signature: str) -> Notification:
        parts = dict(part.partition("=")[::2] for part in signature.split(","))
        at, signed = parts.get("t", ""), parts.get("v1", "")
        expected = self._sign("notification", at, body)
        if not hmac.compare_digest(expected.encode(), signed.encode()):
            raise BadSignature("signature does not match")
        if abs(clock.now().timestamp() - int(at)) > FRESH.total_seconds():
            raise BadSignature("signed too long ago")
        try:
            said = json.loads(body)
        except ValueError:
            raise ValidationError({"": ["not_json"]}) from None
        notification: Notification = NotificationSchema().load(said)
        return notification

    def _sign(self, word: str, at: str, body: bytes) -> str:
        return hmac.new(
            self._secret, b".".join((word.encode(), at.encode(), body)), hashlib.sha256
        ).hexdigest()
