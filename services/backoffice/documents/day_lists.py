"""The lists of a day on paper: A4, tagged for screen readers, room for a pen in empty columns."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import typst
from flask_babel import get_locale

from shared.eventstore.clock import PARIS

_TEMPLATE = Path(__file__).with_name("day_lists.typ")


@dataclass(frozen=True)
class Column:
    title: str
    wide: bool = False


@dataclass(frozen=True)
class Sheet:
    """One table; every row has a cell for each column."""

    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def day_list_pdf(*, title: str, day: str, sheets: Sequence[Sheet], at: datetime) -> bytes:
    locale = get_locale()
    data = {
        "title": title,
        "day": day,
        "language": locale.language if locale else "fr",
        "printed": f"{at.astimezone(PARIS):%d/%m/%Y %H:%M}",
        "sheets": [asdict(sheet) for sheet in sheets],
    }
    return typst.compile(
        str(_TEMPLATE),
        sys_inputs={"data": json.dumps(data)},
        font_paths=_fonts(),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=at.replace(microsecond=0),
    )


@cache
def _fonts() -> typst.Fonts:
    """Those that typst brings: the same on every machine."""
    return typst.Fonts(include_system_fonts=False)
