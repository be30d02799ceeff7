"""A browser that costs next to nothing: it shares two cores with the portal it measures.

HTTP/1.1 over one kept connection, cookies, forms read with regular expressions, redirects followed
as a browser follows them. No pictures, no style sheets: they are kept for good after the first
page.
"""

import asyncio
import html
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlsplit

FIELD = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
REDIRECTS = (301, 302, 303, 307, 308)


class Failed(Exception):
    """An answer no parent should see."""


@dataclass(frozen=True)
class Answer:
    status: int
    path: str
    text: str


@dataclass
class Browser:
    """One parent's. `seconds` keeps what each answer took, by step."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    seconds: list[tuple[str, float]] = field(default_factory=list)
    patience: float = 120.0
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, step: str) -> Answer:
        return await self._follow("GET", path, None, step)

    async def post(self, path: str, fields: list[tuple[str, str]], step: str) -> Answer:
        body = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in fields)
        return await self._follow("POST", path, body.encode(), step)

    async def post_only(self, path: str, fields: list[tuple[str, str]], step: str) -> str:
        """Where the answer leads, without going there."""
        body = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in fields)
        status, location, text = await self._timed("POST", path, body.encode(), step)
        if status not in REDIRECTS:
            raise Failed(f"POST {path}: {status} {said(text)}")
        return location

    async def _follow(self, method: str, path: str, body: bytes | None, step: str) -> Answer:
        status, location, text = await self._timed(method, path, body, step)
        while status in REDIRECTS:
            path = location
            status, location, text = await self._timed("GET", path, None, f"{step}, page")
        if status != 200:
            raise Failed(f"{method} {path}: {status} {said(text)}")
        return Answer(status, path, text)

    async def _timed(
        self, method: str, path: str, body: bytes | None, step: str
    ) -> tuple[int, str, str]:
        started = time.perf_counter()
        try:
            return await asyncio.wait_for(self._exchange(method, path, body), self.patience)
        except (TimeoutError, OSError, EOFError) as error:
            self.close()
            raise Failed(f"{method} {path}: {type(error).__name__} {error}") from error
        finally:
            self.seconds.append((step, time.perf_counter() - started))

    async def _exchange(self, method: str, path: str, body: bytes | None) -> tuple[int, str, str]:
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if body is not None:
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        sent = "\r\n".join([*lines, "", ""]).encode() + (body or b"")
        kept = self._writer is not None
        try:
            head = await self._ask(sent)
        except (OSError, EOFError):
            if not kept:
                raise
            self.close()  # the server had closed the kept connection: a browser opens a new one
            head = await self._ask(sent)
        return await self._read(head)

    async def _ask(self, sent: bytes) -> bytes:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self._reader is not None
        self._writer.write(sent)
        return await self._reader.readuntil(b"\r\n\r\n")

    async def _read(self, head: bytes) -> tuple[int, str, str]:
        assert self._reader is not None
        first, *lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            name = name.lower()
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
            else:
                headers[name] = value
        if "transfer-encoding" in headers:
            body = await self._read_chunks()
        else:
            body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection", "").lower() == "close":
            self.close()
        location = urlsplit(headers.get("location", ""))
        where = location.path + (f"?{location.query}" if location.query else "")
        return int(first.split()[1]), where, body.decode()

    async def _read_chunks(self) -> bytes:
        assert self._reader is not None
        parts = []
        while size := int(await self._reader.readuntil(b"\r\n"), 16):
            parts.append(await self._reader.readexactly(size))
            await self._reader.readexactly(2)
        await self._reader.readuntil(b"\r\n")
        return b"".join(parts)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page's forms: they are the same in each of them."""
    found = {}
    for tag in FIELD.findall(page):
        attributes = dict(ATTRIBUTE.findall(tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            found[attributes["name"]] = html.unescape(attributes.get("value", ""))
    return found


def boxes(page: str) -> list[dict[str, str]]:
    """The boxes to tick, with their attributes."""
    tags = [dict(ATTRIBUTE.findall(tag)) for tag in FIELD.findall(page)]
    return [tag for tag in tags if tag.get("type") == "checkbox"]


def filled(page: str, values: Mapping[str, str]) -> list[tuple[str, str]]:
    return [*hidden(page).items(), *values.items()]


def said(page: str) -> str:
    """The heading of a page, to understand a failure by."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else page[:200]
