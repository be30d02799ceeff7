"""The words of a page in the language of its reader: what flask_babel has loaded, with types.

A page asks some hundred times for a sentence; flask_babel looks up its domain and its language
each time, here once per request and language.
"""

from typing import Any

import flask_babel
from flask import g, has_app_context
from flask_babel import LazyString
from jinja2 import Environment
from markupsafe import Markup


def gettext(text: str, /, **values: Any) -> str:
    said = str(_translations().ugettext(text))
    return said % values if values else said


def lazy_gettext(text: str) -> LazyString:
    """A sentence said when it is shown: for tables that are made before anybody reads."""
    return LazyString(gettext, text)


def ngettext(one: str, many: str, num: int, /, **values: Any) -> str:
    return str(_translations().ungettext(one, many, num)) % {"num": num, **values}


def language() -> str:
    """The language of the page: fr or en."""
    return str(flask_babel.get_locale() or "fr")


def speak(templates: Environment) -> None:
    """The same for templates; what is put into a sentence is escaped there."""
    templates.globals.update(_=_said, gettext=_said, ngettext=_counted)


def _said(text: str, /, **values: Any) -> Markup:
    return Markup(_translations().ugettext(text)) % values


def _counted(one: str, many: str, num: int, /, **values: Any) -> Markup:
    return Markup(_translations().ungettext(one, many, num)) % {"num": num, **values}


def _translations() -> Any:
    if not has_app_context():
        return flask_babel.get_translations()
    kept = g.get("translations")
    locale = getattr(g.get("_flask_babel"), "babel_locale", None)
    if kept is None or locale is None or kept[0] is not locale:
        found = flask_babel.get_translations()
        kept = g.translations = (g._flask_babel.babel_locale, found)
    return kept[1]
