"""Every page of both sites, opened and sent by people who mean harm.

The pages are read from the applications, and the fields of each from what it looks at, so that a
page of tomorrow is tried the day it is there.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, Request
from marshmallow import Schema
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule

from services.gateway.web.forms import Form
from tests.hostile.strangers import (
    EVERYTHING,
    HOSTILE,
    MEMBERS,
    NEWCOMER,
    SECRETS,
    Strangers,
    strangers,
)
from tests.support.visitor import Visitor

pytestmark = pytest.mark.whole

WRONG = (
    "",
    "\0",
    "²",
    "-1",
    "9" * 5000,
    "//evil.example",
    "/\t/evil.example",
    "9999-12",
    "0001-01-01",
    "9999-12-31",
    "２０２６-10",
    "x" * 20_000,
)
IN_AN_ADDRESS = ("%00", "0000-01", "9999-12-31", "%C2%B2", "x" * 3000, "..%2f..")
IN_A_FORM = ("", "\0", "²", "9" * 5000, "/\t/evil.example", "９", "x" * 20_000)
BESIDES = {  # names that are made up, or looked at only after others
    "booking_day.send_day": {"choix", "aussi"},
    "booking_requests.decide_one": {f"ligne:{UUID(int=1)}:1", "ligne:x:y"},
    "booking_requests.decide": {f"ligne:{UUID(int=1)}:1", "ligne:x:y"},
}
RAW = re.compile(r"<script>alert|<img src=x|<b onclick|\b49\b")
PLAIN = {"text/csv", "text/calendar"}  # downloads: no browser runs them
OPEN = {"/health/live", "/health/ready", "/metrics", "/assets/<name>", "/static/<path:filename>"}
SIGNED = {"/paiement/notification"}  # by the bank: it has no form of ours
STRICT = "default-src 'none'"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Strangers]:
    with strangers(tmp_path_factory.mktemp("strangers")) as it:
        yield it


@dataclass(frozen=True)
class Opened:
    """A page as somebody saw it, its own or by the ids of another family."""

    who: str
    site: str
    rule: Rule | None
    theirs: bool
    answer: Any

    def __str__(self) -> str:
        return f"{self.who} {self.rule} {self.answer.status_code}"


@pytest.fixture(scope="module")
def opened(world: Strangers) -> list[Opened]:
    return [
        Opened(who, app.name, rule, theirs, browser.open(ids.filled(str(rule))).answer)
        for who, app, browser in browsers(world)
        for rule in (*rules(app, "GET"), Rule("/nulle-part"))
        for theirs, ids in ((False, world.hostile), (True, world.victim))
    ]


def test_no_page_fails_whoever_opens_it(opened):
    assert len(opened) > 300
    assert [str(page) for page in opened if page.answer.status_code >= 500] == []


def test_no_parent_sees_what_is_another_family_s(opened):
    """But in the demonstration's mailbox, which is everybody's on purpose."""
    parents = [page for page in opened if page.site == "services.gateway"]

    seen = [page for page in parents if any(it in page.answer.text for it in SECRETS)]

    assert [str(page) for page in seen if not str(page.rule).startswith("/mails")] == []


def test_what_families_and_staff_write_is_shown_and_never_run(opened):
    pages = [page for page in opened if "html" in page.answer.headers.get("Content-Type", "")]

    assert sum("&lt;script&gt;alert" in page.answer.text for page in pages) > 30
    assert [str(page) for page in pages if RAW.search(page.answer.text)] == []


def test_every_answer_is_locked_down(opened):
    wrong = {f"{page}: {fault}" for page in opened for fault in faults(page.answer, page.rule)}

    assert sorted(wrong) == []


def faults(answer: Any, rule: Rule | None) -> Iterator[str]:
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    if not policy.startswith(STRICT):
        yield "no policy"
    if "script-src" in policy and "script-src 'self';" not in policy:
        yield f"scripts from elsewhere: {policy}"
    if "unsafe" in policy and not is_a_document(rule):
        yield f"unsafe: {policy}"
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield "sniffed"
    if headers.get("X-Frame-Options") != "SAMEORIGIN":
        yield "framed"
    if headers.get("Referrer-Policy") != "same-origin":
        yield "says where it came from"
    if "no-store" not in headers.get("Cache-Control", ""):
        yield f"kept: {headers.get('Cache-Control')}"
    kind = headers.get("Content-Type", "").split(";")[0]
    if kind not in {"text/html", "application/pdf", "application/json", *PLAIN}:
        yield f"of kind {kind}"
    if kind == "text/html" and rule and rule.rule.endswith("/contenu") and answer.ok:
        if "sandbox" not in policy:
            yield "a mail that may act"


def is_a_document(rule: Rule | None) -> bool:
    """Somebody's file or a mail: shown alone, with a style of its own and nothing that acts."""
    return rule is not None and rule.rule.rsplit("/", 1)[-1] in {"fichier", "contenu"}


def test_no_question_in_an_address_is_our_fault_or_leads_away(world):
    asked, wrong = 0, set()

    for who, app, browser in browsers(world):
        if who in (NEWCOMER, *MEMBERS):
            continue
        for rule in rules(app, "GET"):
            path = world.hostile.filled(rule.rule)
            with noted(app) as names:
                browser.http.get(browser.base + path, allow_redirects=False)
            questions = [(path, dict.fromkeys(names, value)) for value in WRONG if names] + [
                (world.hostile.filled(rule.rule, **{name: value}), {})
                for name in rule.arguments
                for value in IN_AN_ADDRESS
            ]
            for address, query in questions:
                url = browser.base + address
                answer = browser.http.get(url, params=query, allow_redirects=False)
                asked += 1
                if answer.status_code >= 500 or leads_away(answer):
                    wrong.add(f"{who} {address[:80]} {str(query)[:80]} {answer.status_code}")

    assert asked > 300
    assert not wrong, "\n".join(sorted(wrong))


def test_no_form_is_our_fault_whatever_is_sent_with_it(world):
    sent, wrong = 0, set()

    for who, app, browser in browsers(world):
        if who in (NEWCOMER, *MEMBERS):
            continue
        token = form_token(browser)
        for rule in rules(app, "POST"):
            path = world.hostile.filled(rule.rule)
            if "<uuid:request_id>" in rule.rule and app is world.portal.gateway:
                path = path.replace(world.hostile.request_id, world.draft)
            if path == "/deconnexion":
                continue
            url = browser.base + path
            with noted(app) as names:
                browser.http.post(url, data={"csrf_token": token}, allow_redirects=False)
            names |= BESIDES.get(rule.endpoint, set())
            for name in sorted(names - {"csrf_token"}):
                for value in (*IN_A_FORM, f"{world.hostile.child_id}:BRUNCH"):
                    form = {"csrf_token": token, name: value}
                    answer = browser.http.post(url, data=form, allow_redirects=False)
                    sent += 1
                    if answer.status_code >= 500 or leads_away(answer):
                        wrong.add(f"{who} {path} {name} {value[:40]!r} {answer.status_code}")

    assert sent > 300
    assert not wrong, "\n".join(sorted(wrong))


def test_every_form_needs_the_token_of_its_page(world):
    for who, app, browser in browsers(world):
        for rule in rules(app, "POST"):
            answer = browser.http.post(browser.base + world.hostile.filled(rule.rule), data={})
            refused = {400} if rule.rule not in SIGNED else {401}
            assert answer.status_code in refused, (who, rule.rule, answer.status_code)


# How they are asked


def browsers(world: Strangers) -> Iterator[tuple[str, Flask, Visitor]]:
    for parent in ("nobody", NEWCOMER, HOSTILE):
        yield parent, world.portal.gateway, world.at_the_parents_site(parent)
    for member in (EVERYTHING, *MEMBERS):
        yield member, world.portal.backoffice, world.at_the_back_office(member)


def rules(app: Flask, method: str) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and rule.rule not in OPEN
    ]


def leads_away(answer: Any) -> bool:
    where = answer.headers.get("Location", "/")
    return not re.match(r"/(?![/\\\s])|http://127\.0\.0\.1:80", where)


def form_token(browser: Visitor) -> str:
    """Of any form: the token is the browser's, not the page's."""
    for page in ("/connexion", "/compte", "/plus"):
        for form in browser.open(page).page.forms:
            for name, value in form.values:
                if name == "csrf_token":
                    return value
    raise AssertionError("no form anywhere")


@contextmanager
def noted(app: Flask) -> Iterator[set[str]]:
    """The names that a page looks up in what was sent, and those of the schemas it loads."""
    names: set[str] = set()

    class Noting(ImmutableMultiDict[str, str]):
        def __getitem__(self, key: str) -> Any:
            names.add(key)
            return super().__getitem__(key)

        def __contains__(self, key: object) -> bool:
            names.add(str(key))
            return super().__contains__(key)

        def getlist(self, key: str, *args: Any) -> Any:
            names.add(key)
            return super().getlist(key, *args)

    class Noticed(Request):
        parameter_storage_class = Noting

    load, kind = Schema.load, app.request_class

    def noting(self: Schema, *args: Any, **kwargs: Any) -> Any:
        if isinstance(self, Form):
            names.update(self.fields)
        return load(self, *args, **kwargs)

    Schema.load = noting  # type: ignore[method-assign]  # put back below
    app.request_class = Noticed
    try:
        yield names
    finally:
        Schema.load = load  # type: ignore[method-assign]  # as it was
        app.request_class = kind
