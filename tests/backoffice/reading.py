"""Reading an answer as a person does: the words of the page, on one line."""

from html.parser import HTMLParser

from werkzeug.test import TestResponse


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("template", "head")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("template", "head")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def words_of(answer: TestResponse) -> str:
    """No-break spaces are read as spaces."""
    reader = _Words()
    reader.feed(answer.text)
    return " ".join(" ".join(reader.said).split())
