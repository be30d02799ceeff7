"""Until when a booked day can be given back, in words: the rule, and what follows for who is later.

The pages say it with the same sentences; each service has its own catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.notifier.documents.language import Language
from services.notifier.documents.request_lines import slot_name
from services.notifier.domain.facts import Request
from services.notifier.domain.letter import Deadline


@dataclass(frozen=True, kw_only=True)
class GivingBack:
    """« Cantine et accueil du soir », and the sentences of their rules."""

    care: str
    rules: tuple[str, ...]


def of_giving_back(
    lang: Language, request: Request, deadlines: Mapping[str, tuple[Deadline, ...]]
) -> tuple[GivingBack, ...]:
    """For what was accepted; cares with the same rules are said together."""
    accepted = {(line.facility_id, line.slot_type) for line in request.lines if line.accepted}
    by_rules: dict[tuple[str, ...], list[str]] = {}
    for facility_id, slot_type in sorted(accepted):
        rules = tuple(
            sentence(lang, rule)
            for rule in deadlines.get(facility_id, ())
            if rule.slot_type == slot_type
        )
        care = by_rules.setdefault(rules, [])
        if slot_type not in care:
            care.append(slot_type)
    return tuple(
        GivingBack(care=_care(lang, slot_types), rules=rules)
        for rules, slot_types in by_rules.items()
        if rules
    )


def sentence(lang: Language, rule: Deadline) -> str:
    """« Au plus tard la veille, à 18 h. Ensuite, ce jour reste facturé. »"""
    hour, minute = (int(part) for part in rule.at.split(":"))
    said = lang.gettext(
        "au plus tard %(day)s, à %(at)s", day=_day(lang, rule), at=lang.clock(hour, minute)
    )
    if rule.weekdays:
        days = lang.listed([lang.weekday(each) for each in rule.weekdays])
        said = lang.gettext("pour %(days)s, %(rule)s", days=days, rule=said)
    return f"{said[:1].upper()}{said[1:]}. {_then(lang, rule)}"


def _care(lang: Language, slot_types: list[str]) -> str:
    names = [slot_name(lang, each) for each in slot_types]
    return lang.listed([names[0], *(name[:1].lower() + name[1:] for name in names[1:])])


def _then(lang: Language, rule: Deadline) -> str:
    if rule.consequence == "STAFF":
        return lang.gettext("Ensuite, l’équipe décide.")
    if rule.consequence == "SURCHARGE":
        return lang.gettext("Ensuite, reste dû : %(costs)s.", costs=_costs(lang, rule))
    return lang.gettext("Ensuite, ce jour reste facturé.")


def _costs(lang: Language, rule: Deadline) -> str:
    costs = []
    if rule.surcharge_percent:
        costs.append(lang.gettext("%(percent)d %% du prix", percent=rule.surcharge_percent))
    if rule.surcharge_cents:
        costs.append(lang.money(rule.surcharge_cents))
    return lang.listed(costs)


def _day(lang: Language, rule: Deadline) -> str:
    said = _counted(lang, rule)
    if not rule.skipping:
        return said
    days = lang.listed([lang.weekday(each) for each in rule.skipping])
    return lang.gettext("%(day)s (sans compter %(days)s)", day=said, days=days)


def _counted(lang: Language, rule: Deadline) -> str:
    before, on = rule.before, rule.on or 0
    match rule.anchor:
        case "WEEK" if before == 0:
            return lang.gettext("le %(weekday)s de la même semaine", weekday=lang.weekday(on))
        case "WEEK" if before == 1:
            return lang.gettext("le %(weekday)s de la semaine précédente", weekday=lang.weekday(on))
        case "WEEK":
            return lang.gettext(
                "le %(weekday)s, %(weeks)d semaines avant", weekday=lang.weekday(on), weeks=before
            )
        case "MONTH":
            return _day_of_month(lang, lang.gettext("1er") if on == 1 else str(on), before)
        case "HOLIDAY_PERIOD":
            return lang.ngettext(
                "%(num)d jour franc avant les vacances",
                "%(num)d jours francs avant les vacances",
                before,
            )
        case "WORKING_DAYS":
            return lang.ngettext("%(num)d jour ouvré avant", "%(num)d jours ouvrés avant", before)
        case "OPEN_DAYS":
            return lang.ngettext(
                "%(num)d jour d’école avant", "%(num)d jours d’école avant", before
            )
        case _ if before == 0:
            return lang.gettext("le jour même")
        case _ if before == 1:
            return lang.gettext("la veille")
        case _:
            return lang.ngettext("%(num)d jour avant", "%(num)d jours avant", before)


def _day_of_month(lang: Language, day: str, before: int) -> str:
    if before == 0:
        return lang.gettext("le %(day)s du même mois", day=day)
    if before == 1:
        return lang.gettext("le %(day)s du mois précédent", day=day)
    return lang.gettext("le %(day)s, %(months)d mois avant", day=day, months=before)
