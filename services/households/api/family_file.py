"""A household's file as JSON, for the family and for the staff."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from services.households.domain.configuration import Requirement, School
from services.households.domain.documents import RequiredDocument
from services.households.domain.household import Household
from services.households.domain.household_file import FileReturned
from services.households.domain.other_home import shown_code
from services.households.domain.sections import (
    CHILD_SECTIONS,
    HOUSEHOLD_SECTIONS,
    Identity,
    Section,
    SectionName,
    Sections,
    missing_fields,
)
from services.households.domain.to_do import progress
from services.households.projections.family_file import FamilyFile

HIDDEN = {"hidden": True}


def file_json(
    file: FamilyFile,
    schools: Sequence[School],
    requirements: Sequence[Requirement],
    *,
    health: bool,
) -> dict[str, Any]:
    """`health` says whether this reader sees health records without asking for them: the family
    does. Staff see which household is a child's other home, and no code; the family the other way
    round."""
    household = file.household
    told = household.answers
    required = household.required(requirements)
    done = progress(told.sections, told.children, required)
    names = {school.school_id: school.name for school in schools}
    return {
        "household_id": household.household_id,
        "version": household.version,
        "status": household.file.status,
        "submitted_at": instant(file.submitted_at),
        "approved_at": instant(file.approved_at),
        "returned": _returned(file.returned),
        "sections": {name: section_json(name, told.sections) for name in HOUSEHOLD_SECTIONS},
        "children": [
            _child(file, child_id, sections, names, health=health)
            for child_id, sections in told.children.items()
        ],
        "documents": [_document(file, each) for each in required],
        "todo": [
            {
                "kind": each.kind,
                "section": each.section,
                "field": each.field,
                "child_id": each.child_id,
                "requirement": each.requirement,
                "reason": each.reason,
            }
            for each in household.to_do(requirements)
        ],
        "progress": {"done": done.done, "total": done.total},
    }


def section_json(name: SectionName, sections: Sections) -> dict[str, Any]:
    section = sections.get(name)
    missing = missing_fields(name, vars(section) if section else {})
    return {
        "filled": section is not None and not missing,
        "missing": list(missing),
        "values": values_json(section),
    }


def values_json(section: Section | None) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.to_builtins(section) if section else {}
    return values


def instant(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def _child(
    file: FamilyFile,
    child_id: UUID,
    sections: Sections,
    schools: Mapping[str, str],
    *,
    health: bool,
) -> dict[str, Any]:
    shown = {name: section_json(name, sections) for name in CHILD_SECTIONS}
    if not health:
        shown[SectionName.HEALTH]["values"] = HIDDEN
    identity = sections[SectionName.IDENTITY]
    if isinstance(identity, Identity):
        shown[SectionName.IDENTITY]["values"] |= {
            "school_name": schools.get(identity.school_id),
            "school_level": identity.class_name.school_level,
        }
    return {
        "child_id": child_id,
        "sections": shown,
        "other_home": _other_home(file.household, child_id, family=health),
        "health_reads": [
            {"by": reading.reader, "at": instant(reading.read_at)}
            for reading in reversed(file.readings)
            if reading.child_id == child_id
        ],
    }


def _other_home(household: Household, child_id: UUID, *, family: bool) -> dict[str, Any]:
    known = household.other_homes
    home, invited = known.homes.get(child_id), known.invited.get(child_id)
    state = "JOINED" if home else "INVITED" if invited else "NONE"
    if state == "NONE" and child_id in known.ended:
        state = "ENDED"
    shown: dict[str, Any] = {"state": state, "first": home.first if home else None}
    if family:
        shown |= {
            "code": shown_code(invited.code) if invited else None,
            "email": invited.email if invited else None,
            "expires_at": instant(invited.expires_at) if invited else None,
        }
    else:
        shown["household_id"] = home.household_id if home else None
    return shown


def _document(file: FamilyFile, required: RequiredDocument) -> dict[str, Any]:
    document = required.document
    upload = file.uploads[document.document_id] if document else None
    return {
        "document_id": document.document_id if document else None,
        "requirement": required.requirement.code,
        "label": required.requirement.label,
        "help": required.requirement.help,
        "child_id": required.child_id,
        "status": required.status,
        "reason": document.reason if document else None,
        "message": document.message if document else None,
        "uploaded_at": instant(upload.uploaded_at) if upload else None,
        "filename": upload.filename if upload else None,
        "content_type": upload.content_type if upload else None,
        "size": upload.size if upload else None,
    }


def _returned(returned: FileReturned | None) -> dict[str, Any] | None:
    if returned is None:
        return None
    return {
        "reason": returned.reason,
        "message": returned.message,
        "at": instant(returned.returned_at),
    }
