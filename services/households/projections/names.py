"""Who is who: the names that pages, mails and invoices ask for, each card sealed.

Searching by name opens every card in memory: nothing that could be read or guessed at is kept in
clear, not even an index.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.households.domain.answers import (
    AddressFilled,
    ChildRegistered,
    IdentityFilled,
    MeFilled,
    OtherGuardianFilled,
)
from services.households.domain.household import HouseholdOpened
from services.households.domain.other_home import HomeJoined
from shared.eventstore.personal import ERASED
from shared.eventstore.question import Question
from shared.eventstore.read_model import ReadModel
from shared.eventstore.vault import SubjectForgotten, Vault

metadata = sa.MetaData()

household_names = sa.Table(
    "household_names",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("account_id", sa.Uuid, nullable=False, unique=True),
    sa.Column("person", sa.LargeBinary),  # null until told
    sa.Column("other_guardian", sa.LargeBinary),
    sa.Column("address", sa.LargeBinary),
)
child_names = sa.Table(
    "child_names",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("child_id", sa.Uuid, primary_key=True, index=True),
    sa.Column("number", sa.Integer, nullable=False),  # of this home among those of the child
    sa.Column("person", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("child_id", "number"),  # of two who say so at once, one is the first
)

PERSON, OTHER, ADDRESS, CHILD = (
    f"names|{column}" for column in ("person", "other_guardian", "address", "child")
)
GONE = b""  # sealed for a family whose key was destroyed before: opens as nothing


@dataclass(frozen=True, kw_only=True)
class HouseholdName:
    household_id: UUID
    account_id: UUID
    given_name: str
    family_name: str

    @property
    def name(self) -> str:
        return f"Famille {self.family_name}"


@dataclass(frozen=True, kw_only=True)
class ChildName:
    child_id: UUID
    household_id: UUID
    given_name: str
    family_name: str
    class_name: str
    school_id: str


@dataclass(frozen=True, kw_only=True)
class Family:
    """A line of a list: the name is None before the family told it, `ERASED` afterwards."""

    household_id: UUID
    name: str | None
    children: list[str]


def read_model(vault: Vault) -> ReadModel:
    return ReadModel("names", metadata, partial(project, vault))


def project(vault: Vault, tx: sa.Connection, event: Any) -> None:
    match event:
        case HouseholdOpened():
            tx.execute(
                sa.insert(household_names).values(
                    household_id=event.household_id, account_id=event.account_id
                )
            )
        case MeFilled():
            person = {"given_name": event.given_name, "family_name": event.family_name}
            sealed = _sealed(vault, event.household_id, person, PERSON)
            tx.execute(_of(event.household_id).values(person=sealed))
        case OtherGuardianFilled():
            other = [it for it in (event.given_name, event.family_name) if it]
            sealed = _sealed(vault, event.household_id, other, OTHER)
            tx.execute(_of(event.household_id).values(other_guardian=sealed))
        case AddressFilled():
            lines = [event.line1, event.line2, f"{event.postcode} {event.town}"]
            sealed = _sealed(vault, event.household_id, [it for it in lines if it], ADDRESS)
            tx.execute(_of(event.household_id).values(address=sealed))
        case ChildRegistered():
            card = {"person": _child_card(vault, event)}
            joined = tx.execute(_own_card(event.household_id, event.child_id).values(**card))
            if not joined.rowcount:
                of = {"household_id": event.household_id, "child_id": event.child_id}
                tx.execute(sa.insert(child_names).values(**of, **card, number=1))
        case HomeJoined():
            homes = households_of_child(tx, event.child_id)
            if event.household_id not in homes:
                tx.execute(
                    sa.insert(child_names).values(
                        household_id=event.household_id,
                        child_id=event.child_id,
                        number=len(homes) + 1,
                        person=GONE,  # told next
                    )
                )
        case IdentityFilled():
            own = _own_card(event.household_id, event.child_id)
            tx.execute(own.values(person=_child_card(vault, event)))


# Whose is it


def households_with_address(tx: sa.Connection) -> list[UUID]:
    query = sa.select(household_names.c.household_id)
    told = query.where(household_names.c.address.is_not(None))
    return list(tx.scalars(told.order_by(household_names.c.household_id)))


_OF_ACCOUNT = Question(
    sa.select(household_names.c.household_id).where(
        household_names.c.account_id == sa.bindparam("account_id")
    )
)


def household_of(tx: sa.Connection, account_id: UUID) -> UUID | None:
    return _OF_ACCOUNT.value(tx, account_id=account_id)


def households_of_child(tx: sa.Connection, child_id: UUID) -> list[UUID]:
    """One, or two in the order in which they told of the child."""
    query = sa.select(child_names.c.household_id).where(child_names.c.child_id == child_id)
    return list(tx.scalars(query.order_by(child_names.c.number)))


# Names; who was erased, is unknown or never told is left out


def households(
    tx: sa.Connection, vault: Vault, household_ids: Iterable[UUID]
) -> list[HouseholdName]:
    which = household_names.c.household_id.in_(list(household_ids))
    return list(_households(tx, vault, which))


def accounts(tx: sa.Connection, vault: Vault, account_ids: Iterable[UUID]) -> list[HouseholdName]:
    return list(_households(tx, vault, household_names.c.account_id.in_(list(account_ids))))


def children(tx: sa.Connection, vault: Vault, child_ids: Iterable[UUID]) -> list[ChildName]:
    """A child of two homes comes twice, as each of them tells it."""
    return list(_children(tx, vault, child_names.c.child_id.in_(list(child_ids))))


def addresses(
    tx: sa.Connection, vault: Vault, household_ids: Iterable[UUID]
) -> dict[UUID, list[str]]:
    query = sa.select(household_names.c.household_id, household_names.c.address).where(
        household_names.c.household_id.in_(list(household_ids)),
        household_names.c.address.is_not(None),
    )
    opened = {
        row.household_id: _opened(vault, row.household_id, row.address, ADDRESS)
        for row in tx.execute(query)
    }
    return {household_id: lines for household_id, lines in opened.items() if lines is not None}


def families(tx: sa.Connection, vault: Vault, household_ids: Iterable[UUID]) -> dict[UUID, Family]:
    """A line for each, also for those without a name."""
    ids = list(household_ids)
    rows = tx.execute(sa.select(household_names).where(household_names.c.household_id.in_(ids)))
    told = {row.household_id: row.person is not None for row in rows}
    named = {each.household_id: each.name for each in households(tx, vault, ids)}
    given: dict[UUID, list[str]] = {}
    for child in _children(tx, vault, child_names.c.household_id.in_(ids)):
        given.setdefault(child.household_id, []).append(child.given_name)
    return {
        household_id: Family(
            household_id=household_id,
            name=named.get(household_id, ERASED if told[household_id] else None),
            children=given.get(household_id, []),
        )
        for household_id in told
    }


def search(tx: sa.Connection, vault: Vault, words: str, limit: int) -> list[Family]:
    """Families with every one of these words in the names of their parents and children."""
    wanted = _plain(words).split()
    if not wanted:
        return []
    known: dict[UUID, list[str]] = {}
    for household in _households(tx, vault, sa.true()):
        known[household.household_id] = [household.given_name, household.family_name]
    others = sa.select(household_names.c.household_id, household_names.c.other_guardian)
    for row in tx.execute(others.where(household_names.c.other_guardian.is_not(None))):
        other = _opened(vault, row.household_id, row.other_guardian, OTHER)
        known.setdefault(row.household_id, []).extend(other or [])
    for child in _children(tx, vault, sa.true()):
        known.setdefault(child.household_id, []).extend([child.given_name, child.family_name])
    found = [
        household_id for household_id, names in known.items() if _matches(wanted, " ".join(names))
    ]
    lines = families(tx, vault, found)
    return sorted(lines.values(), key=lambda family: _plain(family.name or ""))[:limit]


def _households(
    tx: sa.Connection, vault: Vault, which: sa.ColumnElement[bool]
) -> Iterator[HouseholdName]:
    told = household_names.c.person.is_not(None)
    for row in tx.execute(sa.select(household_names).where(told, which)):
        person = _opened(vault, row.household_id, row.person, PERSON)
        if person is not None:
            yield HouseholdName(household_id=row.household_id, account_id=row.account_id, **person)


def _children(
    tx: sa.Connection, vault: Vault, which: sa.ColumnElement[bool]
) -> Iterator[ChildName]:
    cards = sa.select(child_names).where(which).order_by(child_names.c.number)
    for row in tx.execute(cards):
        person = _opened(vault, row.household_id, row.person, CHILD)
        if person is not None:
            yield ChildName(child_id=row.child_id, household_id=row.household_id, **person)


def _of(household_id: UUID) -> sa.Update:
    return sa.update(household_names).where(household_names.c.household_id == household_id)


def _own_card(household_id: UUID, child_id: UUID) -> sa.Update:
    return sa.update(child_names).where(
        child_names.c.household_id == household_id, child_names.c.child_id == child_id
    )


def _child_card(vault: Vault, event: ChildRegistered | IdentityFilled) -> bytes:
    card = {
        "given_name": event.given_name,
        "family_name": event.family_name,
        "class_name": event.class_name,
        "school_id": event.school_id,
    }
    return _sealed(vault, event.household_id, card, CHILD)


def _sealed(vault: Vault, household_id: UUID, value: Any, context: str) -> bytes:
    try:
        return vault.seal_json(household_id, value, context)
    except SubjectForgotten:  # a rebuild after the erasure
        return GONE


def _opened(vault: Vault, household_id: UUID, sealed: bytes, context: str) -> Any:
    return None if sealed == GONE else vault.open_json(household_id, sealed, context)


def _matches(wanted: list[str], names: str) -> bool:
    plain = _plain(names)
    return all(word in plain for word in wanted)


def _plain(text: str) -> str:
    """Small letters without accents: "léo" and "LEO" are the same search."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in letters if not unicodedata.combining(sign))
