"""The line before the door, when everybody comes at once: calm, fair, and never down.

A ticket is a number and the instant of arrival, signed by this site and kept by the browser: the
place in the line survives every process here.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, current_app, g, make_response, redirect, render_template, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from services.gateway.web.doorman import Doorman
from services.gateway.web.kept import KeptAMoment
from services.gateway.web.language import language
from shared.eventstore import clock
from shared.web.site import own_address, session_token, site_settings

pages = Blueprint("waiting", __name__)

Shown = tuple[str, int | None, str, bool]
PAGE_LASTS = timedelta(minutes=1)

TICKET_LASTS = timedelta(hours=2)
TURN_LASTS = timedelta(minutes=10)  # as accounts has it, who looks again when the password comes


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """`turn_at` is when this site said that it is its turn: another process of it knows then."""

    ticket_id: UUID
    arrived_at: datetime
    turn_at: datetime | None = None


@pages.get("/attente")
def line() -> Response:
    """Asks no service: everything on it is known to this process or to the browser."""
    g.visitor, g.asks_nobody = None, True
    mine = ticket() or Ticket(ticket_id=clock.new_id(), arrived_at=clock.now())
    position = doorman().position(mine.ticket_id, mine.arrived_at)
    suite = request.args.get("suite", "")
    if position == 0:
        now = replace(mine, turn_at=clock.now())
        signed_in = session_token() is not None
        on = own_address(suite, "/accueil") if signed_in else _address("/connexion", suite)
        return _keep(redirect(on), now)
    response = make_response(_page(position, suite, signed_in=session_token() is not None))
    return response if ticket() else _keep(response, mine)


def _page(position: int | None, suite: str, *, signed_in: bool) -> str:
    """Made once in a minute for each place: whoever moves up reads what another has read."""
    kept = cast("KeptAMoment[Shown, str]", current_app.extensions["gateway.line_pages"])
    shown = language(), position, suite, signed_in
    page = kept.get(shown)
    if page is None:
        page = render_template(
            "account/waiting.html",
            position=position,
            again_in=seconds_until_asking_again(position),
            here=_address("/attente", suite),
            sign_in_link=False,
            signed_in=signed_in,
        )
        kept.put(shown, page, clock.now())
    return page


def must_wait() -> bool:
    """Others are before: as far as is known here, and unless it is this ticket's turn."""
    return not has_its_turn() and doorman().somebody_waits()


def has_its_turn() -> bool:
    """As far as this browser was told."""
    mine = ticket()
    return mine is not None and mine.turn_at is not None and clock.now() - mine.turn_at < TURN_LASTS


def line_address(suite: str) -> str:
    return _address("/attente", suite)


def to_the_line(suite: str | None) -> Response:
    """A turn that accounts did not grant is none."""
    doorman().full()
    response = redirect(_address("/attente", own_address(suite, "")), 303)
    mine = ticket()
    return response if mine is None else _keep(response, replace(mine, turn_at=None))


def leave(response: Response) -> Response:
    """Whoever is in needs no ticket any more."""
    if ticket() is not None:
        response.delete_cookie(_cookie(), httponly=True, samesite="Lax")
    return response


def ticket_id() -> UUID | None:
    mine = ticket()
    return mine.ticket_id if mine else None


def ticket() -> Ticket | None:
    """The ticket this browser holds; none if it is not ours, or old."""
    told = request.cookies.get(_cookie())
    if told is None:
        return None
    try:
        number, arrived, turn = _signer().loads(told)
        mine = Ticket(
            ticket_id=UUID(number),
            arrived_at=datetime.fromisoformat(arrived),
            turn_at=datetime.fromisoformat(turn) if turn else None,
        )
    except (BadSignature, TypeError, ValueError):
        return None
    return mine if clock.now() - mine.arrived_at < TICKET_LASTS else None


def seconds_until_asking_again(position: int | None) -> int:
    """Sooner near the door."""
    if position is None or position <= 50:
        return 3
    return 6 if position <= 300 else 12


def doorman() -> Doorman:
    return cast(Doorman, current_app.extensions["gateway.doorman"])


def _keep(response: Response, mine: Ticket) -> Response:
    turn = mine.turn_at.isoformat() if mine.turn_at else None
    response.set_cookie(
        _cookie(),
        str(_signer().dumps([str(mine.ticket_id), mine.arrived_at.isoformat(), turn])),
        max_age=TICKET_LASTS,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="waiting line")


def _cookie() -> str:
    return f"gateway_ticket_{site_settings().port}"


def _address(path: str, suite: str) -> str:
    return f"{path}?{urlencode({'suite': suite})}" if suite else path
