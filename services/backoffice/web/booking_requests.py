"""Requests in the order of arrival: a selection, its preview in numbers, and then the decisions."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.backoffice.refusals import sentence
from services.backoffice.web import desk, words
from services.backoffice.web.days import by_weekday
from services.backoffice.web.formats import lower_first
from services.backoffice.web.proposals import Key, Proposal, lines_to_decide, propose
from shared.eventstore import clock
from shared.web.client import Refusal
from shared.web.language import gettext as _
from shared.web.language import ngettext

pages = desk.staff_pages("booking_requests")

PAGE = 100
RANKS = re.compile(r"\b([0-9]{1,9})(?:-([0-9]{1,9}))?\b")
ACCEPT, WAITLIST, WAIT = "ACCEPT", "WAITLIST", "WAIT"


@dataclass(frozen=True)
class Row:
    """A request in the queue, with what deciding it now would give."""

    request: Mapping[str, Any]
    proposals: Sequence[Proposal]

    @property
    def children(self) -> list[str]:
        return list(dict.fromkeys(proposal.line["child_id"] for proposal in self.proposals))

    def asked(self, child_id: str) -> str:
        """« Lundi midi, mardi soir »"""
        shown = [words.line(it.line) for it in self.proposals if it.line["child_id"] == child_id]
        return ", ".join([shown[0], *(lower_first(it) for it in shown[1:])])

    @property
    def chip(self) -> words.Chip:
        fitting = sum(proposal.fits for proposal in self.proposals)
        full = len(self.proposals) - fitting
        if not full:
            return words.Chip("ok", "check-circle-fill", _("Tout accepter"))
        refused = ngettext("%(num)d complet", "%(num)d complets", full)
        if not fitting:
            return words.Chip("no", "x-circle-fill", refused if full > 1 else _("Complet"))
        accepted = ngettext("%(num)d accepté", "%(num)d acceptés", fitting)
        return words.Chip("wait", "exclamation-circle-fill", f"{accepted}, {refused}")


@dataclass(frozen=True)
class Filters:
    facility: str
    slot_type: str
    day: date | None

    @classmethod
    def of_request(cls) -> "Filters":
        slot_type = request.values.get("accueil", "")
        return cls(
            facility=request.values.get("site", ""),
            slot_type=slot_type if slot_type in words.SLOT_TYPES else "",
            day=_day(request.values.get("jour", "")),
        )

    @property
    def query(self) -> dict[str, Any]:
        day = self.day.isoformat() if self.day else ""
        given = {"site": self.facility, "accueil": self.slot_type, "jour": day}
        return {name: value for name, value in given.items() if value}


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


@pages.get("/demandes")
def queue() -> str:
    filters = Filters.of_request()
    answer = desk.bookings().to_decide(filters.facility, filters.slot_type, filters.day)
    facilities = desk.bookings().occupancy()
    page = max(request.args.get("page", 1, type=int), 1)
    rows = _rows(answer["requests"])
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return render_template(
        "requests.html",
        filters=filters,
        facilities=facilities,
        facility=next((it for it in facilities if it["facility_id"] == filters.facility), None),
        week=[
            (facility, by_weekday(facility))
            for facility in facilities
            if filters.facility in ("", facility["facility_id"])
        ],
        pending=answer["pending"],
        rows=shown,
        total=len(rows),
        page=page,
        pages=-(-len(rows) // PAGE),
        address=lambda number: url_for("booking_requests.queue", page=number, **filters.query),
        facility_choices=[
            ("", _("Tous les établissements")),
            *((it["facility_id"], it["name"]) for it in facilities),
        ],
        slot_choices=[
            ("", _("Tous les accueils")),
            *((code, words.slot_type(code)) for code in words.SLOT_TYPES),
        ],
        ticked=request.args.get("choix") != "aucun",
        nothing_chosen="rien" in request.args,
        today=clock.today(),
        names=_names(row.request for row in shown),
    )


@pages.post("/demandes/apercu")
def preview() -> Response | str:
    """Nothing is sent yet: what the selection would give, line by line, each to be changed."""
    filters = Filters.of_request()
    chosen = set(request.form.getlist("demande"))
    answer = desk.bookings().to_decide(filters.facility, filters.slot_type, filters.day)
    changed = {(request, line): choice for request, line, choice in _decisions_of_form()}
    turned_away = {key for key, choice in changed.items() if choice != ACCEPT}
    selected = [it for it in answer["requests"] if it["request_id"] in chosen]
    rows = _rows(selected, turned_away)
    if not rows:
        return redirect(url_for("booking_requests.queue", **filters.query, rien="1"))
    proposals = {proposal.key: proposal for row in rows for proposal in row.proposals}
    choices = {
        key: changed.get(key, ACCEPT if proposal.fits else "slot_full")
        for key, proposal in proposals.items()
    }
    stays = {
        key
        for key, choice in choices.items()
        if choice == WAIT
        or (choice == ACCEPT and not proposals[key].fits)
        or (choice == WAITLIST and proposals[key].fits)
    }
    return render_template(
        "preview.html",
        filters=filters,
        rows=rows,
        choices=choices,
        field=_field,
        line_choices=_line_choices(),
        facility_names=_facility_names(),
        accepted=sum(choices[key] == ACCEPT for key in choices.keys() - stays),
        waitlisted=sum(choices[key] == WAITLIST for key in choices.keys() - stays),
        refused=sum(choices[key] not in (ACCEPT, WAITLIST) for key in choices.keys() - stays),
        waiting=len(stays),
        mails=sum(all(it.key not in stays for it in row.proposals) for row in rows),
        too_many=sum(choices[key] == ACCEPT for key in stays),
        full=_full_slots(rows),
        names=_names(row.request for row in rows),
    )


@pages.post("/demandes/decisions")
def decide() -> Response:
    """Sent once: bookings books what fits, and a line it has decided stays decided."""
    filters = Filters.of_request()
    chosen = set(request.form.getlist("demande"))
    lines = [
        {"request_id": request_id, "line_id": line_id, **_decision(choice)}
        for request_id, line_id, choice in _decisions_of_form()
        if request_id in chosen and choice != WAIT
    ]
    if not lines:
        return redirect(url_for("booking_requests.queue", **filters.query, rien="1"))
    outcome = desk.bookings().decide(lines)
    ranks = {it["request_id"]: it["rank"] for it in desk.bookings().to_decide()["requests"]}
    left = {it["request_id"] for it in outcome["left"]}
    codes = Counter(it["code"] for it in outcome["left"])
    return redirect(
        url_for(
            "booking_requests.result",
            **filters.query,
            acceptes=outcome["accepted"],
            attente=outcome.get("waitlisted") or None,
            refuses=outcome["refused"],
            complet=codes.pop("slot_full", None),
            libre=codes.pop("not_full", None),
            autre=codes.total() or None,
            rangs=_ranges(ranks[it] for it in left if it in ranks) or None,
        )
    )


@pages.get("/demandes/resultat")
def result() -> str:
    """What became of a decision, read again from the requests themselves."""
    ranks = _in_ranges(request.args.get("rangs", ""))
    answer = desk.waiting_requests()
    concerned = [it for it in answer["requests"] if it["rank"] in ranks]
    return render_template(
        "result.html",
        filters=Filters.of_request(),
        accepted=request.args.get("acceptes", 0, type=int),
        waitlisted=request.args.get("attente", 0, type=int),
        refused=request.args.get("refuses", 0, type=int),
        full=request.args.get("complet", 0, type=int),
        free=request.args.get("libre", 0, type=int),
        others=request.args.get("autre", 0, type=int),
        rows=[Row(it, propose([it])) for it in concerned],
        facility_names=_facility_names(),
        pending=answer["pending"],
        names=_names(concerned),
    )


@pages.get("/demandes/<uuid:request_id>")
def show(request_id: UUID) -> str:
    return _request_page(request_id)


@pages.post("/demandes/<uuid:request_id>")
def decide_one(request_id: UUID) -> Response | tuple[str, int]:
    typed = request.form
    lines, errors = [], {}
    for asked_id, line_id, choice in _decisions_of_form():
        if asked_id != str(request_id) or choice == WAIT:
            continue
        message = typed.get(f"message-{line_id}", "").strip()
        if choice == "other" and not message:
            errors[f"message-{line_id}"] = _("Écrivez à la famille pourquoi c’est refusé")
        lines.append({"request_id": asked_id, "line_id": line_id, **_decision(choice, message)})
    if not lines:
        errors["lines"] = _("Choisissez une réponse pour au moins une ligne")
    if errors:
        return _request_page(request_id, typed, errors), 422
    try:
        outcome = desk.bookings().decide(lines)
    except Refusal as refusal:
        return _request_page(request_id, typed, {"lines": sentence(refusal)}), refusal.status
    return redirect(
        url_for(
            "booking_requests.show",
            request_id=request_id,
            decide=outcome["accepted"] + outcome.get("waitlisted", 0) + outcome["refused"],
            reste=sorted({it["code"] for it in outcome["left"]}),
        )
    )


def _rows(requests: Iterable[Mapping[str, Any]], turned_away: Container[Key] = ()) -> list[Row]:
    requests = [it for it in requests if lines_to_decide(it)]
    proposals: dict[str, list[Proposal]] = {}
    for proposal in propose(requests, turned_away):
        proposals.setdefault(proposal.key[0], []).append(proposal)
    return [Row(it, proposals[it["request_id"]]) for it in requests]


def _names(requests: Iterable[Mapping[str, Any]]) -> desk.Names:
    requests = list(requests)
    return desk.names(
        families=[it["household_id"] for it in requests],
        children=[line["child_id"] for it in requests for line in it["lines"]],
    )


def _facility_names() -> dict[str, str]:
    return {it["facility_id"]: it["name"] for it in desk.bookings().occupancy()}


def _line_choices() -> list[tuple[str, str]]:
    """What may be answered to a line; another reason needs its words, on the request's own page."""
    return [
        (ACCEPT, _("Accepter")),
        (WAITLIST, _("Mettre en liste d’attente")),
        ("slot_full", _("Refuser : complet")),
        ("no_staff", _("Refuser : pas assez d’animateurs")),
        ("not_eligible", _("Refuser : conditions non remplies")),
        (WAIT, _("Laisser en attente")),
    ]


def _field(proposal: Proposal) -> str:
    return "ligne:" + ":".join(proposal.key)


def _decisions_of_form() -> list[tuple[str, str, str]]:
    """(request, line, choice) of every line in the form; a choice nobody offered is no choice."""
    offered = (ACCEPT, WAITLIST, WAIT, *words.REFUSAL_REASONS)
    decisions = []
    for name, choice in request.form.items():
        kind, _colon, rest = name.partition(":")
        request_id, _colon, line_id = rest.partition(":")
        if kind == "ligne" and choice in offered:
            decisions.append((request_id, line_id, choice))
    return decisions


def _decision(choice: str, message: str = "") -> dict[str, Any]:
    if choice in (ACCEPT, WAITLIST):
        return {"decision": choice}
    return {"decision": "REFUSE", "reason": choice, "message": message}


def _full_slots(rows: Sequence[Row]) -> list[tuple[str, list[int]]]:
    """Where the places run out, and for whom: « Mardi soir : complet pour les rangs 216, 217 »."""
    full: dict[str, list[int]] = {}
    for row in rows:
        for proposal in row.proposals:
            if not proposal.fits:
                ranks = full.setdefault(words.line(proposal.line), [])
                if row.request["rank"] not in ranks:
                    ranks.append(row.request["rank"])
    return list(full.items())


def _request_page(
    request_id: UUID, typed: Mapping[str, str] | None = None, errors: dict[str, str] | None = None
) -> str:
    """A request with every line and its state; lines to decide carry what deciding would give."""
    asked = desk.bookings().request(request_id)
    queue = desk.waiting_requests()["requests"]
    waiting = next((it for it in queue if it["request_id"] == str(request_id)), None)
    proposals = {it.line["line_id"]: it for it in propose([waiting])} if waiting else {}
    return render_template(
        "request.html",
        asked=asked,
        proposals=proposals,
        typed=typed or {},
        errors=errors or {},
        decided=request.args.get("decide", 0, type=int),
        left=[sentence(Refusal(code, {})) for code in request.args.getlist("reste")],
        line_choices=[
            *_line_choices()[:-1],
            ("other", _("Refuser : autre motif, à écrire")),
            *_line_choices()[-1:],
        ],
        facility_names=_facility_names(),
        names=desk.names(
            families=[asked["household_id"]],
            children=[
                *(line["child_id"] for line in asked["lines"]),
                *(cancelled["child_id"] for cancelled in asked["cancellations"]),
            ],
        ),
    )


def _ranges(ranks: Iterable[int]) -> str:
    """31-200,204: so that the address of a result stays short however many are left."""
    runs: list[list[int]] = []
    for rank in sorted(set(ranks)):
        if runs and runs[-1][1] == rank - 1:
            runs[-1][1] = rank
        else:
            runs.append([rank, rank])
    return ",".join(f"{first}-{last}" if last > first else str(first) for first, last in runs)


def _in_ranges(text: str) -> "_Ranks":
    runs = RANKS.findall(text)
    return _Ranks(tuple((int(first), int(last or first)) for first, last in runs))


@dataclass(frozen=True)
class _Ranks:
    runs: tuple[tuple[int, int], ...]

    def __contains__(self, rank: int | None) -> bool:
        return rank is not None and any(first <= rank <= last for first, last in self.runs)
