"""Forms: a schema says what a page may send; a sheet keeps what was typed and what is wrong.

Schemas speak in codes, like the services; `refusals.py` turns a code into the sentence. A service
that finds more than the page did (`Invalid`) fills in the same sheet, at the same fields.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

import phonenumbers
from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from services.gateway import refusals
from services.gateway.web import wording
from services.gateway.web.opening_words import because_of, say_opening
from shared.web.client import Invalid, Refusal


class Form(Schema):
    """What one page may send. Fields are declared in the order of the page."""

    class Meta:
        unknown = EXCLUDE


def text(*, required: bool = True, longest: int = 100) -> fields.String:
    return fields.String(
        required=required,
        validate=validate.Length(max=longest, error="too_long"),
        error_messages={"required": "required", "null": "required", "invalid": "invalid"},
    )


def email(*, required: bool = True) -> fields.Email:
    return fields.Email(
        required=required,
        error_messages={"required": "required", "null": "required", "invalid": "not_an_email"},
    )


def password() -> fields.String:
    """A password as typed, spaces included."""
    return fields.String(
        required=True,
        validate=[
            validate.Length(min=10, error="too_short"),
            validate.Length(max=200, error="too_long"),
        ],
        error_messages={"required": "required"},
    )


def choice(*options: str, required: bool = True) -> fields.String:
    return fields.String(
        required=required,
        validate=validate.OneOf(options, error="not_a_choice"),
        error_messages={"required": "required", "null": "required", "invalid": "not_a_choice"},
    )


def tick() -> fields.Boolean:
    """A box: present when ticked, absent when not."""
    return fields.Boolean(
        truthy={"yes"},
        falsy={"no"},
        load_default=False,
        error_messages={"invalid": "not_a_choice"},
    )


class _Digits(fields.String):
    """Digits as people group them: « 67 000 »."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        return _without_spaces(super()._deserialize(value, *args, **kwargs))


class _Number(fields.Integer):
    """« 1 250 » is a number."""

    def _validated(self, value: Any) -> int:
        return super()._validated(_without_spaces(value) if isinstance(value, str) else value)


def _without_spaces(words: str) -> str:
    return "".join(words.split())


def postcode() -> fields.String:
    return _Digits(
        required=True,
        validate=validate.Regexp(r"^[0-9]{5}$", error="not_a_postcode"),
        error_messages={"required": "required"},
    )


def phone(*, required: bool = True) -> fields.String:
    return fields.String(
        required=required,
        validate=_is_phone,
        error_messages={"required": "required", "null": "required"},
    )


def number(*, required: bool = False, most: int = 99_999) -> fields.Integer:
    return _Number(
        required=required,
        validate=validate.Range(min=0, max=most, error="out_of_range"),
        error_messages={"required": "required", "invalid": "not_a_number"},
    )


def day() -> fields.Date:
    return fields.Date(
        required=True,
        error_messages={"required": "required", "invalid": "not_a_date"},
    )


def _is_phone(value: str) -> None:
    try:
        parsed = phonenumbers.parse(value, "FR")
    except phonenumbers.NumberParseException as wrong:
        raise ValidationError("not_a_phone") from wrong
    if not phonenumbers.is_possible_number(parsed):
        raise ValidationError("not_a_phone")


class Sheet:
    """A form as the page shows it: values by field, errors by field, a refusal of the whole.

    `data` is what the schema made of a good form. `errors` keeps the order of the page, from the id
    of a control to its sentence.
    """

    def __init__(self, values: Mapping[str, Any] | None = None, focus: str | None = None) -> None:
        self.values = dict(values or {})
        self.focus = focus
        self.data: dict[str, Any] = {}
        self.errors: dict[str, str] = {}
        self.refusal: str | None = None
        self.refusal_title: str | None = None
        self.elsewhere: list[tuple[str, str, str]] = []  # asked, typed here, saved meanwhile

    @classmethod
    def sent(cls, form: type[Schema], **more: Any) -> Self:
        """What the browser sent, checked. `more` are values that do not come from fields."""
        typed = {
            name: values[0] if name in _AS_TYPED else values[0].strip()
            for name, values in request.form.lists()
        }
        sheet = cls(typed | more)
        schema = form()
        try:
            sheet.data = schema.load(_gathered(sheet.values, schema))
        except ValidationError as wrong:
            found = wrong.messages if isinstance(wrong.messages, dict) else {}
            for field in schema.fields:
                if field in found:
                    sheet.add_error(field, _first(found[field]))
        return sheet

    @property
    def wrong(self) -> bool:
        return bool(self.errors) or self.refusal is not None

    def value(self, field: str) -> Any:
        if field in self.values:
            value = self.values[field]
            return "" if value is None else value
        name, _, part = field.rpartition("_")
        told = self.values.get(name)
        return _parts_of(told).get(part, "") if part in _PARTS and told else ""

    def ticked(self, field: str) -> bool:
        return self.values.get(field) in (True, "yes")

    def add_error(self, field: str, code: str) -> None:
        self.errors.setdefault(field, refusals.field_sentence(field, code))

    def add(self, invalid: Invalid) -> Self:
        """Put what a service found at the fields of this page."""
        for wrong in invalid.errors:
            self.add_error(control_of(wrong["field"]), wrong["code"])
        return self

    def refuse(self, refusal: Refusal, title: str | None = None) -> Self:
        """Say why a service refused the whole."""
        self.refusal = said(refusal)
        self.refusal_title = title
        return self


def said(refusal: Refusal) -> str:
    """A refusal as a sentence, its facts in words."""
    return refusals.sentence(refusal.code, _in_words(refusal.facts))


def control_of(field: str) -> str:
    """`pickups.0.phone`, as a service names a field, is the control `pickups_0_phone`."""
    return field.replace(".", "_")


_AS_TYPED = frozenset({"password", "current", "new"})
_PARTS = ("day", "month", "year")


def _gathered(typed: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """What the schema reads: empty boxes left out, the three boxes of a day made one date."""
    told = {name: value for name, value in typed.items() if value not in ("", None)}
    for name, field in schema.fields.items():
        if isinstance(field, fields.Date) and name not in told:
            parts = [str(told.get(f"{name}_{part}", "")) for part in _PARTS]
            if any(parts):
                told[name] = "-".join(
                    part.zfill(size) for part, size in zip(reversed(parts), (4, 2, 2), strict=True)
                )
    return told


def _parts_of(told: date | str) -> dict[str, str]:
    """The three boxes of a date that is already known; nothing for what is no date."""
    try:
        known = told if isinstance(told, date) else date.fromisoformat(told)
    except ValueError:
        return {}
    return {"day": str(known.day), "month": str(known.month), "year": str(known.year)}


def _first(messages: Any) -> str:
    while isinstance(messages, dict):
        messages = next(iter(messages.values()))
    return str(messages[0])


def _in_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of a refusal as a sentence can carry them: instants, days and sizes in words."""
    words: dict[str, Any] = {}
    for name, value in facts.items():
        if name == "opens_at" and isinstance(value, str):
            words[name] = say_opening(value, because_of(facts))
        elif name in ("until", "retry_at", "closed_at") and isinstance(value, str):
            words[name] = wording.say_instant(value)
        elif name in ("day", "full_on") and isinstance(value, str):
            words[name] = wording.say_day(value)
        elif name == "max_bytes":
            words[name] = wording.say_size(int(value))
        else:
            words[name] = value
    return words
