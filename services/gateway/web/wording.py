"""How days, hours, money and codes are said, the same on every page; also template filters."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import phonenumbers
from babel.dates import format_date
from babel.numbers import format_currency
from flask import Flask

from services.gateway.web.language import _, language, lazy_gettext, ngettext
from shared.eventstore import clock

# Codes of the services and the words a parent knows them by.
RELATIONSHIPS = {
    "MOTHER": lazy_gettext("Leur mère"),
    "FATHER": lazy_gettext("Leur père"),
    "OTHER": lazy_gettext("Une autre personne responsable"),
}
SITUATIONS = {
    "EMPLOYED": lazy_gettext("En emploi"),
    "SELF_EMPLOYED": lazy_gettext("À mon compte"),
    "SEEKING": lazy_gettext("En recherche d’emploi"),
    "STUDENT": lazy_gettext("En études ou en formation"),
    "OTHER": lazy_gettext("Une autre situation"),
}
CLASSES = {
    "PS": lazy_gettext("Petite section"),
    "MS": lazy_gettext("Moyenne section"),
    "GS": lazy_gettext("Grande section"),
    "CP": lazy_gettext("CP"),
    "CE1": lazy_gettext("CE1"),
    "CE2": lazy_gettext("CE2"),
    "CM1": lazy_gettext("CM1"),
    "CM2": lazy_gettext("CM2"),
}
LEVELS = {
    "MATERNELLE": lazy_gettext("Enfants en maternelle"),
    "ELEMENTAIRE": lazy_gettext("Enfants en élémentaire"),
}
DIETS = {
    "STANDARD": lazy_gettext("Tous les repas"),
    "NO_PORK": lazy_gettext("Sans porc"),
    "NO_MEAT": lazy_gettext("Sans viande"),
    "PACKED_MEAL": lazy_gettext("Panier-repas fourni par la famille"),
}
SLOTS = {
    "MORNING": lazy_gettext("Matin"),
    "LUNCH": lazy_gettext("Midi"),
    "EVENING": lazy_gettext("Soir"),
    "WEDNESDAY": lazy_gettext("Mercredi"),
}
SLOTS_IN_A_SENTENCE = {
    "MORNING": lazy_gettext("accueil du matin"),
    "LUNCH": lazy_gettext("cantine"),
    "EVENING": lazy_gettext("accueil du soir"),
    "WEDNESDAY": lazy_gettext("accueil du mercredi"),
}
CLOSED_DAYS = {
    "HOLIDAY": lazy_gettext("Vacances"),
    "PUBLIC_HOLIDAY": lazy_gettext("Férié"),
    "CLOSED": lazy_gettext("Fermé"),
}
DOCUMENT_REASONS = {
    "UNREADABLE": lazy_gettext("Le document n’est pas lisible."),
    "WRONG_DOCUMENT": lazy_gettext("Ce n’est pas le document demandé."),
    "OUT_OF_DATE": lazy_gettext("Le document n’est plus valable."),
    "OTHER_CHILD": lazy_gettext("Le document concerne un autre enfant."),
    "OTHER": lazy_gettext("Le document ne convient pas."),
}
RETURN_REASONS = {
    "DOCUMENTS": lazy_gettext("Une pièce est à renvoyer."),
    "INFORMATION": lazy_gettext("Une information est à compléter ou à corriger."),
    "OTHER": lazy_gettext("Votre dossier demande une correction."),
    "CHILD_ADDED": lazy_gettext("Un enfant s’est ajouté : complétez sa partie, puis renvoyez."),
}


def instant(iso: str) -> datetime:
    """An instant told by a service, at the time of Paris."""
    return datetime.fromisoformat(iso).astimezone(clock.PARIS)


def civil_day(iso: str) -> date:
    return date.fromisoformat(iso)


def say_day(day: date | str, year: bool = False, weekday: bool = True) -> str:
    """vendredi 3 avril, jeudi 1er octobre 2026, 3 avril."""
    if isinstance(day, str):
        day = instant(day).date() if "T" in day else civil_day(day)
    number = _("1er") if day.day == 1 else str(day.day)
    pattern = f"{'EEEE ' if weekday else ''}'{number}' MMMM{' y' if year else ''}"
    return _dated(day, pattern, language())


def say_time(at: datetime | str, seconds: bool = False) -> str:
    """19 h, 18 h 05; 19 h 06 min 12 s for a receipt."""
    if isinstance(at, str):
        at = instant(at)
    at = at.astimezone(clock.PARIS)
    if seconds:
        return _(
            "%(hour)d h %(minute)s min %(second)s s",
            hour=at.hour,
            minute=f"{at.minute:02d}",
            second=f"{at.second:02d}",
        )
    return _hour(at.hour, at.minute)


def say_clock(told: str) -> str:
    """« 18:30 » as an hour of the day: 18 h 30."""
    hour, _, minute = told.partition(":")
    return _hour(int(hour), int(minute or 0))


def _hour(hour: int, minute: int) -> str:
    if minute == 0:
        return _("%(hour)d h", hour=hour)
    return _("%(hour)d h %(minute)s", hour=hour, minute=f"{minute:02d}")


def say_instant(at: datetime | str, year: bool = False) -> str:
    """vendredi 3 avril à 19 h."""
    if isinstance(at, str):
        at = instant(at)
    at = at.astimezone(clock.PARIS)
    return _("%(day)s à %(time)s", day=say_day(at.date(), year), time=say_time(at))


def say_short_day(day: date | str) -> tuple[str, str]:
    """The two parts of a column: lun., 9."""
    if isinstance(day, str):
        day = civil_day(day)
    return _dated(day, "EEE", language()), str(day.day)


def say_weekday(day: date) -> str:
    """vendredi."""
    return _dated(day, "EEEE", language())


def say_month(period: str) -> str:
    """« 2026-10 » as octobre 2026."""
    return _dated(date.fromisoformat(f"{period}-01"), "MMMM y", language())


def say_of_month(period: str) -> str:
    """d’octobre 2026, de mars 2027."""
    month = say_month(period)
    if month[0] in "aeiou":
        return _("d’%(month)s", month=month)
    return _("de %(month)s", month=month)


def say_wait(now: datetime, then: datetime) -> str:
    """dans 4 jours et 2 heures; the smaller unit is left out when it is nothing."""
    left = then - now
    if left < timedelta(minutes=1):
        return _("dans moins d’une minute")
    days, hours = left.days, left.seconds // 3600
    minutes = left.seconds // 60 % 60
    if days:
        parts = [ngettext("%(num)d jour", "%(num)d jours", days)]
        if hours:
            parts.append(ngettext("%(num)d heure", "%(num)d heures", hours))
    elif hours:
        parts = [ngettext("%(num)d heure", "%(num)d heures", hours)]
        if minutes:
            parts.append(ngettext("%(num)d minute", "%(num)d minutes", minutes))
    else:
        parts = [ngettext("%(num)d minute", "%(num)d minutes", minutes)]
    return _("dans %(wait)s", wait=say_list(parts))


def say_list(words: list[str]) -> str:
    """a, b et c."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s et %(last)s", first=", ".join(words[:-1]), last=words[-1])


def say_euros(cents: int) -> str:
    return _priced(cents, language())


@lru_cache(maxsize=8192)
def _dated(day: date, pattern: str, spoken: str) -> str:
    """A school year has some hundred days, and every page says many of them."""
    return str(format_date(day, pattern, locale=spoken))


@lru_cache(maxsize=8192)
def _priced(cents: int, spoken: str) -> str:
    return str(format_currency(cents / 100, "EUR", locale=spoken))


def say_phone(number: str | None) -> str:
    """06 12 34 56 78, however it was written."""
    return _dialled(number) if number else ""


@lru_cache(maxsize=256)
def _dialled(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return number
    form = phonenumbers.PhoneNumberFormat
    at_home = parsed.country_code == 33
    return phonenumbers.format_number(parsed, form.NATIONAL if at_home else form.INTERNATIONAL)


def dial(number: str) -> str:
    """What a telephone link needs: +33388000000."""
    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def say_size(octets: int) -> str:
    """As a telephone shows it: 340 Ko, 2,4 Mo."""
    if octets < 1024 * 1024:
        return _("%(size)s Ko", size=max(1, round(octets / 1024)))
    told = f"{octets / 1024 / 1024:.1f}".removesuffix(".0")
    return _("%(size)s Mo", size=told.replace(".", ","))


def say_closed(status: str, label: str | None) -> str:
    """Why nobody is there that day; nothing for a day of care. « Vacances d’hiver » says it all."""
    word = CLOSED_DAYS.get(status)
    if word is None or not label:
        return str(word or "")
    return label if label.casefold().startswith(str(word).casefold()) else f"{word}\u00a0: {label}"


def say_school_year(told: str) -> str:
    """2026-2027 with the dash of a span: 2026–2027."""
    return told.replace("-", "–")


def capitalize_first(words: str) -> str:
    """A sentence starts with a capital; the rest stays as it is."""
    return words[:1].upper() + words[1:]


def say(words: Mapping[str, Any], code: str | None) -> str:
    """The words for a code; the code itself when a service is ahead of these pages."""
    return "" if code is None else str(words.get(code, code))


def register_filters(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=say_day,
        hour=say_time,
        clock=say_clock,
        instant=say_instant,
        short_day=say_short_day,
        euros=say_euros,
        phone=say_phone,
        dial=dial,
        octets=say_size,
        month=say_month,
        school_year=say_school_year,
        sentence_list=say_list,
        capitalize_first=capitalize_first,
    )
    app.jinja_env.globals.update(SLOTS=SLOTS, CLASSES=CLASSES, LEVELS=LEVELS, say=say)
