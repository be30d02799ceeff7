"""What a refusal of a service means, in words, with what staff can do about it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import format_datetime

from shared.web.client import Invalid, Refusal
from shared.web.language import gettext as _
from shared.web.language import ngettext

Facts = Mapping[str, Any]


def sentence(refusal: Refusal) -> str:
    """One sentence for people; a code nobody wrote words for is shown, so that it gets some."""
    words = _SENTENCES.get(refusal.code)
    if words is None:
        return _("Ce n’est pas possible (%(code)s).", code=refusal.code)
    return words(refusal.facts)


def field_sentences(invalid: Invalid) -> dict[str, str]:
    """What to correct, by field."""
    return {error["field"]: field_sentence(error["code"]) for error in invalid.errors}


def field_sentence(code: str) -> str:
    words = _FIELDS.get(code)
    return words() if words else _("Cette valeur ne convient pas (%(code)s)", code=code)


def _too_many_attempts(facts: Facts) -> str:
    until = facts.get("retry_at")
    if not until:
        return _("Trop d’essais. Attendez quelques minutes, puis réessayez.")
    return _(
        "Trop d’essais. Réessayez à %(time)s.",
        time=format_datetime(datetime.fromisoformat(until), "H 'h' mm"),
    )


def _documents_pending(facts: Facts) -> str:
    return ngettext(
        "Il reste %(num)d pièce qui n’est pas acceptée : le dossier ne peut pas être validé.",
        "Il reste %(num)d pièces qui ne sont pas acceptées : le dossier ne peut pas être validé.",
        facts["pending"],
    )


def _file_incomplete(facts: Facts) -> str:
    return ngettext(
        "Il manque %(num)d information dans ce dossier : renvoyez-le à la famille.",
        "Il manque %(num)d informations dans ce dossier : renvoyez-le à la famille.",
        facts["missing"],
    )


_SENTENCES: dict[str, Callable[[Facts], str]] = {
    "said_twice": lambda _facts: _("Un niveau ou un accueil est coché deux fois."),
    "unknown_allocation": lambda _facts: _(
        "Cette attribution n’existe pas, ou a été remplacée : revenez à la liste."
    ),
    "not_published": lambda _facts: _(
        "Cette attribution n’est pas encore publiée : publiez-la d’abord."
    ),
    "nothing_to_publish": lambda _facts: _("Aucune demande n’attend : il n’y a rien à publier."),
    "not_waiting": lambda _facts: _(
        "Cette ligne n’est plus en liste d’attente : rechargez la page."
    ),
    "place_offered": lambda _facts: _(
        "Une place est proposée à cette famille : attendez sa réponse, ou la fin du délai."
    ),
    "nothing_to_invoice": lambda _facts: _("Il n’y a rien à facturer pour ce mois."),
    "payer_unknown": lambda _facts: _(
        "L’adresse du payeur n’est pas connue : demandez à la famille de compléter son dossier."
    ),
    "not_due_yet": lambda _facts: _("L’échéance de cette facture n’est pas encore passée."),
    "more_than_the_credit": lambda _facts: _("C’est plus que les avoirs de cette famille."),
    "nothing_to_refund": lambda _facts: _("Il n’y a rien à rembourser."),
    "place_given_away": lambda _facts: _(
        "La place a été proposée ou donnée à un autre enfant pour ce jour."
    ),
    "not_booked": lambda _facts: _("Rien n’est réservé pour cet enfant ce jour-là."),
    "can_be_cancelled": lambda _facts: _(
        "Ce jour peut encore être annulé sans frais : la famille l’annule depuis son planning."
    ),
    "day_is_over": lambda _facts: _("Ce jour est trop loin : le délai du certificat est passé."),
    "absence_excused": lambda _facts: _("Cette absence est justifiée : elle ne se retire plus."),
    "no_absence": lambda _facts: _("Cette absence a déjà été retirée."),
    "certificate_replaced": lambda _facts: _(
        "La famille a envoyé un autre certificat entre-temps : ouvrez-le d’abord."
    ),
    "no_certificate": lambda _facts: _("Ce certificat a déjà sa réponse."),
    "dates_reversed": lambda _facts: _("Le dernier jour est avant le premier."),
    "outside_school_year": lambda _facts: _("Ces jours ne sont pas dans l’année scolaire."),
    "already_open": lambda _facts: _(
        "Cette ouverture a déjà eu lieu : elle ne se change plus. Rien n’a été modifié."
    ),
    "below_taken": lambda facts: ngettext(
        "%(num)d jour aurait moins de places que d’enfants : confirmez que vous l’avez vu. "
        "Rien n’a été enregistré.",
        "%(num)d jours auraient moins de places que d’enfants : confirmez que vous les avez vus. "
        "Rien n’a été enregistré.",
        facts["days"],
    ),
    "unknown_pool": lambda _facts: _("Cette capacité partagée n’existe plus."),
    "no_capacity": lambda _facts: _("Un accueil a des places à lui, ou une capacité partagée."),
    "year_exists": lambda _facts: _("Cette année existe déjà : rien n’a été créé."),
    "year_without_next": lambda _facts: _(
        "Le nom de cette année ne dit pas quelle est la suivante (il est comme 2026-2027)."
    ),
    "year_too_long": lambda _facts: _("Une année scolaire dure au plus treize mois."),
    "wave_of_another_year": lambda _facts: _("Cette ouverture est celle d’une autre année."),
    "wrong_credentials": lambda _facts: _("L’adresse e-mail ou le mot de passe ne convient pas."),
    "too_many_attempts": _too_many_attempts,
    "changed_elsewhere": lambda _facts: _(
        "Cela a changé pendant que vous lisiez. Voici l’état d’aujourd’hui : vérifiez, "
        "puis recommencez."
    ),
    "documents_pending": _documents_pending,
    "document_replaced": lambda _facts: _(
        "La famille vient d’envoyer une autre pièce à la place de celle-ci : vérifiez la nouvelle."
    ),
    "document_unknown": lambda _facts: _("Cette pièce n’est plus dans le dossier."),
    "file_incomplete": _file_incomplete,
    "file_not_submitted": lambda _facts: _(
        "Ce dossier n’est pas à vérifier : la famille ne l’a pas envoyé, ou il est déjà décidé."
    ),
    "busy": lambda _facts: _(
        "Beaucoup de monde en même temps : rien n’a été enregistré. Recommencez dans un instant."
    ),
    "already_decided": lambda _facts: _(
        "Une ligne était déjà décidée autrement : la première réponse reste."
    ),
    "slot_full": lambda _facts: _(
        "Complet : une ligne n’a pas pu être acceptée. Elle n’est ni réservée ni refusée et "
        "attend votre décision."
    ),
    "not_full": lambda _facts: _(
        "Il reste de la place : une ligne n’a pas été refusée comme complète. Acceptez-la, ou "
        "choisissez un autre motif."
    ),
    "already_published": lambda _facts: _("Cette attribution est déjà publiée : elle reste telle."),
    "seed_already_announced": lambda _facts: _(
        "D’autres numéros sont déjà annoncés pour ce tirage : ils ne changent plus."
    ),
    "window_still_open": lambda _facts: _(
        "Les demandes comptent encore toutes pareil : les numéros s’annoncent après la date de fin."
    ),
    "no_window": lambda _facts: _(
        "Cette attribution n’a pas de date de fin des demandes : elle ne se tire pas au sort."
    ),
    "seed_not_announced": lambda _facts: _(
        "Annoncez d’abord les numéros du tirage au sort, puis publiez."
    ),
    "day_of_other_home": lambda _facts: _(
        "Ce jour-là, l’enfant est dans son autre foyer : la place n’est pas donnée à celui-ci."
    ),
    "held_by_other_home": lambda _facts: _(
        "L’autre foyer de l’enfant a déjà réservé ce jour : la place reste la sienne."
    ),
    "already_booked": lambda _facts: _(
        "Cet enfant a déjà cet accueil ce jour-là : rien n’a été réservé."
    ),
    "already_requested": lambda _facts: _("Cet accueil est déjà demandé : décidez de la demande."),
    "booked_elsewhere": lambda _facts: _(
        "Cet enfant est réservé dans un autre établissement ce jour-là."
    ),
    "no_household": lambda _facts: _("Cette famille n’a pas encore de compte."),
    "unknown_school_year": lambda _facts: _("Ce jour n’est dans aucune année scolaire connue."),
    "canteen_is_a_right": lambda _facts: _(
        "Une place à la cantine est un droit : elle ne se refuse que si elle est complète. "
        "Une ligne attend votre décision."
    ),
    "bundle_not_whole": lambda _facts: _(
        "Des lignes vont ensemble (frères et sœurs, ou jours liés) : donnez-leur la même réponse."
    ),
    "alternative_given": lambda _facts: _(
        "La famille a déjà l’autre choix : elle voulait l’un ou l’autre, pas les deux."
    ),
    "on_waiting_list": lambda _facts: _(
        "Cette ligne est en liste d’attente : une place libre lui est proposée à son rang."
    ),
    "slot_not_offered": lambda _facts: _(
        "Cet accueil n’existe plus dans l’établissement : la ligne attend votre décision."
    ),
    "unknown_line": lambda _facts: _("Une ligne n’est plus dans la demande."),
}

_FIELDS: dict[str, Callable[[], str]] = {
    "required": lambda: _("Remplissez ce champ"),
    "too_long": lambda: _("C’est trop long"),
    "too_short": lambda: _("C’est trop court"),
    "not_a_choice": lambda: _("Choisissez dans la liste"),
    "not_a_date": lambda: _("Écrivez une date"),
    "not_a_number": lambda: _("Écrivez un nombre"),
}
