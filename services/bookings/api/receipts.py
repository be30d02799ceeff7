"""Receipts that anybody can check: signed with Ed25519, the public key in the open.

A code is a JWS (RFC 7515, compact). The private key is made from a secret of the installation.
"""

import json
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Blueprint, Response
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from marshmallow import fields, validate

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.api.callers import request_of
from services.bookings.domain.receipt import Receipt, digest
from services.bookings.domain.request_history import BookingRequest, RequestSubmitted
from shared.web.api import Asked, Missing, asked, needs, reading, settings, store

receipts = Blueprint("receipts", __name__, url_prefix="/receipts")

ALGORITHMS: Final = ["Ed25519"]
LONGEST: Final = 2000


class Verdict(StrEnum):
    """AUTHENTIC: signed here, and the request kept here says the same. OF_ANOTHER_REQUEST: signed
    here, shown for a request that it is not of. UNKNOWN: signed here, the request is not kept here
    or says something else. FORGED: not signed here. NOT_A_RECEIPT: not even a code."""

    AUTHENTIC = "AUTHENTIC"
    OF_ANOTHER_REQUEST = "OF_ANOTHER_REQUEST"
    UNKNOWN = "UNKNOWN"
    FORGED = "FORGED"
    NOT_A_RECEIPT = "NOT_A_RECEIPT"


class CodeAsked(Asked):
    code = fields.String(required=True, validate=validate.Length(max=LONGEST))
    reference = fields.String(load_default="", validate=validate.Length(max=40))


@receipts.get("/key")
@needs("public", "family", "staff")
def show_key() -> Response:
    """The key set (RFC 7517) that a receipt is checked with."""
    key = _key()
    public = {**key.as_dict(private=False), "kid": key.thumbprint(), "alg": "Ed25519", "use": "sig"}
    return answer({"keys": [public]})


@receipts.post("/verification")
@needs("public", "family", "staff")
def verify() -> Response:
    wanted = asked(CodeAsked)
    verdict, receipt = _verified("".join(wanted["code"].split()), wanted["reference"])
    known = receipt if verdict is not Verdict.FORGED else None
    return answer(
        {
            "verdict": verdict,
            "reference": known and known.reference,
            "received_at": known and known.received_at,
            "rank": known and known.rank,
        }
    )


def code_of(receipt: Receipt) -> str:
    """The same one however often it is asked for."""
    key = _key()
    said = {
        "ref": receipt.reference,
        "req": str(receipt.request_id),
        "at": receipt.received_at.isoformat(),
        "rank": receipt.rank,
        "sha256": receipt.digest,
    }
    header = {"alg": "Ed25519", "kid": key.thumbprint()}
    payload = json.dumps(said, separators=(",", ":")).encode()
    return jws.serialize_compact(header, payload, key, algorithms=ALGORITHMS)


def receipt_of(request_id: UUID, request: BookingRequest) -> Receipt | None:
    """Of a request that was sent."""
    if request.received_at is None:
        return None
    with reading() as tx:
        rank = store().ordinal(tx, RequestSubmitted, handlers.request_stream(request_id))
    assert rank is not None
    return Receipt(
        reference=request.reference,
        request_id=request_id,
        received_at=request.received_at,
        rank=rank,
        digest=digest(request.lines, request.draft.cancellations),
    )


def _verified(code: str, reference: str) -> tuple[Verdict, Receipt | None]:
    if code.count(".") != 2 or not code.isascii():
        return Verdict.NOT_A_RECEIPT, None
    try:
        told = jws.deserialize_compact(code, _key(), algorithms=ALGORITHMS)
        receipt = _read(json.loads(told.payload))
    except (JoseError, ValueError, KeyError, TypeError):
        return Verdict.FORGED, None
    try:
        kept = receipt_of(receipt.request_id, request_of(receipt.request_id).request)
    except Missing:
        kept = None
    if kept != receipt:
        return Verdict.UNKNOWN, receipt
    if reference and _plain(reference) != _plain(receipt.reference):
        return Verdict.OF_ANOTHER_REQUEST, receipt
    return Verdict.AUTHENTIC, receipt


def _read(said: dict[str, Any]) -> Receipt:
    return Receipt(
        reference=str(said["ref"]),
        request_id=UUID(said["req"]),
        received_at=datetime.fromisoformat(said["at"]),
        rank=int(said["rank"]),
        digest=str(said["sha256"]),
    )


def _plain(reference: str) -> str:
    return "".join(reference.split()).upper()


def _key() -> OKPKey:
    return _key_of(settings().secret("receipts"))


@lru_cache(maxsize=4)
def _key_of(seed: bytes) -> OKPKey:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return OKPKey.import_key(
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
