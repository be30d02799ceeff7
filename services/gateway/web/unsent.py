"""What was typed in a part of the registration and cannot be saved yet: kept in the browser.

It stays in the signed cookie of the forms, out of our databases, until the part is saved or the
family signs out; nobody else who signs in with the same browser is shown it.
"""

from typing import Any

from flask import session

from services.gateway.web.forms import Sheet
from services.gateway.web.sections import Part
from services.gateway.web.visitors import family

_KEPT = "unsent"


def keep(part: Part, sheet: Sheet) -> None:
    """With the version that the page was made from, so that a change elsewhere is still told."""
    names = (*part.form().fields, "seen")
    typed = {name: sheet.values[name] for name in names if name in sheet.values}
    _write({**_mine(), part.name: typed})


def typed_in(part: Part) -> dict[str, Any] | None:
    return _mine().get(part.name)


def forget(part: Part) -> None:
    _write({name: typed for name, typed in _mine().items() if name != part.name})


def forget_all() -> None:
    session.pop(_KEPT, None)


def _mine() -> dict[str, dict[str, Any]]:
    kept = session.get(_KEPT, {})
    return dict(kept["parts"]) if kept.get("of") == str(family().account_id) else {}


def _write(parts: dict[str, dict[str, Any]]) -> None:
    if parts:
        session[_KEPT] = {"of": str(family().account_id), "parts": parts}
    else:
        forget_all()
