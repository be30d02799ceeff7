"""The calendar of a school year as a file to edit: `portail calendar 2027-2028 --zone B`.

Nothing is loaded before somebody has read it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import yaml

from services.bookings.clients.school_calendar import Proposal


def as_yaml(proposed: Proposal) -> str:
    """A file that `portail load` takes, once somebody has read it and set the cut-off."""
    head = "# A proposal. Check the first and last day, and when regular bookings end.\n"
    content = {"school_years": [year_of(proposed)]}
    return (
        head
        + doubted(proposed.doubts)
        + yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    )


def doubted(days: Iterable[date]) -> str:
    told = "".join(f"#   {day:%Y-%m-%d}\n" for day in days)
    return f"# Only one of two sources has these days as school holidays:\n{told}" if told else ""


def year_of(proposed: Proposal) -> dict[str, Any]:
    return {
        "id": proposed.school_year,
        "starts_on": proposed.starts_on,
        "ends_on": proposed.ends_on,
        "regular_cutoff_at": f"{proposed.starts_on.year}-04-30 23:59",
        "holidays": [
            {"name": it.name, "first": it.first, "last": it.last} for it in proposed.holidays
        ],
        "public_holidays": [{"name": name, "day": day} for day, name in proposed.public_holidays],
        "closures": [],
    }
