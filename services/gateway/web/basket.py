"""A request that is ready to leave: what would go now, in sums, and what its one button sends."""

from dataclasses import dataclass

from services.gateway.clients.billing import Prices
from services.gateway.clients.shapes.requests import BookingRequest
from services.gateway.web import wording
from services.gateway.web.drafts import is_outdated
from services.gateway.web.families import Child, Family
from services.gateway.web.language import _, ngettext
from services.gateway.web.request_lines import (
    ChildChoices,
    choices_of,
    price_digest,
    total_cents,
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What goes of one child."""

    child: Child
    words: str
    cents: int | None


@dataclass(frozen=True, kw_only=True)
class Basket:
    """`shown` and `tariff` are digests: what has changed since is refused, never sent unseen."""

    request_id: str
    seen: int
    shown: str
    tariff: str
    parts: list[Part]
    given_back: str  # days to cancel, in words
    total: int | None  # None when there is but one part, or a price is not known
    waits: str  # whose choices open later
    agreed: bool
    year: str


def basket_of(draft: BookingRequest, told: Family, known: Prices | None) -> Basket | None:
    """None when nothing can go by one button: it opens later, is over, or comes late and costs."""
    late = any(each.get("late") for each in draft["lines"])
    costs = any(each.get("surcharge") for each in draft["cancellations"])
    if late or costs or is_outdated(draft):
        return None
    choices = choices_of(draft, told, known)
    now = [each for each in choices if each.can_send and each.slots]
    days = len(draft["cancellations"])
    if not now and not days:
        return None
    standing = draft["kind"] == "STANDING"
    waiting = dict.fromkeys(each.child.given_name for each in choices if not each.can_send)
    return Basket(
        request_id=draft["request_id"],
        seen=draft["seen"],
        shown=draft.get("shown") or "",
        tariff=price_digest(known),
        parts=[_part(each, standing) for each in now],
        given_back=ngettext("%(num)d jour à annuler", "%(num)d jours à annuler", days)
        if days
        else "",
        total=total_cents(now) if len(now) > 1 else None,
        waits=wording.say_list(list(waiting)),
        agreed=draft.get("rules_accepted", False),
        year=wording.say_school_year(draft["school_year"]),
    )


def _part(each: ChildChoices, standing: bool) -> Part:
    days = ngettext("%(num)d accueil", "%(num)d accueils", each.slots)
    if standing:
        days = _(
            "%(week)s, %(num)d jusqu’à la fin de l’année",
            week=ngettext(
                "%(num)d accueil par semaine", "%(num)d accueils par semaine", each.boxes
            ),
            num=each.slots,
        )
    return Part(child=each.child, words=days, cents=each.cents)
