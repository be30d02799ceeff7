"""Writes docs/events.md and the JSON Schemas of public events from the contracts; `--check` only
says whether they are current.

    python -m deploy.catalogue [--check]
"""

import difflib
import importlib
import importlib.util
import json
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from marshmallow import Schema
from marshmallow import fields as ma

import services
from shared.contracts.published import CONTRACTS, SCHEMA_URI, schema_of

ROOT = Path(__file__).parent.parent
EVENTS = ROOT / "docs" / "events.md"
SCHEMAS = ROOT / "docs" / "schemas"

DIALECT = "https://json-schema.org/draft/2020-12/schema"

HEAD = """# Public events

Written by `python -m deploy.catalogue` from `shared/contracts/` and the subscriptions; `make check`
says when it is not current. How to receive them: [subscribe](how-to/subscribe.md).

Every message is a [CloudEvents 1.0](https://cloudevents.io) event in structured JSON. Besides
`data` (below) it carries:

| attribute | value |
|---|---|
| `id` | made from stream and version: the same event always has the same id |
| `source` | the service that says it, `/bookings` |
| `type` | the name below; it is also the routing key on the exchange `events` |
| `subject` | the stream; events of one stream come in order |
| `time` | when it was decided, UTC |
| `dataschema` | `urn:portail-familles:event:<type>:<version>`, described in [schemas](schemas/) |
| `sequence` | its place in the publisher's feed, from 1, without holes |
| `lane`, `previous` | the sixteenth of the streams it is in; the `sequence` before it there |
| `correlationid`, `causationid` | the click it began with; the message it follows from |

No event carries a name, an address, an e-mail, a health fact or a secret. Fields marked * concern a
person. New fields may be added: readers ignore what they do not know.
"""


def events_page() -> str:
    lines = [HEAD]
    heard_by = listeners()
    service = ""
    for type_, contract in sorted(CONTRACTS.items()):
        if (owner := type_.split(".")[0]) != service:
            service = owner
            lines.append(f"\n## {service}\n")
            lines.append("| event | version | carries | heard by |\n|---|---|---|---|")
        carries = ", ".join(_described(schema_of(contract)))
        meaning = f" — {text}" if (text := _meaning(contract)) else ""
        heard = ", ".join(sorted(heard_by[type_])) or "nobody yet"
        name = f"`{type_}` ({contract.__name__}){meaning}"
        lines.append(f"| {name} | {contract.VERSION} | {carries} | {heard} |")
    return "\n".join(lines) + "\n"


def json_schema(contract: type[Any]) -> dict[str, Any]:
    """The `data` of one event, JSON Schema 2020-12."""
    return {
        "$schema": DIALECT,
        "$id": SCHEMA_URI.format(type=contract.TYPE, version=contract.VERSION),
        "title": contract.__name__,
        **({"description": text} if (text := _meaning(contract)) else {}),
        **_object(schema_of(contract)),
    }


def written() -> Iterator[tuple[Path, str]]:
    """Every generated file and what it should hold."""
    yield EVENTS, events_page()
    for type_, contract in sorted(CONTRACTS.items()):
        text = json.dumps(json_schema(contract), indent=2, ensure_ascii=False) + "\n"
        yield SCHEMAS / f"{type_}.v{contract.VERSION}.json", text


def main() -> int:
    stale = 0
    for path, text in written():
        kept = path.read_text() if path.exists() else ""
        if kept == text:
            continue
        stale += 1
        if "--check" in sys.argv:
            print(f"{path.relative_to(ROOT)} is not current: run python -m deploy.catalogue")
            print("".join(difflib.unified_diff(kept.splitlines(True), text.splitlines(True), n=0)))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if stale and "--check" in sys.argv else 0


def listeners() -> dict[str, set[str]]:
    heard: dict[str, set[str]] = {type_: set() for type_ in CONTRACTS}
    for found in pkgutil.iter_modules(services.__path__):
        name = f"services.{found.name}.subscriptions"
        if importlib.util.find_spec(name) is None:
            continue
        for contract in importlib.import_module(name).SUBSCRIPTIONS:
            heard[contract.TYPE].add(found.name)
    return heard


def _meaning(contract: type[Any]) -> str:
    text = contract.__doc__ or ""
    return "" if text.startswith(f"{contract.__name__}(") else " ".join(text.split())


def _described(schema: Schema, path: str = "") -> Iterator[str]:
    for name, field in schema.fields.items():
        star = "*" if field.metadata.get("personal") else ""
        inner = field.inner if isinstance(field, ma.List) else field
        if isinstance(inner, ma.Nested):
            parts = ", ".join(_described(inner.schema))
            yield f"{name}[{parts}]" if isinstance(field, ma.List) else f"{name}({parts})"
        else:
            yield f"{name}{star}"


def _object(schema: Schema) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _property(field) for name, field in schema.fields.items()},
        "required": list(schema.fields),
    }


def _property(field: Any) -> dict[str, Any]:
    made = _kind(field)
    if field.allow_none:
        made = made | {"type": [made["type"], "null"]}
    if field.metadata.get("personal"):
        made["x-personal"] = True
    return made


def _kind(field: Any) -> dict[str, Any]:
    match field:
        case ma.Nested():
            return _object(field.schema)
        case ma.List():
            return {"type": "array", "items": _property(field.inner)}
        case ma.UUID():
            return {"type": "string", "format": "uuid"}
        case ma.DateTime():
            return {"type": "string", "format": "date-time"}
        case ma.Date():
            return {"type": "string", "format": "date"}
        case ma.Integer():
            return {"type": "integer"}
        case ma.Boolean():
            return {"type": "boolean"}
        case ma.Enum():
            return {"type": "string", "enum": [each.value for each in field.enum]}
        case ma.String():
            return {"type": "string"}
    raise TypeError(f"no JSON Schema for {field!r}")


if __name__ == "__main__":
    sys.exit(main())
