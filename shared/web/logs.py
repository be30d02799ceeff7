"""structlog: JSON where nobody watches, readable on a terminal; a correlation id on every line."""

import logging
import os
import sys

import structlog


def set_up(service: str) -> None:
    """Once a process; `PORTAIL_LOG=json|text`, default by whether a person is looking."""
    wanted = os.environ.get("PORTAIL_LOG") or ("text" if sys.stderr.isatty() else "json")
    level = logging.getLevelNamesMapping()[os.environ.get("PORTAIL_LOG_LEVEL", "INFO").upper()]
    render: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if wanted == "text" else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks
            if wanted == "json"
            else structlog.processors.StackInfoRenderer(),
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    structlog.contextvars.bind_contextvars(process=service)
    for name in ("pika", "amqp", "waitress", "werkzeug", "gunicorn.access"):
        logging.getLogger(name).setLevel(logging.ERROR)
