"""How slots, weekdays, deadlines and decisions are said on the pages of booking."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from services.gateway.clients.shapes.openings import Facility
from services.gateway.clients.shapes.requests import Fallback, Line
from services.gateway.web import wording
from services.gateway.web.language import _, lazy_gettext, ngettext
from shared.eventstore import clock

SLOT_ORDER = ("MORNING", "LUNCH", "EVENING", "WEDNESDAY")
SLOT_NAMES = {
    "MORNING": lazy_gettext("Accueil du matin"),
    "LUNCH": lazy_gettext("Midi (cantine)"),
    "EVENING": lazy_gettext("Accueil du soir"),
    "WEDNESDAY": lazy_gettext("Mercredi"),
}
SLOTS_IN_A_LIST = {
    "MORNING": lazy_gettext("matin"),
    "LUNCH": lazy_gettext("midi"),
    "EVENING": lazy_gettext("soir"),
    "WEDNESDAY": lazy_gettext("journée"),
}
SLOTS_OF_A_WEEK = {
    "MORNING": lazy_gettext("Matin"),
    "LUNCH": lazy_gettext("Midi"),
    "EVENING": lazy_gettext("Soir"),
    "WEDNESDAY": lazy_gettext("Journée"),
}
SLOTS_IN_A_CELL = {
    "MORNING": lazy_gettext("Ma"),
    "LUNCH": lazy_gettext("Mi"),
    "EVENING": lazy_gettext("So"),
    "WEDNESDAY": lazy_gettext("Jo"),
}
STATES_IN_A_SENTENCE = {
    "ACCEPTED": lazy_gettext("réservé"),
    "REQUESTED": lazy_gettext("demandé"),
    "WAITLISTED": lazy_gettext("sur liste d’attente"),
    "REFUSED": lazy_gettext("refusé"),
    "CANCELLED": lazy_gettext("annulé"),
    "ABSENT": lazy_gettext("absence signalée"),
    "LEFT": lazy_gettext("laissé"),
    "LAPSED": lazy_gettext("délai passé"),
    "SPARE": lazy_gettext("pas nécessaire"),
}
WEEK_PATTERNS = {
    "EVERY_WEEK": lazy_gettext("Toutes les semaines"),
    "EVEN_WEEKS": lazy_gettext("Les semaines paires"),
    "ODD_WEEKS": lazy_gettext("Les semaines impaires"),
    "CUSTODY": lazy_gettext("Selon la garde alternée"),
}
WEEKS_IN_A_LINE = {
    "EVEN_WEEKS": lazy_gettext("semaines paires"),
    "ODD_WEEKS": lazy_gettext("semaines impaires"),
    "CUSTODY": lazy_gettext("selon la garde alternée"),
}
# One care on every day of the week.
EVERY_OF_A_WEEK = {
    "MORNING": lazy_gettext("Matins"),
    "LUNCH": lazy_gettext("Midis"),
    "EVENING": lazy_gettext("Soirs"),
}
WEEKDAYS = (
    lazy_gettext("lundi"),
    lazy_gettext("mardi"),
    lazy_gettext("mercredi"),
    lazy_gettext("jeudi"),
    lazy_gettext("vendredi"),
    lazy_gettext("samedi"),
    lazy_gettext("dimanche"),
)
EVERY = (
    lazy_gettext("Tous les lundis"),
    lazy_gettext("Tous les mardis"),
    lazy_gettext("Tous les mercredis"),
    lazy_gettext("Tous les jeudis"),
    lazy_gettext("Tous les vendredis"),
    lazy_gettext("Tous les samedis"),
    lazy_gettext("Tous les dimanches"),
)
MANY = (
    lazy_gettext("lundis"),
    lazy_gettext("mardis"),
    lazy_gettext("mercredis"),
    lazy_gettext("jeudis"),
    lazy_gettext("vendredis"),
    lazy_gettext("samedis"),
    lazy_gettext("dimanches"),
)
ONE_STANDS_FOR_ALL = (
    lazy_gettext("Un lundi coché vaut pour tous les lundis de l’année."),
    lazy_gettext("Un mardi coché vaut pour tous les mardis de l’année."),
    lazy_gettext("Un mercredi coché vaut pour tous les mercredis de l’année."),
    lazy_gettext("Un jeudi coché vaut pour tous les jeudis de l’année."),
    lazy_gettext("Un vendredi coché vaut pour tous les vendredis de l’année."),
    lazy_gettext("Un samedi coché vaut pour tous les samedis de l’année."),
    lazy_gettext("Un dimanche coché vaut pour tous les dimanches de l’année."),
)
# Why a box cannot be ticked. What is missing of the file is said once, for the child.
LOCKS = {
    "already_requested": lazy_gettext("Déjà demandé : la réponse n’est pas encore arrivée."),
    "on_waiting_list": lazy_gettext("En liste d’attente : une place libérée vous sera proposée."),
    "already_booked": lazy_gettext(
        "Déjà réservé. Les annulations au jour le jour s’ouvrent à la fin des réservations "
        "à l’année."
    ),
    "booked_elsewhere": lazy_gettext("Déjà réservé dans un autre établissement ce jour-là."),
    "level_not_served": lazy_gettext("Cet établissement n’accueille pas ce niveau."),
    "no_day_left": lazy_gettext("Il ne reste aucun jour à réserver cette année."),
    "file_not_approved": lazy_gettext("Votre dossier n’est pas encore validé."),
}
LEVELS_SERVED = {
    "MATERNELLE": lazy_gettext("la maternelle"),
    "ELEMENTAIRE": lazy_gettext("l’élémentaire"),
}
LEVEL_OPENS = {
    "MATERNELLE": lazy_gettext("La maternelle ouvre"),
    "ELEMENTAIRE": lazy_gettext("L’élémentaire ouvre"),
}
REFUSED_BECAUSE = {
    "not_eligible": lazy_gettext("Cet accueil n’est pas ouvert à votre enfant."),
    "day_closed": lazy_gettext("L’accueil est fermé ce jour-là."),
    "no_staff": lazy_gettext("Il manque des encadrants pour ouvrir une place de plus."),
    "bundle_not_whole": lazy_gettext(
        "Il n’y avait pas assez de places pour tout ce que vous vouliez ensemble."
    ),
    "not_needed": lazy_gettext("Vous avez obtenu le choix que vous préfériez."),
    "offer_declined": lazy_gettext("Vous avez laissé la place qui était proposée."),
    "offer_expired": lazy_gettext("La place proposée n’a pas été confirmée dans le délai."),
    "left_waiting_list": lazy_gettext("Vous avez quitté la liste d’attente."),
    "other": lazy_gettext("La demande n’a pas pu être acceptée."),
}


# Answers that are the family's own.
BY_THE_FAMILY = {"offer_declined", "left_waiting_list"}
# No place follows from these either, but nobody refused it.
NOT_REFUSED = {
    **dict.fromkeys(BY_THE_FAMILY, "LEFT"),
    "offer_expired": "LAPSED",
    "not_needed": "SPARE",
}


def state_shown(state: str, reason: str | None) -> str:
    """« Refusé » is what the association answered, not what the family itself let go."""
    return NOT_REFUSED.get(reason or "", state) if state == "REFUSED" else state


def by_slot(slot_type: str) -> int:
    """The order of the day: morning first."""
    return SLOT_ORDER.index(slot_type) if slot_type in SLOT_ORDER else len(SLOT_ORDER)


def say_slots(slot_types: Iterable[str]) -> str:
    """matin, midi et soir."""
    there = sorted(set(slot_types), key=by_slot)
    return wording.say_list([wording.say(SLOTS_IN_A_LIST, each) for each in there])


def say_weekdays(weekdays: Iterable[int]) -> str:
    """lundi et mardi."""
    return wording.say_list([str(WEEKDAYS[day]) for day in weekdays])


def say_fallback(fallback: Fallback) -> str:
    """midi : lundi et mardi, sinon jeudi."""
    return _(
        "%(slot)s : %(wanted)s, sinon %(instead)s",
        slot=say_slots([fallback["slot_type"]]),
        wanted=say_weekdays(fallback["wanted"]),
        instead=say_weekdays(fallback["instead"]),
    )


def say_every(weekday: int, slot_types: Sequence[str], weeks: str | None = None) -> str:
    """Tous les lundis : midi et soir. A Wednesday is one long slot, and says no more."""
    if weeks in WEEKS_IN_A_LINE:
        every = say_every(weekday, slot_types)
        return _("%(every)s, %(weeks)s", every=every, weeks=str(WEEKS_IN_A_LINE[weeks]))
    if list(slot_types) == ["WEDNESDAY"]:
        return str(EVERY[weekday])
    return _("%(every)s : %(slots)s", every=str(EVERY[weekday]), slots=say_slots(slot_types))


def say_single(day: date | str, slot_types: Sequence[str]) -> str:
    """Vendredi 27 novembre : midi."""
    said = wording.capitalize_first(wording.say_day(day))
    if list(slot_types) == ["WEDNESDAY"]:
        return said
    return _("%(day)s : %(slots)s", day=said, slots=say_slots(slot_types))


def count_weekdays(weekday: int, num: int) -> str:
    """24 lundis."""
    match weekday:
        case 0:
            return ngettext("%(num)d lundi", "%(num)d lundis", num)
        case 1:
            return ngettext("%(num)d mardi", "%(num)d mardis", num)
        case 2:
            return ngettext("%(num)d mercredi", "%(num)d mercredis", num)
        case 3:
            return ngettext("%(num)d jeudi", "%(num)d jeudis", num)
        case 4:
            return ngettext("%(num)d vendredi", "%(num)d vendredis", num)
        case _:
            return ngettext("%(num)d jour", "%(num)d jours", num)


def count_slots(slot_type: str, num: int) -> str:
    """9 cantines."""
    match slot_type:
        case "MORNING":
            return ngettext("%(num)d matin", "%(num)d matins", num)
        case "LUNCH":
            return ngettext("%(num)d cantine", "%(num)d cantines", num)
        case "EVENING":
            return ngettext("%(num)d soir", "%(num)d soirs", num)
        case "WEDNESDAY":
            return ngettext("%(num)d mercredi", "%(num)d mercredis", num)
        case _:
            return ngettext("%(num)d accueil", "%(num)d accueils", num)


def say_hours(starts: str, ends: str) -> str:
    """de 11 h 45 à 13 h 45."""
    return _(
        "de %(starts)s à %(ends)s",
        starts=wording.say_clock(starts),
        ends=wording.say_clock(ends),
    )


def say_soon(at: datetime | str, year: bool = False) -> str:
    """ce soir à 18 h, demain à 9 h, vendredi 27 novembre à 18 h."""
    at = wording.instant(at) if isinstance(at, str) else at.astimezone(clock.PARIS)
    today = clock.today()
    if at.date() == today:
        if at.hour >= 17:
            return _("ce soir à %(time)s", time=wording.say_time(at))
        return _("aujourd’hui à %(time)s", time=wording.say_time(at))
    if at.date() == today + timedelta(days=1):
        return _("demain à %(time)s", time=wording.say_time(at))
    return wording.say_instant(at, year=year)


def say_soon_day(day: date | str) -> str:
    """demain, vendredi 27 novembre."""
    day = wording.civil_day(day) if isinstance(day, str) else day
    if day == clock.today() + timedelta(days=1):
        return _("demain, %(day)s", day=wording.say_day(day))
    return wording.say_day(day)


def say_refusal(line: Line) -> str:
    """Why a line was refused: the words of the staff first, and what was true when they decided."""
    parts = [line["message"] or ""]
    if line["reason"] == "slot_full" and line["capacity"] is not None:
        parts.insert(0, _say_full(line))
    elif not line["message"]:
        parts = [wording.say(REFUSED_BECAUSE, line["reason"] or "other")]
    return " ".join(part for part in parts if part)


def say_waiting(line: Line) -> str:
    """Which rank in the waiting list, what was full, and what would change it."""
    rank = line.get("rank")
    parts = [_("Rang %(rank)d sur la liste d’attente.", rank=rank) if rank else ""]
    if line["capacity"] is not None:
        parts.append(_say_full(line))
    if rank and rank > 1:
        parts.append(
            ngettext(
                "%(num)d famille est avant vous : une place libérée lui est d’abord proposée.",
                "%(num)d familles sont avant vous : une place libérée leur est d’abord proposée.",
                rank - 1,
            )
        )
    elif rank:
        parts.append(_("La prochaine place libérée vous est proposée."))
    return " ".join(part for part in parts if part)


def _say_full(line: Line) -> str:
    """Complet le jeudi 15 octobre 2026 : Salle du soir, 56 places sur 56."""
    assert line["capacity"] is not None
    places = say_places(line["capacity"], line["taken"])
    if name := line.get("pool_name"):
        places = _("%(pool)s, %(places)s", pool=name, places=places)
    if line["full_on"]:
        day = wording.say_day(line["full_on"], year=True)
        return _("Complet le %(day)s : %(places)s.", day=day, places=places)
    return _("Complet : %(places)s.", places=places)


def say_places(capacity: int, taken: int | None) -> str:
    """56 places sur 56."""
    if taken is None:
        return ngettext("%(num)d place", "%(num)d places", capacity)
    return ngettext(
        "%(num)d place sur %(capacity)d",
        "%(num)d places sur %(capacity)d",
        taken,
        capacity=capacity,
    )


def say_levels(facility: Facility) -> str:
    """la maternelle et l’élémentaire."""
    return wording.say_list([wording.say(LEVELS_SERVED, level) for level in facility["levels"]])


def facility_names(facilities: Iterable[Facility]) -> dict[str, str]:
    return {facility["facility_id"]: facility["name"] for facility in facilities}


def register_filters(app: Any) -> None:
    app.jinja_env.filters.update(
        of_month=wording.say_of_month, soon=say_soon, soon_day=say_soon_day, slot_list=say_slots
    )
    app.jinja_env.globals.update(SLOT_NAMES=SLOT_NAMES)
