"""Pages for what goes wrong, in French, with what to do next; never a trace, always a number."""

import structlog
from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from services.gateway.web.forms import said
from shared.web.client import Invalid, NotAllowed, NotThere, Refusal, Unavailable

log = structlog.get_logger()

Page = tuple[str, int]


def register(app: Flask) -> None:
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(NotThere, not_found)
    app.register_error_handler(NotAllowed, not_allowed)
    app.register_error_handler(Unavailable, service_down)
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(Invalid, misread)
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(404, not_found)
    app.register_error_handler(403, not_allowed)
    app.register_error_handler(HTTPException, other)
    app.register_error_handler(Exception, our_fault)


def not_found(_error: Exception) -> Page:
    return render_template("errors/not_found.html"), 404


def not_allowed(_error: Exception) -> Page:
    return render_template("errors/not_allowed.html"), 403


def form_expired(_error: CSRFError) -> Page:
    return render_template("errors/form_expired.html"), 400


def too_large(_error: RequestEntityTooLarge) -> Page:
    return render_template("errors/too_large.html"), 413


def service_down(error: Unavailable) -> Page:
    log.warning("a service does not answer", problem=str(error))
    return render_template("errors/service_down.html", number=_number(error.correlation_id)), 503


def refused(error: Refusal) -> Page:
    """A refusal no page took care of; still a sentence, never a trace."""
    log.warning("a refusal reached no page", code=error.code)
    return render_template("errors/refused.html", sentence=said(error)), 409


def misread(error: Invalid) -> Page:
    """No page sends this: somebody edited the address or the form."""
    log.info("a service did not understand a page", problem=str(error))
    return render_template("errors/other.html", code=400), 400


def other(error: HTTPException) -> Page:
    return render_template("errors/other.html", code=error.code), error.code or 500


def our_fault(error: Exception) -> Page:
    log.error("a page failed", exc_info=error)
    return render_template("errors/our_fault.html", number=_number(None)), 500


def _number(told: str | None) -> str | None:
    """The number to give on the telephone: the one our logs know."""
    number = told or structlog.contextvars.get_contextvars().get("correlation_id")
    return None if number is None else str(number)
