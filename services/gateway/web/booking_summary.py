"""The summary of a draft, and the one button that sends it."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request

from services.gateway import refusals
from services.gateway.clients.shapes.requests import BookingRequest
from services.gateway.web import booking_words as words
from services.gateway.web import public, wording
from services.gateway.web.deadline_words import say_late
from services.gateway.web.drafts import (
    OVER,
    View,
    after,
    is_outdated,
    seen_version,
    where_it_went,
)
from services.gateway.web.families import Family, known_family
from services.gateway.web.forms import Sheet
from services.gateway.web.language import _
from services.gateway.web.opening_words import say_opening
from services.gateway.web.request_lines import (
    ChildChoices,
    cancelled_of,
    choices_of,
    facilities_of,
    price_digest,
    prices,
    total_cents,
)
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.eventstore import clock
from shared.web.client import Refusal

pages = Blueprint("booking_summary", __name__, url_prefix="/reserver")

READ_AGAIN = frozenset({"changed_elsewhere", "not_as_shown", "prices_changed"})


@pages.get("/<uuid:request_id>/recapitulatif")
@family_page
def summary(request_id: UUID) -> View:
    draft = services().bookings.request(family().account_id, request_id)
    if draft["status"] != "DRAFT":
        return redirect(where_it_went(draft))
    return _render_summary(draft, Sheet())


@pages.post("/<uuid:request_id>/recapitulatif")
@family_page
def send(request_id: UUID) -> View:
    """« Valider ma demande ». Pressed twice, or again after « back », it leads to one receipt."""
    account_id = family().account_id
    accepted = request.form.get("accept") == "yes"
    costs = request.form.get("supplement") == "yes"
    shown = request.form.get("shown") or None
    try:
        _refuse_new_prices()
        services().bookings.submit(account_id, request_id, seen_version(), accepted, costs, shown)
    except Refusal as refusal:
        if refusal.code in OVER:
            return redirect(after(refusal, request_id), 303)
        draft = services().bookings.request(account_id, request_id)
        sheet = _refused_sheet(refusal, accepted)
        return _render_summary(draft, sheet, refusal), 422 if sheet.errors else 409
    return redirect(f"/demandes/{request_id}/recu", 303)


@pages.post("/<uuid:request_id>/envoi")
@family_page
def arrange(request_id: UUID) -> View:
    """Who presses the button at the opening: the family, or the portal for it."""
    account_id = family().account_id
    automatic = request.form.get("envoi") == "auto"
    accepted = request.form.get("regles") == "yes"
    try:
        services().bookings.arrange_sending(account_id, request_id, automatic, accepted)
    except Refusal as refusal:
        if refusal.code in OVER:
            return redirect(after(refusal, request_id), 303)
        draft = services().bookings.request(account_id, request_id)
        sheet = Sheet({"envoi": request.form.get("envoi", "")})
        if refusal.code == "rules_not_accepted":
            sheet.add_error("regles", "rules_not_accepted")
        else:
            sheet.refuse(refusal)
        return _render_summary(draft, sheet), 422 if sheet.errors else 409
    return redirect(f"/reserver/{request_id}/recapitulatif#ouverture", 303)


def _refuse_new_prices() -> None:
    """A sum that was read is no longer the sum. A price that nobody knows holds nothing up."""
    read = request.form.get("tariff")
    if read and (known := prices()) is not None and read != price_digest(known):
        raise Refusal("prices_changed", {})


def _refused_sheet(refusal: Refusal, accepted: bool) -> Sheet:
    sheet = Sheet({"accept": accepted and refusal.code not in READ_AGAIN})
    if refusal.code == "rules_not_accepted":
        sheet.add_error("accept", "rules_not_accepted")
        return sheet
    sheet.refuse(refusal, title=_("Rien n’est encore envoyé"))
    if refusal.code == "changed_elsewhere":
        sheet.refusal = _(
            "La demande a changé entre-temps, dans un autre onglet ou appareil. Voici ce qu’elle "
            "contient maintenant : vérifiez, puis validez."
        )
    elif refusal.code == "not_open_yet" and not refusal.facts.get("opens_at"):
        sheet.refusal = _("La date d’ouverture des réservations n’est pas encore annoncée.")
    return sheet


def _render_summary(draft: BookingRequest, sheet: Sheet, refusal: Refusal | None = None) -> str:
    sheet.values.setdefault("envoi", "auto")
    told, known = known_family(), prices()
    choices = choices_of(draft, told, known)
    cancelled = cancelled_of(draft, told)
    now = [each for each in choices if each.can_send]
    openings = public.openings()
    names = words.facility_names(services().bookings.facilities())
    return render_template(
        "booking/summary.html",
        draft=draft,
        places=facilities_of(draft, names),
        wishes=_wishes(draft, told),
        late=_late(draft, told),
        costs=any(each.get("surcharge") for each in [*draft["lines"], *draft["cancellations"]]),
        can_wish=len({line["child_id"] for line in draft["lines"]}) > 1
        or any(line["weekday"] is not None for line in draft["lines"]),
        standing=draft["kind"] == "STANDING",
        now=now,
        later=[each for each in choices if not each.can_send],
        cancelled=cancelled,
        total=total_cents(now) if len(now) > 1 else None,
        prices=known,
        opens=_opening([each for each in choices if not each.can_send]),
        automatic=draft.get("automatic"),
        failed=refusals.sentence(code, {}) if (code := draft.get("sending_failed")) else None,
        agreed=draft.get("rules_accepted", False),
        can_send=bool(now or cancelled),
        level_opens=words.LEVEL_OPENS,
        why_later=_why_later,
        year=wording.say_school_year(draft["school_year"]),
        cutoff=openings["regular_cutoff_at"] if openings and openings["regular_open"] else None,
        server_now=wording.instant(openings["now"]) if openings else clock.now(),
        sheet=sheet,
        way_out=_way_out(refusal, draft),
        outdated=is_outdated(draft),
        tariff=price_digest(known),
    )


def _late(draft: BookingRequest, told: Family) -> list[str]:
    """What comes after a deadline, and what follows from it."""
    said = []
    for line in draft["lines"]:
        child = told.child(line["child_id"])
        if child and line.get("late") and line.get("dates"):
            day = words.say_single(line["dates"][0], [line["slot_type"]])
            said.append(f"{child.given_name}, {day.lower()}. {say_late(line)}")
    return said


def _opening(later: list[ChildChoices]) -> str | None:
    """When the first of those who wait may be sent; None if no date is announced."""
    known = sorted(each.opens_at for each in later if each.opens_at and each.why == "not_open_yet")
    return wording.say_instant(known[0], year=True) if known else None


def _wishes(draft: BookingRequest, told: Family) -> list[str]:
    """What the family prefers if not everything can be given."""
    said = []
    if draft.get("together"):
        several = len({line["child_id"] for line in draft["lines"]})
        said.append(
            _("Les deux enfants ou aucun, accueil par accueil.")
            if several == 2
            else _("Tous les enfants ou aucun, accueil par accueil.")
        )
    for fallback in draft.get("fallbacks", []):
        child = told.child(fallback["child_id"])
        if child:
            wish = words.say_fallback(fallback)
            said.append(_("%(name)s, %(wish)s.", name=child.given_name, wish=wish))
    return said


def _why_later(each: ChildChoices) -> str:
    """Why a child is not in this sending."""
    if each.why == "not_open_yet" and each.opens_at:
        return _(
            "%(level)s %(when)s.",
            level=wording.say(words.LEVEL_OPENS, each.level),
            when=say_opening(each.opens_at, each.because, year=True),
        )
    if each.why == "not_open_yet" or each.why is None:
        return _("La date d’ouverture n’est pas encore annoncée.")
    return refusals.sentence(each.why, {})


def _way_out(refusal: Refusal | None, draft: BookingRequest) -> tuple[str, str] | None:
    """After a refusal, where it can be put right."""
    if refusal is None:
        return None
    match refusal.code:
        case "file_not_approved":
            return "/planning", _("Voir ce qu’il manque")
        case "regular_bookings_closed":
            return "/reserver", _("Demander des jours un par un")
        case "deadline_passed" | "slot_not_offered" if refusal.facts.get("day"):
            day = str(refusal.facts["day"])
            said_day = wording.say_day(day)
            return f"/reserver/{draft['request_id']}/jour/{day}", _(
                "Modifier le %(day)s", day=said_day
            )
        case _:
            return None
