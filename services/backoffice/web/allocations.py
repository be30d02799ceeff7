"""Allocations: prepare one, compare rule sets on the real requests, publish one, show it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from services.backoffice.refusals import sentence
from services.backoffice.web import desk, words
from services.backoffice.web.formats import as_instant
from shared.eventstore import clock
from shared.web.client import Refusal
from shared.web.language import gettext as _

pages = desk.staff_pages("allocations")

View = str | Response | tuple[str, int]

PAGE = 100
MOST_CRITERIA = 3
CRITERIA = ("SIBLING", "LEVEL", "WORKING_PARENTS")  # of what bookings knows of families
LEVELS = {
    "MATERNELLE": ["MATERNELLE", "ELEMENTAIRE"],
    "ELEMENTAIRE": ["ELEMENTAIRE", "MATERNELLE"],
}


@dataclass(frozen=True)
class Rules:
    """A rule set as the address of a page carries it."""

    mode: str
    criteria: tuple[str, ...] = ()
    first_level: str = "MATERNELLE"
    together: bool = False
    ticket: str = "LINE"
    waiting_list: bool = True

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Rules":
        """What nobody offered is left out."""
        chosen = [given.get(f"critere{n}", "") for n in range(1, MOST_CRITERIA + 1)]
        criteria = tuple(dict.fromkeys(code for code in chosen if code in CRITERIA))
        priorities = given.get("mode") == "PRIORITIES"
        level = given.get("niveau", "MATERNELLE")
        return cls(
            mode="PRIORITIES" if priorities else "FIRST_COME",
            criteria=criteria if priorities else (),
            first_level=level if level in LEVELS else "MATERNELLE",
            together=priorities and given.get("fratries") == "oui",
            ticket="HOUSEHOLD" if priorities and given.get("tirage") == "HOUSEHOLD" else "LINE",
            waiting_list=given.get("attente", "oui") == "oui",
        )

    @property
    def query(self) -> dict[str, Any]:
        return {
            "mode": self.mode,
            **{f"critere{n}": code for n, code in enumerate(self.criteria, start=1)},
            "niveau": self.first_level,
            "fratries": "oui" if self.together else "non",
            "tirage": self.ticket,
            "attente": "oui" if self.waiting_list else "non",
        }

    @property
    def name(self) -> str:
        """« Priorités : fratries, puis tirage au sort »"""
        if self.mode == "FIRST_COME":
            return _("Ordre d’arrivée")
        steps = [words.criterion(code) for code in self.criteria]
        return (
            _("%(steps)s, puis tirage au sort", steps=", ".join(steps))
            if steps
            else _("Tirage au sort")
        )

    @property
    def json(self) -> dict[str, Any]:
        return {
            "name": self.name[:200],
            "mode": self.mode,
            "criteria": list(self.criteria),
            "levels": LEVELS[self.first_level] if "LEVEL" in self.criteria else [],
            "siblings_together": self.together,
            "ticket": self.ticket,
            "waiting_list": self.waiting_list,
        }


PRESETS = (
    Rules("FIRST_COME"),
    Rules("PRIORITIES", ("SIBLING",), together=True),
    Rules("PRIORITIES", ticket="HOUSEHOLD", together=True),
)


@pages.get("/attributions")
def show_all() -> str:
    return _list({})


@pages.post("/attributions")
def prepare() -> View:
    typed = request.form
    errors: dict[str, str] = {}
    openings = desk.bookings().openings()
    name, facility_ids = typed.get("nom", "").strip(), typed.getlist("site")
    if not name:
        errors["nom"] = _("Donnez un nom à cette attribution")
    if not facility_ids:
        errors["site-1"] = _("Cochez au moins un établissement")
    ends = _instant(typed)
    if ends is None and typed.get("jour"):
        errors["jour"] = _("Écrivez une date et une heure")
    if errors or not openings["school_year"]:
        return _list(errors, typed), 422
    allocation_id = clock.new_id()
    desk.bookings().prepare_allocation(
        {
            "allocation_id": str(allocation_id),
            "name": name[:200],
            "school_year": openings["school_year"]["id"],
            "facility_ids": facility_ids,
            "window_ends_at": ends.isoformat() if ends else None,
        }
    )
    return redirect(url_for("allocations.show", allocation_id=allocation_id))


@pages.get("/attributions/<uuid:allocation_id>")
def show(allocation_id: UUID) -> str:
    return _page(allocation_id, {})


@pages.post("/attributions/<uuid:allocation_id>/graine")
def announce_seed(allocation_id: UUID) -> View:
    seed = request.form.get("graine", "").strip()
    source = request.form.get("source", "").strip()
    errors = {}
    if not seed:
        errors["graine"] = _("Écrivez les numéros tirés")
    if not source:
        errors["source"] = _("Dites de quel tirage public ils viennent")
    if errors:
        return _page(allocation_id, errors), 422
    try:
        desk.bookings().announce_seed(allocation_id, seed[:200], source[:200])
    except Refusal as refusal:
        return _page(allocation_id, {"graine": sentence(refusal)}), refusal.status
    return redirect(url_for("allocations.show", allocation_id=allocation_id))


@pages.get("/attributions/<uuid:allocation_id>/resultat")
def preview(allocation_id: UUID) -> View:
    """Who would get what under one rule set; nothing is decided yet."""
    return _preview(allocation_id, {})


@pages.post("/attributions/<uuid:allocation_id>/publication")
def publish(allocation_id: UUID) -> View:
    """What staff read is what is published: if it comes out otherwise by now, they read again."""
    rules = Rules.of(request.form)
    try:
        desk.bookings().publish(allocation_id, rules.json, request.form.get("empreinte", ""))
    except Refusal as refusal:
        return _preview(allocation_id, {"publier": sentence(refusal)}), refusal.status
    return redirect(url_for("allocations.show", allocation_id=allocation_id))


@pages.post("/attributions/<uuid:allocation_id>/verification")
def replay(allocation_id: UUID) -> str:
    return _page(allocation_id, {}, replayed=desk.bookings().replay(allocation_id))


@pages.get("/demandes/attente")
def waiting_list() -> str:
    """Who waits for which places, in the order of the list."""
    facility_id = request.args.get("site", "")
    facilities = desk.bookings().occupancy()
    listed = desk.bookings().waiting_list(facility_id)
    page = max(request.args.get("page", 1, type=int), 1)
    shown = listed["waiting"][(page - 1) * PAGE : page * PAGE]
    offered = [(offer, line) for offer in listed["offers"] for line in offer["lines"]]
    return render_template(
        "waiting_list.html",
        facility_id=facility_id,
        facility_names={it["facility_id"]: it["name"] for it in facilities},
        facility_choices=[
            ("", _("Tous les établissements")),
            *((it["facility_id"], it["name"]) for it in facilities),
        ],
        waiting=shown,
        total=len(listed["waiting"]),
        offered=offered,
        page=page,
        pages=-(-len(listed["waiting"]) // PAGE),
        address=lambda number: url_for("allocations.waiting_list", page=number, site=facility_id),
        names=desk.names(
            families=[it["household_id"] for it in [*shown, *listed["offers"]]],
            children=[line["child_id"] for line in [*shown, *(it for _offer, it in offered)]],
        ),
    )


@pages.get("/demandes/<uuid:request_id>/lignes/<line_id>")
def evidence(request_id: UUID, line_id: str) -> str:
    """What an answer rests on, as it was kept."""
    shown = desk.bookings().evidence(request_id, line_id)
    return render_template(
        "evidence.html",
        request_id=request_id,
        shown=shown,
        facility_names=_facility_names(),
        names=desk.names(families=[shown["household_id"]], children=[shown["child_id"]]),
        same_person=shown["decided_by"] == f"staff:{desk.staff().account_id}",
    )


def _list(errors: dict[str, str], typed: MultiDict[str, str] | None = None) -> str:
    openings = desk.bookings().openings()
    return render_template(
        "allocations.html",
        allocations=desk.bookings().allocations(),
        facilities=desk.bookings().occupancy(),
        school_year=openings["school_year"],
        ends=as_instant(openings["regular_cutoff_at"]) if openings["regular_cutoff_at"] else None,
        typed=typed,
        errors=errors,
    )


def _page(
    allocation_id: UUID, errors: dict[str, str], replayed: dict[str, Any] | None = None
) -> str:
    shown = desk.bookings().allocation(allocation_id)
    own = Rules.of(request.args) if "mode" in request.args else None
    rule_sets = [*PRESETS, own] if own and own not in PRESETS else list(PRESETS)
    simulations = []
    if shown["published_at"] is None:
        asked = [each.json for each in rule_sets]
        found = desk.bookings().simulate(allocation_id, asked)
        simulations = list(zip(rule_sets, found, strict=True))
    ends = as_instant(shown["window_ends_at"]) if shown["window_ends_at"] else None
    return render_template(
        "allocation.html",
        shown=shown,
        simulations=simulations,
        own=own or PRESETS[1],
        may_draw=ends is not None and clock.now() >= ends and shown["seed"] is None,
        ends=ends,
        criteria=[("", _("Aucun")), *((code, words.criterion(code)) for code in CRITERIA)],
        facility_names=_facility_names(),
        replayed=replayed,
        typed=request.form,
        errors=errors,
    )


def _preview(allocation_id: UUID, errors: dict[str, str]) -> str:
    given = request.form if request.method == "POST" else request.args
    rules = Rules.of(given)
    shown = desk.bookings().allocation(allocation_id)
    (simulation,) = desk.bookings().simulate(allocation_id, [rules.json], with_lines=True)
    wanted = given.get("reponse", "")
    lines = [it for it in simulation["lines"] if wanted in ("", it["decision"])]
    page = max(request.args.get("page", 1, type=int), 1)
    listed = lines[(page - 1) * PAGE : page * PAGE]
    return render_template(
        "allocation_result.html",
        shown=shown,
        rules=rules,
        simulation=simulation,
        lines=listed,
        total=len(lines),
        wanted=wanted,
        page=page,
        pages=-(-len(lines) // PAGE),
        address=lambda number: url_for(
            "allocations.preview",
            allocation_id=allocation_id,
            page=number,
            reponse=wanted or None,
            **rules.query,
        ),
        ready=rules.mode == "FIRST_COME" or shown["seed"] is not None,
        facility_names=_facility_names(),
        names=desk.names(
            families=[it["household_id"] for it in listed],
            children=[it["child_id"] for it in listed],
        ),
        errors=errors,
    )


def _facility_names() -> dict[str, str]:
    return {it["facility_id"]: it["name"] for it in desk.bookings().occupancy()}


def _instant(typed: Mapping[str, str]) -> datetime | None:
    """A day and an hour on the clocks of Paris; None when they were left out or make none."""
    try:
        day = date.fromisoformat(typed.get("jour", ""))
        hour = time.fromisoformat(typed.get("heure", "") or "23:59")
    except ValueError:
        return None
    return datetime.combine(day, hour, clock.PARIS)
