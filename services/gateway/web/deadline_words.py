"""How a deadline is said: until when, by which rule, and what follows for who comes later.

Every page says it with these, so that one deadline reads the same everywhere.
"""

from collections.abc import Iterable
from typing import Literal

from services.gateway.clients.shapes.openings import Deadline, Late, Surcharge, Told
from services.gateway.web import booking_words as words
from services.gateway.web import wording
from services.gateway.web.language import _, ngettext
from shared.eventstore import clock

Act = Literal["ADD", "CANCEL"]


def say_deadline(told: Told, act: Act) -> str:
    """À annuler jusqu’à jeudi 12 novembre à 18 h, soit la veille. Ensuite, ce jour reste facturé.

    Of who comes late already, first what that brings.
    """
    said = [say_late(told, act)]
    if _is_to_come(told):
        until = say_until(told)
        said.append(
            _("À annuler jusqu’à %(until)s.", until=until)
            if act == "CANCEL"
            else _("À demander jusqu’à %(until)s.", until=until)
        )
        said.append(say_then(told, act))
    return " ".join(filter(None, said))


def say_until(told: Told) -> str:
    """jeudi 12 novembre à 9 h, soit 2 jours ouvrés avant."""
    until, rule = words.say_soon(told.get("until") or ""), told.get("rule")
    return _("%(until)s, soit %(rule)s", until=until, rule=_day(rule)) if rule else until


def say_then(told: Told, act: Act) -> str:
    """What follows after the instant."""
    rule = told.get("rule")
    return _then(told.get("then"), rule["surcharge"] if rule else None, act)


def say_late(told: Late, act: Act = "ADD") -> str:
    """What doing it now brings; empty in time."""
    surcharge = told.get("surcharge")
    if told.get("late") == "STAFF":
        return _("Hors délai : l’équipe décidera de cette demande.")
    if told.get("late") == "SURCHARGE" and surcharge:
        costs = say_surcharge(surcharge)
        if act == "CANCEL":
            return _("Hors délai : reste dû %(costs)s.", costs=costs)
        return _("Hors délai : supplément de %(costs)s.", costs=costs)
    return ""


def say_too_late(told: Told, act: Act) -> str:
    """Why it cannot be done any more, since when, and what can be done instead."""
    if not told.get("until"):
        return _("Le délai est passé.")
    until = say_until(told)
    if told.get("late") == "STAFF":
        return _(
            "Hors délai : c’était possible jusqu’à %(until)s. Appelez l’équipe, qui décide pour ce "
            "jour.",
            until=until,
        )
    if act == "CANCEL":
        return _(
            "Trop tard pour annuler : c’était possible jusqu’à %(until)s. Ce jour reste facturé, "
            "sauf absence justifiée.",
            until=until,
        )
    return _("Trop tard : c’était possible jusqu’à %(until)s.", until=until)


def say_rule(rule: Deadline) -> str:
    """au plus tard le mardi de la semaine précédente, à 23 h 59."""
    return _("au plus tard %(day)s, à %(at)s", day=_day(rule), at=wording.say_clock(rule["at"]))


def say_rules(rules: Iterable[Deadline], act: Act) -> list[str]:
    """A sentence for each rule that is for this act, with whom it is for and what follows."""
    return [_sentence(rule, act) for rule in rules if act in rule["acts"]]


def say_surcharge(surcharge: Surcharge) -> str:
    """50 % du prix et 2,00 €."""
    parts = []
    if surcharge["percent"]:
        parts.append(_("%(percent)d %% du prix", percent=surcharge["percent"]))
    if surcharge["cents"]:
        parts.append(wording.say_euros(surcharge["cents"]))
    return wording.say_list(parts)


def _sentence(rule: Deadline, act: Act) -> str:
    said = say_rule(rule)
    if rule["weekdays"]:
        days = wording.say_list([str(words.MANY[day]) for day in rule["weekdays"]])
        said = _("les %(weekdays)s, %(rule)s", weekdays=days, rule=said)
    then = _then(rule["consequence"], rule["surcharge"], act)
    return f"{wording.capitalize_first(said)}. {then}"


def _then(consequence: str | None, surcharge: Surcharge | None, act: Act) -> str:
    if consequence == "STAFF":
        return _("Ensuite, l’équipe décide.")
    if consequence == "SURCHARGE" and surcharge:
        costs = say_surcharge(surcharge)
        if act == "CANCEL":
            return _("Ensuite, reste dû : %(costs)s.", costs=costs)
        return _("Ensuite, avec un supplément de %(costs)s.", costs=costs)
    if consequence == "REFUSE":
        if act == "CANCEL":
            return _("Ensuite, ce jour reste facturé.")
        return _("Ensuite, il sera trop tard.")
    return ""


def _is_to_come(told: Told) -> bool:
    until = told.get("until")
    return until is not None and wording.instant(until) >= clock.now()


def _day(rule: Deadline) -> str:
    """The day a rule leads to, counted from the booked one: la veille, 2 jours ouvrés avant."""
    said = _counted(rule)
    if not rule["skipping"]:
        return said
    days = words.say_weekdays(rule["skipping"])
    return _("%(day)s (sans compter %(days)s)", day=said, days=days)


def _counted(rule: Deadline) -> str:
    before, on = rule["before"], rule["on"] or 0
    match rule["anchor"]:
        case "WEEK":
            return _weekday(str(words.WEEKDAYS[on]), before)
        case "MONTH":
            return _day_of_month(_("1er") if on == 1 else str(on), before)
        case "HOLIDAY_PERIOD":
            return ngettext(
                "%(num)d jour franc avant les vacances",
                "%(num)d jours francs avant les vacances",
                before,
            )
        case "WORKING_DAYS":
            return ngettext("%(num)d jour ouvré avant", "%(num)d jours ouvrés avant", before)
        case "OPEN_DAYS":
            return ngettext("%(num)d jour d’école avant", "%(num)d jours d’école avant", before)
        case _ if before == 0:
            return _("le jour même")
        case _ if before == 1:
            return _("la veille")
        case _:
            return ngettext("%(num)d jour avant", "%(num)d jours avant", before)


def _weekday(weekday: str, before: int) -> str:
    if before == 0:
        return _("le %(weekday)s de la même semaine", weekday=weekday)
    if before == 1:
        return _("le %(weekday)s de la semaine précédente", weekday=weekday)
    return _("le %(weekday)s, %(weeks)d semaines avant", weekday=weekday, weeks=before)


def _day_of_month(day: str, before: int) -> str:
    if before == 0:
        return _("le %(day)s du même mois", day=day)
    if before == 1:
        return _("le %(day)s du mois précédent", day=day)
    return _("le %(day)s, %(months)d mois avant", day=day, months=before)
