"""The next school year as a draft from this one's file: `portail next-year mine.yaml 2026-2027`.

What belongs to a year is carried on: its openings on the same weekday, its cut-off, and its prices,
from the first day on. Slot types, capacities, deadlines and areas are not of a year: they hold
until somebody describes them anew, and are in the draft to be looked at.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import yaml

from deploy.school_calendar import doubted, year_of
from services.bookings.clients.school_calendar import Proposal
from services.bookings.domain.next_year import renamed, same_weekday
from shared.eventstore.clock import PARIS

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
                "id": renamed(wave["id"], before, name),
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
    at = same_weekday(datetime.fromisoformat(instant)).astimezone(PARIS)
    return f"{at:%Y-%m-%d %H:%M}"


def _latest(tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Prices may have changed during the year: what held last is carried on."""
    return sorted(tables, key=lambda table: str(table["valid_from"]))[-1:]
