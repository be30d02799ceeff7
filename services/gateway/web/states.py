"""How every state looks: tone, icon and word. Outside the template, so that a page with fifty chips
does not translate a thousand words."""

from functools import cache
from typing import Any, Final

from flask import Flask
from flask_babel import LazyString
from markupsafe import Markup

from services.gateway.web.language import language, lazy_gettext

Look = tuple[str, str, LazyString]

STATES: Final[dict[str, dict[str, Look]]] = {
    "booking": {
        "DRAFT": ("draft", "pencil", lazy_gettext("Brouillon")),
        "CHOSEN": ("draft", "pencil", lazy_gettext("Choisi")),
        "REQUESTED": ("ask", "hourglass-split", lazy_gettext("Demandé")),
        "WAITLISTED": ("wait", "clock", lazy_gettext("Liste d’attente")),
        "ACCEPTED": ("ok", "check-circle-fill", lazy_gettext("Réservé")),
        "REFUSED": ("no", "x-circle-fill", lazy_gettext("Refusé")),
        "CANCELLED": ("off", "slash-circle", lazy_gettext("Annulé")),
        "ABSENT": ("off", "dash-circle", lazy_gettext("Absence")),
        "LEFT": ("off", "slash-circle", lazy_gettext("Laissé")),
        "LAPSED": ("off", "clock-history", lazy_gettext("Délai passé")),
        "SPARE": ("off", "dash-circle", lazy_gettext("Pas nécessaire")),
        "GIVING_BACK": ("draft", "slash-circle", lazy_gettext("À annuler")),
    },
    "absence": {
        "DECLARED": ("off", "dash-circle", lazy_gettext("Absence notée")),
        "CERTIFICATE_SENT": ("ask", "hourglass-split", lazy_gettext("Certificat envoyé")),
        "CERTIFICATE_REFUSED": ("no", "exclamation-circle-fill", lazy_gettext("À renvoyer")),
        "EXCUSED": ("done", "check-circle-fill", lazy_gettext("Absence justifiée")),
        "UNEXCUSED": ("no", "exclamation-circle-fill", lazy_gettext("Non justifiée")),
    },
    "offer": {
        "OPEN": ("ask", "hourglass-split", lazy_gettext("À confirmer")),
        "ACCEPTED": ("ok", "check-circle-fill", lazy_gettext("Réservé")),
        "DECLINED": ("off", "slash-circle", lazy_gettext("Laissée")),
        "EXPIRED": ("off", "clock-history", lazy_gettext("Délai passé")),
        "WITHDRAWN": ("off", "slash-circle", lazy_gettext("Retirée")),
    },
    "request": {
        "DRAFT": ("draft", "pencil", lazy_gettext("En préparation")),
        "SUBMITTED": ("ask", "hourglass-split", lazy_gettext("Réponse à venir")),
        "DECIDED": ("ok", "check-circle-fill", lazy_gettext("Réponse donnée")),
    },
    "document": {
        "MISSING": ("wait", "upload", lazy_gettext("À fournir")),
        "PENDING": ("ask", "hourglass-split", lazy_gettext("En vérification")),
        "VERIFIED": ("done", "check-circle-fill", lazy_gettext("Vérifiée")),
        "REJECTED": ("no", "exclamation-circle-fill", lazy_gettext("À corriger")),
    },
    "file": {
        "DRAFT": ("wait", "pencil", lazy_gettext("À compléter")),
        "SUBMITTED": ("ask", "hourglass-split", lazy_gettext("En vérification")),
        "APPROVED": ("ok", "check-circle-fill", lazy_gettext("Validé")),
        "RETURNED": ("no", "exclamation-circle-fill", lazy_gettext("À corriger")),
    },
    "section": {
        "FILLED": ("done", "check-circle-fill", lazy_gettext("Terminé")),
        "OPTIONAL": ("done", "dash-circle", lazy_gettext("Facultatif")),
        "MISSING": ("wait", "pencil", lazy_gettext("À compléter")),
    },
    "invoice": {
        "UNPAID": ("wait", "clock", lazy_gettext("À payer")),
        "OVERDUE": ("no", "exclamation-circle-fill", lazy_gettext("En retard")),
        "PENDING": ("ask", "hourglass-split", lazy_gettext("Paiement en cours")),
        "PAID": ("done", "check-circle-fill", lazy_gettext("Payée")),
        "CREDITED": ("done", "check-circle-fill", lazy_gettext("Annulée par un avoir")),
    },
}


def register(app: Flask) -> None:
    """Also `chip_of`, the markup of a state as macros/states.html makes it, remembered."""

    @cache
    def made(kind: str, state: str, _spoken: str) -> Markup:
        macros: Any = app.jinja_env.get_template("macros/states.html").module
        return Markup(macros.new_chip(kind, state))

    app.jinja_env.globals.update(
        STATES=STATES, chip_of=lambda kind, state: made(kind, state, language())
    )
