"""« Mon dossier »: what is left to do, the household, the children, and sending the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from services.gateway.clients.households import Household, Section, ToDo
from services.gateway.web import public, wording
from services.gateway.web.families import Child, Family, forget_family, my_family
from services.gateway.web.forms import Sheet
from services.gateway.web.language import _
from services.gateway.web.saving import save_part, saved_values, sheet_of
from services.gateway.web.sections import (
    BY_NAME,
    BY_SLUG,
    CHILD_BY_SLUG,
    CHILD_PARTS,
    HOUSEHOLD_PARTS,
    IDENTITY,
    MISSING,
    PICKUPS,
    WORK,
    Part,
    missing_words,
    small_words,
)
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.eventstore import clock
from shared.web.client import Invalid, Refusal

pages = Blueprint("household", __name__, url_prefix="/dossier")

View = str | Response | tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing left to do, on the page and in the list of the home page."""

    title: str
    small: str
    href: str
    picture: str
    again: bool = False  # it was refused: to be done again
    fields: tuple[tuple[str, str], ...] = ()  # each missing answer, and where to write it


@dataclass(frozen=True, kw_only=True)
class Row:
    """A part of the file in a list."""

    title: Any
    small: str
    href: str
    filled: bool


@pages.get("")
@family_page
def show() -> str:
    told = my_family()
    return render_template(
        "household/file.html",
        tab="enfants",
        family=told,
        file=told.file,
        tasks=tasks(told),
        profile=[_row(WORK, told.section("work"), "/dossier/travail")],
        household=[
            _row(part, told.section(part.name), f"/dossier/{part.slug}")
            for part in HOUSEHOLD_PARTS
            if part is not WORK
        ],
        children=[(child, _child_rows(child)) for child in told.children],
        homes={each["child_id"]: each["other_home"]["state"] for each in told.file["children"]},
        documents=[_document_row(told, row) for row in told.file["documents"]],
        returned=returned_words(told.file),
        openings=public.opening_lines(public.openings()),
        year=_year(),
    )


@pages.get("/<slug>")
@family_page
def show_part(slug: str) -> View:
    part = _part(BY_SLUG, slug)
    section = my_family().section(part.name)
    return _show(part, section, f"/dossier/{slug}", None)


@pages.get("/<slug>/modifier")
@family_page
def change_part(slug: str) -> View:
    part = _part(BY_SLUG, slug)
    sheet = sheet_of(part, my_family().section(part.name), _focus())
    return _render_change(part, sheet, f"/dossier/{slug}", None)


@pages.post("/<slug>/modifier")
@family_page
def send_part(slug: str) -> View:
    part = _part(BY_SLUG, slug)
    sheet = Sheet.sent(part.form)
    if not sheet.wrong and save_part(part, sheet):
        return redirect("/dossier", 303)
    return _render_change(part, sheet, f"/dossier/{slug}", None), 422


@pages.get("/enfants/nouveau")
@family_page
def new_child() -> View:
    known = my_family()
    sheet = Sheet({"child_id": clock.new_id(), "family_name": known.me.get("family_name")})
    return _render_new_child(sheet)


@pages.post("/enfants/nouveau")
@family_page
def send_new_child() -> View:
    """The id of the child is in the form: pressed twice, there is one child."""
    sheet = Sheet.sent(IDENTITY.form)
    child_id = _child_id(sheet)
    if not sheet.wrong:
        try:
            services().households.register_child(
                family().account_id, child_id, IDENTITY.sent_values(sheet.data)
            )
        except Invalid as invalid:
            sheet.add(invalid)
        except Refusal as refusal:
            sheet.refuse(refusal)
    if sheet.wrong:
        return _render_new_child(sheet), 422
    forget_family()
    return redirect(f"/dossier/enfants/{child_id}/sante/modifier?suite", 303)


@pages.get("/enfants/<uuid:child_id>/<slug>")
@family_page
def show_child_part(child_id: UUID, slug: str) -> View:
    part, child = _part(CHILD_BY_SLUG, slug), _child(child_id)
    return _show(part, child.sections[part.name], f"/dossier/enfants/{child_id}/{slug}", child)


@pages.get("/enfants/<uuid:child_id>/<slug>/modifier")
@family_page
def change_child_part(child_id: UUID, slug: str) -> View:
    part, child = _part(CHILD_BY_SLUG, slug), _child(child_id)
    sheet = sheet_of(part, child.sections[part.name], _focus())
    return _render_change(part, sheet, f"/dossier/enfants/{child_id}/{slug}", child)


@pages.post("/enfants/<uuid:child_id>/<slug>/modifier")
@family_page
def send_child_part(child_id: UUID, slug: str) -> View:
    part, child = _part(CHILD_BY_SLUG, slug), _child(child_id)
    sheet = Sheet.sent(part.form)
    if not sheet.wrong and save_part(part, sheet, child_id):
        return redirect(_after_child_part(child_id, part), 303)
    return _render_change(part, sheet, f"/dossier/enfants/{child_id}/{slug}", child), 422


@pages.post("/envoi")
@family_page
def submit() -> View:
    try:
        services().households.submit(family().account_id)
    except Refusal as refusal:
        if refusal.code == "file_incomplete":
            return redirect("/dossier#reste", 303)
        raise
    forget_family()
    return redirect("/dossier/envoi", 303)


@pages.get("/envoi")
@family_page
def submitted() -> View:
    told = my_family()
    if told.file["submitted_at"] is None:
        return redirect("/dossier")
    return render_template(
        "household/submitted.html",
        tab="enfants",
        family=told,
        file=told.file,
        openings=public.opening_lines(public.openings()),
    )


def tasks(told: Family) -> list[Task]:
    """What is left to do: one task per part, each missing answer with its own address."""
    found: dict[tuple[str | None, ...], list[ToDo]] = {}
    for item in told.file["todo"]:
        key = (item["kind"], item["section"], item["child_id"], item["requirement"])
        found.setdefault(key, []).append(item)
    return [_task(told, items) for items in found.values()]


def returned_words(file: Household) -> str | None:
    """Why the staff sent the file back, while it is with the family again."""
    if file["status"] != "RETURNED" or file["returned"] is None:
        return None
    return file["returned"]["message"] or wording.say(
        wording.RETURN_REASONS, file["returned"]["reason"]
    )


def _task(told: Family, items: list[ToDo]) -> Task:
    first = items[0]
    if first["kind"] == "document":
        return _document_task(told, first)
    if first["kind"] == "child" or first["section"] is None:
        return Task(
            title=_("Ajouter votre premier enfant"),
            small=_("Son prénom, sa date de naissance, son école."),
            href="/dossier/enfants/nouveau",
            picture="plus-lg",
        )
    part = BY_NAME[first["section"]]
    child = told.child(first["child_id"]) if first["child_id"] else None
    base = f"/dossier/enfants/{child.child_id}/{part.slug}" if child else f"/dossier/{part.slug}"
    missing = [item["field"] for item in items if item["field"]]
    fields = tuple(
        (str(MISSING.get(field, field)), f"{base}/modifier?champ={field}#{field}")
        for field in missing
    )
    return Task(
        title=str(part.to_do) % {"child": child.given_name if child else ""},
        small=missing_words(missing) if missing else _("À remplir"),
        href=fields[0][1] if fields else f"{base}/modifier",
        picture=part.picture,
        fields=fields,
    )


def _document_task(told: Family, item: ToDo) -> Task:
    child = told.child(item["child_id"]) if item["child_id"] else None
    row = told.document(item["requirement"] or "", child.child_id if child else None)
    label = row["label"] if row else item["requirement"]
    again = item["reason"] is not None
    name = _("%(document)s, %(child)s", document=label, child=child.given_name) if child else label
    refused = (row["message"] if row else None) or wording.say(
        wording.DOCUMENT_REASONS, item["reason"]
    )
    return Task(
        title=_("Renvoyer : %(document)s", document=name)
        if again
        else _("Joindre : %(document)s", document=name),
        small=refused if again else _("Photo ou PDF, 10 Mo au plus."),
        href=document_href(item["requirement"] or "", child),
        picture="file-earmark-x" if again else "upload",
        again=again,
    )


def document_href(requirement: str, child: Child | None) -> str:
    end = f"/{child.child_id}" if child else ""
    return f"/dossier/documents/{requirement}{end}"


def _document_row(told: Family, row: Any) -> dict[str, Any]:
    child = told.child(row["child_id"]) if row["child_id"] else None
    title = (
        _("%(document)s, %(child)s", document=row["label"], child=child.given_name)
        if child
        else row["label"]
    )
    match row["status"]:
        case "MISSING":
            small = _("Photo ou PDF, 10 Mo au plus")
        case "REJECTED":
            small = row["message"] or wording.say(wording.DOCUMENT_REASONS, row["reason"])
        case _:
            small = _("Déposée le %(day)s", day=wording.say_day(row["uploaded_at"], weekday=False))
    return {
        "title": title,
        "small": small,
        "status": row["status"],
        "href": document_href(row["requirement"], child),
        "edit": row["status"] in ("MISSING", "REJECTED"),
    }


def _row(part: Part, section: Section, base: str) -> Row:
    return Row(
        title=part.title,
        small=small_words(part, section),
        href=base if section["filled"] else f"{base}/modifier",
        filled=section["filled"],
    )


def _child_rows(child: Child) -> list[Row]:
    return [
        _row(
            part,
            child.sections[part.name],
            f"/dossier/enfants/{child.child_id}/{part.slug}",
        )
        for part in CHILD_PARTS
    ]


def _show(part: Part, section: Section, base: str, child: Child | None) -> View:
    if not any(section["values"].values()):
        return redirect(f"{base}/modifier")
    reads = next(
        (
            each["health_reads"]
            for each in my_family().file["children"]
            if child and each["child_id"] == str(child.child_id) and part.name == "health"
        ),
        [],
    )
    return render_template(
        "household/part.html",
        tab="enfants",
        part=part,
        child=child,
        section=section,
        lines=part.lines(saved_values(part, child.child_id if child else None)),
        missing=missing_words(section["missing"]) if section["missing"] else None,
        change=f"{base}/modifier",
        reads=reads,
    )


def _render_change(part: Part, sheet: Sheet, base: str, child: Child | None) -> str:
    return render_template(
        "household/change.html",
        part=part,
        child=child,
        sheet=sheet,
        pickups=_pickup_lines(sheet),
        schools=_schools(),
        classes=_classes(),
    )


def _render_new_child(sheet: Sheet) -> str:
    return render_template(
        "household/new_child.html",
        sheet=sheet,
        schools=_schools(),
        classes=_classes(),
    )


def _pickup_lines(sheet: Sheet) -> int:
    """As many lines as people are written down, and two empty ones."""
    used = [n for n in range(PICKUPS) if sheet.value(f"pickups_{n}_name")]
    return min(PICKUPS, (max(used) + 1 if used else 0) + 2)


def identity_choices() -> dict[str, Any]:
    return {"schools": _schools(), "classes": _classes()}


def _schools() -> list[tuple[str, str]]:
    known = services().households.schools(family().account_id)
    return [("", _("Choisissez…")), *((each["school_id"], each["name"]) for each in known)]


def _classes() -> list[tuple[str, Any]]:
    return [("", _("Choisissez…")), *wording.CLASSES.items()]


def _after_child_part(child_id: UUID, done: Part) -> str:
    """A child just added goes on to the next empty part; else the file shows what was saved."""
    if "suite" in request.args:
        forget_family()
        child = _child(child_id)
        for part in CHILD_PARTS[CHILD_PARTS.index(done) + 1 :]:
            if not any(child.sections[part.name]["values"].values()):
                return f"/dossier/enfants/{child_id}/{part.slug}/modifier?suite"
    return "/dossier"


def _part(known: Mapping[str, Part], slug: str) -> Part:
    if slug not in known:
        abort(404)
    return known[slug]


def _child(child_id: UUID) -> Child:
    child = my_family().child(child_id)
    if child is None:
        abort(404)
    return child


def _child_id(sheet: Sheet) -> UUID:
    try:
        return UUID(str(sheet.value("child_id")))
    except ValueError:
        return clock.new_id()


def _focus() -> str | None:
    return request.args.get("champ")


def _year() -> str | None:
    told = public.openings()
    if told is None or told["school_year"] is None:
        return None
    return wording.say_school_year(told["school_year"]["id"])
