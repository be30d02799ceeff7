"""The calendar of a school year as the libraries know it: a proposal to edit, never a fact.

Two libraries know the holidays, neither is always right: both are asked, and the days on which they
differ are told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

# The public holidays of Alsace and Moselle are asked for by the part of France that has them:
# the library takes « GES » for an answer, and leaves both days out.
ALSACE_MOSELLE: Final = {"57": "57", "67": "6AE", "68": "6AE"}
LONGEST_PAUSE: Final = timedelta(days=1)
SUMMER: Final = "Vacances d’été"


@dataclass(frozen=True, kw_only=True)
class Period:
    name: str
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """`doubts` are weekdays that one of the libraries has as a holiday and the other has not."""

    school_year: str
    starts_on: date
    ends_on: date
    holidays: tuple[Period, ...]
    public_holidays: tuple[tuple[date, str], ...]
    doubts: tuple[date, ...]


def periods(days: Mapping[date, str]) -> tuple[Period, ...]:
    """Days that follow one another under one name are one period."""
    found: list[Period] = []
    for day in sorted(days):
        last = found[-1] if found else None
        if last and last.name == days[day] and day - last.last <= LONGEST_PAUSE:
            found[-1] = Period(name=last.name, first=last.first, last=day)
        else:
            found.append(Period(name=days[day], first=day, last=day))
    return tuple(found)


def doubts(one: Iterable[date], other: Iterable[date]) -> tuple[date, ...]:
    """At week-ends they may differ as they like: there is no school."""
    return tuple(sorted(day for day in set(one) ^ set(other) if day.weekday() < 5))


def proposal(first_year: int, zone: str, department: str) -> Proposal:
    """From 1 September to the last day before the summer. Raises ValueError: year not known."""
    starts_on, until = date(first_year, 9, 1), date(first_year + 1, 8, 31)
    school = {
        day: name
        for day, name in _school_holidays(first_year, zone).items()
        if starts_on <= day <= until
    }
    summer = min((day for day, name in school.items() if name == SUMMER), default=until)
    ends_on = summer - timedelta(days=1)
    while ends_on.weekday() > 4:
        ends_on -= timedelta(days=1)
    within = {day: name for day, name in school.items() if starts_on <= day <= ends_on}
    others = {day for day in _second_opinion(first_year, zone) if starts_on <= day <= ends_on}
    public = _public_holidays(first_year, department)
    return Proposal(
        school_year=f"{first_year}-{first_year + 1}",
        starts_on=starts_on,
        ends_on=ends_on,
        holidays=periods(within),
        public_holidays=tuple(
            (day, name) for day, name in sorted(public.items()) if starts_on <= day <= ends_on
        ),
        doubts=doubts(within.keys() - public.keys(), others - public.keys()),
    )


def _school_holidays(first_year: int, zone: str) -> dict[date, str]:
    from vacances_scolaires_france import SchoolHolidayDates, UnsupportedYearException

    known = SchoolHolidayDates()
    try:
        both = [
            known.holidays_for_year_and_zone(year, zone) for year in (first_year, first_year + 1)
        ]
    except UnsupportedYearException as error:
        raise ValueError(f"{first_year}-{first_year + 1}") from error
    return {
        day: it["nom_vacances"].replace("'", "’") for of_year in both for day, it in of_year.items()
    }


def _second_opinion(first_year: int, zone: str) -> set[date]:
    from holidays import country_holidays
    from holidays.constants import SCHOOL

    years = (first_year, first_year + 1)
    return set(country_holidays("FR", subdiv=f"Zone {zone}", years=years, categories=(SCHOOL,)))


def _public_holidays(first_year: int, department: str) -> dict[date, str]:
    from holidays import country_holidays

    subdivision = ALSACE_MOSELLE.get(department)
    years = (first_year, first_year + 1)
    return dict(country_holidays("FR", subdiv=subdivision, years=years, language="fr").items())
