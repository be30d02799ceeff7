"""The parents of an opening, in a process of their own: reads a case as JSON, answers with what it
saw.

`python -m tests.benchmarks.opening.parents` takes one JSON object a line: {"case": …, "port": …}.
"""

import asyncio
import html
import json
import re
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from typing import Any

from tests.benchmarks.opening.browser import Answer, Browser, Failed, boxes, filled, hidden

AGAIN = re.compile(r'http-equiv="refresh" content="(\d+);url=([^"]*)"')

Told = dict[str, Any]
Parent = Callable[[Browser], Awaitable[None]]


class Seen:
    """What the parents of one case saw."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}
        self.failures: list[str] = []
        self.journeys: list[float] = []
        self.facts: list[Any] = []
        self.began = time.perf_counter()

    def keep(self, browser: Browser) -> None:
        for step, seconds in browser.seconds:
            self.seconds.setdefault(step, []).append(seconds)
        browser.seconds.clear()

    def told(self) -> Told:
        return {
            "seconds": self.seconds,
            "failures": self.failures[:20],
            "failed": len(self.failures),
            "journeys": self.journeys,
            "facts": self.facts,
            "took": time.perf_counter() - self.began,
        }


# What one parent does


async def sign_in(browser: Browser, email: str, password: str) -> None:
    page = await browser.get("/connexion?suite=%2Fplanning", "sign-in form")
    fields = filled(page.text, {"email": email, "password": password})
    await browser.post_only("/connexion", fields, "sign-in")


async def through_the_line(browser: Browser, page: Answer) -> tuple[Answer, float]:
    """Waits as the page says, if it is that of the line; the page behind it, and seconds waited."""
    came = time.perf_counter()
    while found := AGAIN.search(page.text):
        await asyncio.sleep(float(found[1]))
        page = await browser.get(html.unescape(found[2]), "line")
    return page, time.perf_counter() - came


async def ask_for_the_slot(browser: Browser, facility: str, slot_type: str) -> str:
    """From « Mon planning » over the week of all children and the summary to the receipt."""
    await browser.get("/planning", "planning")
    page = await browser.get("/reserver/semaine", "week")
    wanted = f":{facility}:{slot_type}:"
    there = [box["value"] for box in boxes(page.text) if wanted in box["value"]]
    if not there:
        raise Failed(f"no box {wanted} on {page.path}")
    fields = [*hidden(page.text).items(), ("choix", there[0]), ("faire", "suite")]
    page = await browser.post("/reserver/semaine", fields, "tick the slot")
    fields = filled(page.text, {"accept": "yes"})
    receipt = await browser.post(page.path, fields, "send the request")
    if not receipt.path.endswith("/recu"):
        raise Failed(f"no receipt but {receipt.path}")
    return receipt.path


# Cases


async def at_once(told: Told, seen: Seen) -> None:
    """Everybody comes at the same instant, signs in, and asks for the same day."""
    loop = asyncio.get_running_loop()
    start = loop.time() + 0.2

    async def one(email: str) -> None:
        browser = Browser(told["port"])
        await asyncio.sleep(start - loop.time())
        began = time.perf_counter()
        await sign_in(browser, email, told["password"])
        receipt = await ask_for_the_slot(browser, told["facility"], told["slot_type"])
        seen.journeys.append(time.perf_counter() - began)
        seen.facts.append(receipt)
        seen.keep(browser)
        browser.close()

    await _all(seen, [one(email) for email in told["emails"]])


async def signing_in(told: Told, seen: Seen) -> None:
    """A closed loop: who is in leaves, and another comes."""
    turns = count()

    async def turn(_browser: Browser) -> None:
        browser = Browser(told["port"])
        emails = told["emails"]
        await sign_in(browser, emails[next(turns) % len(emails)], told["password"])
        seen.keep(browser)
        browser.close()

    await _loop(told, seen, [Browser(told["port"]) for _ in range(told["parents"])], turn)


async def looking(told: Told, seen: Seen) -> None:
    """Parents who are inside look at one page again and again."""

    async def turn(browser: Browser) -> None:
        page = await browser.get(told["path"], "page")
        if told["shows"] not in page.text:
            raise Failed(f"{told['path']} does not show {told['shows']}")

    browsers = [_signed_in(told, cookie) for cookie in told["sessions"]]

    async def come_in(browser: Browser) -> None:
        await through_the_line(browser, await browser.get(told["path"], "coming in"))
        browser.seconds.clear()

    await _all(seen, [come_in(browser) for browser in browsers])
    await _loop(told, seen, browsers, turn)


READY: list[tuple[Browser, str, list[tuple[str, str]]]] = []


async def reading(told: Told, seen: Seen) -> None:
    """The parents of `sending` open their summaries."""
    drafts = iter(told["drafts"])
    READY.clear()

    async def read(draft: Told) -> None:
        browser = _signed_in(told, draft["session"])
        summary = f"/reserver/{draft['request_id']}/recapitulatif"
        page = await browser.get(summary, "summary")
        READY.append((browser, summary, filled(page.text, {"accept": "yes"})))
        seen.keep(browser)
        browser.close()

    async def reader() -> None:
        for draft in drafts:
            await read(draft)

    await _all(seen, [reader() for _ in range(8)])


async def sending(told: Told, seen: Seen) -> None:
    """A closed loop of parents with a whole year in their draft, who press the button.

    What is measured is the button, and the receipt if `receipt`.
    """
    waiting = iter(list(READY))

    async def parent() -> None:
        for browser, summary, fields in waiting:
            if told["receipt"]:
                await browser.post(summary, fields, "send the request")
            else:
                await browser.post_only(summary, fields, "send the request")
            seen.keep(browser)
            browser.close()

    await _all(seen, [parent() for _ in range(told["parents"])])


async def arriving(told: Told, seen: Seen) -> None:
    """Signed-in families come one after the other, look at their planning and send what they had
    prepared, by the one button there."""
    loop = asyncio.get_running_loop()
    start, drafts = loop.time() + 0.2, told["drafts"]
    apart = told["within"] / len(drafts)

    async def one(n: int, draft: Told) -> None:
        await asyncio.sleep(start + n * apart - loop.time())
        browser = _signed_in(told, draft["session"])
        began = time.perf_counter()
        page, waited = await through_the_line(browser, await browser.get("/planning", "planning"))
        summary = f"/reserver/{draft['request_id']}/recapitulatif"
        if f'action="{summary}"' not in page.text:
            raise Failed(f"no button for {draft['request_id']} on the planning")
        pressed = time.time()
        await browser.post(summary, filled(page.text, {"accept": "yes"}), "send the request")
        seen.facts.append([draft["request_id"], pressed, time.time(), waited])
        seen.journeys.append(time.perf_counter() - began)
        seen.keep(browser)
        browser.close()

    await _all(seen, [one(n, draft) for n, draft in enumerate(drafts)])


CASES: dict[str, Callable[[Told, Seen], Awaitable[None]]] = {
    "at once": at_once,
    "signing in": signing_in,
    "looking": looking,
    "reading": reading,
    "sending": sending,
    "arriving": arriving,
}


def _signed_in(told: Told, session: str) -> Browser:
    return Browser(told["port"], {told["cookie"]: session})


async def _loop(told: Told, seen: Seen, browsers: Sequence[Browser], turn: Parent) -> None:
    until = time.perf_counter() + told["for"]

    async def parent(browser: Browser) -> None:
        while time.perf_counter() < until:
            await turn(browser)
            seen.keep(browser)
        browser.close()

    seen.began = time.perf_counter()
    await _all(seen, [parent(browser) for browser in browsers])


async def _all(seen: Seen, parents: Sequence[Awaitable[None]]) -> None:
    for done in asyncio.as_completed(parents):
        try:
            await done
        except Failed as failure:
            seen.failures.append(str(failure))


def main() -> None:
    for line in sys.stdin:
        told = json.loads(line)
        seen = Seen()
        asyncio.run(CASES[told["case"]](told, seen))
        print(json.dumps(seen.told()), flush=True)


if __name__ == "__main__":
    main()
