"""Who is inside and who stands in line, of those who are signed in already: decision 0020.

Coming in costs more than being asked to wait. So whoever comes anew while the house is full, or
others wait, takes a ticket of the line that the sign-in has; whoever is inside is never stopped.
"""

from datetime import UTC, datetime, timedelta
from typing import Final, cast

from flask import Flask, current_app, g, redirect, request
from itsdangerous import BadSignature, Signer
from werkzeug.wrappers import Response

from services.gateway.web import waiting
from services.gateway.web.crowd import Crowd
from shared.eventstore import clock
from shared.web.site import session_token, site_settings

INSIDE: Final = timedelta(minutes=30)  # after the last page
SAID_AGAIN: Final = timedelta(minutes=5)  # a cookie is not sent with every page


def watch(app: Flask) -> None:
    app.extensions["gateway.crowd"] = Crowd()
    app.before_request(_begin)
    app.teardown_request(_end)
    app.after_request(_remember)


def line_first() -> Response | None:
    """The way to the line, for who comes anew while others wait; None for everybody else.

    A form that is sent is never held up: whoever sends one is inside.
    """
    if request.method != "GET" or session_token() is None or _inside_since() is not None:
        return None
    if waiting.has_its_turn() or not (_crowd().is_full() or waiting.doorman().somebody_waits()):
        return None
    here = request.full_path.rstrip("?")
    return redirect(waiting.line_address(here), 303)


def come_in() -> None:
    """Somebody who is known, and need not wait, is inside from now on."""
    since = _inside_since()
    if since is None or clock.now() - since > SAID_AGAIN:
        g.comes_in = session_token()


def came_in(session: str) -> None:
    """Whoever has just signed in has waited enough."""
    g.comes_in = session


def _begin() -> None:
    g.in_hand = True
    _crowd().begins()


def _end(_error: BaseException | None) -> None:
    if g.pop("in_hand", False):
        _crowd().ends()


def _remember(response: Response) -> Response:
    if session := g.get("comes_in"):
        response.set_cookie(
            _cookie(),
            _signer(session).sign(str(int(clock.now().timestamp()))).decode(),
            max_age=INSIDE,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
        waiting.leave(response)
    return response


def _inside_since() -> datetime | None:
    session, told = session_token(), request.cookies.get(_cookie())
    if session is None or told is None:
        return None
    try:
        at = datetime.fromtimestamp(int(_signer(session).unsign(told)), UTC)
    except (BadSignature, ValueError, OverflowError):
        return None
    return at if clock.now() - at < INSIDE else None


def _signer(session: str) -> Signer:
    """Good for this session alone."""
    return Signer(current_app.config["SECRET_KEY"], salt=f"inside {session}".encode())


def _crowd() -> Crowd:
    return cast(Crowd, current_app.extensions["gateway.crowd"])


def _cookie() -> str:
    return f"gateway_inside_{site_settings().port}"
