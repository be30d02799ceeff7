"""Opening waves in words: whom and what a wave is for, and so why it opens then for a child."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext

from services.gateway.clients.shapes.openings import (
    ChildEligibility,
    Eligibility,
    Openings,
    Wave,
    WaveFor,
)
from services.gateway.web import wording
from services.gateway.web.families import Child, Family
from services.gateway.web.language import _
from shared.eventstore import clock

RESIDENCES = {
    "INSIDE": lazy_gettext("habitants de la commune"),
    "OUTSIDE": lazy_gettext("hors de la commune"),
}
KINDS = {
    "STANDING": lazy_gettext("réservations à l’année"),
    "ONE_OFF": lazy_gettext("jours un par un"),
}


@dataclass(frozen=True, kw_only=True)
class Opening:
    """When booking opens for a child."""

    child: Child
    open: bool
    when: str | None  # None: not announced yet
    wait: str
    why: str = ""  # which of the openings it is: maternelle, habitants de la commune
    slots: list[str] = field(default_factory=list)  # what opens later than the rest


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


def openings_of(
    told: Family, eligible: Eligibility | None, openings: Openings | None
) -> list[Opening]:
    """Per child, from the service that decides; by level while it does not know the child."""
    now = wording.instant(openings["now"]) if openings else clock.now().astimezone(clock.PARIS)
    known: dict[str, Any] = {
        each["child_id"]: each for each in (eligible["children"] if eligible else [])
    }
    found = []
    for child in told.children:
        level = str(child.sections["identity"]["values"].get("school_level") or "")
        mine = known.get(str(child.child_id))
        coming = mine or _wave_of(level, openings)
        opens_at = coming["opens_at"] if coming else None
        at = wording.instant(opens_at) if opens_at else None
        found.append(
            Opening(
                child=child,
                open=at is not None and at <= now,
                when=wording.say_instant(at, year=True) if at else None,
                wait=wording.say_wait(now, at) if at and at > now else "",
                why=say_why(mine.get("because")) if mine else "",
                slots=_slots_later(mine) if mine else [],
            )
        )
    return found


def _wave_of(level: str, openings: Openings | None) -> Wave | None:
    """The first that a level needs nothing else for."""
    return next(
        (
            wave
            for wave in sorted(openings["waves"], key=lambda it: it["opens_at"])
            if level in (wave["school_levels"] or [level])
            and not wave.get("residence")
            and not wave.get("sibling")
        )
        if openings
        else iter(()),
        None,
    )


def _slots_later(mine: ChildEligibility) -> list[str]:
    """Accueil du mercredi : lundi 6 avril à 19 h (habitants de la commune)."""
    return [
        _(
            "%(slot)s : %(when)s",
            slot=wording.capitalize_first(
                wording.say(wording.SLOTS_IN_A_SENTENCE, each["slot_type"])
            ),
            when=say_opening(each["opens_at"], without_slots(each["because"])),
        )
        for each in mine.get("openings", [])
        if not each["open"] and each["opens_at"] != mine["opens_at"]
    ]


def _conditions(wave: WaveFor) -> list[str]:
    said = []
    if residence := wave.get("residence"):
        said.append(wording.say(RESIDENCES, residence))
    if wave.get("sibling"):
        said.append(_("frère ou sœur avec une place"))
    kinds = wave.get("kinds") or []
    if len(kinds) == 1:
        said.append(wording.say(KINDS, kinds[0]))
    slots = [wording.say(wording.SLOTS_IN_A_SENTENCE, it) for it in wave.get("slot_types") or []]
    return [*said, wording.say_list(slots)] if slots else said
