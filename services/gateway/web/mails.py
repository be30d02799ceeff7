"""The mails of a demonstration: kept and shown here, because none of them leaves."""

from uuid import UUID

from flask import Blueprint, abort, current_app, make_response, render_template, request
from werkzeug.wrappers import Response

from services.gateway.web.services import services

pages = Blueprint("mails", __name__, url_prefix="/mails")

# A mail brings its own style and nothing else; its links open in the whole window.
AS_A_MAIL = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation allow-popups"
)


@pages.before_request
def _only_in_a_demonstration() -> None:
    if not current_app.config["SHOWS_MAILS"]:
        abort(404)


@pages.get("")
def show_list() -> str:
    page = max(1, request.args.get("page", 1, type=int))
    told = services().notifier.mailbox(page)
    return render_template("mails/list.html", mails=told["mails"], page=page, more=told["more"])


@pages.get("/<uuid:mail_id>")
def show(mail_id: UUID) -> str:
    return render_template(
        "mails/mail.html", mail=services().notifier.mail(mail_id), mail_id=mail_id
    )


@pages.get("/<uuid:mail_id>/contenu")
def show_content(mail_id: UUID) -> Response:
    """The mail as a mail program shows it, framed by the page above."""
    html = services().notifier.mail(mail_id)["html"]
    opened = html.replace("<head>", '<head><base target="_top">', 1)
    response = make_response(opened)
    response.headers["Content-Security-Policy"] = AS_A_MAIL
    return response
