"""« Garde alternée » of a child of two homes: what both agreed on, and days that they swap."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from services.gateway.clients.shapes.planning import Custody, Swap
from services.gateway.web import booking_words, custody_forms, wording
from services.gateway.web.families import Child
from services.gateway.web.forms import Sheet
from services.gateway.web.language import _
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.eventstore import clock
from shared.web.client import Invalid, Refusal

pages = Blueprint("homes", __name__, url_prefix="/garde/<uuid:child_id>")

View = str | Response | tuple[str, int]
ANSWERS = {"oui": True, "non": False}
DONE = {
    "calendrier": lazy_gettext("Votre calendrier est proposé. L’autre foyer en est prévenu."),
    "echange": lazy_gettext("Votre échange est proposé. L’autre foyer en est prévenu."),
    "oui": lazy_gettext("C’est accepté. Un e-mail le confirme aux deux foyers."),
    "non": lazy_gettext("C’est noté : rien ne change."),
}


@pages.post("/calendrier")
@family_page
def propose(child_id: UUID) -> View:
    child = custody_forms.own_child(child_id)
    sheet = Sheet(request.form.to_dict())
    calendar = custody_forms.calendar_typed(sheet)
    starts_on = sheet.value("debut")
    if not custody_forms.is_day(starts_on):
        sheet.add_error("debut", "not_a_date")
    if calendar is None or sheet.wrong:
        return page(child, sheet), 422
    account_id, proposal_id = family().account_id, clock.new_id()
    try:
        services().bookings.propose_calendar(
            account_id, child_id, proposal_id, calendar, str(starts_on)
        )
    except Refusal as refusal:
        return page(child, sheet.refuse(refusal)), refusal.status
    except Invalid as invalid:
        return page(child, sheet.add(invalid)), 422
    return redirect(f"/garde/{child_id}?fait=calendrier", 303)


@pages.post("/calendrier/<uuid:proposal_id>")
@family_page
def answer_proposal(child_id: UUID, proposal_id: UUID) -> View:
    return _answered(
        child_id,
        lambda accept: services().bookings.answer_calendar(
            family().account_id, child_id, proposal_id, accept
        ),
    )


@pages.post("/echanges")
@family_page
def propose_swap(child_id: UUID) -> View:
    child = custody_forms.own_child(child_id)
    sheet = Sheet(request.form.to_dict())
    days = {name: sheet.value(name) or None for name in ("donne", "prend")}
    for name, told in days.items():
        if told is not None and not custody_forms.is_day(told):
            sheet.add_error(name, "not_a_date")
    if sheet.wrong:
        return page(child, sheet), 422
    try:
        services().bookings.propose_swap(
            family().account_id, child_id, clock.new_id(), days["donne"], days["prend"]
        )
    except Refusal as refusal:
        return page(child, sheet.refuse(refusal)), refusal.status
    except Invalid as invalid:
        return page(child, sheet.add(invalid)), 422
    return redirect(f"/garde/{child_id}?fait=echange", 303)


@pages.post("/echanges/<uuid:swap_id>")
@family_page
def answer_swap(child_id: UUID, swap_id: UUID) -> View:
    return _answered(
        child_id,
        lambda accept: services().bookings.answer_swap(
            family().account_id, child_id, swap_id, accept
        ),
    )


def page(child: Child, sheet: Sheet) -> str:
    """Only for a child of two homes."""
    told = services().bookings.custody(family().account_id, child.child_id)
    homes = told["homes"]
    assert homes is not None
    proposal = homes["proposal"]
    if not sheet.values:
        known = proposal["calendar"] if proposal else told["calendar"]
        sheet.values = custody_forms.typed(known) if known else {}
        sheet.values["debut"] = _next_monday()
    return render_template(
        "planning/homes.html",
        tab="planning",
        child=child,
        sheet=sheet,
        homes=homes,
        agreed=told["calendar"] and _sentences(told["calendar"]),
        proposed=proposal and _sentences(proposal["calendar"]),
        swaps=_swaps(told),
        weeks=custody_forms.weeks_shown(told),
        parities=list(custody_forms.WEEKS.items()),
        halves=list(custody_forms.HALVES.items()),
        rows=custody_forms.rows_of(sheet),
        done=DONE.get(request.args.get("fait", "")) if not sheet.wrong else None,
        tomorrow=clock.today() + timedelta(days=1),
    )


def _answered(child_id: UUID, answer: Any) -> View:
    child = custody_forms.own_child(child_id)
    said = request.form.get("reponse", "")
    accept = ANSWERS.get(said)
    if accept is None:
        return redirect(f"/garde/{child_id}", 303)
    try:
        answer(accept)
    except Refusal as refusal:
        return page(child, Sheet().refuse(refusal)), refusal.status
    return redirect(f"/garde/{child_id}?fait={said}", 303)


def _sentences(calendar: Any) -> list[str]:
    """A calendar as this home reads it."""
    said = [
        _("Chez vous : les semaines paires")
        if calendar["weeks"] == "EVEN"
        else _("Chez vous : les semaines impaires")
    ]
    if calendar["first_halves"]:
        said.append(
            _(
                "Vacances : %(halves)s",
                halves=str(custody_forms.HALVES[calendar["first_halves"]]).lower(),
            )
        )
    for each in calendar["exceptions"]:
        first, last = (wording.say_day(wording.civil_day(each[end])) for end in ("first", "last"))
        days = first if first == last else _("%(first)s – %(last)s", first=first, last=last)
        where = _("chez vous") if each["here"] else _("dans l’autre foyer")
        said.append(_("%(days)s : %(where)s", days=days, where=where))
    return said


def _swaps(told: Custody) -> list[dict[str, Any]]:
    assert told["homes"] is not None
    if not told["homes"]["swaps"]:
        return []
    names = booking_words.facility_names(services().bookings.facilities())
    return [
        {
            **swap,
            "days": _days(swap),
            "until": wording.say_instant(swap["answer_by"]),
            "booked": wording.say_list(
                [
                    f"{wording.say(wording.SLOTS, it['slot_type'])}"
                    f" ({names.get(it['facility_id'], it['facility_id'])})"
                    for it in swap["slots"]
                ]
            ),
        }
        for swap in told["homes"]["swaps"]
    ]


def _days(swap: Swap) -> list[str]:
    said = []
    if swap["takes"]:
        said.append(_("Chez vous : %(day)s", day=wording.say_day(swap["takes"])))
    if swap["gives"]:
        said.append(_("Dans l’autre foyer : %(day)s", day=wording.say_day(swap["gives"])))
    return said


def _next_monday() -> date:
    today = clock.today()
    return today + timedelta(days=7 - today.weekday())
