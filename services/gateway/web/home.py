"""« Accueil »: what needs this family, the next deadline, and each child's week."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from flask import Blueprint, render_template

from services.gateway.clients.billing import TO_PAY, Invoice
from services.gateway.clients.shapes.answers import Offer
from services.gateway.clients.shapes.openings import Openings
from services.gateway.clients.shapes.planning import Entry, PlanningDay
from services.gateway.web import public, wording
from services.gateway.web.families import Child, Family, my_family
from services.gateway.web.household import Task, returned_words, tasks
from services.gateway.web.language import _, ngettext
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.eventstore import clock
from shared.web.client import NotAllowed, NotThere, Refusal, Unavailable

pages = Blueprint("home", __name__)

T = TypeVar("T")

MOST_TASKS = 3  # more than this, and the file is one thing to do
SCHOOL_DAYS = 5
EVENING = 17


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One accueil in the strip of a week; `tone` is a class of the theme."""

    words: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class WeekDay:
    day: date
    short: str
    number: str
    today: bool
    cells: list[Cell]


@dataclass(frozen=True, kw_only=True)
class Card:
    """A child on the home page."""

    child: Child
    today: str | None
    until: str | None
    week: list[WeekDay]  # empty when nothing is booked


@dataclass(frozen=True, kw_only=True)
class Deadline:
    title: str
    when: str
    words: str
    action: str
    href: str


@pages.get("/accueil")
@family_page
def show() -> str:
    told, today = my_family(), clock.today()
    openings = public.openings()
    week = _week(told, today)
    return render_template(
        "family/home.html",
        tab="accueil",
        family=told,
        file=told.file,
        today=today,
        cards=[_card(child, week or [], today) for child in told.children],
        week_label=_week_label(today),
        silent=week is None,
        todo=[*_to_answer(told), *_to_do(told, openings), *_to_pay()],
        deadline=_next_deadline(week or [], openings, told),
        returned=returned_words(told.file),
        year=wording.say_school_year(openings["school_year"]["id"])
        if openings and openings["school_year"]
        else None,
    )


def _to_answer(told: Family) -> list[Task]:
    """A place that is held for the family goes to the next one if it does not answer."""
    known = _or_none(lambda: services().bookings.offers(family().account_id))
    offers = known["offers"] if known else []
    return [
        Task(
            title=_("Répondre : une place s’est libérée pour %(children)s", children=names),
            small=_("Avant %(when)s", when=wording.say_instant(each["answer_by"])),
            href=f"/places/{each['offer_id']}",
            picture="calendar-check",
        )
        for each in offers
        if each["state"] == "OPEN" and (names := wording.say_list(_names(told, each)))
    ]


def _names(told: Family, offer: Offer) -> list[str]:
    children = (told.child(line["child_id"]) for line in offer["lines"])
    return list(dict.fromkeys(child.given_name for child in children if child))


def _to_do(told: Family, openings: Openings | None) -> list[Task]:
    left = tasks(told)
    if len(left) > MOST_TASKS:
        return [
            Task(
                title=_("Compléter mon dossier"),
                small=ngettext("%(num)d point restant", "%(num)d points restants", len(left)),
                href="/dossier",
                picture="people",
            )
        ]
    if left:
        return left
    if told.file["status"] in ("DRAFT", "RETURNED"):
        return [
            Task(
                title=_("Envoyer mon dossier"),
                small=_("Tout est prêt : il ne reste qu’à l’envoyer."),
                href="/dossier",
                picture="folder-check",
            )
        ]
    return _to_send() or _to_book(told, openings)


def _to_send() -> list[Task]:
    """A request prepared and not sent is easily taken for a booking."""
    draft = _or_none(lambda: services().bookings.draft(family().account_id))
    if draft is None or not (draft["lines"] or draft["cancellations"]) or draft.get("automatic"):
        return []
    return [
        Task(
            title=_("Envoyer la demande en préparation"),
            small=_("Rien n’est encore envoyé."),
            href=f"/reserver/{draft['request_id']}/recapitulatif",
            picture="calendar-check",
        )
    ]


def _to_book(told: Family, openings: Openings | None) -> list[Task]:
    """The year is open and nothing was asked for yet: that is the thing to do."""
    if told.file["status"] != "APPROVED" or openings is None or not openings["regular_open"]:
        return []
    account_id = family().account_id
    asked = _or_none(lambda: services().bookings.requests(account_id))
    eligible = _or_none(lambda: services().bookings.eligibility(account_id))
    if asked is None or eligible is None or any(each["status"] != "DRAFT" for each in asked):
        return []
    names = [
        child.given_name
        for each in eligible["children"]
        if each["can_book"] and (child := told.child(each["child_id"]))
    ]
    if not names:
        return []
    cutoff = openings["regular_cutoff_at"]
    return [
        Task(
            title=_("Réserver l’année de %(children)s", children=wording.say_list(names)),
            small=_("Avant %(when)s", when=wording.say_instant(cutoff))
            if cutoff
            else _("C’est ouvert"),
            href="/reserver/semaine",
            picture="calendar-check",
        )
    ]


def _to_pay() -> list[Task]:
    invoices = _or_none(lambda: services().billing.invoices(family().account_id))
    return [_invoice_task(each) for each in invoices or [] if each["state"] in TO_PAY]


def _invoice_task(invoice: Invoice) -> Task:
    month, day = wording.say_of_month(invoice["period"]), wording.say_day(invoice["due_on"])
    return Task(
        title=_("Payer %(amount)s", amount=wording.say_euros(invoice["total_cents"])),
        small=_("Facture %(month)s, échéance du %(day)s dépassée", month=month, day=day)
        if invoice["state"] == "OVERDUE"
        else _("Facture %(month)s, avant le %(day)s", month=month, day=day),
        href=f"/factures/{invoice['invoice_id']}",
        picture="receipt",
    )


def _week(told: Family, today: date) -> list[PlanningDay] | None:
    """Monday to Friday of this week; of the next one at the week-end. None: bookings is silent."""
    if told.file["status"] == "DRAFT" or not told.children:
        return []
    account_id = family().account_id
    monday = _monday(today)
    wanted = {monday + timedelta(days=n) for n in range(SCHOOL_DAYS)}
    days: list[PlanningDay] = []
    for month in sorted({day.strftime("%Y-%m") for day in wanted}):
        told_month = _or_none(lambda month=month: services().bookings.planning(account_id, month))  # type: ignore[misc]
        if told_month is None:
            return None
        days += [day for day in told_month["days"] if wording.civil_day(day["day"]) in wanted]
    return sorted(days, key=lambda day: day["day"])


def _card(child: Child, week: list[PlanningDay], today: date) -> Card:
    mine = [
        (day, [entry for entry in day["entries"] if entry["child_id"] == str(child.child_id)])
        for day in week
    ]
    booked = any(entries for _day, entries in mine)
    now = next(
        (entries for day, entries in mine if day["day"] == today.isoformat()),
        [],
    )
    today_words, until = _today(now)
    return Card(
        child=child,
        today=today_words,
        until=until,
        week=[_week_day(day, entries, today) for day, entries in mine] if booked else [],
    )


def _week_day(day: PlanningDay, entries: list[Entry], today: date) -> WeekDay:
    short, number = wording.say_short_day(day["day"])
    cells = [_cell(entry) for entry in entries]
    if not cells and (closed := wording.CLOSED_DAYS.get(day["status"])):
        cells = [Cell(words=str(closed), tone="off")]
    return WeekDay(
        day=wording.civil_day(day["day"]),
        short=short,
        number=number,
        today=day["day"] == today.isoformat(),
        cells=cells,
    )


def _cell(entry: Entry) -> Cell:
    slot = wording.say(wording.SLOTS, entry["slot_type"])
    match entry["state"]:
        case "ACCEPTED":
            return Cell(words=slot, tone="ok")
        case "REQUESTED":
            return Cell(words=_("%(slot)s demandé", slot=slot), tone="ask")
        case "WAITLISTED":
            return Cell(words=_("%(slot)s en attente", slot=slot), tone="ask")
        case "REFUSED":
            return Cell(words=_("%(slot)s refusé", slot=slot), tone="no")
        case _:
            return Cell(words=_("%(slot)s annulé", slot=slot), tone="off")


def _today(entries: Iterable[Entry]) -> tuple[str | None, str | None]:
    """cantine, puis accueil du soir; and until when."""
    sure = sorted(
        (entry for entry in entries if entry["state"] == "ACCEPTED"),
        key=lambda entry: entry["starts"],
    )
    if not sure:
        return None, None
    words = [wording.say(wording.SLOTS_IN_A_SENTENCE, entry["slot_type"]) for entry in sure]
    return _(", puis ").join(words), wording.say_clock(sure[-1]["ends"])


def _next_deadline(
    week: list[PlanningDay], openings: Openings | None, told: Family
) -> Deadline | None:
    """The next moment that closes or opens something for this family.

    Days are given back one by one only once regular bookings are over.
    """
    one_by_one = openings is None or not openings["regular_open"]
    return (_next_change(week) if one_by_one else None) or _next_opening(openings, told)


def _next_change(week: list[PlanningDay]) -> Deadline | None:
    now = clock.now()
    ahead = [
        (wording.instant(entry["cancel_until"]), day["day"], entry["child_id"])
        for day in week
        for entry in day["entries"]
        if entry["state"] == "ACCEPTED" and entry["cancel_until"]
    ]
    later = sorted(each for each in ahead if each[0] > now)
    if not later:
        return None
    until, told_day, child_id = later[0]
    day = wording.civil_day(told_day)
    return Deadline(
        title=_("Prochaine échéance"),
        when=_when(until),
        words=_("Dernier moment pour changer %(day)s.", day=_day(day)),
        action=_("Modifier %(weekday)s", weekday=wording.say_weekday(day)),
        href=f"/planning?mois={day:%Y-%m}&enfant={child_id}#j{day}",
    )


def _when(at: datetime) -> str:
    """Ce soir à 18 h; demain à 18 h; jeudi 26 novembre à 18 h."""
    today = clock.today()
    time = wording.say_time(at)
    if at.date() == today:
        return (
            _("Ce soir à %(time)s", time=time)
            if at.hour >= EVENING
            else _("Aujourd’hui à %(time)s", time=time)
        )
    if at.date() == today + timedelta(days=1):
        return _("Demain à %(time)s", time=time)
    return wording.capitalize_first(wording.say_instant(at))


def _day(day: date) -> str:
    """demain, mardi 24 novembre."""
    if day == clock.today() + timedelta(days=1):
        return _("demain, %(day)s", day=wording.say_day(day))
    return wording.say_day(day)


def _next_opening(openings: Openings | None, told: Family) -> Deadline | None:
    if openings is None:
        return None
    waves = [
        line
        for line in public.opening_lines(openings)
        if not line["open"] and _concerns(line["levels"], told)
    ]
    if waves:
        first = waves[0]
        return Deadline(
            title=_("Ouverture des réservations"),
            when=wording.capitalize_first(str(first["when"])),
            words=_("%(who)s, %(wait)s.", who=first["who"], wait=first["wait"]),
            action="",
            href="",
        )
    cutoff = openings["regular_cutoff_at"]
    if cutoff is None or not openings["regular_open"]:
        return None
    return Deadline(
        title=_("Fin des réservations à l’année"),
        when=wording.capitalize_first(wording.say_instant(cutoff)),
        words=_("Ensuite : demandes au jour le jour."),
        action=_("Voir le planning") if told.file["status"] == "APPROVED" else "",
        href="/planning",
    )


def _concerns(levels: list[str], told: Family) -> bool:
    return not levels or bool(set(levels) & _levels(told))


def _levels(told: Family) -> set[str]:
    """The levels of the children; before the first child, every opening is of interest."""
    levels = {
        str(child.sections["identity"]["values"].get("school_level")) for child in told.children
    }
    return levels or set(wording.LEVELS)


def _monday(today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=7) if today.weekday() >= SCHOOL_DAYS else monday


def _week_label(today: date) -> str:
    monday = _monday(today)
    friday = monday + timedelta(days=SCHOOL_DAYS - 1)
    return _(
        "Semaine du %(first)s au %(last)s",
        first=wording.say_day(monday, weekday=False),
        last=wording.say_day(friday, weekday=False),
    )


def _or_none(ask: Callable[[], T]) -> T | None:
    """A part of this page that stays empty when its service has nothing to say."""
    try:
        return ask()
    except (NotAllowed, NotThere, Refusal, Unavailable):
        return None
