"""Somebody in front of a browser, who looks closely at every page that comes up."""

from __future__ import annotations

import io
import os
import re
import time
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response

PATIENCE = 30.0  # seconds that other services get to hear of something
PHONE, DESK = (390, 844), (1280, 900)
MOST_TABS = 150
SCREENS = Path(__file__).parents[2] / "docs" / "screens"

# A page in error is an answer, not a fault; but the browser notes its status in the console.
_ITS_OWN_STATUS = re.compile(r"status of 4(09|10|22)\b")
_IDENTITIES = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{40,}|\d+")

# What does not fit the window; and what kinds of things are on the page: tags, classes, states. No
# words, no addresses.
_LOOK = """() => {
    const all = [...document.querySelectorAll('body *')]
    const width = document.documentElement.clientWidth
    const wide = document.documentElement.scrollWidth > width
    const beyond = it => it.getBoundingClientRect().right > width + 1
    const kind = it => `${it.tagName}.${it.getAttribute('class') || ''}`
    return {
        wide: wide ? all.filter(beyond).map(it => it.outerHTML.slice(0, 200)) : [],
        kinds: [...new Set(all.map(kind))].sort().join(' '),
    }
}"""
# The control that has the focus: its name, and whether it shows, with a ring and under no bar.
_FOCUS = """() => {
    const it = document.activeElement
    const box = (it.labels?.[0] || it).getBoundingClientRect()
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
    const top = document.elementFromPoint(x, y)
    const here = it === document.body || (it.labels?.[0] || it).contains(top) || top?.contains(it)
    const rings = [it, it.labels?.[0]].filter(Boolean).map(each => getComputedStyle(each))
    const ring = rings.some(each => each.outlineStyle !== 'none' || each.boxShadow !== 'none')
    return {name: (it.labels?.[0] || it).innerText || it.ariaLabel || '', shown: here && ring}
}"""
# Frames hold documents and mails: a mail is looked at on a page of its own.
_AXE = f"""() => {{ {AXE_SCRIPT}
return axe.run({{
    resultTypes: ['violations'], iframes: false, runOnly: [
        'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}}).then(found => found.violations.map(rule =>
    `${{rule.id}} (${{rule.impact}}): ` + rule.nodes.map(node => node.html).join(' | '))) }}"""

# (window, address, kinds of things) of the pages that axe found nothing on: it takes half a second,
# so it is asked again only about a page that shows something of a kind not seen there before.
_faultless: set[tuple[object, ...]] = set()


class Reader:
    """A browser of one's own. What is asked for is named as the page names it.

    Each page is seen to have no accessibility fault, to fit the window and to say nothing in the
    console; with `also`, in windows of that size too, for as long as one looks.
    """

    def __init__(
        self,
        browser: Browser,
        home: str,
        window: tuple[int, int] = DESK,
        *,
        scripts: bool = True,
        pictures: bool = False,
        also: tuple[tuple[int, int], ...] = (),
    ) -> None:
        self.home = home
        self.window = window
        self._also = also
        self._context = browser.new_context(
            viewport={"width": window[0], "height": window[1]},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        self._context.set_default_timeout(15_000)
        self._scripts = scripts
        self._pictures = pictures and bool(os.environ.get("PORTAIL_SCREENS"))
        self._said: list[str] = []
        self.page = self._new_page()

    # Going somewhere

    def open(self, address: str) -> Reader:
        answer = self.page.goto(self._whole(address), wait_until="load")
        return self._look(answer)

    def follow(self, link: str, *, within: str | None = None, exact: bool = False) -> Reader:
        return self.go(self._within(within).get_by_role("link", name=link, exact=exact).first)

    def press(self, button: str, *, within: str | None = None) -> Reader:
        return self.go(self._within(within).get_by_role("button", name=button).first)

    def go(self, to: Locator) -> Reader:
        """Press what leads to another page."""
        with self.page.expect_navigation(wait_until="load") as going:
            to.click()
        return self._look(going.value)

    def follow_in_frame(self, frame: str, link: str) -> Reader:
        return self.go(self.page.frame_locator(frame).get_by_role("link", name=link).first)

    def press_twice(self, button: str) -> Reader:
        """The double click of somebody in a hurry: two requests leave."""
        with self.page.expect_navigation(wait_until="load") as going:
            self.page.get_by_role("button", name=button).first.dblclick()
        self.page.wait_for_load_state("load")
        return self._look(going.value)

    def again(self) -> Reader:
        return self._look(self.page.reload(wait_until="load"))

    def second_tab(self) -> Reader:
        """Another tab of the same browser, on the same page."""
        other = object.__new__(Reader)
        other.__dict__ = dict(self.__dict__)
        other.page = self._new_page()
        return other.open(self.page.url)

    # Writing

    def write(self, field: str, words: str, *, within: str | None = None) -> Reader:
        self.field(field, within=within).fill(words)
        return self

    def choose(self, option: str, *, of: str | None = None) -> Reader:
        """Tick a radio button or a box; `of` is the question above it."""
        self._asked(of).get_by_label(option).first.check()
        return self

    def leave_out(self, option: str, *, of: str | None = None) -> Reader:
        self._asked(of).get_by_label(option).first.uncheck()
        return self

    def select(self, field: str, option: str, *, within: str | None = None) -> Reader:
        self.field(field, within=within).select_option(label=option)
        return self

    def attach(self, field: str, name: str, content: bytes, kind: str) -> Reader:
        self.field(field).set_input_files({"name": name, "mimeType": kind, "buffer": content})
        return self

    def field(self, name: str, *, within: str | None = None) -> Locator:
        found = self._within(within).get_by_label(name, exact=True)
        return found.or_(
            self._within(within).get_by_label(f"{name} (facultatif)", exact=True)
        ).first

    # By keyboard alone

    def tab_to(self, name: str) -> Reader:
        """Go on with the Tab key until the control of that name has the focus, and is in sight."""
        for _step in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(_FOCUS)
            assert focus["shown"], f"the focus is hidden on {self.page.url}: {focus['name']}"
            if name in plain(focus["name"]):
                return self
        raise AssertionError(f"no way to {name!r} with the Tab key on {self.page.url}")

    def strike(self, key: str) -> Reader:
        """A key that leads to another page."""
        with self.page.expect_navigation(wait_until="load") as going:
            self.page.keyboard.press(key)
        return self._look(going.value)

    # Reading

    @property
    def words(self) -> str:
        """Everything the page says, its spaces made plain."""
        return plain(self.page.locator("body").inner_text())

    @property
    def title(self) -> str:
        return plain(self.page.title())

    @property
    def heading(self) -> str:
        return plain(self.page.locator("h1").inner_text())

    def reads(self, *sentences: str) -> Reader:
        """The page says each of these."""
        words = self.words
        for sentence in sentences:
            assert sentence in words, f"{sentence!r} is not on {self.page.url}: {words}"
        return self

    def does_not_read(self, sentence: str) -> Reader:
        assert sentence not in self.words, f"{sentence!r} is on {self.page.url}: {self.words}"
        return self

    def waits_to_read(self, sentence: str, *, at: str | None = None) -> Reader:
        """Load the page again until it says so: another service still has to hear of it."""
        until = time.monotonic() + PATIENCE
        if at is not None:
            self.open(at)
        while sentence not in self.words:
            assert time.monotonic() < until, (
                f"not within {PATIENCE:.0f} s: {sentence!r} on {self.page.url}: {self.words}"
            )
            time.sleep(0.1)
            self.page.reload(wait_until="load")
        return self.see()

    def picture(self, name: str) -> Reader:
        """Kept in docs/screens when PORTAIL_SCREENS is set; named after the page and the width."""
        if self._pictures:
            self.page.evaluate("scrollTo(0, 0)")
            keep(self.page.screenshot(), f"{name}-{self.window[0]}")
        return self

    # Looking

    def see(self) -> Reader:
        """The page that is open has no fault that a machine can find."""
        assert not self._said, f"in the console of {self.page.url}: {self._said}"
        kinds = self._fits(self.window)
        name = _IDENTITIES.sub("#", self.page.url.removeprefix(self.home))
        for window in (self.window, *self._also):
            page = (window, self._scripts, name, kinds)
            if page not in _faultless:
                self._see_in(window)
                _faultless.add(page)
        return self

    def _see_in(self, window: tuple[int, int]) -> None:
        if window != self.window:
            self.page.set_viewport_size({"width": window[0], "height": window[1]})
            self._fits(window)
        if self._scripts:  # axe never ends where no script may run
            faults = self.page.evaluate(_AXE)
            assert not faults, f"axe on {self.page.url} at {window[0]} px: {faults}"
        if window != self.window:
            self.page.set_viewport_size({"width": self.window[0], "height": self.window[1]})

    def _fits(self, window: tuple[int, int]) -> str:
        """The kinds of things on the page, none of which is wider than the window."""
        look = self.page.evaluate(_LOOK)
        assert not look["wide"], f"wider than {window[0]} px on {self.page.url}: {look['wide'][:5]}"
        return str(look["kinds"])

    def look_at_frame(self, frame: str) -> Reader:
        """The mail in a frame, on a page of its own: where it stands no script may run, not even
        the one that checks."""
        address = str(self.page.locator(frame).get_attribute("src"))
        content = self.fetch(address).decode()
        page, self.page = self.page, self._new_page()
        try:
            self.page.set_content(content)
            return self.see()
        finally:
            self.page.close()
            self.page = page

    def fetch(self, address: str) -> bytes:
        """A file, with the cookies of this browser."""
        answer = self._context.request.get(self._whole(address))
        assert answer.ok, f"{answer.status} on {address}"
        return answer.body()

    def close(self) -> None:
        self._context.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _look(self, answer: Response | None) -> Reader:
        if answer is not None:
            assert answer.status < 500 and answer.status not in (400, 403, 404), (
                f"{answer.status} on {answer.url}: {self.words[:2000]}"
            )
        return self.see()

    def _new_page(self) -> Page:
        page = self._context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self._said.append(str(error)))
        return page

    def _note(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        url = message.location["url"]
        its_own = message.page is not None and url == message.page.url
        if not (its_own and _ITS_OWN_STATUS.search(message.text)):
            self._said.append(f"{message.text} ({url})")

    def _whole(self, address: str) -> str:
        return address if address.startswith("http") else self.home + address

    def _within(self, landmark: str | None) -> Page | Locator:
        """The part of the page with that heading."""
        if landmark is None:
            return self.page
        holding = self.page.locator("section, article, form, fieldset, li, nav")
        heading = self.page.get_by_role("heading", name=landmark, exact=True)
        return holding.filter(has=heading).last

    def _asked(self, question: str | None) -> Page | Locator:
        return self.page.get_by_role("group", name=question) if question else self.page


def plain(words: str) -> str:
    """On one line, with plain spaces: the no-break ones are seen to elsewhere."""
    return " ".join(words.split())


def keep(screenshot: bytes, name: str) -> None:
    """A small picture for the documentation: few colours are enough for a page."""
    from PIL import Image

    SCREENS.mkdir(parents=True, exist_ok=True)
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
    for colours in (128, 64, 32, 16):
        kept = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
        if kept.tell() < 120_000:
            break
    (SCREENS / f"{name}.png").write_bytes(kept.getvalue())


__all__ = ["DESK", "PHONE", "Reader", "plain"]
