"""Puts the back office together."""

import structlog
from flask import Flask, g, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.wrappers import Response

from services.backoffice.clients.lines import SERVICES, Connect
from services.backoffice.refusals import sentence
from services.backoffice.web import BLUEPRINTS, desk, formats, words
from shared.web.client import Invalid, NotAllowed, NotThere, Refusal, ServiceClient, Unavailable
from shared.web.language import gettext as _
from shared.web.settings import Settings
from shared.web.site import site_app

log = structlog.get_logger()


def create_app(settings: Settings, connect: Connect = ServiceClient) -> Flask:
    """`connect` opens the line to a service; a test hands over a line of its own."""
    app = site_app(settings, "services.backoffice", BLUEPRINTS)
    app.extensions["backoffice"] = {name: connect(settings, name) for name in SERVICES}
    formats.register(app)
    app.jinja_env.filters["field_words"] = words.field
    app.jinja_env.globals.update(
        words=words, counts=desk.counts, may=desk.may, staff=desk.signed_in
    )
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(NotThere, lambda _error: _not_found(NotFound()))
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(Invalid, lambda _error: _http(BadRequest()))
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _our_fault)
    return app


def _page(status: int, title: str, text: str) -> tuple[str, int]:
    return render_template("error.html", title=title, text=text), status


def _form_too_old(_error: CSRFError) -> tuple[str, int]:
    return _page(
        400,
        _("Cette page était ouverte depuis trop longtemps"),
        _("Rien n’a été enregistré. Revenez en arrière, rechargez la page, puis recommencez."),
    )


def _not_found(_error: NotFound) -> tuple[str, int]:
    return _page(
        404,
        _("Cette page n’existe pas"),
        _("L’adresse est incomplète, ou ce que vous cherchez a été effacé."),
    )


def _not_allowed(_error: NotAllowed) -> tuple[str, int]:
    return _page(
        403,
        _("Cette page n’est pas pour votre compte"),
        _("Demandez à la direction d’ajouter ce droit à votre compte."),
    )


def _refused(refusal: Refusal) -> tuple[str, int]:
    return _page(refusal.status, _("Ce n’est pas possible pour l’instant"), sentence(refusal))


def _unavailable(error: Unavailable) -> tuple[str, int]:
    text = _("Rien n’a été perdu. Rechargez la page dans un instant.")
    if error.correlation_id:
        text = _(
            "Rien n’a été perdu. Rechargez la page dans un instant ; si cela dure, "
            "donnez ce numéro à l’assistance : %(number)s.",
            number=error.correlation_id,
        )
    return _page(503, _("Une partie du portail ne répond pas"), text)


def _our_fault(error: Exception) -> tuple[str, int]:
    log.error("a page failed", exc_info=error)
    return _page(
        500,
        _("Le portail a rencontré un problème"),
        _(
            "Ce qui était enregistré est gardé. Si cela dure, donnez ce numéro à "
            "l’assistance : %(number)s.",
            number=g.correlation_id,
        ),
    )


def _http(error: HTTPException) -> tuple[str, int] | Response:
    if error.code is None or error.code < 400:
        return error.get_response()
    return _page(error.code, _("Cela n’a pas marché"), _("Revenez en arrière, puis recommencez."))
