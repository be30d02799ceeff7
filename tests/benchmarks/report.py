"""The results as `docs/benchmarks.md` and `var/bench/*.json`.

Each bench owns the section of its name; what others wrote is left as it is.
"""

import json
import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.measuring import Row

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Ratios are what counts: peers are measured in the same run, in turns, on the same machine. An
absolute time says something about the machine. Figures are medians, in parentheses the lowest and
highest of the rounds.
"""
LIBRARIES = ("sqlalchemy", "psycopg", "msgspec", "kombu", "pika", "eventsourcing")


def as_json(name: str, rows: list[Row], folder: Path = ROOT / "var" / "bench") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    text = json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1)
    path.write_text(text + "\n")
    return path


def write_section(title: str, text: str, page: Path = PAGE) -> None:
    """Puts `## title` in its place on the page, or at its end."""
    old = page.read_text() if page.exists() else HEAD
    new = f"## {title}\n\n{text.strip()}\n"
    section = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    if section.search(old):
        page.write_text(section.sub(lambda _found: new + "\n", old).rstrip("\n") + "\n")
    else:
        page.write_text(old.rstrip("\n") + "\n\n" + new)


def table(rows: list[Row]) -> str:
    lines = ["| what | ours | beside | ratio | target | |", "|---|---|---|---|---|---|"]
    for row in rows:
        beside = f"{row.peer_name} {row.peer}" if row.peer else ""
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        verdict = {True: "reached", False: "**not reached**", None: ""}[row.reached]
        lines.append(f"| {row.what} | {row.ours} | {beside} | {ratio} | {row.target} | {verdict} |")
    return "\n".join(lines)


def surroundings(command: str, *servers: str) -> str:
    """What was measured on and with, in one paragraph."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    load = os.getloadavg()
    return (
        f"`{command}` on {os.cpu_count()} cores ({_processor()}), {_memory()} GB, {_system()},"
        f" Python {platform.python_version()}; {', '.join(servers)}, `fsync` on as in production;"
        f" {libraries}. Load average when it began {load[0]:.1f}: what is above 0.5 is other work"
        " on the machine."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _system() -> str:
    return f"{platform.freedesktop_os_release().get('PRETTY_NAME', sys.platform)}"
