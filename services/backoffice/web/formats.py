"""Dates, times, amounts and names as staff read them, in the language of the page."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import phonenumbers
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_currency
from flask import Flask
from flask_babel import get_locale

from shared.eventstore import clock
from shared.web.language import gettext as _

# Yves and Inès, but neither Yanis nor Hugo.
_VOWEL_FIRST = re.compile(r"[aàâeéèêëiîïoôœuùû]|y[^aeiou]", re.IGNORECASE)


def register(app: Flask) -> None:
    """Give the templates every function below as a filter of the same name."""
    app.jinja_env.filters.update(
        long_day=long_day,
        full_day=full_day,
        short_day=short_day,
        moment=moment,
        exact_moment=exact_moment,
        time_of_day=time_of_day,
        clock_time=clock_time,
        since=since,
        month=month,
        of_month=of_month,
        of_name=of_name,
        euros=euros,
        upper_first=upper_first,
        lower_first=lower_first,
    )


def as_date(value: str | date) -> date:
    if isinstance(value, datetime):
        return value.astimezone(clock.PARIS).date()
    if isinstance(value, date):
        return value
    return as_instant(value).date() if "T" in value else date.fromisoformat(value)


def as_instant(value: str | datetime) -> datetime:
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return instant.astimezone(clock.PARIS)


def full_day(value: str | date) -> str:
    """jeudi 12 novembre 2026"""
    return _date(value, "EEEE d MMMM y")


def long_day(value: str | date) -> str:
    """jeudi 12 novembre"""
    return _date(value, "EEEE d MMMM")


def short_day(value: str | date) -> str:
    """12 novembre 2026"""
    return _date(value, "d MMMM y")


def moment(value: str | datetime) -> str:
    """12 novembre 2026, 8 h 15"""
    instant = as_instant(value)
    return f"{short_day(instant)}, {time_of_day(instant)}"


def time_of_day(value: str | datetime) -> str:
    """8 h 15"""
    return _time(value, "H 'h' mm", "HH:mm")


def clock_time(value: str) -> str:
    """11 h 45, of a time that is no instant: "11:45" """
    if not _in_french():
        return value
    hour, minute = value.split(":")
    return f"{int(hour)}\u00a0h\u00a0{minute}"


def exact_moment(value: str | datetime) -> str:
    """12 novembre 2026, 19 h 06 min 12 s: what a rank of arrival is made of"""
    instant = as_instant(value)
    to_the_second = _time(instant, "H 'h' mm 'min' ss 's'", "HH:mm:ss")
    return f"{short_day(instant)}, {to_the_second}"


def since(value: str | datetime) -> str:
    """2 jours: how long something has been waiting"""
    waited = max(clock.now() - as_instant(value), timedelta(minutes=1))
    return format_timedelta(waited, locale=get_locale())


def month(period: str) -> str:
    """octobre 2026"""
    return _date(f"{period}-01", "MMMM y")


def of_month(period: str) -> str:
    """d’octobre 2026, de novembre 2026: French joins the preposition, other languages do not"""
    return _of(month(period))


def of_name(name: str) -> str:
    """d’Inès, de Léo"""
    return _of(name)


def euros(cents: int) -> str:
    return format_currency(Decimal(cents) / 100, "EUR", locale=get_locale())


def phone(number: str) -> str:
    """06 12 34 56 10 for a French number; any other as it was told"""
    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return number
    national = parsed.country_code == 33
    style = phonenumbers.PhoneNumberFormat
    shown = phonenumbers.format_number(parsed, style.NATIONAL if national else style.INTERNATIONAL)
    return str(shown).replace(" ", "\u00a0")


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """« Lundi midi » inside a sentence; English keeps its capital on days"""
    return text[:1].lower() + text[1:] if _in_french() else text


def weekday_name(weekday: int) -> str:
    """lundi: any Monday says it"""
    return _date(date(2024, 1, 1) + timedelta(days=weekday), "EEEE")


def _of(words: str) -> str:
    if not _in_french():
        return words
    return f"d’{words}" if _VOWEL_FIRST.match(words) else f"de {words}"


def _date(value: str | date, pattern: str) -> str:
    shown = format_date(as_date(value), pattern, locale=get_locale())
    # « 1er » is how French writes the first of a month.
    if _in_french() and pattern.startswith(("d ", "EEEE d")):
        words = shown.split(" ")
        words = ["1er" if word == "1" else word for word in words]
        shown = " ".join(words)
    return shown


def _time(value: str | datetime, french: str, other: str) -> str:
    shown = format_datetime(
        as_instant(value), french if _in_french() else other, locale=get_locale()
    )
    return shown.replace(" ", "\u00a0")


def _in_french() -> bool:
    locale = get_locale()
    return locale is None or locale.language == "fr"


def places_free(capacity: int, taken: int) -> str:
    """34 places libres, 1 place libre, Complet"""
    left = capacity - taken
    if left <= 0:
        return _("Complet")
    return _("1 place libre") if left == 1 else _("%(left)d places libres", left=left)
