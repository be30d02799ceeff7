"""Signing in and out of the back office; families have their own door on the parents' site."""

from datetime import timedelta

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.backoffice.refusals import sentence
from services.backoffice.web import desk
from shared.web.client import Invalid, Refusal, Unavailable
from shared.web.language import gettext as _
from shared.web.site import own_address, session_token, sign_in, sign_out

pages = Blueprint("sign_in", __name__)


@pages.get("/connexion")
def form() -> str | Response:
    if desk.signed_in():
        return redirect(_inside(request.args.get("suite", "")))
    return _page({})


@pages.post("/connexion")
def enter() -> Response | tuple[str, int]:
    email, password = request.form.get("email", "").strip(), request.form.get("password", "")
    errors = {}
    if not email:
        errors["email"] = _("Écrivez votre adresse e-mail")
    if not password:
        errors["password"] = _("Écrivez votre mot de passe")
    if errors:
        return _page(errors), 422
    try:
        token = desk.accounts().sign_in(email, password)
    except Refusal as refusal:
        return _page({"email": sentence(refusal)}), refusal.status
    except Invalid:
        return _page({"email": sentence(Refusal("wrong_credentials", {}))}), 422
    return sign_in(make_response(redirect(_inside(request.form.get("suite", "")))), token)


@pages.post("/deconnexion")
def leave() -> Response:
    """The cookie goes even when accounts does not answer."""
    if token := session_token():
        try:
            desk.accounts().sign_out(token)
        except (Invalid, Unavailable):
            pass
    return sign_out(make_response(redirect(url_for("sign_in.form"))))


@pages.get("/langue/<any(fr, en):code>")
def choose_language(code: str) -> Response:
    """A preference of this browser, for both sites of the portal."""
    response = make_response(redirect(_inside(request.args.get("suite", ""))))
    response.set_cookie("language", code, max_age=timedelta(days=365), samesite="Lax")
    return response


def _page(errors: dict[str, str]) -> str:
    return render_template(
        "sign_in.html",
        errors=errors,
        email=request.form.get("email", ""),
        suite=request.values.get("suite", ""),
    )


def _inside(address: str) -> str:
    """Where to go next: a page of this site, never an address somebody put in the link."""
    return own_address(address, url_for("home.show"))
