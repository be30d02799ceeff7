"""gettext with types; French sentences are the msgids."""

from typing import Any

import flask_babel


def _(text: str, **values: Any) -> str:
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    return str(flask_babel.ngettext(one, many, num, **values))


def language() -> str:
    """The language of the page: fr or en."""
    return str(flask_babel.get_locale() or "fr")
