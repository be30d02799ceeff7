"""What bookings tells of what is offered: when it opens, to whom, until when, by whom."""

from typing import Literal, NotRequired, TypedDict


class Operator(TypedDict):
    """The association that runs the services, as its own data describe it."""

    name: str
    legal_name: str
    siret: str
    phone: str
    email: str
    address: list[str]
    opening_hours: str


class WaveFor(TypedDict, total=False):
    """Whom and what an opening wave is for; what is empty leaves nobody out."""

    school_levels: list[str]
    residence: str | None
    sibling: bool
    kinds: list[str]
    slot_types: list[str]


class Wave(WaveFor):
    wave_id: str
    opens_at: str
    open: bool


class SchoolYear(TypedDict):
    id: str
    starts_on: str
    ends_on: str


class Openings(TypedDict):
    now: str
    school_year: SchoolYear | None
    waves: list[Wave]
    regular_cutoff_at: str | None
    regular_open: bool


class SlotOpening(TypedDict):
    """Of a slot type, where some open later than others."""

    slot_type: str
    opens_at: str | None
    open: bool
    because: WaveFor | None


class ChildEligibility(TypedDict):
    """`can_prepare`: slots may be chosen now, and sent once the level is open."""

    child_id: str
    school_level: str
    can_book: bool
    can_prepare: bool
    why: str | None
    opens_at: str | None
    because: NotRequired[WaveFor | None]
    openings: NotRequired[list[SlotOpening]]


class Eligibility(TypedDict):
    kind: Literal["STANDING", "ONE_OFF"]
    children: list[ChildEligibility]


class Surcharge(TypedDict):
    """Per cent of the price of a day, and cents a day."""

    percent: int
    cents: int


class Deadline(TypedDict):
    """A rule: what is counted back (`anchor`) and how many (`before`), to which hour in Paris."""

    anchor: str
    before: int
    on: int | None
    at: str
    acts: list[str]
    weekdays: list[int]
    skipping: list[int]
    consequence: Literal["SURCHARGE", "STAFF", "REFUSE"]
    surcharge: Surcharge | None


class Late(TypedDict, total=False):
    """What follows from being late already: SURCHARGE or STAFF, and what it costs."""

    late: str | None
    surcharge: Surcharge | None


class Told(Late, total=False):
    """Until when, by which rule, and what follows then."""

    until: str | None
    rule: Deadline | None
    then: str | None


class OfferedSlotType(TypedDict):
    slot_type: str
    weekdays: list[int]
    starts: str
    ends: str
    capacity: int
    deadlines: NotRequired[list[Deadline]]


class Facility(TypedDict):
    facility_id: str
    name: str
    address: str
    levels: list[str]
    slot_types: list[OfferedSlotType]
