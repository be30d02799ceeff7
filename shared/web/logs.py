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
    common: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        lambda _logger, _name, line: {**line, "process": service},  # in every thread
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(NO_LOCALS_JSON)
        if wanted == "json"
        else structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*common, render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    _take_in_the_libraries(common, render)
    for name in ("pika", "amqp", "waitress", "werkzeug", "gunicorn.access"):
        logging.getLogger(name).setLevel(logging.ERROR)


def _take_in_the_libraries(
    common: list[structlog.typing.Processor], render: structlog.typing.Processor
) -> None:
    """What gunicorn, kombu and SQLAlchemy tell the standard library comes out in the same form."""
    root = logging.getLogger()
    for old in list(root.handlers):
        if isinstance(old.formatter, structlog.stdlib.ProcessorFormatter):
            root.removeHandler(old)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *common],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root.addHandler(handler)
