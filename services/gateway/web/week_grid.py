"""The grid of a week as it is shown: a card per child, a box per care and day, the total.

Whatever a cell cannot do it says why, and until when the others can change, each said once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import request

from services.gateway import refusals
from services.gateway.clients.shapes.requests import ChildOfWeek, SlotOfWeek, Week
from services.gateway.web import booking_words as words
from services.gateway.web import wording
from services.gateway.web.deadline_words import Act, say_deadline, say_too_late
from services.gateway.web.families import Child, Family
from services.gateway.web.language import _, lazy_gettext, ngettext
from services.gateway.web.opening_words import say_opening, without_slots
from shared.eventstore import clock

IN_A_ROW = ("MORNING", "LUNCH", "EVENING")
HELD = {
    "ACCEPTED": ("check-circle-fill", lazy_gettext("Réservé")),
    "REQUESTED": ("hourglass-split", lazy_gettext("Demandé")),
}


@dataclass(frozen=True, kw_only=True)
class Box:
    """One cell of the grid; `value` is None for a cell that is locked or not offered."""

    value: str | None
    name: str
    small: str
    ticked: bool
    cents: int
    days: dict[str, int]
    picture: str
    shut: str  # what a locked cell says instead
    full: bool = False


@dataclass(frozen=True, kw_only=True)
class Day:
    short: str
    long: str
    said: str  # for screen readers: "Mia, lundi"
    wide: bool
    boxes: list[Box]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Why:
    about: str
    words: str
    picture: str = "lock"


@dataclass(frozen=True, kw_only=True)
class Every:
    """A button that ticks one care on every day, or unticks it when all of them are."""

    value: str
    words: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class Card:
    child: Child
    place: str
    opens_because: str  # the same, with whom the opening is for
    opens: str | None
    prepares: bool
    days: list[Day]
    whys: list[Why]
    every: list[Every]
    copies: list[Child]
    weeks: str
    patterns: Mapping[str, object]  # what may be chosen: custody once it was told
    locked: str | None  # why nothing can be chosen for this child


@dataclass(frozen=True, kw_only=True)
class Total:
    amount: str
    year: str
    small: str


def value_of(child_id: str, slot: SlotOfWeek) -> str:
    return f"{child_id}:{slot['facility_id']}:{slot['slot_type']}:{slot['day']}"


def slots_of(week: Week) -> Iterable[tuple[ChildOfWeek, SlotOfWeek]]:
    return ((child, slot) for child in week["children"] for slot in child["slots"])


def all_ticked(week: Week) -> set[str]:
    return {value_of(child["child_id"], slot) for child, slot in slots_of(week) if slot["ticked"]}


def cards_of(week: Week, told: Family, cents: dict[str, int], ticked: set[str]) -> list[Card]:
    cards: list[Card] = []
    for each in week["children"]:
        child = told.child(each["child_id"])
        if child is None:
            continue
        cards.append(_card(child, each, week, cents, ticked, [card.child for card in cards]))
    return cards


def _card(
    child: Child,
    told: ChildOfWeek,
    week: Week,
    cents: dict[str, int],
    ticked: set[str],
    before: Sequence[Child],
) -> Card:
    standing = week["kind"] == "STANDING"
    days = [
        _day(child, told, day, week, cents, ticked) for day in (it["day"] for it in week["days"])
    ]
    locked = None
    if not told["can_prepare"]:
        locked = refusals.sentence(told["why"] or "file_not_approved", {})
    elif not told["slots"] and standing:
        locked = _("Aucun accueil n’est ouvert à son niveau.")
    opens = None
    if told["can_prepare"] and not told["can_book"]:
        opens = say_opening(told["opens_at"], None)
    return Card(
        child=child,
        place=child.place,
        opens=opens,
        opens_because=say_opening(told["opens_at"], told.get("because")),
        prepares=opens is not None,
        days=days if not locked else [],
        whys=_whys(told, week, standing) if not locked else [],
        every=_every(told, ticked) if not locked else [],
        copies=list(before) if not locked else [],
        weeks=request.form.get(f"semaines-{told['child_id']}", told["weeks"]),
        patterns={
            code: said
            for code, said in words.WEEK_PATTERNS.items()
            if code != "CUSTODY" or told.get("custody")
        },
        locked=locked,
    )


def _day(
    child: Child,
    told: ChildOfWeek,
    day: str,
    week: Week,
    cents: dict[str, int],
    ticked: set[str],
) -> Day:
    at = wording.civil_day(day)
    slots = {slot["slot_type"]: slot for slot in told["slots"] if slot["day"] == day}
    rows = [each for each in IN_A_ROW if any(s["slot_type"] == each for s in told["slots"])]
    standing = week["kind"] == "STANDING"
    long = str(words.WEEKDAYS[at.weekday()]).capitalize()
    short = long[:3]
    if not standing:
        long, short = f"{long} {at.day}", f"{short} {at.day}"
    wide = "WEDNESDAY" in slots or not slots
    if wide and "WEDNESDAY" in slots:
        boxes = [_box(told, slots["WEDNESDAY"], cents, ticked)]
    elif wide:
        boxes = [_closed(_closed_word(day, week))]
    else:
        boxes = [
            _box(told, slots[each], cents, ticked)
            if each in slots
            else _closed(_("Fermé"), wording.say(wording.SLOTS, each))
            for each in rows
        ]
    said = str(words.WEEKDAYS[at.weekday()]) if standing else wording.say_day(at)
    return Day(
        short=short,
        long=long,
        said=_("%(name)s, %(day)s", name=child.given_name, day=said),
        wide=wide,
        boxes=boxes,
    )


def _closed_word(day: str, week: Week) -> str:
    status = next((it["status"] for it in week["days"] if it["day"] == day), "OPEN")
    return str(wording.CLOSED_DAYS.get(status) or _("Fermé"))


def _closed(word: str, name: str = "") -> Box:
    return Box(
        value=None, name=name, small="", ticked=False, cents=0, days={}, picture="lock", shut=word
    )


def _box(told: ChildOfWeek, slot: SlotOfWeek, cents: dict[str, int], ticked: set[str]) -> Box:
    value, slot_type = value_of(told["child_id"], slot), slot["slot_type"]
    name = wording.say(words.SLOTS_OF_A_WEEK, slot_type)
    price = cents.get(slot_type)
    if slot["locked"]:
        picture, shut = HELD.get(slot["state"], ("lock", _("Fermé")))
        return Box(
            value=None,
            name=name,
            small="",
            ticked=False,
            cents=0,
            days={},
            picture=picture,
            shut=str(shut),
        )
    small = "" if price is None else wording.say_euros(price)
    if slot["state"] == "ACCEPTED":
        small = _("réservé") if slot["ticked"] else _("à annuler")
    if slot["full_days"]:
        small = _("Complet") if slot["full_days"] == slot["covers"] else _("Complet parfois")
    held = slot["state"] == "ACCEPTED"
    return Box(
        value=value,
        name=name,
        small=small,
        ticked=value in ticked,
        cents=0 if held or price is None else price,
        days={} if held else slot["days"],
        picture="list-ol" if slot["full_days"] else "check-lg",
        shut="",
        full=slot["full_days"] > 0,
    )


def _every(told: ChildOfWeek, ticked: set[str]) -> list[Every]:
    found = []
    for slot_type, every in words.EVERY_OF_A_WEEK.items():
        row = [
            slot
            for slot in told["slots"]
            if slot["slot_type"] == slot_type and slot["locked"] is None
        ]
        if len(row) > 1:
            found.append(
                Every(
                    value=f"tous:{told['child_id']}:{slot_type}",
                    words=str(every),
                    on=all(value_of(told["child_id"], slot) in ticked for slot in row),
                )
            )
    return found


def _whys(told: ChildOfWeek, week: Week, standing: bool) -> list[Why]:
    """Why cells are locked and until when the others may change, each said once."""
    found: dict[tuple[str, str], list[SlotOfWeek]] = {}
    for slot in told["slots"]:
        if slot["locked"]:
            found.setdefault(("lock", _lock(slot)), []).append(slot)
        elif slot["state"] == "REFUSED":
            refused = _("Demandé auparavant, sans place : vous pouvez le redemander.")
            found.setdefault(("arrow-repeat", refused), []).append(slot)
        if slot["full_days"]:
            found.setdefault(("list-ol", _full(slot)), []).append(slot)
        if not slot["locked"] and (said := say_deadline(slot, _act(slot))):
            found.setdefault(("clock", said), []).append(slot)
    for coming in told.get("openings", []) if told["can_book"] else []:
        slots = [it for it in told["slots"] if it["slot_type"] == coming["slot_type"]]
        if slots and not coming["open"]:
            when = say_opening(coming["opens_at"], without_slots(coming["because"]))
            said = _("Ouvre %(when)s. Préparez-le dès maintenant.", when=when)
            found.setdefault(("clock", said), []).extend(slots)
    for facility_id, slots in _elsewhere(told).items():
        name = week["facilities"].get(facility_id, facility_id)
        found.setdefault(("house-door", _("à %(place)s.", place=name)), slots)
    whys = [
        Why(about=_about(slots, standing), words=said, picture=picture)
        for (picture, said), slots in found.items()
    ]
    return whys + _not_offered(told, standing)


def _full(slot: SlotOfWeek) -> str:
    places = words.say_places(slot["places"] or 0, slot["places"])
    if slot["full_days"] == slot["covers"]:
        return _("%(places)s prises. Vous pouvez demander la liste d’attente.", places=places)
    return _(
        "complet %(full)d jours sur %(days)d (%(places)s). Vous pouvez le demander.",
        full=slot["full_days"],
        days=slot["covers"],
        places=places,
    )


def _lock(slot: SlotOfWeek) -> str:
    if wording.civil_day(slot["day"]) < clock.today():
        return _("Ce jour est passé.")
    if slot["locked"] in ("deadline_passed", "ask_staff"):
        return say_too_late(slot, _act(slot))
    return wording.say(words.LOCKS, slot["locked"] or "")


def _act(slot: SlotOfWeek) -> Act:
    return "CANCEL" if slot["state"] == "ACCEPTED" else "ADD"


def _elsewhere(told: ChildOfWeek) -> dict[str, list[SlotOfWeek]]:
    """Slots that are not at the child's own school, by where they are."""
    found: dict[str, list[SlotOfWeek]] = {}
    for slot in told["slots"]:
        if slot["facility_id"] != told["school_id"]:
            found.setdefault(slot["facility_id"], []).append(slot)
    return found


def _not_offered(told: ChildOfWeek, standing: bool) -> list[Why]:
    """Cells that are shut on some weekdays only, because the school has no such care then."""
    if not standing:
        return []
    weekdays = {slot["weekday"] for slot in told["slots"] if slot["slot_type"] in IN_A_ROW}
    gaps = [
        (weekday, slot_type)
        for slot_type in IN_A_ROW
        if any(slot["slot_type"] == slot_type for slot in told["slots"])
        for weekday in sorted(weekdays)
        if not any(
            (slot["weekday"], slot["slot_type"]) == (weekday, slot_type) for slot in told["slots"]
        )
    ]
    return [
        Why(
            about=_(
                "%(day)s %(slot)s",
                day=str(words.WEEKDAYS[weekday]).capitalize(),
                slot=words.say_slots([slot_type]),
            ),
            words=_("pas d’accueil à ce moment-là."),
        )
        for weekday, slot_type in gaps
    ]


def _about(slots: Sequence[SlotOfWeek], standing: bool) -> str:
    """Lundi et mardi midi; when it is all of them, only which care."""
    by_slots: dict[str, list[str]] = {}
    for day in dict.fromkeys(slot["day"] for slot in slots):
        of_day = [slot["slot_type"] for slot in slots if slot["day"] == day]
        care = "" if of_day == ["WEDNESDAY"] else words.say_slots(of_day)
        at = wording.civil_day(day)
        said = (
            str(words.WEEKDAYS[at.weekday()])
            if standing
            else f"{words.WEEKDAYS[at.weekday()]} {at.day}"
        )
        by_slots.setdefault(care, []).append(said)
    parts = [f"{wording.say_list(days)} {care}".strip() for care, days in by_slots.items()]
    return wording.capitalize_first(" ; ".join(parts))


def total_of(cards: Sequence[Card], standing: bool, priced: bool) -> Total:
    """The same as `week.mjs` counts while boxes are ticked."""
    boxes = [(card, box) for card in cards for day in card.days for box in day.boxes if box.ticked]
    week = sum(box.cents for _card, box in boxes)
    year = sum(box.cents * box.days.get(card.weeks, 0) for card, box in boxes)
    per_child = [
        _(
            "%(name)s : %(count)s",
            name=card.child.given_name,
            count=ngettext("%(num)d accueil", "%(num)d accueils", num),
        )
        for card in cards
        if (num := sum(1 for of, box in boxes if of is card and box.days))
    ]
    small = ", ".join(per_child) or _("Rien de coché pour l’instant")
    if not priced:
        return Total(amount=_("Vos choix"), year="", small=small)
    if not standing:
        amount = _("%(week)s cette semaine", week=wording.say_euros(week))
        return Total(amount=amount, year="", small=small)
    return Total(
        amount=_("%(week)s par semaine", week=wording.say_euros(week)),
        year=_("%(year)s sur l’année", year=wording.say_euros(year)),
        small=small,
    )
