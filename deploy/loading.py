"""Loads an operator's data from YAML: checked whole, with the line of what is wrong, then sent to
the services that own it. Loading the same file again changes nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from marshmallow import Schema, ValidationError, fields, validate

from deploy.families import Family, move_in
from deploy.yaml_lines import Document, Path_, WrongFile, instant, lines_of
from shared.web.api import Asked
from shared.web.client import Invalid, Refusal, ServiceClient
from shared.web.settings import Settings

__all__ = ["WrongFile", "check", "load"]

Say = Callable[[str], None]

STAFF = UUID("9b3f9a52-0000-4000-8000-000000000001")
WORDS = {
    "required": "is missing",
    "unknown_field": "is not a name this file may have",
    "not_a_number": "must be a whole number",
    "not_a_date": "must be a date such as 2026-09-01",
    "not_a_text": "must be a text (put it in quotes)",
    "not_a_choice": "is not one of the possible values",
    "not_a_list": "must be a list",
    "not_an_object": "must be names and values",
    "too_small": "is too small",
    "wrong_format": "is not written as it should be",
}
SLOT_TYPES = validate.OneOf(["MORNING", "LUNCH", "EVENING", "WEDNESDAY"])
LEVELS = validate.OneOf(["MATERNELLE", "ELEMENTAIRE"])
HOUR = validate.Regexp(r"([01]\d|2[0-3]):[0-5]\d")


class Instant(fields.String):
    """An instant, absolute or relative to today, sent as ISO."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return instant(str(value)).isoformat()
        except ValueError:
            raise ValidationError('must be like "2026-04-03 19:00" or "today+20 23:59"') from None


class Day(fields.Date):
    """Checked as a date, sent as text."""

    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:
        return super()._deserialize(*args, **kwargs).isoformat()


class Part(Asked):
    """Unknown names are errors, and messages are codes, as at the doors of the services."""


def many(schema: type[Schema]) -> Any:
    return fields.List(fields.Nested(schema), load_default=list)


def text(**options: Any) -> Any:
    return fields.String(required=True, validate=validate.Length(min=1), **options)


class OperatorPart(Part):
    name = text()
    legal_name = text()
    siret = fields.String(required=True, validate=validate.Regexp(r"\d{14}"))
    phone = text()
    email = fields.Email(required=True)
    address = fields.List(fields.String(), required=True)
    opening_hours = text()
    offer_hours = fields.Integer(strict=True, validate=validate.Range(min=1))
    certificate_days = fields.Integer(strict=True, validate=validate.Range(min=1))
    absence_hour = fields.String(validate=HOUR)
    absence_places_until = fields.Nested(lambda: DeadlinePart())
    swap_hours = fields.Integer(strict=True, validate=validate.Range(min=1))
    swaps_after_deadline = fields.Boolean()
    appeal = fields.List(fields.String())


class PeriodPart(Part):
    name = text()
    first = Day(required=True)
    last = Day(required=True)
    facility_id = fields.String(load_default=None, allow_none=True)
    kind = fields.String(validate=validate.OneOf(["CLOSURE", "STRIKE"]))


class HolidayPart(Part):
    name = text()
    first = Day(required=True)
    last = Day(required=True)


class PublicHolidayPart(Part):
    name = text()
    day = Day(required=True)


class SchoolYearPart(Part):
    id = text()
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    regular_cutoff_at = Instant(required=True)
    holidays = many(HolidayPart)
    public_holidays = many(PublicHolidayPart)
    closures = many(PeriodPart)


class DeadlinePart(Part):
    """Its values are judged by bookings, which knows what each anchor needs."""

    acts = fields.List(fields.String())
    weekdays = fields.List(fields.Integer(strict=True))
    anchor = fields.String()
    before = fields.Integer(required=True, strict=True)
    on = fields.Integer(strict=True)
    skipping = fields.List(fields.Integer(strict=True))
    at = fields.String(required=True, validate=HOUR)
    consequence = fields.String()
    surcharge_percent = fields.Integer(strict=True)
    surcharge_cents = fields.Integer(strict=True)


class SlotTypePart(Part):
    slot_type = fields.String(required=True, validate=SLOT_TYPES)
    weekdays = fields.List(
        fields.Integer(strict=True, validate=validate.Range(0, 6)), required=True
    )
    starts = fields.String(required=True, validate=HOUR)
    ends = fields.String(required=True, validate=HOUR)
    capacity = fields.Integer(strict=True, validate=validate.Range(min=0))
    cancel_days_before = fields.Integer(strict=True, validate=validate.Range(min=0))
    cancel_hour = fields.String(validate=HOUR)
    cancel_counting = fields.String()
    deadlines = many(DeadlinePart)


class RatioPart(Part):
    under_six = fields.Integer(strict=True, validate=validate.Range(min=1))
    from_six = fields.Integer(strict=True, validate=validate.Range(min=1))
    pedt = fields.Boolean()
    hours = fields.Integer(strict=True, validate=validate.Range(min=1))


class PoolExceptionPart(Part):
    first = Day(required=True)
    last = Day(required=True)
    size = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))


class PoolPart(Part):
    id = text()
    name = text()
    slot_types = fields.List(fields.String(validate=SLOT_TYPES), required=True)
    size = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))
    ratio = fields.Nested(RatioPart)
    count = fields.String(validate=validate.OneOf(["AT_ONCE", "PER_DAY"]))
    exceptions = many(PoolExceptionPart)


class DistancePart(Part):
    area = text()
    metres = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))


class FacilityPart(Part):
    id = text()
    name = text()
    address = text()
    levels = fields.List(fields.String(validate=LEVELS), required=True)
    slot_types = fields.List(fields.Nested(SlotTypePart), required=True)
    pools = many(PoolPart)
    distances = many(DistancePart)


class WavePart(Part):
    id = text()
    school_year = text()
    school_levels = fields.List(fields.String(validate=LEVELS))
    residence = fields.String(validate=validate.OneOf(["INSIDE", "OUTSIDE"]))
    sibling = fields.Boolean()
    kinds = fields.List(fields.String(validate=validate.OneOf(["STANDING", "ONE_OFF"])))
    slot_types = fields.List(fields.String(validate=SLOT_TYPES))
    opens_at = Instant(required=True)


class AreaPart(Part):
    area_id = text()
    name = text()
    resident = fields.Boolean(required=True)
    postcodes = fields.List(fields.String(validate=validate.Regexp(r"[0-9]{5}\Z")), required=True)
    towns = fields.List(fields.String())


class SchoolPart(Part):
    school_id = text()
    name = text()
    levels = fields.List(fields.String(validate=LEVELS), required=True)


class RequirementPart(Part):
    code = fields.String(required=True, validate=validate.Regexp(r"[a-z][a-z_]*"))
    label = text()
    per_child = fields.Boolean(required=True)
    help = text()


class BandPart(Part):
    upto = fields.Integer(required=True, strict=True, allow_none=True)
    label = text()


class RateTablePart(Part):
    id = text()
    valid_from = Day(required=True)
    due_days = fields.Integer(required=True, strict=True)
    vat_exemption = fields.String()
    bands = fields.List(fields.Nested(BandPart), required=True)
    prices = fields.Dict(
        keys=fields.String(validate=SLOT_TYPES),
        values=fields.List(fields.Integer(strict=True, validate=validate.Range(min=0))),
        required=True,
    )


class StaffPart(Part):
    email = fields.Email(required=True)
    password = text()
    name = text()
    roles = fields.List(fields.String(), required=True)
    facilities = fields.List(fields.String(), load_default=list)


class FileSchema(Part):
    operator = fields.Nested(OperatorPart)
    school_years = many(SchoolYearPart)
    facilities = many(FacilityPart)
    opening_waves = many(WavePart)
    schools = many(SchoolPart)
    requirements = many(RequirementPart)
    areas = many(AreaPart)
    rate_tables = many(RateTablePart)
    staff = many(StaffPart)
    families = fields.List(fields.Nested(Family), load_default=list)


def load(settings: Settings, paths: Sequence[Path], say: Say) -> None:
    """Raises WrongFile before anything is sent, OSError when a service is away."""
    for document, data in check(paths):
        _send(settings, document, data, say)


def check(paths: Sequence[Path]) -> list[tuple[Document, dict[str, Any]]]:
    """Every file with what it says. Raises WrongFile with the line of the first thing wrong."""
    return [(document, _checked(document)) for document in map(Document, _files(paths))]


def _files(paths: Sequence[Path]) -> list[Path]:
    found = []
    for path in paths:
        found += sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not found:
        raise WrongFile(f"no .yaml file in {', '.join(map(str, paths))}")
    return found


def _checked(document: Document) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = FileSchema().load(document.data)
    except ValidationError as error:
        path, code = lines_of(error.messages)[0]
        raise document.wrong(path, WORDS.get(code, code)) from error
    return loaded


class _Sender:
    """Puts one thing after another, and says on which line the service refused one."""

    def __init__(self, settings: Settings, document: Document) -> None:
        self._settings = settings
        self._document = document
        self._clients: dict[str, ServiceClient] = {}

    def put(self, service: str, path: str, data: Any, where: Path_) -> None:
        if service not in self._clients:
            self._clients[service] = ServiceClient(self._settings, service)
        try:
            self._clients[service].put(path, scope="operator", json=data)
        except Invalid as invalid:
            field, code = invalid.errors[0]["field"], invalid.errors[0]["code"]
            inner = tuple(int(part) if part.isdigit() else part for part in field.split("."))
            raise self._document.wrong((*where, *inner), WORDS.get(code, code)) from invalid
        except Refusal as refusal:
            raise self._document.wrong(where, f"{refusal.code} {refusal.facts}") from refusal


def _send(settings: Settings, document: Document, data: dict[str, Any], say: Say) -> None:
    sender = _Sender(settings, document)
    if "operator" in data:
        sender.put("bookings", "/operator", data["operator"], ("operator",))
    for name, service, route in [
        ("school_years", "bookings", "/school-years"),
        ("facilities", "bookings", "/facilities"),
        ("opening_waves", "bookings", "/opening-waves"),
        ("rate_tables", "billing", "/rate-tables"),
    ]:
        for n, item in enumerate(data[name]):
            body = {key: value for key, value in item.items() if key != "id"}
            sender.put(service, f"{route}/{item['id']}", body, (name, n))
    if data["schools"] or data["requirements"] or data["areas"]:
        configuration = {name: data[name] for name in ("schools", "requirements", "areas")}
        sender.put("households", "/configuration", configuration, ("requirements",))
    for n, member in enumerate(data["staff"]):
        sender.put("accounts", f"/staff/{uuid5(STAFF, member['email'])}", member, ("staff", n))
    for family in data["families"]:
        move_in(settings, family)
    counts = [
        f"{len(value)} {name}" for name, value in data.items() if isinstance(value, list) and value
    ]
    say(f"loaded {document.path.name}: {', '.join(counts) or 'operator'}")
