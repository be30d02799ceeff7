"""structlog: JSON where nobody watches, readable on a terminal; a correlation id on every line."""

import logging
import os
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer

# structlog prints the local variables of every frame unless told not to: passwords, addresses.
NO_LOCALS_JSON = ExceptionDictTransformer(show_locals=False)
NO_LOCALS_TEXT = structlog.dev.RichTracebackFormatter(show_locals=False)


def set_up(service: str) -> None:
    """Once a process; `PORTAIL_LOG=json|text`, default by whether a person is looking."""
    wanted = os.environ.get("PORTAIL_LOG") or ("text" if sys.stderr.isatty() else "json")
    level = logging.getLevelNamesMapping()[os.environ.get("PORTAIL_LOG_LEVEL", "INFO").upper()]
    render: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=NO_LOCALS_TEXT)
        if wanted == "text"
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(NO_LOCALS_JSON)
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
