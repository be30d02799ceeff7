"""How a deadline is said: the rule in words, its instant, and what follows for who comes later."""

from services.gateway.clients.shapes.openings import Deadline, Late, Surcharge, Told
from services.gateway.web import booking_words as words
from services.gateway.web import wording
from services.gateway.web.language import _, ngettext


def say_rule(rule: Deadline) -> str:
    """au plus tard le mardi à 23 h 59 de la semaine précédente."""
    return _("au plus tard %(when)s", when=_when(rule) + _skipping(rule))


def say_surcharge(surcharge: Surcharge) -> str:
    """50 % du prix et 2,00 €."""
    parts = []
    if surcharge["percent"]:
        parts.append(_("%(percent)d %% du prix", percent=surcharge["percent"]))
    if surcharge["cents"]:
        parts.append(wording.say_euros(surcharge["cents"]))
    return wording.say_list(parts)


def say_late(told: Late) -> str:
    """What doing it now brings; empty in time."""
    if told.get("late") == "STAFF":
        return _("Hors délai : l’équipe décidera de cette demande.")
    surcharge = told.get("surcharge")
    if told.get("late") == "SURCHARGE" and surcharge:
        return _("Hors délai : supplément de %(surcharge)s.", surcharge=say_surcharge(surcharge))
    return ""


def say_then(told: Told) -> str:
    """What follows after the instant; empty when nothing more can be done then."""
    rule = told.get("rule")
    surcharge = rule["surcharge"] if rule else None
    if told.get("then") == "STAFF":
        return _("Ensuite, l’équipe décide.")
    if told.get("then") == "SURCHARGE" and surcharge:
        return _(
            "Ensuite, avec un supplément de %(surcharge)s.", surcharge=say_surcharge(surcharge)
        )
    return ""


def _when(rule: Deadline) -> str:
    at, before = wording.say_clock(rule["at"]), rule["before"]
    match rule["anchor"]:
        case "WEEK":
            return _week(wording.say_list([str(words.WEEKDAYS[rule["on"] or 0])]), at, before)
        case "MONTH":
            day = _("1er") if rule["on"] == 1 else str(rule["on"])
            if before == 1:
                return _("le %(day)s du mois précédent à %(at)s", day=day, at=at)
            return _("le %(day)s, %(months)d mois avant, à %(at)s", day=day, months=before, at=at)
        case "HOLIDAY_PERIOD":
            return ngettext(
                "%(num)d jour franc avant les vacances, à %(at)s",
                "%(num)d jours francs avant les vacances, à %(at)s",
                before,
                at=at,
            )
        case "WORKING_DAYS":
            return ngettext(
                "%(num)d jour ouvré avant, à %(at)s",
                "%(num)d jours ouvrés avant, à %(at)s",
                before,
                at=at,
            )
        case "OPEN_DAYS":
            return ngettext(
                "%(num)d jour d’école avant, à %(at)s",
                "%(num)d jours d’école avant, à %(at)s",
                before,
                at=at,
            )
        case _ if before == 0:
            return _("le jour même à %(at)s", at=at)
        case _ if before == 1:
            return _("la veille à %(at)s", at=at)
        case _:
            return ngettext(
                "%(num)d jour avant, à %(at)s", "%(num)d jours avant, à %(at)s", before, at=at
            )


def _week(weekday: str, at: str, before: int) -> str:
    if before == 0:
        return _("le %(weekday)s à %(at)s de la même semaine", weekday=weekday, at=at)
    if before == 1:
        return _("le %(weekday)s à %(at)s de la semaine précédente", weekday=weekday, at=at)
    return _(
        "le %(weekday)s à %(at)s, %(weeks)d semaines avant", weekday=weekday, at=at, weeks=before
    )


def _skipping(rule: Deadline) -> str:
    if not rule["skipping"]:
        return ""
    return _(" (sans compter %(days)s)", days=words.say_weekdays(rule["skipping"]))
