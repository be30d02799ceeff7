"""What the parents' site and the staff's site have in common: Flask, Jinja, French, CSRF, CSP."""

import hashlib
import re
from collections.abc import Sequence
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import Final

from babel.messages import mofile, pofile
from flask import Blueprint, Flask, Response, current_app, g, request
from flask_babel import Babel, get_locale
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined

from shared.eventstore import clock
from shared.web import assets, language, metrics
from shared.web.api import correlate, measured
from shared.web.settings import Settings

LANGUAGES: Final = ("fr", "en")
MAX_UPLOAD: Final = 12 * 1024 * 1024  # the service refuses over 10 MB, with a sentence
OWN_ADDRESS: Final = re.compile(r"/(?!/)[^\\\x00-\x20\x7f]*")
UI: Final = Path(__file__).parent / "templates"


def site_app(settings: Settings, package: str, blueprints: Sequence[Blueprint]) -> Flask:
    """`package` is the site's, e.g. "services.gateway": its templates/, static/, translations/."""
    folder = Path(str(resources.files(package)))
    app = Flask(package, static_folder=folder / "static", template_folder=folder / "templates")
    secret = hashlib.sha256(settings.secret("site-session") + settings.service.encode())
    https = settings.public_url.startswith("https:")
    app.config.update(
        SECRET_KEY=secret.digest(),
        # cookies know no ports: two portals, or two sites, on one host must not share theirs
        SESSION_COOKIE_NAME=f"{settings.service}_form_{settings.port}",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        LOGIN_COOKIE=f"{settings.service}_login_{settings.port}",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        MAX_CONTENT_LENGTH=MAX_UPLOAD,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="fr",
        BABEL_DEFAULT_TIMEZONE="Europe/Paris",
        BABEL_TRANSLATION_DIRECTORIES=str(folder / "translations"),
    )
    app.extensions["portail_site"] = settings
    app.jinja_loader = ChoiceLoader([FileSystemLoader(folder / "templates"), FileSystemLoader(UI)])
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset_url=assets.asset_url, now=clock.now, get_locale=get_locale)
    compile_catalogues(folder / "translations")
    Babel(app, locale_selector=_language)
    language.speak(app.jinja_env)
    CSRFProtect(app)
    app.register_blueprint(assets.assets)
    app.before_request(correlate)
    app.after_request(_protected)
    app.add_url_rule("/health/live", "live", lambda: {"status": "ok"})
    app.add_url_rule("/health/ready", "ready", lambda: {"status": "ok"})
    app.add_url_rule("/metrics", "metrics", metrics.exposition_of_a_site)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    return app


def site_settings() -> Settings:
    it: Settings = current_app.extensions["portail_site"]
    return it


def session_token() -> str | None:
    """The opaque token of the person signed in, if any; only accounts knows whom it means."""
    return request.cookies.get(current_app.config["LOGIN_COOKIE"])


def sign_in(response: Response, token: str) -> Response:
    response.set_cookie(
        current_app.config["LOGIN_COOKIE"],
        token,
        max_age=timedelta(days=30),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def sign_out(response: Response) -> Response:
    response.delete_cookie(current_app.config["LOGIN_COOKIE"], httponly=True, samesite="Lax")
    return response


def own_address(asked: str | None, otherwise: str) -> str:
    """Where to go on to: a page of this site, never an address that somebody put into a link.

    Browsers read a backslash as a slash and leave out tabs: "/<tab>/evil" is "//evil" to them.
    """
    return asked if asked and OWN_ADDRESS.fullmatch(asked) else otherwise


def compile_catalogues(folder: Path) -> None:
    """.po files are kept, .mo files are made from them where they are missing or older."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        made = source.with_suffix(".mo")
        if made.exists() and made.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = pofile.read_po(file, locale=source.parent.parent.name)
        draft = made.with_suffix(f".{clock.new_id()}.part")
        with draft.open("wb") as file:
            mofile.write_mo(file, catalogue)
        draft.replace(made)


def _language() -> str:
    chosen = request.cookies.get("language")
    return chosen if chosen in LANGUAGES else "fr"


def _protected(response: Response) -> Response:
    settings = site_settings()
    bank = settings.urls["bank"]  # a form that pays is redirected there, which CSP checks too
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'self'; "
        f"form-action 'self' {bank}; frame-ancestors 'self'; base-uri 'none'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    if settings.public_url.startswith("https:"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in response.headers and "assets" not in str(request.endpoint):
        response.headers["Cache-Control"] = "no-store"  # pages hold personal data
    return measured(response, settings.service)


__all__ = [
    "g",
    "own_address",
    "session_token",
    "sign_in",
    "sign_out",
    "site_app",
    "site_settings",
]
