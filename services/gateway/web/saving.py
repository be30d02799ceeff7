"""Saving a part of the file: what was typed is kept, what somebody else wrote is never lost."""

from typing import Any
from uuid import UUID

from flask import request

from services.gateway.clients.households import Section
from services.gateway.web import wording
from services.gateway.web.families import forget_family, my_family
from services.gateway.web.forms import Sheet
from services.gateway.web.language import _
from services.gateway.web.sections import Answers, Line, Part, controls
from services.gateway.web.services import services
from services.gateway.web.visitors import family
from shared.web.client import Invalid, Refusal

PHONES = frozenset({"mobile", "work_phone", "doctor_phone", "emergency_phone"})


def sheet_of(part: Part, section: Section, focus: str | None = None) -> Sheet:
    """The part as it is saved, ready to be changed."""
    told = controls(section["values"])
    for name in PHONES & told.keys():
        told[name] = wording.say_phone(told[name])
    return Sheet(told | {"seen": my_family().file["version"]}, focus=focus)


def save_part(part: Part, sheet: Sheet, child_id: UUID | None = None) -> bool:
    """Save a good sheet; `False` when the service found something, which is then in the sheet.

    A part that somebody saved since the page was made is not overwritten: the sheet says so, keeps
    what was typed, and carries the new version, so that pressing again is a decision.
    """
    account_id, data, seen = family().account_id, part.sent_values(sheet.data), _seen()
    try:
        if child_id is None:
            services().households.save_section(account_id, part.name, data, seen)
        else:
            services().households.save_child_section(account_id, child_id, part.name, data, seen)
    except Invalid as invalid:
        sheet.add(invalid)
        return False
    except Refusal as refusal:
        sheet.refuse(refusal, _("Rien n’a été enregistré"))
        if refusal.code == "changed_elsewhere":
            _tell_both(part, sheet, data, child_id)
        return False
    forget_family()
    return True


def saved_values(part: Part, child_id: UUID | None = None) -> dict[str, Any]:
    """The answers of a part as they are saved now."""
    told = my_family()
    if child_id is None:
        return dict(told.section(part.name)["values"])
    child = told.child(child_id)
    return {} if child is None else dict(child.sections[part.name]["values"])


def _tell_both(part: Part, sheet: Sheet, typed: Answers, child_id: UUID | None) -> None:
    forget_family()
    mine: list[Line] = part.lines(typed)
    theirs = dict(part.lines(saved_values(part, child_id)))
    sheet.elsewhere = [
        (asked, answer, theirs.get(asked, ""))
        for asked, answer in mine
        if answer != theirs.get(asked, "")
    ]
    sheet.values["seen"] = my_family().file["version"]


def _seen() -> int:
    try:
        return int(request.form.get("seen", ""))
    except ValueError:
        return 0
