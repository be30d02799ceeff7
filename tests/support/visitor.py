"""A visitor without JavaScript: reads a page's forms and links, fills and sends them over HTTP."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import requests


@dataclass
class Form:
    action: str
    method: str
    multipart: bool = False
    values: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)  # boxes and radios, ticked or not
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # text, name, value


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.links: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._form: Form | None = None
        self._button: tuple[Form, str, str] | None = None
        self._link: str | None = None
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._area: str | None = None
        self._heard: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        it = {name: value or "" for name, value in attrs}
        form = self.by_id.get(it.get("form", "")) or self._form
        if tag == "form":
            self._form = Form(
                it.get("action", ""),
                it.get("method", "get").lower(),
                "multipart" in it.get("enctype", ""),
            )
            self.forms.append(self._form)
            self.by_id[it.get("id", "")] = self._form
        elif tag == "a" and "href" in it:
            self._link, self._heard = it["href"], []
        elif form is None or "disabled" in it:
            return
        elif tag == "input":
            self._input(form, it)
        elif tag == "button" and it.get("type", "submit") == "submit":
            self._button, self._heard = (form, it.get("name", ""), it.get("value", "")), []
        elif tag == "select":
            self._select, self._options = it.get("name"), []
        elif tag == "option":
            self._options.append((it.get("value", ""), "selected" in it))
        elif tag == "textarea":
            self._area, self._heard = it.get("name"), []

    def _input(self, form: Form, it: dict[str, str]) -> None:
        kind, name = it.get("type", "text"), it.get("name")
        if not name or kind in {"file", "submit", "button"}:
            return
        if kind in {"checkbox", "radio"}:
            form.choices.setdefault(name, []).append(it.get("value", "on"))
            if "checked" not in it:
                return
        form.values.append((name, it.get("value", "on" if kind == "checkbox" else "")))

    def handle_endtag(self, tag: str) -> None:
        said = " ".join("".join(self._heard).split())
        if tag == "form":
            self._form = None
        elif tag == "button" and self._button:
            form, name, value = self._button
            form.buttons.append((said, name, value))
            self._button = None
        elif tag == "a" and self._link is not None:
            self.links.append((said, self._link))
            self._link = None
        elif tag == "select" and self._select and self._form:
            chosen = [value for value, selected in self._options if selected]
            first = self._options[0][0] if self._options else ""
            self._form.values.append((self._select, chosen[0] if chosen else first))
            self._select = None
        elif tag == "textarea" and self._area and self._form:
            self._form.values.append((self._area, "".join(self._heard)))
            self._area = None

    def handle_data(self, data: str) -> None:
        self._heard.append(data)
        self.text.append(data)


class Visitor:
    """One person with cookies. `visitor.open("/"); visitor.send("Suivant", email="…")`."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.http = requests.Session()
        self.http.trust_env = False
        self.answer: requests.Response
        self.page: _Reader

    def open(self, path: str) -> "Visitor":
        return self._read(self.http.get(urljoin(self.base, path), timeout=60))

    def follow(self, text: str) -> "Visitor":
        """The first link that says `text`."""
        for said, href in self.page.links:
            if text in said:
                return self.open(urljoin(self.answer.url, href))
        raise AssertionError(f"no link {text!r} on {self.answer.url}: {self.page.links}")

    def send(self, button: str, files: Any = None, **values: Any) -> "Visitor":
        """Presses the button that says `button`, its form filled with `values`.

        A list for several boxes of one name; None leaves a field out.
        """
        form, name, value = self._form_of(button)
        fields = [pair for pair in form.values if pair[0] not in values]
        for key, given in values.items():
            many = given if isinstance(given, list) else [given]
            fields += [(key, str(each)) for each in many if each is not None]
        if name:
            fields.append((name, value))
        url = urljoin(self.answer.url, form.action)
        if form.method == "get":
            return self._read(self.http.get(url, params=fields, timeout=60))
        return self._read(self.http.post(url, data=fields, files=files, timeout=60))

    def form(self, button: str) -> Form:
        return self._form_of(button)[0]

    @property
    def text(self) -> str:
        return " ".join("".join(self.page.text).split())

    def _form_of(self, button: str) -> tuple[Form, str, str]:
        for form in self.page.forms:
            for said, name, value in form.buttons:
                if button in said:
                    return form, name, value
        there = [said for form in self.page.forms for said, *_ in form.buttons]
        raise AssertionError(
            f"no button {button!r} on {self.answer.url}, only {there}: {self.text[:600]}"
        )

    def _read(self, answer: requests.Response) -> "Visitor":
        self.answer = answer
        self.page = _Reader()
        if "html" in answer.headers.get("Content-Type", ""):
            self.page.feed(answer.text)
        return self
