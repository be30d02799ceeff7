"""The lines of a booking request, a child at a time, as a mail lists them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.notifier.documents.language import Language
from services.notifier.domain.facts import LEFT, Cancelled, Line, Request

SHOWN: Final = 4  # single days named one by one; the others are counted


@dataclass(frozen=True, kw_only=True)
class Row:
    """`accepted` is None as long as nobody decided, for who waits for a place, and where no place
    follows although nobody refused one: `given_up` says why then."""

    title: str
    details: tuple[str, ...]
    accepted: bool | None = None
    waiting: bool = False
    given_up: str = ""


@dataclass(frozen=True, kw_only=True)
class ChildRows:
    child: str
    rows: tuple[Row, ...]


def slot_name(lang: Language, slot_type: str) -> str:
    """The name of a slot type on its own; the operator's code where we have no word for it."""
    names: Mapping[str, Callable[[], str]] = {
        "MORNING": lambda: lang.gettext("Accueil du matin"),
        "LUNCH": lambda: lang.gettext("Cantine"),
        "EVENING": lambda: lang.gettext("Accueil du soir"),
        "WEDNESDAY": lambda: lang.gettext("Accueil du mercredi"),
    }
    return names[slot_type]() if slot_type in names else slot_type


def weekday_slot_name(lang: Language, weekday: int, slot_type: str) -> str:
    """« Lundi midi »"""
    day = lang.weekday(weekday).capitalize()
    names: Mapping[str, Callable[[], str]] = {
        "MORNING": lambda: lang.gettext("%(day)s matin", day=day),
        "LUNCH": lambda: lang.gettext("%(day)s midi", day=day),
        "EVENING": lambda: lang.gettext("%(day)s soir", day=day),
        "WEDNESDAY": lambda: day,
    }
    return names[slot_type]() if slot_type in names else f"{day}, {slot_type}"


def by_child(
    lang: Language,
    request: Request,
    children: Mapping[UUID, str],
    facilities: Mapping[str, str],
    refusals: Mapping[str, str],
) -> tuple[ChildRows, ...]:
    """Every line, in the order of the request, under the child it is for."""
    several = len({line.facility_id for line in request.lines}) > 1
    rows: dict[UUID, list[Row]] = {}
    for line in request.lines:
        place = facilities.get(line.facility_id) if several else None
        words = refusals.get(line.line_id or "")
        row = _row(lang, line, place, request.decided_at, words)
        rows.setdefault(line.child_id, []).append(row)
    return tuple(
        ChildRows(child=child_name(lang, children, child_id), rows=tuple(of_child))
        for child_id, of_child in rows.items()
    )


def cancelled_by_child(
    lang: Language, cancellations: tuple[Cancelled, ...], children: Mapping[UUID, str]
) -> tuple[ChildRows, ...]:
    rows: dict[UUID, list[Row]] = {}
    for day in sorted(cancellations, key=lambda each: each.day):
        row = Row(title=slot_name(lang, day.slot_type), details=(lang.day(day.day),))
        rows.setdefault(day.child_id, []).append(row)
    return tuple(
        ChildRows(child=child_name(lang, children, child_id), rows=tuple(of_child))
        for child_id, of_child in rows.items()
    )


def only_facility(request: Request, facilities: Mapping[str, str]) -> str | None:
    """Its name when the whole request is for one facility."""
    ids = {line.facility_id for line in request.lines}
    ids |= {day.facility_id for day in request.cancellations}
    return facilities.get(ids.pop()) if len(ids) == 1 else None


def child_name(lang: Language, children: Mapping[UUID, str], child_id: UUID) -> str:
    """First name only; a child whose family was erased has none."""
    return children.get(child_id) or lang.gettext("votre enfant")


def _row(
    lang: Language,
    line: Line,
    place: str | None,
    decided_at: datetime | None,
    words: str | None,
) -> Row:
    if line.weekday is None:
        title = slot_name(lang, line.slot_type)
    else:
        title = weekday_slot_name(lang, line.weekday, line.slot_type)
    if line.accepted is False:
        details = _refusal(lang, line, decided_at, words)
    elif line.waiting:
        details = _waiting(lang, line, decided_at)
    else:
        details = (*_days(lang, line), *_wishes(lang, line))
    if line.instead_of:
        title = lang.gettext("Sinon : %(slot)s", slot=title[:1].lower() + title[1:])
    return Row(
        title=title,
        details=(*details, place) if place else details,
        accepted=None if line.given_up else line.accepted,
        waiting=line.waiting,
        given_up=_given_up(lang, line) if line.given_up else "",
    )


def _given_up(lang: Language, line: Line) -> str:
    if line.reason in LEFT:
        return lang.gettext("Laissé")
    if line.reason == "offer_expired":
        return lang.gettext("Délai passé")
    return lang.gettext("Pas nécessaire")


def _wishes(lang: Language, line: Line) -> tuple[str, ...]:
    """What the family wants if not everything can be given."""
    said = []
    if line.instead_of:
        days = lang.listed([lang.weekday(day) for day in line.instead_of])
        said.append(lang.gettext("Seulement à la place de : %(days)s", days=days))
    if line.together:
        said.append(lang.gettext("Avec ses frères et sœurs, ou pas du tout"))
    return tuple(said)


def _days(lang: Language, line: Line) -> tuple[str, ...]:
    if line.weekday is None:
        return (_single_days(lang, line),)
    if line.first_day is None or line.last_day is None:
        return (lang.ngettext("%(num)d jour", "%(num)d jours", line.days),)
    return (
        lang.ngettext(
            "%(num)d jour, le %(first)s",
            "%(num)d jours, du %(first)s au %(last)s",
            line.days,
            first=lang.short_day(line.first_day),
            last=lang.short_day(line.last_day),
        ),
    )


def _single_days(lang: Language, line: Line) -> str:
    named = [lang.day(day) for day in line.single_days[:SHOWN]]
    if others := line.days - len(named):
        named.append(lang.ngettext("%(num)d autre jour", "%(num)d autres jours", others))
    return lang.listed(named)


def _refusal(
    lang: Language, line: Line, decided_at: datetime | None, words: str | None
) -> tuple[str, ...]:
    """The instant of the decision, what was full then, and the words of the staff."""
    when = _when(lang, decided_at)
    days = _days(lang, line) if line.weekday is None else ()
    if line.reason == "slot_full":
        return (*days, *_full(lang, line, when), *((words,) if words else ()))
    sentence = words or _reason(lang, line.reason)
    if when is None or line.given_up:
        return (*days, sentence)
    return (*days, sentence, lang.gettext("Décision du %(when)s", when=when))


def _waiting(lang: Language, line: Line, decided_at: datetime | None) -> tuple[str, ...]:
    """The rank, and what was full then."""
    days = _days(lang, line) if line.weekday is None else ()
    rank = lang.gettext("Liste d’attente : rang %(rank)d", rank=line.rank)
    return (*days, rank, *_full(lang, line, _when(lang, decided_at)))


def _when(lang: Language, at: datetime | None) -> str | None:
    if at is None:
        return None
    return lang.gettext(
        "%(day)s à %(hour)s", day=lang.short_day(lang.local_day(at)), hour=lang.hour(at)
    )


def _full(lang: Language, line: Line, when: str | None) -> tuple[str, ...]:
    full = lang.gettext("Complet le %(when)s", when=when) if when else lang.gettext("Complet")
    if line.pool_name:
        full = lang.gettext("%(full)s (%(pool)s)", full=full, pool=line.pool_name)
    if line.capacity is not None and line.taken is not None:
        full = lang.ngettext(
            "%(full)s : %(taken)d place sur %(num)d",
            "%(full)s : %(taken)d places sur %(num)d",
            line.capacity,
            full=full,
            taken=line.taken,
        )
    if line.full_on is None or line.days == 1:
        return (full,)
    return (full, lang.gettext("Premier jour complet : %(day)s", day=lang.day(line.full_on)))


def _reason(lang: Language, code: str | None) -> str:
    sentences: Mapping[str, Callable[[], str]] = {
        "not_eligible": lambda: lang.gettext(
            "Cet accueil n’est pas ouvert à l’âge ou à l’école de votre enfant"
        ),
        "day_closed": lambda: lang.gettext("L’accueil est fermé ce jour-là"),
        "no_staff": lambda: lang.gettext(
            "Nous n’avons pas assez d’animateurs pour bien accueillir votre enfant"
        ),
        "bundle_not_whole": lambda: lang.gettext(
            "Il n’y avait pas assez de places pour tout ce que vous vouliez ensemble"
        ),
        "not_needed": lambda: lang.gettext("Vous avez obtenu le choix que vous préfériez"),
        "offer_declined": lambda: lang.gettext("Vous avez laissé la place qui était proposée"),
        "left_waiting_list": lambda: lang.gettext("Vous avez quitté la liste d’attente"),
        "offer_expired": lambda: lang.gettext(
            "La place proposée n’a pas été confirmée dans le délai"
        ),
    }
    if code is not None and code in sentences:
        return sentences[code]()
    return lang.gettext("Le motif est écrit sur votre demande")
