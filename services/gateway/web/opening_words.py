"""Opening waves in words: whom and what a wave is for, and so why it opens then for a child."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from services.gateway.clients.shapes.openings import WaveFor
from services.gateway.web import wording
from services.gateway.web.language import _

RESIDENCES = {
    "INSIDE": lazy_gettext("habitants de la commune"),
    "OUTSIDE": lazy_gettext("hors de la commune"),
}
KINDS = {
    "STANDING": lazy_gettext("réservations à l’année"),
    "ONE_OFF": lazy_gettext("jours un par un"),
}


def say_who(wave: WaveFor) -> str:
    """Enfants en maternelle, habitants de la commune, accueil du mercredi."""
    levels = wave.get("school_levels") or []
    first = wording.say(wording.LEVELS, levels[0]) if len(levels) == 1 else _("Tous les enfants")
    return ", ".join([first, *_conditions(wave)])


def say_opening(opens_at: str | None, because: WaveFor | None, year: bool = False) -> str:
    """vendredi 3 avril à 19 h (habitants de la commune)."""
    if not opens_at:
        return _("une date qui sera annoncée")
    when = wording.say_instant(opens_at, year=year)
    return f"{when} ({why})" if (why := say_why(because)) else when


def say_why(because: WaveFor | None) -> str:
    """Of one child, whose level the page shows: habitants de la commune. Else nothing."""
    return ", ".join(_conditions(because)) if because else ""


def without_slots(because: WaveFor | None) -> WaveFor | None:
    """Where the page names the slot type already."""
    return {**because, "slot_types": []} if because else None


def because_of(facts: Mapping[str, Any]) -> WaveFor | None:
    """What a refusal carries."""
    because: WaveFor | None = facts.get("because")
    return because


def _conditions(wave: WaveFor) -> list[str]:
    said = []
    if residence := wave.get("residence"):
        said.append(wording.say(RESIDENCES, residence))
    if wave.get("sibling"):
        said.append(_("frère ou sœur déjà inscrit"))
    kinds = wave.get("kinds") or []
    if len(kinds) == 1:
        said.append(wording.say(KINDS, kinds[0]))
    slots = [wording.say(wording.SLOTS_IN_A_SENTENCE, it) for it in wave.get("slot_types") or []]
    return [*said, wording.say_list(slots)] if slots else said
