"""The first page: what presses, the queues, and how full today is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import render_template, url_for

from services.backoffice.web import desk
from services.backoffice.web.days import next_open_day
from services.backoffice.web.formats import of_month, since
from services.backoffice.web.proposals import lines_to_decide
from shared.eventstore import clock
from shared.web.language import gettext as _
from shared.web.language import ngettext

pages = desk.staff_pages("home")


@dataclass(frozen=True)
class Pressing:
    """Something that should be done first."""

    tone: str
    icon: str
    title: str
    more: str
    address: str


@pages.get("/compte")
def me() -> str:
    return render_template("me.html")


@pages.get("/")
def show() -> str:
    """Each member of the staff sees what their roles let them do."""
    files = desk.waiting_files() if desk.may("files") else _NO_FILES
    decisions = desk.waiting_requests() if desk.may("bookings") else _NO_REQUESTS
    months = desk.months() if desk.may("billing") else []
    today = clock.today()
    soon = _soon(decisions["requests"], today)
    return render_template(
        "home.html",
        pressing=[
            *_requests_for_soon(soon),
            *_oldest_file(files),
            *_certificates(desk.bookings().certificates() if desk.may("bookings") else []),
            *_months_to_invoice(months, today),
            *_parked_messages(desk.parked().count() if desk.may("operations") else 0),
        ],
        files=files,
        decisions=decisions,
        soon=soon,
        month=_current(months, today),
        day=next_open_day(today) if desk.may("bookings") else None,
        today=today,
    )


_NO_FILES: dict[str, Any] = {"counts": {"SUBMITTED": 0}, "files": []}
_NO_REQUESTS: dict[str, Any] = {"pending": 0, "requests": []}


def _soon(requests: Sequence[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    """Requests with a single day today or tomorrow that nobody has decided."""
    limit = (today + timedelta(days=1)).isoformat()
    return [
        request
        for request in requests
        if any(
            line["weekday"] is None and line["first_day"] <= limit
            for line in lines_to_decide(request)
        )
    ]


def _requests_for_soon(soon: Sequence[dict[str, Any]]) -> list[Pressing]:
    if not soon:
        return []
    fits = all(line["fits"] for request in soon for line in lines_to_decide(request))
    room = _("Il y a de la place pour toutes.")
    no_room = _("Il n’y a pas de place pour toutes.")
    return [
        Pressing(
            "sun",
            "clock",
            ngettext(
                "%(num)d demande pour aujourd’hui ou demain à décider",
                "%(num)d demandes pour aujourd’hui ou demain à décider",
                len(soon),
            ),
            room if fits else no_room,
            url_for("booking_requests.queue"),
        )
    ]


def _oldest_file(files: dict[str, Any]) -> list[Pressing]:
    if not files["files"]:
        return []
    oldest = files["files"][0]
    return [
        Pressing(
            "acc",
            "folder-check",
            ngettext(
                "%(num)d dossier à vérifier",
                "%(num)d dossiers à vérifier",
                files["counts"]["SUBMITTED"],
            ),
            _(
                "Le plus ancien, %(family)s, attend depuis %(time)s",
                family=oldest["name"],
                time=since(oldest["submitted_at"]),
            ),
            url_for("files.show", household_id=oldest["household_id"]),
        )
    ]


def _certificates(waiting: Sequence[dict[str, Any]]) -> list[Pressing]:
    if not waiting:
        return []
    return [
        Pressing(
            "acc",
            "file-earmark-text",
            ngettext(
                "%(num)d certificat d’absence à regarder",
                "%(num)d certificats d’absence à regarder",
                len(waiting),
            ),
            _("Accepté, le jour n’est pas facturé"),
            url_for("absences.queue"),
        )
    ]


def _months_to_invoice(months: Sequence[dict[str, Any]], today: date) -> list[Pressing]:
    this_month = today.isoformat()[:7]
    return [
        Pressing(
            "sun",
            "receipt",
            _("Factures %(of_month)s à émettre", of_month=of_month(month["period"])),
            ngettext(
                "%(num)d famille a des accueils à facturer",
                "%(num)d familles ont des accueils à facturer",
                month["households"],
            ),
            url_for("invoices.month", period=month["period"]),
        )
        for month in months
        if month["period"] < this_month and not month["invoiced"] and month["households"]
    ]


def _parked_messages(count: int) -> list[Pressing]:
    if not count:
        return []
    return [
        Pressing(
            "sun",
            "exclamation-triangle",
            ngettext("%(num)d message en attente", "%(num)d messages en attente", count),
            _("Un service n’a pas pu les traiter ; rien n’est perdu"),
            url_for("parked.queue"),
        )
    ]


def _current(months: Sequence[dict[str, Any]], today: date) -> dict[str, Any] | None:
    """The oldest month that is over and not invoiced; else this one."""
    this_month = today.isoformat()[:7]
    started = [month for month in months if month["period"] <= this_month]
    waiting = [month for month in started if month["households"] and not month["invoiced"]]
    return next(iter(waiting or started[-1:]), None)
