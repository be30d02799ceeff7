"""Whether a process can serve. Only its own database decides: a broker that is away is a delay."""

import socket
import time
from typing import Any, Final
from urllib.parse import urlsplit

import sqlalchemy as sa
import structlog

from shared.web.settings import HOST, Settings

log = structlog.get_logger()

PATIENCE: Final = 0.5  # seconds for the broker to take a connection
REMEMBERED: Final = 5.0

_asked: dict[str, tuple[float, bool]] = {}


def of_service(settings: Settings, engine: sa.Engine) -> dict[str, Any]:
    """`status` is "ok", with `warnings`, or "unavailable"."""
    warnings = [] if broker_answers(settings.broker_url) else ["broker_away"]
    try:
        with engine.connect() as tx:
            tx.execute(sa.select(1))
    except sa.exc.SQLAlchemyError as error:
        log.warning("not ready", error=f"{type(error).__name__}: {error}")
        return {"status": "unavailable", "service": settings.service, "why": "database_away"}
    return {"status": "ok", "service": settings.service, "warnings": warnings}


def broker_answers(url: str) -> bool:
    """Asked at most every few seconds, however many ask here."""
    if url.startswith("memory"):
        return True
    known = _asked.get(url)
    if known is None or time.monotonic() - known[0] > REMEMBERED:
        known = _asked[url] = (time.monotonic(), takes_connections(url))
    return known[1]


def takes_connections(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or HOST, parts.port or 5672), PATIENCE).close()
    except OSError:
        return False
    return True
