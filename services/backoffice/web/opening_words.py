"""Opening waves in words: whom they are for, from when, and what is odd about them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale

from services.backoffice.web import words
from services.backoffice.web.formats import full_day, lower_first, time_of_day
from shared.web.language import gettext as _
from shared.web.language import ngettext

Who = Mapping[str, Any]


def say_who(who: Who) -> str:
    """Maternelle, habitants de la commune, mercredi"""
    levels = who["school_levels"]
    first = words.value("school_level", levels[0]) if len(levels) == 1 else _("Tous les enfants")
    return ", ".join([first, *_conditions(who)])


def say_child(child: Mapping[str, Any]) -> str:
    """maternelle, dans la commune, frère ou sœur déjà inscrit"""
    said = [lower_first(words.value("school_level", child["school_level"]))]
    said.append(_("dans la commune") if child["resident"] else _("hors de la commune"))
    return ", ".join([*said, _("frère ou sœur déjà inscrit")] if child["sibling"] else said)


def say_instant(opens_at: str | None) -> str:
    """vendredi 3 avril 2026 à 19 h 00"""
    if not opens_at:
        return _("jamais")
    return _("%(day)s à %(time)s", day=full_day(opens_at), time=time_of_day(opens_at))


def say_slots(codes: Sequence[str]) -> str:
    """midi et mercredi"""
    return format_list([lower_first(words.slot_type(it)) for it in codes], locale=get_locale())


def concern(it: Mapping[str, Any], name: str = "") -> str:
    """One sentence; `name` is whom the wave is for, where the page does not show it beside."""
    if it["who"] is not None:
        return _("Aucune ouverture pour : %(who)s.", who=lower_first(say_who(it["who"])))
    said = _CONCERNS[it["code"]](it)
    return f"{name} : {lower_first(said)}" if name else said


def moved(it: Mapping[str, Any]) -> str:
    """312 enfants (élémentaire, dans la commune) : du vendredi 3 avril… au mardi 7 avril…"""
    children = ngettext("%(num)d enfant", "%(num)d enfants", it["children"])
    return _(
        "%(children)s (%(who)s) : %(before)s → %(after)s",
        children=children,
        who=say_child(it["child"]),
        before=say_instant(it["before"]),
        after=say_instant(it["after"]),
    )


def change(it: Mapping[str, Any], known: Mapping[str, Who]) -> str:
    """What a line of the history did."""
    if it["what"] == "withdrawn":
        who = known.get(it["wave_id"])
        return _("Retirée : %(who)s", who=say_who(who)) if who else _("Ouverture retirée")
    return _("%(who)s : %(at)s", who=say_who(it["who"]), at=say_instant(it["opens_at"]))


def _nobody_at_work(it: Mapping[str, Any]) -> str:
    if it["day"]:
        return _("Ce jour-là, personne n’est au bureau (%(day)s).", day=it["day"])
    return _("Ce jour-là est un week-end : personne n’est au bureau.")


_CONCERNS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "never_first": lambda _it: _(
        "Cette ouverture ne sert à personne : tous ces enfants ont une ouverture plus tôt."
    ),
    "nobody_at_work": _nobody_at_work,
    "after_cutoff": lambda _it: _(
        "Elle vient après la fin des réservations à l’année : personne ne pourra s’en servir."
    ),
    "after_year": lambda _it: _("Elle vient après le dernier jour de l’année scolaire."),
    "opens_at_once": lambda _it: _(
        "Cet instant est passé : les réservations ouvrent tout de suite, et l’ouverture ne pourra "
        "plus être changée."
    ),
}


def _conditions(who: Who) -> list[str]:
    said = []
    if who["residence"]:
        inside = who["residence"] == "INSIDE"
        said.append(_("habitants de la commune") if inside else _("hors de la commune"))
    if who["sibling"]:
        said.append(_("frère ou sœur déjà inscrit"))
    if len(who["kinds"]) == 1:
        said.append(booking_kind(who["kinds"][0]))
    return [*said, say_slots(who["slot_types"])] if who["slot_types"] else said


def booking_kind(code: str) -> str:
    return {"STANDING": _("réservations à l’année"), "ONE_OFF": _("jours un par un")}[code]
