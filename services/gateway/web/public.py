"""Pages for everybody: the home page with the openings, help, personal data, accessibility."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from services.gateway.clients.shapes.openings import Openings
from services.gateway.web import wording
from services.gateway.web.language import _
from services.gateway.web.opening_words import say_who
from services.gateway.web.services import services
from services.gateway.web.visitors import way_on
from shared.eventstore import clock
from shared.web.client import NotThere, Unavailable

pages = Blueprint("public", __name__)


@pages.get("/")
def home() -> str:
    told = openings()
    now = _now(told)
    return render_template(
        "public/home.html",
        openings=told,
        year=wording.say_school_year(told["school_year"]["id"])
        if told and told["school_year"]
        else None,
        waves=opening_lines(told),
        server_time=_("%(day)s, %(time)s", day=wording.say_day(now, year=True), time=_minute(now)),
    )


@pages.get("/aide")
def help_page() -> str:
    return render_template("public/help.html", openings=openings())


@pages.get("/vos-donnees")
def personal_data() -> str:
    return render_template("public/personal_data.html")


@pages.get("/accessibilite")
def accessibility() -> str:
    return render_template("public/accessibility.html")


@pages.get("/langue/<any(fr, en):code>")
def choose_language(code: str) -> Response:
    """A preference of this browser, not of the account; back to the page it was chosen on."""
    response = make_response(redirect(way_on(request.args.get("suite"), "/")))
    response.set_cookie("language", code, max_age=timedelta(days=365), samesite="Lax")
    return response


def openings() -> Openings | None:
    """The opening dates; the home page opens without them when bookings is silent."""
    try:
        return services().bookings.openings()
    except (NotThere, Unavailable):
        return None


def opening_lines(told: Openings | None) -> list[dict[str, Any]]:
    """One line per opening wave: for whom, when, and how long still."""
    if told is None:
        return []
    now = _now(told)
    lines: list[dict[str, Any]] = []
    for wave in sorted(told["waves"], key=lambda wave: wave["opens_at"]):
        opens_at = wording.instant(wave["opens_at"])
        lines.append(
            {
                "levels": wave["school_levels"],
                "who": say_who(wave),
                "when": wording.say_instant(opens_at, year=opens_at.year != now.year),
                "open": wave["open"],
                "wait": "" if wave["open"] else wording.say_wait(now, opens_at),
            }
        )
    return lines


def _now(told: Openings | None) -> datetime:
    """The time of the service that decides, at Paris; ours when it is silent."""
    return wording.instant(told["now"]) if told else clock.now().astimezone(clock.PARIS)


def _minute(at: datetime) -> str:
    return _("%(hour)d h %(minute)s", hour=at.hour, minute=f"{at.minute:02d}")
