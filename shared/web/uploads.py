"""Files that people send: what is accepted, under which name it is kept, and how it is shown."""

import io
import re
import unicodedata
from pathlib import PurePath
from typing import Final

import filetype  # type: ignore[import-untyped]  # carries no types
from flask import Response, request, send_file

from shared.eventstore.decider import Refused
from shared.web.api import problem

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_REQUEST: Final = MAX_BYTES + 64 * 1024  # the file, and what surrounds it in the form
MAX_DRAINED: Final = 5 * MAX_BYTES
LONGEST_STEM: Final = 100

# What is accepted, by content: its ending, and whether browsers show it themselves.
KINDS: Final = {
    "application/pdf": ("pdf", True),
    "image/jpeg": ("jpg", True),
    "image/png": ("png", True),
    "image/webp": ("webp", True),
    "image/heic": ("heic", False),
}


def shown(content: bytes, content_type: str, filename: str) -> Response:
    """As it was sent, and so that no browser takes it for anything else."""
    _, shown_inside = KINDS[content_type]
    response = send_file(
        io.BytesIO(content),
        mimetype=content_type,
        as_attachment=not shown_inside,
        download_name=filename,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def kind_of(content: bytes) -> str:
    """The type that the content itself shows; its name and what the browser says do not count."""
    if not content:
        raise Refused("file_empty")
    if len(content) > MAX_BYTES:
        raise Refused("file_too_big", max_bytes=MAX_BYTES)
    kind: str | None = filetype.guess_mime(content)
    if kind not in KINDS:
        raise Refused("file_wrong_type", accepted=list(KINDS))
    return kind


def clean_name(name: str, ending: str) -> str:
    """The last part of the name, of signs that can be seen, with the ending of its true type."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if not unicodedata.category(sign).startswith("C"))
    stem = re.sub(r'[<>:"|?*]', "", PurePath(seen).stem).strip(" .")[:LONGEST_STEM].strip(" .")
    return f"{stem or 'document'}.{ending}"


def request_too_big(_error: Exception) -> Response:
    """Read to its end first: a caller that is still sending would never hear the answer."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, MAX_DRAINED)
    while left > 0 and (part := stream.read(min(left, 1 << 20))):
        left -= len(part)
    return problem(409, "file_too_big", facts={"max_bytes": MAX_BYTES})
