"""A facility in Strasbourg, the school year 2026-2027 of zone B, and the families that go there."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.deadline import PARIS, DeadlineRule
from services.bookings.domain.eligibility import Eligibility
from services.bookings.domain.facility import Facility, OfferedSlotType
from services.bookings.domain.offer import Facts
from services.bookings.domain.school_year import Closure, Holiday, PublicHoliday, SchoolYear
from services.bookings.domain.slot_type import SlotType

MON, TUE, WED, THU, FRI = range(5)
SCHOOL_DAYS = (MON, TUE, THU, FRI)

MARTIN, PETIT = UUID(int=0xA1), UUID(int=0xA2)
CAMILLE, SACHA = UUID(int=0xC1), UUID(int=0xC2)  # the parents' accounts
MIA, LEO, NOE = UUID(int=0x11), UUID(int=0x12), UUID(int=0x13)
NADIA = "staff:00000000-0000-0000-0000-0000000000d1"
REQUEST, NEXT_REQUEST, OTHER_REQUEST = UUID(int=0xE1), UUID(int=0xE2), UUID(int=0xE3)


def paris(text: str) -> datetime:
    """`paris("2026-04-03 19:00")`: what the clocks of Paris show."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


CUTOFF = paris("2026-05-01 00:00")
OPENING_EVENING = paris("2026-04-03 19:04")
OPENS = {"MATERNELLE": paris("2026-04-03 19:00"), "ELEMENTAIRE": paris("2026-04-04 19:00")}

YEAR = SchoolYear(
    school_year="2026-2027",
    starts_on=date(2026, 9, 1),
    ends_on=date(2027, 7, 2),
    regular_cutoff_at=CUTOFF,
    holidays=(
        Holiday(name="Toussaint", first=date(2026, 10, 17), last=date(2026, 11, 1)),
        Holiday(name="Noël", first=date(2026, 12, 19), last=date(2027, 1, 3)),
        Holiday(name="Hiver", first=date(2027, 2, 20), last=date(2027, 3, 7)),
        Holiday(name="Printemps", first=date(2027, 4, 17), last=date(2027, 5, 2)),
        Holiday(name="Pont de l’Ascension", first=date(2027, 5, 7), last=date(2027, 5, 8)),
    ),
    public_holidays=(
        PublicHoliday(name="Armistice", day=date(2026, 11, 11)),
        PublicHoliday(name="Noël", day=date(2026, 12, 25)),
        PublicHoliday(name="Saint-Étienne", day=date(2026, 12, 26)),
        PublicHoliday(name="Vendredi saint", day=date(2027, 3, 26)),
        PublicHoliday(name="Lundi de Pâques", day=date(2027, 3, 29)),
        PublicHoliday(name="Ascension", day=date(2027, 5, 6)),
        PublicHoliday(name="Lundi de Pentecôte", day=date(2027, 5, 17)),
    ),
    closures=(),
)

THE_DAY_BEFORE_AT_SIX = DeadlineRule(before=1, at="18:00")


def offered(slot_type: SlotType, **changes: Any) -> OfferedSlotType:
    hours = {
        SlotType.MORNING: ("07:30", "08:20"),
        SlotType.LUNCH: ("11:45", "13:45"),
        SlotType.EVENING: ("16:15", "18:30"),
        SlotType.WEDNESDAY: ("08:00", "18:00"),
    }
    fields: dict[str, Any] = {
        "slot_type": slot_type,
        "weekdays": (WED,) if slot_type is SlotType.WEDNESDAY else SCHOOL_DAYS,
        "starts": hours[slot_type][0],
        "ends": hours[slot_type][1],
        "capacity": 30,
        "deadlines": (THE_DAY_BEFORE_AT_SIX,),
    }
    return OfferedSlotType(**fields | changes)


TILLEULS = Facility(
    facility_id="tilleuls",
    name="École Les Tilleuls",
    address="3 rue des Tilleuls, 67000 Strasbourg",
    slot_types=tuple(offered(slot_type) for slot_type in SlotType),
)

LA_RUCHE = Facility(
    facility_id="la-ruche",
    name="La Ruche",
    address="7 quai des Abeilles, 67000 Strasbourg",
    slot_types=(offered(SlotType.WEDNESDAY),),
)

MIA_CAN_BOOK = Eligibility(
    child_id=MIA, school_level="MATERNELLE", why=None, opens_at=OPENS["MATERNELLE"]
)
LEO_OPENS_TOMORROW = Eligibility(
    child_id=LEO, school_level="ELEMENTAIRE", why="not_open_yet", opens_at=OPENS["ELEMENTAIRE"]
)
LEO_CAN_BOOK = Eligibility(
    child_id=LEO, school_level="ELEMENTAIRE", why=None, opens_at=OPENS["ELEMENTAIRE"]
)


def facts(**changes: Any) -> Facts:
    """Both children may book, on the opening evening, and hold nothing yet."""
    fields: dict[str, Any] = {
        "at": OPENING_EVENING,
        "kind": BookingKind.STANDING,
        "year": YEAR,
        "facility": TILLEULS,
        "children": (MIA_CAN_BOOK, LEO_CAN_BOOK),
        "lines": (),
        "facilities": (TILLEULS, LA_RUCHE),
    }
    return Facts(**fields | changes)


def closed(name: str, first: date, last: date, facility_id: str | None = None) -> Closure:
    return Closure(name=name, first=first, last=last, facility_id=facility_id)
