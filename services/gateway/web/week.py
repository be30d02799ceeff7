"""« Semaine type »: all children on one page, a week as a grid; the fast way beside the guide's.

Every button saves the whole page as the draft and comes back to it; « Vérifier » goes on to the
summary. `week.mjs` only counts along while boxes are ticked.
"""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from services.gateway.clients.shapes.requests import BoxOfWeek, Week
from services.gateway.web import booking_words as words
from services.gateway.web import public
from services.gateway.web.drafts import OVER, View, seen_version
from services.gateway.web.families import known_family
from services.gateway.web.forms import Sheet
from services.gateway.web.language import _
from services.gateway.web.request_lines import prices
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from services.gateway.web.week_grid import HELD, all_ticked, cards_of, slots_of, total_of, value_of
from shared.eventstore import clock
from shared.web.client import NotThere, Refusal

pages = Blueprint("week", __name__, url_prefix="/reserver/semaine")


@pages.get("")
@family_page
def show() -> View:
    return _page(Sheet())


@pages.post("")
@family_page
def send() -> View:
    """Keeps the page as the draft; what else is done, the button that was pressed says."""
    account_id = family().account_id
    monday, action = _monday(request.form.get("lundi")), request.form.get("faire", "")
    try:
        told = services().bookings.week(account_id, monday)
    except NotThere:
        return redirect("/planning", 303)
    ticked = _done(action, told, _ticked(told))
    try:
        draft_id, _seen = services().bookings.choose_week(
            account_id,
            _request_id(),
            monday,
            _boxes(told, ticked),
            _patterns(told),
            seen_version(),
        )
    except Refusal as refusal:
        if refusal.code in OVER:
            return redirect("/reserver/semaine", 303)
        page = _page(_refused(refusal), ticked)
        return (page, 409) if isinstance(page, str) else page
    if action == "suite":
        return redirect(f"/reserver/{draft_id}/recapitulatif", 303)
    if action == "souhaits":
        return redirect(f"/reserver/{draft_id}/souhaits", 303)
    verb, _colon, about = action.partition(":")
    week = f"lundi={monday}&" if monday else ""
    child = f"#enfant-{about.split(':')[-1]}" if verb == "copier" else ""
    child = f"#enfant-{about.split(':')[0]}" if verb == "tous" else child
    return redirect(f"/reserver/semaine?{week}fait={verb}{child}", 303)


def _page(sheet: Sheet, ticked: set[str] | None = None) -> str | Response:
    told = known_family()
    try:
        week = services().bookings.week(family().account_id, _monday(request.values.get("lundi")))
    except NotThere:
        return redirect("/planning")
    if not any(each["can_prepare"] for each in week["children"]):
        return redirect("/planning")
    known = prices()
    cents = known["prices"] if known else {}
    shown = all_ticked(week) if ticked is None else ticked
    standing = week["kind"] == "STANDING"
    cards = cards_of(week, told, cents, shown)
    openings = public.openings()
    return render_template(
        "booking/week.html",
        week=week,
        cutoff=openings["regular_cutoff_at"] if openings and openings["regular_open"] else None,
        standing=standing,
        cards=cards,
        total=total_of(cards, standing, bool(cents)),
        priced=bool(cents),
        sheet=sheet,
        done=_said(request.args.get("fait", "")) if not sheet.refusal else "",
        request_id=week["request_id"] or clock.new_id(),
        now=clock.now(),
        counts_from=max(week["starts_on"], (clock.today() + timedelta(days=1)).isoformat()),
    )


# What was sent


def _monday(told: str | None) -> date | None:
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        return None


def _request_id() -> UUID:
    try:
        return UUID(request.form.get("request_id", ""))
    except ValueError:
        return clock.new_id()


def _ticked(week: Week) -> set[str]:
    """The boxes of the form that this page has; what it does not have is not asked for."""
    there = {value_of(child["child_id"], slot) for child, slot in slots_of(week)}
    return set(request.form.getlist("choix")) & there


def _boxes(week: Week, ticked: set[str]) -> list[BoxOfWeek]:
    """What is asked for. Locked boxes are not the family's to change, and are left out."""
    return [
        {
            "child_id": child["child_id"],
            "facility_id": slot["facility_id"],
            "slot_type": slot["slot_type"],
            "day": slot["day"],
        }
        for child, slot in slots_of(week)
        if slot["locked"] is None and value_of(child["child_id"], slot) in ticked
    ]


def _patterns(week: Week) -> dict[str, str]:
    """In which weeks each child's slots hold; a page of single days has nothing to say of it."""
    sent = {
        child["child_id"]: request.form.get(f"semaines-{child['child_id']}", "")
        for child in week["children"]
    }
    return {child_id: weeks for child_id, weeks in sent.items() if weeks in words.WEEK_PATTERNS}


def _done(action: str, week: Week, ticked: set[str]) -> set[str]:
    """What is ticked once the button has done its part: one care every day, or a sibling's week."""
    match action.split(":"):
        case ["tous", child_id, slot_type]:
            row = {
                value_of(child["child_id"], slot)
                for child, slot in slots_of(week)
                if (child["child_id"], slot["slot_type"]) == (child_id, slot_type)
                and slot["locked"] is None
            }
            return ticked - row if row <= ticked else ticked | row
        case ["copier", source, target]:
            chosen = {
                (slot["slot_type"], slot["day"])
                for child, slot in slots_of(week)
                if child["child_id"] == source
                and (value_of(source, slot) in ticked or slot["state"] in HELD)
            }
            free = {
                value_of(target, slot): (slot["slot_type"], slot["day"]) in chosen
                for child, slot in slots_of(week)
                if child["child_id"] == target and slot["locked"] is None
            }
            return (ticked - free.keys()) | {box for box, wanted in free.items() if wanted}
        case _:
            return ticked


def _refused(refusal: Refusal) -> Sheet:
    sheet = Sheet().refuse(refusal, title=_("Rien n’a été changé"))
    if refusal.code == "changed_elsewhere":
        sheet.refusal = _(
            "Cette demande a changé entre-temps, dans un autre onglet ou appareil. Vos cases sont "
            "comme vous les avez laissées ici : vérifiez-les, puis enregistrez de nouveau."
        )
    return sheet


def _said(verb: str) -> str:
    match verb:
        case "copier":
            return _("Semaine copiée, partout où le même accueil existe.")
        case "tous" | "maj":
            return _("Vos choix sont enregistrés.")
        case _:
            return ""
