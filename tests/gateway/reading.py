"""Reading a page as a person does: its words, its links, its forms."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.test import TestResponse


@dataclass
class Page(HTMLParser):
    """One page, read. No-break spaces are read as spaces."""

    said: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)  # words -> address
    hidden: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)  # of text fields, by name
    ticked: set[tuple[str, str]] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    title: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._silent = self._link = ""
        self._heard: list[str] = []
        self._area = ""

    @property
    def words(self) -> str:
        return _as_read(self.said)

    def link(self, words: str) -> str:
        """The address of the link that says this, among other things."""
        found = [href for said, href in self.links.items() if words in said]
        assert found, f"no link says {words!r}: {sorted(self.links)}"
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        it = {name: value or "" for name, value in attrs}
        self.ids.add(it.get("id", ""))
        if tag in ("head", "title"):
            self._silent = tag
        elif tag == "a":
            self._link, self._heard = it.get("href", ""), []
        elif tag == "textarea":
            self._area, self._heard = it["name"], []
        elif tag == "option" and "selected" in it:
            self.ticked.add(("selected", it["value"]))
        elif tag == "input":
            self._control(it)

    def _control(self, it: dict[str, str]) -> None:
        name, value = it.get("name", ""), it.get("value", "")
        match it.get("type", "text"):
            case "hidden":
                self.hidden[name] = value
            case "checkbox" | "radio":
                if "checked" in it:
                    self.ticked.add((name, value))
            case _:
                self.values[name] = value

    def handle_endtag(self, tag: str) -> None:
        heard = _as_read(self._heard)
        if tag == self._silent or tag == "head":
            self._silent = ""
        elif tag == "a" and self._link:
            self.links[heard], self._link = self._link, ""
        elif tag == "textarea":
            self.values[self._area] = heard

    def handle_data(self, data: str) -> None:
        if self._silent == "title":
            self.title += " ".join(data.split())
        elif not self._silent:
            self.said.append(data)
            self._heard.append(data)


def _as_read(said: list[str]) -> str:
    """On one line; neighbours stand apart, but for the comma and the point."""
    return re.sub(r" (?=[,.])", "", " ".join(" ".join(said).split()))


def read(answer: TestResponse) -> Page:
    page = Page()
    page.feed(answer.text)
    return page
