"""YAML with the line of every value, so that a wrong file can be corrected at once."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from shared.eventstore import clock

Path_ = tuple[str | int, ...]

RELATIVE = re.compile(r"today(?:\s*([+-])\s*(\d+))?(?:\s+(\d{1,2}):(\d{2}))?")


class WrongFile(Exception):
    """A file that cannot be loaded: "facilities.yaml, line 12: slot_types.0.capacity: …"."""


class Document:
    """One file: its data, and the line each value stands on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            where = f", line {mark.line + 1}" if mark else ""
            reason = getattr(error, "problem", None) or "not a text in UTF-8"
            raise WrongFile(f"{path.name}{where}: {reason}") from error
        self.lines: dict[Path_, int] = {}
        self._loader = yaml.SafeLoader("")
        self.data: Any = self._value(node, ()) if node else {}
        if not isinstance(self.data, dict):
            raise WrongFile(f"{path.name}, line 1: expected names and values")

    def wrong(self, path: Path_, message: str) -> WrongFile:
        """The line of the value at `path`, or of the nearest thing around it."""
        near = path
        while near and near not in self.lines:
            near = near[:-1]
        shown = ".".join(str(part) for part in path)
        return WrongFile(f"{self.path.name}, line {self.lines.get(near, 1)}: {shown}: {message}")

    def _value(self, node: yaml.Node, path: Path_) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return {str(key.value): self._keyed(key, value, path) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, n)) for n, item in enumerate(node.value)]
        value = self._loader.construct_object(node)
        return _plain(value)

    def _keyed(self, key: yaml.Node, value: yaml.Node, path: Path_) -> Any:
        made = self._value(value, (*path, key.value))
        self.lines[(*path, key.value)] = key.start_mark.line + 1
        return made


def instant(text: str) -> datetime:
    """ "2026-04-03 19:00" or "today-2 19:00", in Paris. Raises ValueError."""
    if match := RELATIVE.fullmatch(text.strip()):
        sign, days, hour, minute = match.groups()
        day = clock.today() + timedelta(days=int(f"{sign or '+'}{days or 0}"))
        at = datetime.combine(day, time(int(hour or 0), int(minute or 0)))
    else:
        at = datetime.fromisoformat(text.strip())
    return at if at.tzinfo else at.replace(tzinfo=clock.PARIS)


def _plain(value: Any) -> Any:
    """Dates stay text, as in JSON: each schema says what it wants."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def lines_of(messages: Any, path: Path_ = ()) -> list[tuple[Path_, str]]:
    """marshmallow's nested messages as paths."""
    if isinstance(messages, Mapping):
        return [
            found
            for key, inner in messages.items()
            for found in lines_of(inner, path if key == "_schema" else (*path, key))
        ]
    return [(path, str(messages[0] if isinstance(messages, list) else messages))]
