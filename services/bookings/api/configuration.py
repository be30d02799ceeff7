"""The operator's own data: who he is, his school years, facilities and opening waves."""

from datetime import UTC
from typing import Any

from flask import Blueprint, Response
from marshmallow import ValidationError, fields, validate, validates_schema

from services.bookings import handlers
from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.capacity_pool import (
    CapacityPool,
    PoolCount,
    PoolException,
    SupervisionRatio,
    supervision_ratio,
)
from services.bookings.domain.deadline import (
    Act,
    Anchor,
    Consequence,
    DeadlineRule,
    Surcharge,
)
from services.bookings.domain.facility import AreaDistance, DescribeFacility, OfferedSlotType
from services.bookings.domain.opening_plan import LEVELS
from services.bookings.domain.opening_wave import Residence, ScheduleOpeningWave, WaveFor
from services.bookings.domain.operator import (
    ABSENCE_HOUR,
    CERTIFICATE_DAYS,
    OFFER_HOURS,
    SWAP_HOURS,
    DescribeOperator,
)
from services.bookings.domain.school_year import (
    Closure,
    ClosureKind,
    DescribeSchoolYear,
    Holiday,
    PublicHoliday,
)
from services.bookings.domain.slot_type import SlotType
from shared.web.api import Asked, asked, needs, run

configuration = Blueprint("configuration", __name__)

TEXT = validate.Length(min=1, max=500)
HOUR = validate.Regexp(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
LEVEL = validate.OneOf(LEVELS)
SIZE = validate.Range(0, 10_000)
BEFORE = validate.Range(0, 60)
WEEKDAY = fields.Integer(strict=True, validate=validate.Range(0, 6))
DONE = 204


class OperatorAsked(Asked):
    name = fields.String(required=True, validate=TEXT)
    legal_name = fields.String(required=True, validate=TEXT)
    siret = fields.String(required=True, validate=validate.Regexp(r"[0-9]{14}\Z"))
    phone = fields.String(required=True, validate=TEXT)
    email = fields.Email(required=True)
    address = fields.List(fields.String(validate=TEXT), required=True)
    opening_hours = fields.String(required=True, validate=TEXT)
    offer_hours = fields.Integer(
        strict=True, load_default=OFFER_HOURS, validate=validate.Range(1, 720)
    )
    certificate_days = fields.Integer(
        strict=True, load_default=CERTIFICATE_DAYS, validate=validate.Range(1, 60)
    )
    absence_hour = fields.String(load_default=ABSENCE_HOUR, validate=HOUR)
    absence_places_until = fields.Nested(
        lambda: DeadlineAsked(), load_default=None, allow_none=True
    )
    swap_hours = fields.Integer(
        strict=True, load_default=SWAP_HOURS, validate=validate.Range(1, 720)
    )
    swaps_after_deadline = fields.Boolean(load_default=True)
    appeal = fields.List(
        fields.String(validate=validate.Length(min=1, max=2000)),
        load_default=list,
        validate=validate.Length(max=10),
    )


class HolidayAsked(Asked):
    name = fields.String(required=True, validate=TEXT)
    first = fields.Date(required=True)
    last = fields.Date(required=True)


class PublicHolidayAsked(Asked):
    name = fields.String(required=True, validate=TEXT)
    day = fields.Date(required=True)


class ClosureAsked(HolidayAsked):
    facility_id = fields.String(load_default=None, allow_none=True, validate=TEXT)
    kind = fields.Enum(ClosureKind, by_value=True, load_default=ClosureKind.CLOSURE)


class SchoolYearAsked(Asked):
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    regular_cutoff_at = fields.AwareDateTime(required=True)
    holidays = fields.List(fields.Nested(HolidayAsked), load_default=list)
    public_holidays = fields.List(fields.Nested(PublicHolidayAsked), load_default=list)
    closures = fields.List(fields.Nested(ClosureAsked), load_default=list)


class DeadlineAsked(Asked):
    acts = fields.List(
        fields.Enum(Act, by_value=True),
        load_default=lambda: list(Act),
        validate=validate.Length(min=1),
    )
    weekdays = fields.List(WEEKDAY, load_default=list)
    anchor = fields.Enum(Anchor, by_value=True, load_default=Anchor.CALENDAR_DAYS)
    before = fields.Integer(required=True, strict=True, validate=BEFORE)
    on = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(0, 31)
    )
    skipping = fields.List(WEEKDAY, load_default=list)
    at = fields.String(required=True, validate=HOUR)
    consequence = fields.Enum(Consequence, by_value=True, load_default=Consequence.REFUSE)
    surcharge_percent = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, 500))
    surcharge_cents = fields.Integer(load_default=0, strict=True, validate=SIZE)


class SlotTypeAsked(Asked):
    slot_type = fields.Enum(SlotType, by_value=True, required=True)
    weekdays = fields.List(
        WEEKDAY,
        required=True,
        validate=validate.Length(min=1, max=7),
    )
    starts = fields.String(required=True, validate=HOUR)
    ends = fields.String(required=True, validate=HOUR)
    capacity = fields.Integer(load_default=None, allow_none=True, strict=True, validate=SIZE)
    cancel_days_before = fields.Integer(strict=True, validate=BEFORE)
    cancel_hour = fields.String(validate=HOUR)
    cancel_counting = fields.Enum(Anchor, by_value=True, load_default=Anchor.CALENDAR_DAYS)
    deadlines = fields.List(
        fields.Nested(DeadlineAsked), load_default=list, validate=validate.Length(max=20)
    )

    @validates_schema
    def the_simple_form_or_the_full_one(self, data: dict[str, Any], **_kwargs: Any) -> None:
        simple = {"cancel_days_before", "cancel_hour"}
        if not data["deadlines"] and (missing := simple - data.keys()):
            raise ValidationError("required", min(missing))


class RatioAsked(Asked):
    """The ratio itself, or what the law makes it depend on."""

    under_six = fields.Integer(strict=True, validate=validate.Range(1, 100))
    from_six = fields.Integer(strict=True, validate=validate.Range(1, 100))
    pedt = fields.Boolean()
    hours = fields.Integer(load_default=1, strict=True, validate=validate.Range(1, 14))

    @validates_schema
    def one_or_the_other(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if "pedt" not in data and not {"under_six", "from_six"} <= data.keys():
            raise ValidationError("required", "pedt")


class PoolExceptionAsked(Asked):
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    size = fields.Integer(required=True, strict=True, validate=SIZE)


class PoolAsked(Asked):
    id = fields.String(required=True, validate=TEXT)
    name = fields.String(required=True, validate=TEXT)
    slot_types = fields.List(
        fields.Enum(SlotType, by_value=True), required=True, validate=validate.Length(min=1)
    )
    size = fields.Integer(required=True, strict=True, validate=SIZE)
    ratio = fields.Nested(RatioAsked, load_default=None, allow_none=True)
    count = fields.Enum(PoolCount, by_value=True, load_default=PoolCount.AT_ONCE)
    exceptions = fields.List(
        fields.Nested(PoolExceptionAsked), load_default=list, validate=validate.Length(max=400)
    )


class DistanceAsked(Asked):
    area = fields.String(required=True, validate=TEXT)
    metres = fields.Integer(required=True, strict=True, validate=validate.Range(0, 200_000))


class FacilityAsked(Asked):
    name = fields.String(required=True, validate=TEXT)
    address = fields.String(required=True, validate=TEXT)
    levels = fields.List(fields.String(validate=LEVEL), required=True)
    slot_types = fields.List(fields.Nested(SlotTypeAsked), required=True)
    pools = fields.List(
        fields.Nested(PoolAsked), load_default=list, validate=validate.Length(max=50)
    )
    distances = fields.List(
        fields.Nested(DistanceAsked), load_default=list, validate=validate.Length(max=200)
    )


class WhoAsked(Asked):
    """Whom and what a wave is for; what is left out leaves nobody out."""

    school_levels = fields.List(fields.String(validate=LEVEL), load_default=list)
    residence = fields.Enum(Residence, by_value=True, load_default=None, allow_none=True)
    sibling = fields.Boolean(load_default=False)
    kinds = fields.List(fields.Enum(BookingKind, by_value=True), load_default=list)
    slot_types = fields.List(fields.Enum(SlotType, by_value=True), load_default=list)


class OpeningWaveAsked(WhoAsked):
    school_year = fields.String(required=True, validate=TEXT)
    opens_at = fields.AwareDateTime(required=True)


def wave_for(wanted: dict[str, Any]) -> WaveFor:
    return WaveFor(
        school_levels=tuple(wanted["school_levels"]),
        residence=wanted["residence"],
        sibling=wanted["sibling"],
        kinds=tuple(wanted["kinds"]),
        slot_types=tuple(wanted["slot_types"]),
    )


@configuration.put("/operator")
@needs("operator")
def describe_operator() -> Response:
    wanted = asked(OperatorAsked)
    listed: dict[str, Any] = {name: tuple(wanted[name]) for name in ("address", "appeal")}
    until = wanted["absence_places_until"]
    listed["absence_places_until"] = _deadline(until) if until else None
    command = DescribeOperator(**wanted | listed)
    run(lambda work: handlers.describe_operator(work, command))
    return Response(status=DONE)


@configuration.put("/school-years/<school_year>")
@needs("operator")
def describe_school_year(school_year: str) -> Response:
    wanted = asked(SchoolYearAsked)
    command = DescribeSchoolYear(
        school_year=school_year,
        starts_on=wanted["starts_on"],
        ends_on=wanted["ends_on"],
        regular_cutoff_at=wanted["regular_cutoff_at"].astimezone(UTC),
        holidays=tuple(Holiday(**each) for each in wanted["holidays"]),
        public_holidays=tuple(PublicHoliday(**each) for each in wanted["public_holidays"]),
        closures=tuple(Closure(**each) for each in wanted["closures"]),
    )
    run(lambda work: handlers.describe_school_year(work, command))
    return Response(status=DONE)


@configuration.put("/facilities/<facility_id>")
@needs("operator")
def describe_facility(facility_id: str) -> Response:
    wanted = asked(FacilityAsked)
    command = DescribeFacility(
        facility_id=facility_id,
        name=wanted["name"],
        address=wanted["address"],
        levels=tuple(wanted["levels"]),
        slot_types=tuple(
            OfferedSlotType(
                slot_type=slot["slot_type"],
                weekdays=tuple(sorted(set(slot["weekdays"]))),
                starts=slot["starts"],
                ends=slot["ends"],
                capacity=slot["capacity"],
                deadlines=_deadlines(slot),
            )
            for slot in wanted["slot_types"]
        ),
        pools=tuple(map(_pool, wanted["pools"])),
        distances=tuple(AreaDistance(**each) for each in wanted["distances"]),
    )
    run(lambda work: handlers.describe_facility(work, command))
    return Response(status=DONE)


@configuration.put("/opening-waves/<wave_id>")
@needs("operator")
def schedule_opening_wave(wave_id: str) -> Response:
    wanted = asked(OpeningWaveAsked)
    command = ScheduleOpeningWave(
        wave_id=wave_id,
        school_year=wanted["school_year"],
        who=wave_for(wanted),
        opens_at=wanted["opens_at"].astimezone(UTC),
    )
    run(lambda work: handlers.schedule_opening_wave(work, command))
    return Response(status=DONE)


def _deadlines(slot: dict[str, Any]) -> tuple[DeadlineRule, ...]:
    if slot["deadlines"]:
        return tuple(map(_deadline, slot["deadlines"]))
    return (
        DeadlineRule(
            anchor=slot["cancel_counting"],
            before=slot["cancel_days_before"],
            at=slot["cancel_hour"],
        ),
    )


def _deadline(wanted: dict[str, Any]) -> DeadlineRule:
    costs = Surcharge(percent=wanted["surcharge_percent"], cents=wanted["surcharge_cents"])
    return DeadlineRule(
        anchor=wanted["anchor"],
        before=wanted["before"],
        at=wanted["at"],
        on=wanted["on"],
        acts=tuple(act for act in Act if act in wanted["acts"]),
        weekdays=tuple(sorted(set(wanted["weekdays"]))),
        skipping=tuple(sorted(set(wanted["skipping"]))),
        consequence=wanted["consequence"],
        surcharge=costs if costs != Surcharge() else None,
    )


def _pool(wanted: dict[str, Any]) -> CapacityPool:
    return CapacityPool(
        pool_id=wanted["id"],
        name=wanted["name"],
        slot_types=tuple(sorted(set(wanted["slot_types"]))),
        size=wanted["size"],
        ratio=wanted["ratio"] and _ratio(wanted["ratio"]),
        count=wanted["count"],
        exceptions=tuple(PoolException(**each) for each in wanted["exceptions"]),
    )


def _ratio(wanted: dict[str, Any]) -> SupervisionRatio:
    if "pedt" in wanted:
        return supervision_ratio(pedt=wanted["pedt"], hours=wanted["hours"])
    return SupervisionRatio(under_six=wanted["under_six"], from_six=wanted["from_six"])
