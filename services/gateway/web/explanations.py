"""Why an answer is what it is: in plain French, with what was true then and what can be done."""

from uuid import UUID

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from services.gateway.clients.shapes.answers import Evidence, HowAllocated
from services.gateway.clients.shapes.requests import Line
from services.gateway.refusals import sentence
from services.gateway.web import booking_words as words
from services.gateway.web import wording
from services.gateway.web.families import known_family
from services.gateway.web.language import _, lazy_gettext
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.web.client import Refusal

pages = Blueprint("explanations", __name__, url_prefix="/demandes")

View = str | Response | tuple[str, int]

FAR = 10_000_000  # a distance nobody knows
RULES = {
    "BY_HAND": lazy_gettext("Chaque accueil est décidé l’un après l’autre, par ordre d’arrivée."),
    "ALLOCATION": lazy_gettext(
        "Toutes les demandes ont été attribuées ensemble, dans un ordre public."
    ),
    "OFFER": lazy_gettext("Une place libérée est proposée dans l’ordre de la liste d’attente."),
    "DESK": lazy_gettext("Réservé avec vous, au guichet."),
    "FAMILY": lazy_gettext("C’est votre choix."),
}
CRITERIA = {
    "SIBLING": lazy_gettext("un frère ou une sœur qui a déjà une place ici"),
    "LEVEL": lazy_gettext("le niveau"),
    "WORKING_PARENTS": lazy_gettext("les parents qui travaillent (jamais pour la cantine)"),
    "RESIDENCE": lazy_gettext("les habitants de la commune"),
    "DISTANCE": lazy_gettext("la proximité"),
}


@pages.get("/<uuid:request_id>/lignes/<line_id>")
@family_page
def show(request_id: UUID, line_id: str) -> str:
    told, account_id = known_family(), family().account_id
    shown = services().bookings.evidence(account_id, request_id, line_id)
    names = words.facility_names(services().bookings.facilities())
    child = told.child(shown["child_id"])
    return render_template(
        "requests/why.html",
        tab="planning",
        request_id=request_id,
        shown=shown,
        child=child,
        title=_title(shown),
        facility=names.get(shown["facility_id"], shown["facility_id"]),
        why=_why(shown),
        rule=wording.say(RULES, shown["rule"]),
        state=words.state_shown(shown["decision"], shown["reason"]),
        by_the_family=shown["reason"] in words.BY_THE_FAMILY,
        order=_order(shown["allocation"]) if shown["allocation"] else [],
    )


@pages.get("/<uuid:request_id>/lignes/<line_id>/quitter")
@family_page
def ask_to_leave(request_id: UUID, line_id: str) -> View:
    return _leaving(request_id, line_id)


@pages.post("/<uuid:request_id>/lignes/<line_id>/quitter")
@family_page
def leave(request_id: UUID, line_id: str) -> View:
    """Sent twice, it is left once."""
    try:
        services().bookings.leave_waiting_list(family().account_id, request_id, line_id)
    except Refusal as refusal:
        page = _leaving(request_id, line_id, sentence(refusal.code, {}))
        return (page, refusal.status) if isinstance(page, str) else page
    return redirect(f"/demandes/{request_id}", 303)


def _leaving(request_id: UUID, line_id: str, trouble: str = "") -> str | Response:
    """What is given up. Whoever does not wait any more is led to the request."""
    told = known_family()
    asked = services().bookings.request(family().account_id, request_id)
    found = {line["line_id"]: line for line in asked["lines"]}
    if (line := found.get(line_id)) is None or line["state"] != "WAITLISTED":
        return redirect(f"/demandes/{request_id}", 303)
    with_it = [
        found[each]
        for bundle in asked.get("bundles", [])
        if line_id in bundle["line_ids"]
        for each in bundle["line_ids"]
        if each in found and found[each]["state"] == "WAITLISTED"
    ]
    return render_template(
        "requests/leave.html",
        tab="planning",
        request_id=request_id,
        line_id=line_id,
        rank=line.get("rank"),
        offer_id=line.get("offer_id"),
        trouble=trouble,
        lines=[(told.child(each["child_id"]), _title(each)) for each in with_it or [line]],
    )


def _title(shown: Evidence | Line) -> str:
    if shown["weekday"] is None:
        return words.say_single(shown["dates"][0], [shown["slot_type"]])
    return words.say_every(shown["weekday"], [shown["slot_type"]])


def _why(shown: Evidence) -> str:
    """What was full, or the other reason, in one sentence."""
    if shown["reason"] in ("slot_full", "bundle_not_whole") and shown["capacity"] is not None:
        places = words.say_places(shown["capacity"], shown["taken"])
        if shown["pool_name"]:
            places = _("%(pool)s, %(places)s", pool=shown["pool_name"], places=places)
        day = wording.say_day(shown["full_on"], year=True) if shown["full_on"] else ""
        if shown["reason"] == "bundle_not_whole":
            return _(
                "Vous vouliez plusieurs accueils ensemble, et il n’y avait pas assez de places "
                "pour tous le %(day)s : %(places)s.",
                day=day,
                places=places,
            )
        return _("C’était complet le %(day)s : %(places)s.", day=day, places=places)
    return wording.say(words.REFUSED_BECAUSE, shown["reason"] or "other")


def _order(how: HowAllocated) -> list[str]:
    """How the order was made, sentence by sentence."""
    said = [
        _(
            "Les demandes ont été servies une par une. La vôtre est passée au tour %(turn)d "
            "sur %(turns)d.",
            turn=how["turn"],
            turns=how["turns"],
        )
    ]
    if how["mode"] == "FIRST_COME":
        return [
            *said,
            _("L’ordre était celui d’arrivée : vous étiez au rang %(rank)d.", rank=how["rank"]),
        ]
    if how["late"]:
        return [
            *said,
            _(
                "Votre demande est arrivée après la date de fin : elle est passée après les "
                "autres, par ordre d’arrivée (rang %(rank)d).",
                rank=how["rank"],
            ),
        ]
    if how["criteria"]:
        steps = wording.say_list([wording.say(CRITERIA, code) for code in how["criteria"]])
        said.append(_("Sont passés d’abord, dans cet ordre : %(steps)s.", steps=steps))
    return [*said, _("À égalité, un tirage au sort que chacun peut refaire a départagé.")]
