"""The next school year as a draft from this one's file: `portail next-year mine.yaml 2026-2027`.

What belongs to a year is carried on: its openings on the same weekday, its cut-off, and its prices,
from the first day on. Slot types, capacities, deadlines and areas are not of a year: they hold
until somebody describes them anew, and are in the draft to be looked at.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import yaml

from deploy.school_calendar import Proposal, doubted, year_of
from shared.eventstore.clock import PARIS

A_YEAR: Final = timedelta(weeks=52)  # whole weeks, so that an opening on a Friday is on a Friday
HEAD: Final = """\
# A draft of {year}, from {before}. Look at every instant, place and price, then load it.
# Closures are not carried on. Openings are on the same weekday, 52 weeks later.
"""


def next_year(data: Mapping[str, Any], before: str, proposed: Proposal) -> dict[str, Any]:
    """A file's content for the year after `before`. Raises KeyError if it has no such year."""
    year = next((it for it in data["school_years"] if it["id"] == before), None)
    if year is None:
        raise KeyError(before)
    name = proposed.school_year
    return {
        "school_years": [
            year_of(proposed) | {"regular_cutoff_at": shifted(year["regular_cutoff_at"])}
        ],
        "opening_waves": [
            {
                **wave,
                "id": _renamed(wave["id"], before, name),
                "school_year": name,
                "opens_at": shifted(wave["opens_at"]),
            }
            for wave in data["opening_waves"]
            if wave["school_year"] == before
        ],
        "facilities": list(data["facilities"]),
        "rate_tables": [
            {**table, "id": name, "valid_from": proposed.starts_on.isoformat()}
            for table in _latest(data["rate_tables"])
        ],
    }


def as_yaml(draft: Mapping[str, Any], before: str, doubts: Sequence[date] = ()) -> str:
    (year,) = draft["school_years"]
    head = HEAD.format(year=year["id"], before=before) + doubted(doubts)
    return head + yaml.safe_dump(dict(draft), allow_unicode=True, sort_keys=False)


def shifted(instant: str) -> str:
    """The same weekday and hour in Paris, whatever the clocks do: « 2027-04-02 19:00 »."""
    at = datetime.fromisoformat(instant).astimezone(PARIS).replace(tzinfo=None) + A_YEAR
    return f"{at:%Y-%m-%d %H:%M}"


def _latest(tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Prices may have changed during the year: what held last is carried on."""
    return sorted(tables, key=lambda table: str(table["valid_from"]))[-1:]


def _renamed(wave_id: str, before: str, name: str) -> str:
    """« maternelle-2026 » is « maternelle-2027 » next year: the old wave stays as it was."""
    first, next_first = before.partition("-")[0], name.partition("-")[0]
    renamed = wave_id.replace(before, name) if before in wave_id else wave_id
    renamed = renamed.replace(first, next_first) if renamed == wave_id else renamed
    return renamed if renamed != wave_id else f"{wave_id}-{name}"
