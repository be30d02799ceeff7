"""Keeps the catalogues of both sites and of the mails whole. French is the language of the source.

    python -m deploy.translations            add new strings to the English catalogue
    python -m deploy.translations --check    every string has its English, no placeholder is lost

The French catalogue is written by this command and holds plurals alone: in French zero is singular,
which gettext does not know of strings it has no catalogue for.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from shared.eventstore import clock

ROOT = Path(__file__).parent.parent
# What speaks to people, and the folders it takes its words from beside its own.
SITES = {
    "gateway": (ROOT / "shared" / "web",),
    "backoffice": (ROOT / "shared" / "web",),
    "notifier": (),
}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true"}, "**.txt": {"trimmed": "true"}}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
# In French a sign of two parts never stands alone at the head of a line: the space before it (and
# inside of « ») does not break.
BREAKS = re.compile(r"(?<=\S) (?=[;?!»](?!\w)|:(?:\s|$)|%%(?!\w)|€)|(?<=«) ")
SPACED = ("gateway", "notifier")  # what families read


def extracted(site: str) -> Catalog:
    """Every string of the site, and of the templates both sites share."""
    found = Catalog(domain="messages")
    for folder in (ROOT / "services" / site, *SITES[site]):
        for file, _line, message, comments, context in extract_from_dir(
            folder, METHODS, OPTIONS, keywords=KEYWORDS
        ):
            found.add(
                message,
                locations=[(f"{folder.name}/{file}", 0)],
                auto_comments=comments,
                context=context,
            )
    return found


KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def main() -> int:
    checking = "--check" in sys.argv
    faults: list[str] = []
    for site in SITES:
        strings = extracted(site)
        faults += _french(site, strings, checking)
        if checking and site in SPACED:
            faults += [f"{site}: {fault}" for fault in _spaces(strings)]
        faults += _english(site, strings, checking)
    for fault in faults:
        print(fault)
    if not checking:
        print("catalogues updated; translate what is empty in translations/en")
    return 1 if faults and checking else 0


def _french(site: str, strings: Catalog, checking: bool) -> list[str]:
    catalogue = Catalog(locale="fr", domain="messages", fuzzy=False)
    for message in strings:
        if message.pluralizable:
            catalogue.add(message.id, message.id)
    return _kept(_path(site, "fr"), catalogue, checking)


def _spaces(strings: Catalog) -> Iterator[str]:
    for message in strings:
        for text in message.id if isinstance(message.id, tuple) else (message.id,):
            if found := BREAKS.search(str(text)):
                around = str(text)[max(0, found.start() - 20) : found.end() + 2]
                yield f"a space that does not break (U+00A0) is missing in {around!r}"


def _english(site: str, strings: Catalog, checking: bool) -> list[str]:
    path = _path(site, "en")
    known = _read(path, "en")
    wanted = Catalog(locale="en", domain="messages", fuzzy=False)
    for message in strings:
        if message.id:
            old = known.get(message.id, message.context)
            wanted.add(message.id, old.string if old else "", context=message.context)
    if not checking:
        return _kept(path, wanted, checking)
    return [f"{site}: {fault}" for message in wanted if message.id for fault in _faults(message)]


def _faults(message: Message) -> Iterator[str]:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    if not all(texts):
        yield f"no English for {ids[0]!r}"
        return
    allowed = {name for text in ids for name in PLACEHOLDER.findall(str(text))}
    for text in texts:
        if unknown := set(PLACEHOLDER.findall(str(text))) - allowed:
            yield f"{ids[0]!r}: the English asks for {sorted(unknown)}"


def _kept(path: Path, catalogue: Catalog, checking: bool) -> list[str]:
    made = io.BytesIO()
    catalogue.revision_date = catalogue.creation_date = clock.now().replace(
        year=2026, month=11, day=23, hour=0, minute=0, second=0, microsecond=0
    )  # a date that stays: the file changes when its strings do
    write_po(made, catalogue, sort_output=True, width=100, omit_header=False)
    old = path.read_bytes() if path.exists() else b""
    if old == made.getvalue():
        return []
    if checking:
        return [f"{path.relative_to(ROOT)} is not current: run python -m deploy.translations"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.getvalue())
    return []


def _read(path: Path, locale: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _path(site: str, locale: str) -> Path:
    return ROOT / "services" / site / "translations" / locale / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    sys.exit(main())
