"""How an answer is written: ids, dates and instants as text."""

from typing import Any

import msgspec
from flask import Response


def answer(content: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(content), status, content_type="application/json")
