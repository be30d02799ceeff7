"""What a change of the calendar did to a family's days, a child at a time, as a mail lists it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.notifier.documents.language import Language
from services.notifier.documents.request_lines import child_name, slot_name
from services.notifier.domain.facts import Change


@dataclass(frozen=True, kw_only=True)
class Row:
    """« Cantine », and its days in words; empty where there are none."""

    title: str
    gone: tuple[str, ...]
    added: tuple[str, ...]
    full: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChildRows:
    child: str
    rows: tuple[Row, ...]


def by_child(
    lang: Language,
    change: Change,
    children: Mapping[UUID, str],
    facilities: Mapping[str, str],
) -> tuple[ChildRows, ...]:
    """Every day is named: a family must know exactly which."""
    slots: dict[UUID, dict[tuple[str, str], list[set[date]]]] = {}
    for line in change.lines:
        of_child = slots.setdefault(line.child_id, {})
        days = of_child.setdefault((line.slot_type, line.facility_id), [set(), set(), set()])
        for kind, told in zip(days, (line.gone, line.added, line.full), strict=True):
            kind |= set(told)
    several = len({line.facility_id for line in change.lines}) > 1
    return tuple(
        ChildRows(
            child=child_name(lang, children, child_id),
            rows=tuple(
                Row(
                    title=_title(lang, slot_type, facilities.get(place) if several else None),
                    gone=_days(lang, gone),
                    added=_days(lang, added),
                    full=_days(lang, full),
                )
                for (slot_type, place), (gone, added, full) in of_child.items()
            ),
        )
        for child_id, of_child in slots.items()
    )


def _title(lang: Language, slot_type: str, place: str | None) -> str:
    name = slot_name(lang, slot_type)
    return f"{name} · {place}" if place else name


def _days(lang: Language, days: set[date]) -> tuple[str, ...]:
    return tuple(lang.day(day) for day in sorted(days))
