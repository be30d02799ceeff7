"""« Accueil »: what needs this family, the next deadline, and each child's week."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from flask import Blueprint, render_template

from services.gateway.clients.billing import TO_PAY, Invoice
from services.gateway.clients.shapes.answers import Offer
from services.gateway.clients.shapes.home import AtHome
from services.gateway.clients.shapes.openings import ChildEligibility, Openings
from services.gateway.clients.shapes.planning import Entry, PlanningDay
from services.gateway.clients.shapes.requests import BookingRequest
from services.gateway.web import booking_words as words
from services.gateway.web import public, wording
from services.gateway.web.deadline_words import say_then
from services.gateway.web.families import Child, Family, my_family
from services.gateway.web.household import Task, returned_words, tasks
from services.gateway.web.language import _, ngettext
from services.gateway.web.opening_words import Opening, openings_of
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.eventstore import clock
from shared.web.client import NotAllowed, NotThere, Refusal, Unavailable

pages = Blueprint("home", __name__)

T = TypeVar("T")

MOST_TASKS = 3  # more than this, and the file is one thing to do
SCHOOL_DAYS = 5
DAYS_AHEAD = 27  # from Monday: what comes next is mostly within four weeks
NOTHING_KNOWN: AtHome = {"eligible": None, "days": [], "draft": None, "offers": []}


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
class Next:
    """The next moment that matters: an instant in words, or an opening for each child."""

    title: str
    when: str = ""
    words: list[str] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    action: str = ""
    href: str = ""


@pages.get("/accueil")
@family_page
def show() -> str:
    told, today = my_family(), clock.today()
    openings = public.openings()
    known = _known(told, today)
    days = known["days"] if known else []
    week = [day for day in days if wording.civil_day(day["day"]) in _shown(today)]
    return render_template(
        "family/home.html",
        tab="accueil",
        family=told,
        file=told.file,
        today=today,
        cards=[_card(child, week, today) for child in told.children],
        week_label=_week_label(today),
        silent=known is None,
        todo=[*_to_answer(told, known), *_to_do(told, known, openings), *_to_pay()],
        next=_next(told, known, openings),
        returned=returned_words(told.file),
        year=wording.say_school_year(openings["school_year"]["id"])
        if openings and openings["school_year"]
        else None,
    )


def _to_answer(told: Family, known: AtHome | None) -> list[Task]:
    """A place that is held for the family goes to the next one if it does not answer."""
    return [
        Task(
            title=_("Répondre : une place s’est libérée pour %(children)s", children=names),
            small=_("Avant %(when)s", when=words.say_soon(each["answer_by"])),
            href=f"/places/{each['offer_id']}",
            picture="calendar-check",
        )
        for each in (known["offers"] if known else [])
        if each["state"] == "OPEN" and (names := wording.say_list(_names(told, each)))
    ]


def _names(told: Family, offer: Offer) -> list[str]:
    children = (told.child(line["child_id"]) for line in offer["lines"])
    return list(dict.fromkeys(child.given_name for child in children if child))


def _to_do(told: Family, known: AtHome | None, openings: Openings | None) -> list[Task]:
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
    return _to_send(known) or _to_book(told, known, openings)


def _to_send(known: AtHome | None) -> list[Task]:
    """A request prepared and not sent is easily taken for a booking."""
    draft = known["draft"] if known else None
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


def _to_book(told: Family, known: AtHome | None, openings: Openings | None) -> list[Task]:
    """The year is open and nothing was asked for yet: that is the thing to do."""
    if told.file["status"] != "APPROVED" or openings is None or not openings["regular_open"]:
        return []
    names = [
        child.given_name
        for each in _children(known)
        if each["can_book"] and (child := told.child(each["child_id"]))
    ]
    if not names or _asked() != []:
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


def _children(known: AtHome | None) -> list[ChildEligibility]:
    eligible = known["eligible"] if known else None
    return eligible["children"] if eligible else []


def _asked() -> list[BookingRequest] | None:
    """What was sent, the newest first. None: bookings is silent."""
    return _or_none(lambda: services().bookings.requests(family().account_id))


def _to_pay() -> list[Task]:
    invoices = _or_none(lambda: services().billing.invoices(family().account_id))
    return [_invoice_task(each) for each in invoices or [] if each["state"] in TO_PAY]


def _invoice_task(invoice: Invoice) -> Task:
    month, day = wording.say_of_month(invoice["period"]), wording.say_day(invoice["due_on"])
    return Task(
        title=_("Payer %(amount)s", amount=wording.say_euros(invoice["total_cents"])),
        small=_("Facture %(month)s, échéance du %(day)s dépassée", month=month, day=day)
        if invoice["state"] == "OVERDUE"
        else _("Facture %(month)s, au plus tard le %(day)s", month=month, day=day),
        href=f"/factures/{invoice['invoice_id']}",
        picture="receipt",
    )


def _known(told: Family, today: date) -> AtHome | None:
    """Of this week, or the next one at the week-end, and some weeks more. None: bookings is
    silent."""
    if told.file["status"] == "DRAFT" or not told.children:
        return NOTHING_KNOWN
    monday = _monday(today)
    last = monday + timedelta(days=DAYS_AHEAD)
    return _or_none(lambda: services().bookings.home_page(family().account_id, monday, last))


def _shown(today: date) -> set[date]:
    monday = _monday(today)
    return {monday + timedelta(days=n) for n in range(SCHOOL_DAYS)}


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
    match words.state_shown(entry["state"], entry["reason"]):
        case "ACCEPTED":
            return Cell(words=slot, tone="ok")
        case "REQUESTED":
            return Cell(words=_("%(slot)s demandé", slot=slot), tone="ask")
        case "WAITLISTED":
            return Cell(words=_("%(slot)s en attente", slot=slot), tone="ask")
        case "REFUSED":
            return Cell(words=_("%(slot)s refusé", slot=slot), tone="no")
        case "LEFT" | "LAPSED" | "SPARE" as given_up:
            said = words.STATES_IN_A_SENTENCE[given_up]
            return Cell(words=f"{slot} {said}", tone="off")
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


def _next(told: Family, known: AtHome | None, openings: Openings | None) -> Next | None:
    """The next moment that closes or opens something for this family, or else what it waits for.

    Days are given back one by one only once regular bookings are over.
    """
    one_by_one = openings is None or not openings["regular_open"]
    days = known["days"] if known else []
    return (
        (_next_change(days) if one_by_one else None)
        or _next_opening(told, known, openings)
        or _cutoff(told, openings)
        or _answer_to_come(known)
        or _next_care(told, days)
    )


def _next_change(days: list[PlanningDay]) -> Next | None:
    now = clock.now()
    ahead = [
        (wording.instant(entry["cancel_until"]), day["day"], entry)
        for day in days
        for entry in day["entries"]
        if entry["state"] == "ACCEPTED" and entry["cancel_until"]
    ]
    later = sorted((each for each in ahead if each[0] > now), key=lambda each: each[:2])
    if not later:
        return None
    until, told_day, entry = later[0]
    day = wording.civil_day(told_day)
    return Next(
        title=_("Prochaine échéance"),
        when=wording.capitalize_first(words.say_soon(until)),
        words=[
            _("Dernier moment pour changer %(day)s.", day=words.say_soon_day(day)),
            say_then(entry.get("cancel") or {}, "CANCEL"),
        ],
        action=_("Modifier %(weekday)s", weekday=wording.say_weekday(day)),
        href=f"/planning?mois={day:%Y-%m}&enfant={entry['child_id']}#j{day}",
    )


def _next_opening(told: Family, known: AtHome | None, openings: Openings | None) -> Next | None:
    """Of each child: with whom it lives, and who of its family has a place, counts."""
    if openings is None:
        return None
    title = _("Ouverture des réservations")
    if told.children:
        theirs = openings_of(told, known["eligible"] if known else None, openings)
        if any((each.when and not each.open) or each.slots for each in theirs):
            draft = known["draft"] if known else None
            return Next(title=title, openings=theirs, words=[_sent_by_itself(draft)])
        return None
    first = next((line for line in public.opening_lines(openings) if not line["open"]), None)
    if first is None:
        return None
    return Next(
        title=title,
        when=wording.capitalize_first(str(first["when"])),
        words=[_("%(who)s, %(wait)s.", who=first["who"], wait=first["wait"])],
    )


def _sent_by_itself(draft: BookingRequest | None) -> str:
    if draft is None or not draft.get("automatic"):
        return ""
    return _("Votre demande est prête et partira toute seule.")


def _cutoff(told: Family, openings: Openings | None) -> Next | None:
    if openings is None or openings["regular_cutoff_at"] is None or not openings["regular_open"]:
        return None
    cutoff = wording.say_instant(openings["regular_cutoff_at"])
    return Next(
        title=_("Fin des réservations à l’année"),
        when=wording.capitalize_first(cutoff),
        words=[_("Ensuite : demandes au jour le jour.")],
        action=_("Voir le planning") if told.file["status"] == "APPROVED" else "",
        href="/planning",
    )


def _answer_to_come(known: AtHome | None) -> Next | None:
    """Of what was asked for in the days ahead."""
    waiting = [
        entry["request_id"]
        for day in (known["days"] if known else [])
        for entry in day["entries"]
        if entry["state"] == "REQUESTED" and entry["request_id"]
    ]
    if not waiting:
        return None
    return Next(
        title=_("Réponse à venir"),
        when=_("Votre demande est étudiée"),
        words=[_("La réponse arrive par e-mail. Vous n’avez rien à faire.")],
        action=_("Voir ma demande"),
        href=f"/demandes/{waiting[0]}",
    )


def _next_care(told: Family, days: list[PlanningDay]) -> Next | None:
    """The next day on which a child is expected, after today."""
    today = clock.today()
    for day in days:
        at = wording.civil_day(day["day"])
        names = [
            child.given_name
            for child in told.children
            if any(
                entry["child_id"] == str(child.child_id) and entry["state"] == "ACCEPTED"
                for entry in day["entries"]
            )
        ]
        if at > today and names:
            return Next(
                title=_("Prochain accueil"),
                when=wording.capitalize_first(words.say_soon_day(at)),
                words=[_("Pour %(children)s.", children=wording.say_list(names))],
            )
    return None


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
