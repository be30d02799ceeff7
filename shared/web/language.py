"""The words of a page in the language of its reader: flask_babel's functions, with their types."""

from typing import Any

import flask_babel


def gettext(text: str, **values: Any) -> str:
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    return str(flask_babel.ngettext(one, many, num, **values))
