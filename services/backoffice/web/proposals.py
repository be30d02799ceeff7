"""What deciding in the order of arrival would give: the numbers of the preview.

This is an estimate for the eyes of staff, made from the places left when the page was made. What
is really booked is decided by bookings, line by line, which never exceeds a capacity.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Line = Mapping[str, Any]
Key = tuple[str, str]
"""A request and one of its lines."""


@dataclass(frozen=True)
class Proposal:
    """One line to decide: does it still fit once those before it are served?"""

    request: Mapping[str, Any]
    line: Line
    left: int
    """Places left for this line, after those that come before it."""

    @property
    def fits(self) -> bool:
        return self.left > 0

    @property
    def key(self) -> Key:
        return str(self.request["request_id"]), str(self.line["line_id"])


def propose(
    requests: Iterable[Mapping[str, Any]], turned_away: Container[Key] = ()
) -> list[Proposal]:
    """Serve the requests in their order; a line without a place, or turned away, takes none."""
    served = _Served()
    proposals = []
    for request in requests:
        for line in lines_to_decide(request):
            proposal = Proposal(request, line, max(line["places_left"] - served.before(line), 0))
            if proposal.fits and proposal.key not in turned_away:
                served.add(line)
            proposals.append(proposal)
    return proposals


def lines_to_decide(request: Mapping[str, Any]) -> Sequence[Line]:
    return [line for line in request["lines"] if line["state"] == "REQUESTED"]


Week = tuple[str, str, int]
"""A facility, a slot type, a weekday."""


@dataclass
class _Served:
    """Places given so far in this preview. Days scattered over a month are not known, so they
    count for nobody else: the estimate errs towards « il reste de la place »."""

    yearly: Counter[Week] = field(default_factory=Counter)
    single: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    busiest: Counter[Week] = field(default_factory=Counter)
    """Per weekday, the most single bookings that one day has."""

    def before(self, line: Line) -> int:
        week = _week(line)
        if week is None:
            return 0
        if line["weekday"] is not None:
            return self.yearly[week] + self.busiest[week]
        return self.yearly[week] + self.single[_day(line)]

    def add(self, line: Line) -> None:
        week = _week(line)
        if week is None:
            return
        if line["weekday"] is not None:
            self.yearly[week] += 1
            return
        self.single[_day(line)] += 1
        self.busiest[week] = max(self.busiest[week], self.single[_day(line)])


def _week(line: Line) -> Week | None:
    if line["weekday"] is not None:
        return line["facility_id"], line["slot_type"], line["weekday"]
    if line["days"] == 1:
        weekday = date.fromisoformat(line["first_day"]).weekday()
        return line["facility_id"], line["slot_type"], weekday
    return None


def _day(line: Line) -> tuple[str, str, str]:
    return line["facility_id"], line["slot_type"], line["first_day"]
