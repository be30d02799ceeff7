"""The rows of the opening minute: each is played by the parents and read into figures."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from deploy.synthetic.families import Family
from deploy.synthetic.town import FEW, PASSWORD, Town
from shared.eventstore import clock
from shared.web.client import ServiceClient
from shared.web.settings import Settings
from tests.benchmarks.opening.machine import Machine, since
from tests.benchmarks.opening.town import Draft, Opening

STAFF = {"name": "Direction", "roles": ["bookings"]}


@dataclass
class Figures:
    """What a case came to; `answers` counts the measured ones, seconds are of those."""

    what: str
    answers: int
    took: float
    seconds: list[float]
    failed: int = 0
    failures: list[str] = field(default_factory=list)
    cpu: dict[str, float] = field(default_factory=dict)
    steps: dict[str, tuple[int, float, float]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    journeys: list[float] = field(default_factory=list)
    answers_p99: float = 0.0  # of all answers on the way

    @property
    def rate(self) -> float:
        return self.answers / self.took if self.took else 0.0

    def quantile(self, q: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * q))] if ordered else 0.0

    def in_short(self) -> str:
        return (
            f"{self.what}: {self.rate:.0f}/s, p50 {self.quantile(0.5):.2f} s, "
            f"p99 {self.quantile(0.99):.2f} s, {self.cpu_each:.1f} ms CPU each, "
            f"{self.failed} failed {self.failures[:1]}"
        )

    @property
    def cpu_each(self) -> float:
        """Milliseconds of the portal and its servers for one of them, without the parents."""
        used = sum(seconds for name, seconds in self.cpu.items() if name != "parents")
        return 1000 * used / self.answers if self.answers else 0.0


class Parents:
    """The load generator."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.opening.parents"],
            env=machine.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def play(self, what: str, case: str, step: str, **told: Any) -> Figures:
        """`step` names the answers that are measured."""
        assert self._process.stdin and self._process.stdout
        settings = Settings.read("gateway")
        asked = {"case": case, "port": settings.port, "cookie": f"gateway_login_{settings.port}"}
        before = self.machine.cpu()
        self._process.stdin.write(json.dumps({**asked, **told}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        used = since(before, self.machine.cpu())
        if not line:
            raise RuntimeError(f"{what}: the parents have ended")
        seen = json.loads(line)
        seconds = seen["journeys"] if step == "journey" else seen["seconds"].get(step, [])
        figures = Figures(
            what=what,
            answers=len(seconds),
            took=seen["took"],
            seconds=seconds,
            failed=seen["failed"],
            failures=seen["failures"],
            cpu={name: round(s, 2) for name, s in used.items() if s >= 0.01},
            steps={name: _in_short(each) for name, each in seen["seconds"].items()},
            facts={"seen": seen["facts"]},
            journeys=seen["journeys"],
            answers_p99=_p99([s for each in seen["seconds"].values() for s in each]),
        )
        print(f"        {figures.in_short()}", flush=True)  # a bench cut short has said something
        return figures

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)


@contextmanager
def parents(machine: Machine) -> Iterator[Parents]:
    them = Parents(machine)
    try:
        yield them
    finally:
        them.close()


def sign_in(them: Parents, families: Sequence[Family], seconds: float, parents: int) -> Figures:
    emails = [family.email for family in families]
    told = {"emails": emails, "password": PASSWORD, "parents": parents, "for": seconds}
    return them.play(f"sign-in (argon2id), {parents} parents", "signing in", "sign-in", **told)


def planning(
    them: Parents, what: str, path: str, sessions: Sequence[str], seconds: float, shows: str
) -> Figures:
    told = {"path": path, "sessions": sessions, "for": seconds, "shows": shows}
    return them.play(what, "looking", "page", **told)


def whole_year(
    them: Parents, what: str, drafts: Sequence[Draft], *, parents: int, receipt: bool
) -> Figures:
    them.play("summaries", "reading", "summary", drafts=[asdict(each) for each in drafts])
    told = {"parents": parents, "receipt": receipt}
    return them.play(what, "sending", "send the request", **told)


def at_once(them: Parents, families: Sequence[Family], facility_id: str) -> Figures:
    """Everybody at once; then the staff accept whatever fits, in the order of arrival."""
    figures = them.play(
        f"{len(families)} parents at once for {FEW} places",
        "at once",
        "journey",
        emails=[family.email for family in families],
        password=PASSWORD,
        facility=facility_id,
        slot_type="WEDNESDAY",
    )
    started = time.perf_counter()
    figures.facts["given"], figures.facts["left"] = decide(facility_id, "WEDNESDAY")
    figures.facts["deciding"] = time.perf_counter() - started
    return figures


def decide(facility_id: str, slot_type: str) -> tuple[int, int]:
    """The staff press « accepter » for the whole queue: how many places were given, and not."""
    client = ServiceClient(Settings.read("backoffice"), "bookings")
    who: Mapping[str, Any] = {
        "scope": "staff",
        "account_id": Town.of(1, clock.today()).id_of("staff"),
        "claims": STAFF,
    }
    asked = {"facility_id": facility_id, "slot_type": slot_type}
    queue = client.get("/decisions", params=asked, **who)["requests"]
    lines = [
        {
            "request_id": request["request_id"],
            "line_id": line["line_id"],
            "decision": "ACCEPT",
            "reason": None,
            "message": "",
        }
        for request in queue
        for line in request["lines"]
    ]
    answer = client.post("/decisions", json={"lines": lines}, **who)
    return answer["accepted"], len(answer["left"])


def arrivals(them: Parents, opening: Opening, drafts: Sequence[Draft], within: float) -> Figures:
    told = {"drafts": [asdict(each) for each in drafts], "within": within}
    what = f"{len(drafts)} signed-in families within {within:.0f} s, planning + request"
    figures = them.play(what, "arriving", "send the request", **told)
    seen = figures.facts.pop("seen")
    figures.facts |= order(
        [tuple(each[:3]) for each in seen],
        opening.received([request_id for request_id, *_ in seen]),
    )
    figures.facts["waited"] = sorted(waited for *_, waited in seen)
    return figures


def order(
    seen: Sequence[tuple[str, float, float]], received: Sequence[tuple[str, Any]]
) -> dict[str, Any]:
    """Whether receipts are in the order of arrival: who was answered before another pressed the
    button stands before him, and the instants on the receipts ascend with the ranks."""
    ranks = {request_id: rank for rank, (request_id, _at) in enumerate(received)}
    overtaken, best = 0, -1
    events = sorted(
        [(pressed, 1, request_id) for request_id, pressed, _ in seen]
        + [(answered, 0, request_id) for request_id, _, answered in seen]
    )
    for _at, pressed, request_id in events:
        if pressed:
            overtaken += ranks[request_id] < best
        else:
            best = max(best, ranks[request_id])
    instants = [at for _request_id, at in received]
    back = [
        (before - after).total_seconds()
        for before, after in zip(instants, instants[1:], strict=False)
        if after < before
    ]
    return {
        "receipts": len(received),
        "overtaken": overtaken,
        "instants out of order": len(back),
        "by at most, s": max(back, default=0.0),
    }


def _in_short(seconds: Sequence[float]) -> tuple[int, float, float]:
    """How many, the median and the 99th of a hundred."""
    ordered = sorted(seconds)
    return len(ordered), ordered[len(ordered) // 2], _p99(ordered)


def _p99(seconds: Sequence[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] if ordered else 0.0
