"""The rows of the opening minute as a table, as `var/bench/opening.json`, and in `docs/`."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.opening.cases import Figures
from tests.benchmarks.report import PAGE, ROOT, write_section
from tests.support.servers import postgres_programs

JSON = ROOT / "var" / "bench" / "opening.json"
TITLE = "The opening minute"
KEPT = "### What was made faster"  # written by hand, and left as it is


@dataclass(frozen=True, kw_only=True)
class Row:
    what: str
    ours: str
    peer: str
    target: str
    reached: bool
    figures: Sequence[Figures] = field(default_factory=tuple)


def rate(what: str, figures: Figures, peer: str, least: float, p99: float | None = None) -> Row:
    """So many a second, the slowest of a hundred within `p99` seconds, and nobody failed."""
    slow = figures.quantile(0.99)
    target = f"{least:.0f}/s" + (f", p99 {p99:.1f} s" if p99 else "")
    in_time = p99 is None or slow <= p99
    return Row(
        what=what,
        ours=f"{figures.rate:.0f}/s, p50 {figures.quantile(0.5):.2f} s, p99 {slow:.2f} s, "
        f"{figures.cpu_each:.0f} ms CPU each" + failed(figures),
        peer=peer,
        target=target,
        reached=figures.rate >= least and in_time and not figures.failed,
        figures=(figures,),
    )


def failed(figures: Figures) -> str:
    return f", **{figures.failed} failed**" if figures.failed else ""


_BEGAN = os.getloadavg()[0]


def write(rows: Sequence[Row], quick: bool) -> None:
    for row in rows:
        print(f"{'ok ' if row.reached else 'NO '} {row.what}: {row.ours} (target {row.target})")
    path = JSON.with_name("opening-quick.json") if quick else JSON
    path.parent.mkdir(parents=True, exist_ok=True)
    told = [
        {
            "what": row.what,
            "ours": row.ours,
            "peer": row.peer,
            "target": row.target,
            "reached": row.reached,
        }
        for row in rows
    ]
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    if not quick:
        _document(rows)


def _document(rows: Sequence[Row]) -> None:
    lines = ["| case | ours | the peer, same machine | to reach | |", "|---|---|---|---|---|"]
    lines += [
        f"| {row.what} | {row.ours} | {row.peer} | {row.target} | "
        f"{'reached' if row.reached else '**not reached**'} |"
        for row in rows
    ]
    where = [f"Where the CPU goes, in ms each: {_where(row)}" for row in rows if _where(row)]
    text = "\n".join([_surroundings(), "", *lines, "", *_bullets(where), "", _by_hand()])
    write_section(TITLE, text)


def _by_hand() -> str:
    """What was written about it stays below the figures."""
    old = PAGE.read_text() if PAGE.exists() else ""
    section = re.search(rf"^## {TITLE}\n.*?(?=^## |\Z)", old, re.DOTALL | re.MULTILINE)
    if section is None or KEPT not in section[0]:
        return KEPT
    return section[0][section[0].index(KEPT) :].strip()


def _bullets(lines: Sequence[str]) -> list[str]:
    return [f"- {line}" for line in lines]


def _where(row: Row) -> str:
    """The processes that took most of it."""
    parts = []
    for figures in row.figures[:1]:
        used = sorted(figures.cpu.items(), key=lambda each: -each[1])
        each = [
            f"{name} {1000 * seconds / figures.answers:.1f}"
            for name, seconds in used[:6]
            if figures.answers
        ]
        parts.append(f"{row.what}: {', '.join(each)}.")
    return " ".join(parts)


def _surroundings() -> str:
    programs = postgres_programs()
    postgres = subprocess.run(
        [str(programs / "postgres"), "--version"] if programs else ["true"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    return (
        f"`make bench-opening` on {os.cpu_count()} cores ({_processor()}), Python"
        f" {platform.python_version()}, PostgreSQL {postgres[2] if len(postgres) > 2 else ''} with"
        " fsync, RabbitMQ with quorum queues, every process of `portail up`, argon2id as in"
        " production. 1,000 families with 1,600 children have booked 220,000 days; 1,500 more come"
        " to the opening. The parents are a process of their own on the same two cores, with"
        " connections, cookies and forms as a browser has them; p50 and p99 are what they waited."
        f" Load average when it began {_BEGAN:.1f}: what is above 0.5 is other work on the machine."
        " Milliseconds of CPU each are those of the portal and its servers."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
