"""Who is reading: nobody yet, somebody who still has to confirm, or a family."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

from flask import current_app, g, redirect, request
from werkzeug.wrappers import Response

from services.gateway.web import entrance
from services.gateway.web.kept import KeptAMoment
from services.gateway.web.services import services
from shared.eventstore import clock
from shared.web.client import Invalid, NotAllowed, NotThere, Unavailable
from shared.web.site import own_address, session_token

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Visitor:
    account_id: UUID
    email: str
    confirmed: bool


def visitor() -> Visitor | None:
    """Who is signed in, asked once per request."""
    if "visitor" not in g:
        g.visitor = _looked_up()
    found: Visitor | None = g.visitor
    return found


def known_visitor() -> Visitor | None:
    """Who is signed in, for the bar on top: no page fails because of its bar."""
    try:
        return visitor()
    except (NotAllowed, Unavailable):
        return None


def family() -> Visitor:
    """The visitor of a page that `signed_in_page` or `family_page` guards."""
    known = visitor()
    assert known is not None, "the page is not guarded"
    return known


def signed_in_page(view: Callable[P, R]) -> Callable[P, R | Response]:
    """The page needs somebody signed in, confirmed or not; it comes back after the sign-in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if (line := entrance.line_first()) is not None:
            return line
        if visitor() is None:
            return redirect(sign_in_url())
        entrance.come_in()
        return view(*args, **kwargs)

    return guarded


def family_page(view: Callable[P, R]) -> Callable[P, R | Response]:
    """The page needs a family whose address is confirmed; the others are told so."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if (line := entrance.line_first()) is not None:
            return line
        known = visitor()
        if known is None:
            return redirect(sign_in_url())
        entrance.come_in()
        if not known.confirmed:
            return redirect("/confirmez")
        return view(*args, **kwargs)

    return guarded


def sign_in_url() -> str:
    """Where to sign in, and to come back to this page (never into the middle of a form)."""
    if request.method != "GET" or request.path == "/accueil":
        return "/connexion"
    here = request.full_path.rstrip("?")
    return f"/connexion?{urlencode({'suite': here})}"


def forget_visitors() -> None:
    """Sessions have ended, or accounts have changed: this process asks for each of them again."""
    _kept_visitors().clear()


def way_on(asked: str | None, default: str = "/accueil") -> str:
    """An address to go on to: one of ours, or the default."""
    return own_address(asked, default)


def _looked_up() -> Visitor | None:
    token = session_token()
    if token is None:
        return None
    # Whoever does something is looked up anew; who looks at page after page, once in a moment.
    if request.method == "GET" and (kept := _kept_visitors().get(token)) is not None:
        return kept
    asked_at = clock.now()
    try:
        found = services().accounts.look_up(token)
    except (NotThere, Invalid):  # over, or nothing we ever gave
        _kept_visitors().drop(token)
        return None
    known = Visitor(
        account_id=UUID(found["account_id"]),
        email=found["email"],
        confirmed=found["confirmed"],
    )
    if known.confirmed:  # the others wait for the page that says they are
        _kept_visitors().put(token, known, asked_at)
    return known


def _kept_visitors() -> KeptAMoment[str, Visitor]:
    """By the token of the session."""
    return cast("KeptAMoment[str, Visitor]", current_app.extensions["gateway.visitors"])
