"""What the requests of this service have in common."""

import unicodedata
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from marshmallow import fields, validate

from services.accounts.settings import Keyring

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200


def length(shortest: int, longest: int) -> list[validate.Length]:
    """Two rules rather than one, so that the code says which was broken."""
    return [validate.Length(min=shortest), validate.Length(max=longest)]


class EmailAddress(fields.String):
    """Normalised; nobody is asked whether the address exists (the mail will tell).

    In ASCII, the domain too: few mail servers take anything else.
    """

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, *args, **kwargs)
        try:
            known = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError:
            raise self.make_error("not_an_email") from None
        return known.ascii_email or known.normalized

    default_error_messages = {"not_an_email": "not_an_email"}


class NewPassword(fields.String):
    """Composed characters, so that "é" is one key or two alike."""

    def __init__(self) -> None:
        super().__init__(required=True, validate=length(SHORTEST_PASSWORD, LONGEST_PASSWORD))

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        return unicodedata.normalize("NFKC", super()._deserialize(value, *args, **kwargs))


class KnownPassword(NewPassword):
    """Not measured: what was accepted once shall be accepted again, whatever the rules of today."""

    def __init__(self) -> None:
        fields.String.__init__(self, required=True, validate=length(1, 1000))


class Token(fields.String):
    def __init__(self) -> None:
        super().__init__(required=True, validate=length(1, 200))


def keyring() -> Keyring:
    it: Keyring = current_app.extensions["keyring"]
    return it
