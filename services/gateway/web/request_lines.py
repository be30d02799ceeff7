"""The lines of a request as a parent counts them: per child and weekday, with what they cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from services.gateway.clients.billing import Prices
from services.gateway.clients.shapes.openings import WaveFor
from services.gateway.clients.shapes.requests import BookingRequest, CancelledDay, Line
from services.gateway.web import booking_words as words
from services.gateway.web import wording
from services.gateway.web.deadline_words import say_deadline, say_surcharge
from services.gateway.web.families import Child, Family
from services.gateway.web.language import _, ngettext
from services.gateway.web.services import services
from services.gateway.web.visitors import family
from shared.web.client import Unavailable


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The slots of a child that stand for the same days: a weekday, or one single day.

    `count` says how often and for how much; `possible` is false for what can no longer be asked;
    `until` is the deadline of a single day.
    """

    title: str
    count: str
    days: int
    cents: int | None
    unit_cents: int | None
    href: str | None
    change: str
    possible: bool
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class ChildChoices:
    """What is asked for one child. `why` says why it cannot be sent yet."""

    child: Child
    choices: list[Choice]
    slots: int  # how many accueils in all
    boxes: int  # how many were ticked
    cents: int | None
    months: int
    can_send: bool
    why: str | None
    opens_at: str | None
    because: WaveFor | None
    level: str

    @property
    def per_month(self) -> int | None:
        return round(self.cents / self.months) if self.cents and self.months > 1 else None


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    """A day that is given back."""

    child: Child
    day: str
    words: str
    href: str
    costs: str  # of a day that is given back late
    until: str = ""  # until when it can be given back


def prices() -> Prices | None:
    """None when no price is known: the pages then say so instead of a sum."""
    try:
        return services().billing.prices(family().account_id)
    except Unavailable:
        return None


def price_digest(known: Prices | None) -> str:
    """The same as long as this family's prices are; empty when none is known."""
    if known is None:
        return ""
    told = known["quotient"], sorted(known["prices"].items())
    return blake2b(repr(told).encode(), digest_size=8).hexdigest()


def choices_of(asked: BookingRequest, told: Family, known: Prices | None) -> list[ChildChoices]:
    """Per child, in the order of the file; what of a child opens later is apart."""
    found = []
    for child in told.children:
        mine = [line for line in asked["lines"] if line["child_id"] == str(child.child_id)]
        openings: dict[tuple[bool, str], list[Line]] = {}
        for line in mine:
            opening = line.get("can_send", True), line.get("opens_at") or ""
            openings.setdefault(opening if not opening[0] else (True, ""), []).append(line)
        found += [_of_child(child, lines, asked, known) for lines in openings.values()]
    return found


def cancelled_of(asked: BookingRequest, told: Family) -> list[Cancelled]:
    """Child by child and day by day: one row for all that is given back of a day."""
    days: dict[tuple[str, str], list[CancelledDay]] = {}
    for each in asked["cancellations"]:
        days.setdefault((each["day"], each["child_id"]), []).append(each)
    return [
        Cancelled(
            child=child,
            day=day,
            words=words.say_single(day, [each["slot_type"] for each in of_day]),
            href=f"/reserver/{asked['request_id']}/jour/{day}"
            if all(each["facility_id"] == asked["facility_id"] for each in of_day)
            else week_href(day),
            costs=say_surcharge(costs) if (costs := of_day[0].get("surcharge")) else "",
            until=say_deadline(of_day[0], "CANCEL") if of_day[0].get("until") else "",
        )
        for (day, child_id), of_day in sorted(days.items())
        if (child := told.child(child_id))
    ]


def facilities_of(asked: BookingRequest, names: Mapping[str, str]) -> str:
    """Every facility of a request: Maternelle Les Tilleuls et La Ruche."""
    there = [each["facility_id"] for each in [*asked["lines"], *asked["cancellations"]]]
    known = dict.fromkeys(there or [asked["facility_id"]])
    return wording.say_list([names.get(each, each) for each in known])


def week_cents(children: Iterable[ChildChoices]) -> int | None:
    """What a week costs, of a regular request; None if some price is not known."""
    units = [choice.unit_cents for each in children for choice in each.choices if choice.possible]
    known = [cents for cents in units if cents is not None]
    return sum(known) if known and len(known) == len(units) else None


def total_cents(children: Iterable[ChildChoices]) -> int | None:
    sums = [each.cents for each in children]
    known = [cents for cents in sums if cents is not None]
    return sum(known) if known and len(known) == len(sums) else None


def _of_child(
    child: Child, lines: Sequence[Line], asked: BookingRequest, known: Prices | None
) -> ChildChoices:
    choices = [_choice(child, group, asked, known) for group in _grouped(lines)]
    first = lines[0]
    sums = [choice.cents for choice in choices]
    priced = [cents for cents in sums if cents is not None]
    dates = [day for line in lines for day in line.get("dates", [])]
    return ChildChoices(
        child=child,
        choices=choices,
        slots=sum(line["days"] for line in lines),
        boxes=len(lines),
        cents=sum(priced) if len(priced) == len(sums) else None,
        months=len({day[:7] for day in dates}),
        can_send=first.get("can_send", True),
        why=first.get("why"),
        opens_at=first.get("opens_at"),
        because=first.get("because"),
        level=str(child.sections["identity"]["values"].get("school_level") or ""),
    )


def _grouped(lines: Iterable[Line]) -> list[list[Line]]:
    """Slots that stand for the very same days are one line to a parent."""
    groups: dict[tuple[str, int | None, tuple[str, ...]], list[Line]] = {}
    for line in lines:
        key = line["facility_id"], line["weekday"], tuple(line.get("dates", [line["line_id"]]))
        groups.setdefault(key, []).append(line)
    ordered = sorted(groups.values(), key=lambda group: _order(group[0]))
    return [sorted(group, key=lambda line: words.by_slot(line["slot_type"])) for group in ordered]


def _order(line: Line) -> tuple[int, str, int]:
    dates = line.get("dates", [])
    first = "" if line["weekday"] is not None else (dates[0] if dates else "")
    return line["weekday"] or 0, first, words.by_slot(line["slot_type"])


def _choice(
    child: Child, group: Sequence[Line], asked: BookingRequest, known: Prices | None
) -> Choice:
    first = group[0]
    slot_types = [line["slot_type"] for line in group]
    dates, days, weekday = first.get("dates", []), first["days"], first["weekday"]
    unit = _unit(slot_types, known)
    name = child.given_name
    if weekday is not None:
        title = words.say_every(weekday, slot_types, first.get("weeks"))
        counted = words.count_weekdays(weekday, days)
        change = _("les %(weekdays)s de %(name)s", weekdays=words.MANY[weekday], name=name)
    else:
        title = words.say_single(dates[0], slot_types)
        counted = ngettext("%(num)d accueil", "%(num)d accueils", len(group))
        change = _("le %(day)s de %(name)s", day=wording.say_day(dates[0]), name=name)
    return Choice(
        title=title,
        count=_counted(counted, unit, weekday is not None),
        days=days,
        cents=None if unit is None else unit * days,
        unit_cents=unit,
        href=_line_href(asked, first),
        change=change,
        possible=days > 0,
        until=_until(group),
    )


def _until(group: Sequence[Line]) -> str:
    """The first deadline of a single day; what comes late already is said apart."""
    in_time = [line for line in group if line.get("until") and not line.get("late")]
    first = min(in_time, key=lambda line: line.get("until") or "", default=None)
    return say_deadline(first, "ADD") if first else ""


def _counted(counted: str, unit: int | None, standing: bool) -> str:
    if unit is None or not standing:
        return counted
    return _("%(count)s × %(price)s", count=counted, price=wording.say_euros(unit))


def _unit(slot_types: Iterable[str], known: Prices | None) -> int | None:
    """What these slots cost together on one day."""
    if known is None:
        return None
    cents = [known["prices"].get(each) for each in slot_types]
    return None if None in cents else sum(each for each in cents if each is not None)


def _line_href(asked: BookingRequest, line: Line) -> str | None:
    """Where a line is changed: on its day, or on the week when that is another facility's."""
    dates = line.get("dates", [])
    if not dates:
        return None
    if line["facility_id"] != asked["facility_id"]:
        return "/reserver/semaine" if line["weekday"] is not None else week_href(dates[0])
    return f"/reserver/{asked['request_id']}/jour/{dates[0]}"


def week_href(day: str) -> str:
    """The week of a day that is asked for on its own."""
    return f"/reserver/semaine?lundi={day}"
