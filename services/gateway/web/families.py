"""The family of the visitor as pages speak of it: names, children with their colour, sections."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from flask import current_app, g, session

from services.gateway.clients.households import ChildFile, Document, Household, Section
from services.gateway.web import wording
from services.gateway.web.kept import KeptAMoment
from services.gateway.web.language import _
from services.gateway.web.services import services
from services.gateway.web.visitors import family, known_visitor
from shared.eventstore import clock
from shared.web.client import NotAllowed, NotThere, Refusal, Unavailable

COLOURS = 3
CHANGED: Final = "file_changed_at"  # in the cookie of the browser that changed its file


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child on a page; the colour follows the order in the file, so it is the same everywhere."""

    child_id: UUID
    given_name: str
    class_name: str
    school_name: str
    colour: int
    sections: Mapping[str, Section]

    @property
    def initial(self) -> str:
        return self.given_name[:1].upper()

    @property
    def place(self) -> str:
        """CE1 · École Jean-de-La-Fontaine."""
        named = wording.say(wording.CLASSES, self.class_name)
        return " · ".join(part for part in (named, self.school_name) if part)


class Family:
    """The household file of the visitor, read once per request."""

    def __init__(self, file: Household) -> None:
        self.file = file
        self.children = [_child(number, child) for number, child in enumerate(file["children"])]

    @property
    def me(self) -> Mapping[str, Any]:
        return self.section("me")["values"]

    @property
    def given_name(self) -> str:
        return str(self.me.get("given_name") or "")

    @property
    def name(self) -> str | None:
        """Famille Martin."""
        told = self.me.get("family_name")
        return _("Famille %(name)s", name=told) if told else None

    def section(self, name: str) -> Section:
        empty: Section = {"filled": False, "missing": [], "values": {}}
        return self.file["sections"].get(name, empty)

    def child(self, child_id: UUID | str) -> Child | None:
        return next((c for c in self.children if str(c.child_id) == str(child_id)), None)

    def document(self, requirement: str, child_id: UUID | None) -> Document | None:
        told = None if child_id is None else str(child_id)
        return next(
            (
                row
                for row in self.file["documents"]
                if row["requirement"] == requirement and row["child_id"] == told
            ),
            None,
        )


def my_family() -> Family:
    """The file of the visitor of a guarded page, as it is now."""
    if "family" not in g:
        g.family_failed = True  # until it is there: the page of the error must not ask again
        asked_at, account_id = clock.now(), family().account_id
        g.family = Family(services().households.household(account_id))
        g.family_failed = False
        _kept_families().put(account_id, g.family, asked_at)
    found: Family = g.family
    return found


def known_family() -> Family:
    """The same as it was a moment ago at most, with all that this browser has changed in it.

    For pages about bookings, which take names and classes from it.
    """
    if "family" not in g:
        kept = _kept_families().get(family().account_id, since=_changed_at())
        if kept is None:
            return my_family()
        g.family = kept
    found: Family = g.family
    return found


def forget_family() -> None:
    """Read the file again, also in the other processes: something in it has just changed."""
    g.pop("family", None)
    session[CHANGED] = clock.now().isoformat()
    _kept_families().drop(family().account_id)


def _changed_at() -> datetime | None:
    told = session.get(CHANGED)
    return datetime.fromisoformat(told) if told else None


def _kept_families() -> KeptAMoment[UUID, Family]:
    return cast("KeptAMoment[UUID, Family]", current_app.extensions["gateway.families"])


def family_name() -> str | None:
    """The name in the bar; a page does not fail because the bar cannot be filled."""
    if known_visitor() is None or g.get("family_failed"):
        return None
    try:
        return known_family().name
    except (NotAllowed, NotThere, Refusal, Unavailable):
        return None


def _child(number: int, child: ChildFile) -> Child:
    identity = child["sections"]["identity"]["values"]
    return Child(
        child_id=UUID(child["child_id"]),
        given_name=str(identity.get("given_name") or ""),
        class_name=str(identity.get("class_name") or ""),
        school_name=str(identity.get("school_name") or ""),
        colour=number % COLOURS + 1,
        sections=child["sections"],
    )
