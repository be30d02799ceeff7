"""Ready for the opening? What is in order, what to look at, what is missing; nothing is decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from flask import url_for

from services.backoffice.web import desk, opening_words
from services.backoffice.web.formats import short_day
from services.backoffice.web.words import Chip
from shared.web.client import NotAllowed, NotThere, Refusal, Unavailable
from shared.web.language import gettext as _
from shared.web.language import ngettext

log = structlog.get_logger()


@dataclass(frozen=True)
class Check:
    """A line of the list, with where to go about it."""

    icon: str
    title: str
    more: str
    state: Chip
    address: str


def checks(year: str) -> list[Check]:
    """Calendar, openings, prices, mails, files, in the order in which one looks at them."""
    found: list[Check] = []
    for look in (_calendar, _openings, _prices, _files, _mails):
        try:
            found += look(year)
        except (NotAllowed, NotThere, Refusal, Unavailable):
            log.warning("could not be checked", what=look.__name__)
    return found


def _ok(text: str = "") -> Chip:
    return Chip("ok", "check-circle-fill", text or _("Prêt"))


def _look(text: str = "") -> Chip:
    return Chip("wait", "exclamation-triangle", text or _("À regarder"))


def _missing(text: str = "") -> Chip:
    return Chip("no", "exclamation-circle-fill", text or _("À faire"))


def _calendar(year: str) -> Iterator[Check]:
    told = desk.school_years().calendar(year)
    days = sum(day["status"] == "OPEN" for month in told["months"] for day in month["days"])
    said = [
        ngettext("%(num)d jour d’accueil", "%(num)d jours d’accueil", days),
        ngettext(
            "%(num)d période de vacances", "%(num)d périodes de vacances", len(told["holidays"])
        ),
        ngettext("%(num)d jour férié", "%(num)d jours fériés", len(told["public_holidays"])),
    ]
    state = _ok() if told["holidays"] and told["public_holidays"] else _missing()
    yield Check(
        "calendar-week",
        _("Calendrier"),
        ", ".join(said),
        state,
        url_for("calendar.show", annee=year),
    )


def _openings(year: str) -> Iterator[Check]:
    told = desk.school_years().openings(year)
    waves, concerns = told["waves"], told["concerns"]
    address = url_for("openings.show", annee=year)
    title = _("Ouvertures")
    if not waves:
        more = _("Sans ouverture, aucune famille ne peut réserver cette année.")
        yield Check("unlock", title, more, _missing(), address)
        return
    first = _("La première : %(at)s", at=opening_words.say_instant(waves[0]["opens_at"]))
    cutoff = datetime.fromisoformat(told["regular_cutoff_at"])
    too_early = cutoff <= datetime.fromisoformat(waves[0]["opens_at"])
    if too_early:
        more = _("Les réservations à l’année se terminent avant la première ouverture.")
        yield Check("unlock", title, more, _missing(), url_for("year_dates.show", annee=year))
        return
    if concerns:
        points = ngettext("%(num)d point à regarder", "%(num)d points à regarder", len(concerns))
        left_out = any(it["code"] == "never_opens" for it in concerns)
        state = _missing(points) if left_out else _look(points)
    else:
        state = _ok()
    yield Check("unlock", title, first, state, address)


def _prices(year: str) -> Iterator[Check]:
    starts_on = str(desk.school_years().calendar(year)["starts_on"])
    holding = [it for it in desk.billing().rate_tables() if it["valid_from"] <= starts_on]
    title, address = _("Tarifs"), url_for("invoices.months")
    if not holding:
        more = _("Aucun barème ne vaut au premier jour : l’installation du portail en charge un.")
        yield Check("cash-coin", title, more, _missing(), address)
        return
    since = holding[-1]["valid_from"]
    more = _("Le barème en vigueur au premier jour vaut depuis le %(day)s", day=short_day(since))
    same = since >= starts_on
    yield Check("cash-coin", title, more, _ok() if same else _look(_("À confirmer")), address)


def _files(_year: str) -> Iterator[Check]:
    if not desk.may("files"):
        return
    waiting = int(desk.waiting_files()["counts"]["SUBMITTED"])
    more = (
        ngettext(
            "%(num)d dossier à vérifier : un dossier non validé ne peut pas réserver",
            "%(num)d dossiers à vérifier : un dossier non validé ne peut pas réserver",
            waiting,
        )
        if waiting
        else _("Tous les dossiers envoyés sont vérifiés")
    )
    state = _look() if waiting else _ok()
    yield Check("folder-check", _("Dossiers"), more, state, url_for("files.queue"))


def _mails(_year: str) -> Iterator[Check]:
    mails: list[dict[str, Any]] = desk.notifier().mails()["mails"]
    failed = sum(it["state"] == "FAILED" for it in mails)
    waiting = sum(it["state"] == "WAITING" for it in mails)
    if not mails:
        more, state = _("Aucun e-mail n’est encore parti : faites un essai"), _look()
    elif waiting == len(mails):
        more, state = _("Aucun des derniers e-mails n’est parti"), _missing()
    elif failed:
        more = ngettext(
            "%(num)d e-mail non remis parmi les derniers",
            "%(num)d e-mails non remis parmi les derniers",
            failed,
        )
        state = _look()
    else:
        more, state = _("Les derniers e-mails sont partis"), _ok()
    yield Check("envelope", _("E-mails"), more, state, url_for("mails.show"))
