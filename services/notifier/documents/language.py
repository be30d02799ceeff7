"""The reader's language: sentences from the catalogue, dates, hours and amounts through Babel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency
from babel.support import Translations

from shared.eventstore.clock import PARIS

SOURCE: Final = "fr"  # the sentences in code and templates are French
TRANSLATIONS: Final = Path(__file__).parent.parent / "translations"

VOWELS: Final = frozenset("aâàeéèêiîoôu")
ELIDED: Final = {4, 8, 10}  # avril, août, octobre


@dataclass(frozen=True)
class Language:
    code: str
    catalogue: Translations

    def gettext(self, message: str, /, **values: object) -> str:
        sentence: str = self.catalogue.gettext(message)
        return sentence % values if values else sentence

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """`%(num)d` in the sentence is the number."""
        sentence: str = self.catalogue.ngettext(one, many, number)
        return sentence % {"num": number, **values}

    def day(self, day: date) -> str:
        """« vendredi 3 avril 2026 »"""
        text = format_date(day, "EEEE d MMMM y", locale=self.code)
        return self._french(text, day)

    def short_day(self, day: date) -> str:
        """« 3 avril 2026 »"""
        return self._french(format_date(day, "d MMMM y", locale=self.code), day)

    def month(self, period: str) -> str:
        """« octobre 2026 », from "2026-10"."""
        return format_date(_first_day(period), "MMMM y", locale=self.code)

    def of_month(self, period: str) -> str:
        """« d’octobre 2026 », « de novembre 2026 »"""
        if self.code != SOURCE:
            return self.month(period)
        return ("d’" if _first_day(period).month in ELIDED else "de ") + self.month(period)

    def of(self, name: str) -> str:
        """« de Grandir Ensemble », « d’Arc-en-Ciel »"""
        if self.code != SOURCE:
            return name
        return ("d’" if name[:1].lower() in VOWELS else "de ") + name

    def hour(self, instant: datetime) -> str:
        """« 10 h 12 », « 19 h », in Paris"""
        local = instant.astimezone(PARIS)
        return self.clock(local.hour, local.minute)

    def clock(self, hour: int, minute: int) -> str:
        """« 10 h 12 », « 19 h »"""
        if not minute:
            return self.gettext("%(hour)d h", hour=hour)
        return self.gettext("%(hour)d h %(minute)02d", hour=hour, minute=minute)

    def second(self, instant: datetime) -> str:
        """« 19 h 06 min 12 s », in Paris"""
        local = instant.astimezone(PARIS)
        return self.gettext(
            "%(hour)d h %(minute)02d min %(second)02d s",
            hour=local.hour,
            minute=local.minute,
            second=local.second,
        )

    def local_day(self, instant: datetime) -> date:
        return instant.astimezone(PARIS).date()

    def weekday(self, number: int) -> str:
        """« lundi » for 0"""
        return format_date(date(2024, 1, 1 + number), "EEEE", locale=self.code)

    def money(self, cents: int) -> str:
        return format_currency(Decimal(cents) / 100, "EUR", locale=self.code)

    def listed(self, names: Sequence[str]) -> str:
        """« Mia et Léo »"""
        return format_list(list(names), locale=self.code)

    def _french(self, text: str, day: date) -> str:
        """« 1er mai »; in French a number stays on the line of its month."""
        if self.code != SOURCE:
            return text
        number = "1er" if day.day == 1 else str(day.day)
        return text.replace(f"{day.day} ", f"{number} ", 1)


@cache
def language(code: str) -> Language:
    """French for a language nobody has translated to yet."""
    catalogue = TRANSLATIONS / code / "LC_MESSAGES" / "messages.po"
    if not catalogue.exists():
        return language(SOURCE)
    compiled = BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return Language(code, Translations(compiled))


def _first_day(period: str) -> date:
    return date.fromisoformat(f"{period}-01")
