"""School years as staff prepare them: their calendar, and who may book from when."""

from typing import Any
from urllib.parse import quote

from services.backoffice.clients.lines import StaffLine
from shared.web.client import NotThere


class SchoolYears:
    def __init__(self, line: StaffLine) -> None:
        self._line = line

    def all(self) -> dict[str, Any]:
        answer: dict[str, Any] = self._line.get("/school-years")
        return answer

    def calendar(self, year: str) -> dict[str, Any]:
        """Every day of a school year, and what closes care."""
        answer: dict[str, Any] = self._line.get(_path(year, "calendar"))
        return answer

    def preview_closing(self, year: str, closure: dict[str, Any]) -> dict[str, Any]:
        """How many families and days it would change."""
        return self._post(year, "closures/preview", closure)

    def close(self, year: str, closure: dict[str, Any]) -> dict[str, Any]:
        return self._post(year, "closures", closure)

    def preview_reopening(self, year: str, closure: dict[str, Any]) -> dict[str, Any]:
        return self._post(year, "reopenings/preview", closure)

    def reopen(self, year: str, closure: dict[str, Any]) -> dict[str, Any]:
        return self._post(year, "reopenings", closure)

    def preview_adding(self, year: str, extra: dict[str, Any]) -> dict[str, Any]:
        """What opening these days, although they are holidays, would change."""
        return self._post(year, "extra-days/preview", extra)

    def add(self, year: str, extra: dict[str, Any]) -> dict[str, Any]:
        return self._post(year, "extra-days", extra)

    def preview_removing(self, year: str, extra: dict[str, Any]) -> dict[str, Any]:
        return self._post(year, "extra-days/removal/preview", extra)

    def remove(self, year: str, extra: dict[str, Any]) -> dict[str, Any]:
        return self._post(year, "extra-days/removal", extra)

    def preview_revising(self, year: str, revision: dict[str, Any]) -> dict[str, Any]:
        """What other dates of the year, its holidays and public holidays would change."""
        return self._post(year, "revision/preview", revision)

    def revise(self, year: str, revision: dict[str, Any]) -> dict[str, Any]:
        """Raises Refusal when somebody else changed the year since."""
        return self._post(year, "revision", revision)

    def propose_next(self, year: str, zone: str, alsace_moselle: bool) -> dict[str, Any]:
        """The year after, as the libraries and this year make it."""
        asked = {"zone": zone, "alsace_moselle": "true" if alsace_moselle else "false"}
        answer: dict[str, Any] = self._line.get(_path(year, "next"), **asked)
        return answer

    def begin_next(self, year: str, described: dict[str, Any]) -> str:
        """The name of the new year. Raises Refusal when it is there already."""
        return str(self._post(year, "next", described)["school_year"])

    def openings(self, year: str) -> dict[str, Any]:
        """The waves of a year, what is odd about them, and who changed them."""
        answer: dict[str, Any] = self._line.get(_path(year, "opening-waves"))
        return answer

    def first_openings(self, year: str, child: dict[str, str]) -> list[dict[str, Any]]:
        """From when such a child may book, by kind of booking and slot type."""
        answer = self._line.get(_path(year, "opening-waves", "first"), **child)
        found: list[dict[str, Any]] = answer["openings"]
        return found

    def preview_opening(self, year: str, wave: dict[str, Any]) -> dict[str, Any]:
        """Without an instant: what withdrawing it would do."""
        return self._post(year, "opening-waves/preview", wave)

    def schedule_opening(self, year: str, wave_id: str, wave: dict[str, Any]) -> None:
        """Raises Refusal once it has opened, or when somebody else changed it."""
        self._line.post(_path(year, "opening-waves", wave_id), wave)

    def withdraw_opening(self, year: str, wave_id: str, seen: int) -> None:
        path = _path(year, "opening-waves", wave_id, "withdrawal")
        self._line.post(path, {"seen": seen})

    def _post(self, year: str, what: str, body: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self._line.post(_path(year, *what.split("/")), body)
        return answer


def _path(year: str, *parts: str) -> str:
    """What was typed is one part of an address and no more.

    Raises NotThere for what is none: an address of its own, the way up.
    """
    if any("/" in it or it in {"", ".", ".."} for it in (year, *parts)):
        raise NotThere(f"no school year {year!r}")
    return "/".join(["/school-years", *(quote(it, safe="") for it in (year, *parts))])
