"""Asks households who pays and what the children are called, when an invoice is issued."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from shared.web.client import ServiceClient
from shared.web.settings import Settings

BATCH = 200


@dataclass(frozen=True, kw_only=True)
class Payer:
    name: str
    address: tuple[str, ...]


GivenNames = dict[tuple[UUID, UUID], str]  # by household and child


class AsksHouseholds(Protocol):
    """Both leave out whom households does not know, or has erased. Raise Unavailable."""

    def payers(self, household_ids: Sequence[UUID]) -> dict[UUID, Payer]: ...

    def given_names(self, child_ids: Sequence[UUID]) -> GivenNames:
        """As each of their homes tells them."""


class Households:
    def __init__(self, settings: Settings) -> None:
        self._client = ServiceClient(settings, "households")

    def payers(self, household_ids: Sequence[UUID]) -> dict[UUID, Payer]:
        return {
            UUID(household_id): Payer(name=payer["name"], address=tuple(payer["address"]))
            for batch in _batches(household_ids)
            for household_id, payer in self._client.post(
                "/payers", scope="internal", json={"households": batch}
            ).items()
        }

    def given_names(self, child_ids: Sequence[UUID]) -> GivenNames:
        return {
            (UUID(household_id), UUID(child_id)): given_name
            for batch in _batches(child_ids)
            for child_id, child in self._client.post(
                "/names", scope="internal", json={"children": batch}
            )["children"].items()
            for household_id, given_name in child["homes"].items()
        }


def _batches(ids: Sequence[UUID]) -> Iterator[list[str]]:
    for start in range(0, len(ids), BATCH):
        yield [str(it) for it in ids[start : start + BATCH]]
