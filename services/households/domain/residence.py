"""Where a household lives, as far as rules ask: in which area, in the commune or not.

Worked out here from the address, which nobody else is told.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.households.domain.sections import Address
from shared.eventstore.personal import ERASED


@dataclass(frozen=True, kw_only=True)
class Area:
    """A quarter, a commune or several: by postcode, and by town where towns share one.

    `resident`: who lives there counts as living in the commune.
    """

    area_id: str
    name: str
    resident: bool
    postcodes: tuple[str, ...]
    towns: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Locate:
    """The operator's list of areas changed."""

    household_id: UUID
    areas: tuple[Area, ...]


@dataclass(frozen=True, kw_only=True)
class HouseholdLocated:
    """`area` is None for an address that no area has: outside the commune, then."""

    household_id: UUID
    area: str | None
    resident: bool


def locate(
    household_id: UUID,
    address: Address | None,
    areas: Sequence[Area],
    known: HouseholdLocated | None,
) -> list[HouseholdLocated]:
    """Nothing without an address, nor where the operator has no list and never had one."""
    if address is None or address.postcode == ERASED or (not areas and known is None):
        return []
    area = area_of(address, areas)
    located = HouseholdLocated(
        household_id=household_id,
        area=area.area_id if area else None,
        resident=area is not None and area.resident,
    )
    return [] if located == known else [located]


def area_of(address: Address, areas: Iterable[Area]) -> Area | None:
    """The first in the operator's order."""
    town = _plain(address.town)
    for area in areas:
        if address.postcode in area.postcodes:
            towns = {_plain(each) for each in area.towns}
            if not towns or town in towns:
                return area
    return None


def _plain(town: str) -> str:
    """« Saint-Denis », « ST DENIS » and « saint denis » are one town."""
    letters = unicodedata.normalize("NFKD", town.casefold())
    words = "".join(c if c.isalpha() else " " for c in letters if not unicodedata.combining(c))
    long = {"st": "saint", "ste": "sainte"}
    return " ".join(long.get(word, word) for word in words.split())
