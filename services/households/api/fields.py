"""The kinds of answers that forms send, and what is wrong with them, as codes."""

import unicodedata
from typing import Any

import phonenumbers
from marshmallow import fields, pre_load, validate

from shared.web.api import Asked

LONGEST_NAME = 100
LONGEST_LINE = 200
LONGEST_TEXT = 2000
HOME = "FR"


class Form(Asked):
    """Answers as people type them: spaces around are nothing, and so is an empty box."""

    @pre_load
    def _tidy(self, data: Any, **_kwargs: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {name: _tidied(value) for name, value in data.items()}


class Text(fields.String):
    """Composed characters, without control signs; lines only where a text may have several."""

    default_error_messages = {"control_signs": "not_a_text"}

    def __init__(
        self, longest: int = LONGEST_NAME, *, lines: bool = False, required: bool = False
    ) -> None:
        options: dict[str, Any] = (
            {"required": True} if required else {"load_default": None, "allow_none": True}
        )
        super().__init__(validate=validate.Length(max=longest), **options)
        self._lines = lines

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = unicodedata.normalize("NFC", super()._deserialize(value, *args, **kwargs))
        allowed = "\n\t" if self._lines else ""
        text = text.replace("\r\n", "\n")
        if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text if sign not in allowed):
            raise self.make_error("control_signs")
        return text


class Phone(Text):
    """Kept as E.164; a number without a country is French."""

    default_error_messages = {"not_a_phone": "not_a_phone"}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        try:
            number = phonenumbers.parse(text, HOME)
        except phonenumbers.NumberParseException:
            raise self.make_error("not_a_phone") from None
        if not phonenumbers.is_valid_number(number):
            raise self.make_error("not_a_phone")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class Postcode(Text):
    default_error_messages = {"not_a_postcode": "not_a_postcode"}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        if not (len(text) == 5 and text.isascii() and text.isdigit()):
            raise self.make_error("not_a_postcode")
        return text


class Tick(fields.Boolean):
    """A box: not there is not ticked."""

    def __init__(self) -> None:
        super().__init__(load_default=False, allow_none=True)

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(super().deserialize(value, *args, **kwargs))


def choice(of: type[Any], *, required: bool = False) -> fields.Field[Any]:
    if required:
        return fields.Enum(of, by_value=True, required=True)
    return fields.Enum(of, by_value=True, load_default=None, allow_none=True)


def _tidied(value: Any) -> Any:
    return (value.strip() or None) if isinstance(value, str) else value
