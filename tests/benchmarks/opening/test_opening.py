"""The bench of the opening minute still runs, and counts what it says."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.benchmarks.opening.cases import Figures, order
from tests.benchmarks.opening.report import rate

ROOT = Path(__file__).parents[3]
SEVEN = datetime(2026, 4, 3, 17, tzinfo=UTC)


def test_who_was_answered_before_another_pressed_the_button_stands_before_him() -> None:
    seen = [("a", 0.0, 1.0), ("b", 0.5, 1.5), ("c", 2.0, 3.0)]

    def overtaken(*ranked: str) -> int:
        received = [(each, SEVEN + timedelta(seconds=n)) for n, each in enumerate(ranked)]
        return int(order(seen, received)["overtaken"])

    assert overtaken("a", "b", "c") == 0
    assert overtaken("b", "a", "c") == 0  # both were on their way
    assert overtaken("c", "a", "b") == 1
    assert overtaken("a", "c", "b") == 1


def test_instants_that_go_back_are_counted() -> None:
    seen = [("a", 0.0, 1.0), ("b", 2.0, 3.0)]
    told = order(seen, [("a", SEVEN + timedelta(seconds=2)), ("b", SEVEN)])

    assert (told["instants out of order"], told["by at most, s"]) == (1, 2.0)


def test_a_rate_is_reached_only_if_nobody_failed_or_waited_too_long() -> None:
    good = Figures("year", answers=100, took=1.0, seconds=[0.5] * 100)
    slow = Figures("year", answers=100, took=1.0, seconds=[0.5] * 97 + [2.0] * 3)
    broken = Figures("year", answers=100, took=1.0, seconds=[0.5] * 100, failed=1)

    reached = [rate("year", it, "3.9/s", 100, 1.5).reached for it in (good, slow, broken)]
    assert reached == [True, False, False]


@pytest.mark.whole
def test_every_row_is_played_on_the_real_servers() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.opening", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr[-3000:]
    assert "failed" not in ran.stdout.replace("0 failed", ""), ran.stdout
    rows = json.loads((ROOT / "var" / "bench" / "opening-quick.json").read_text())
    assert len(rows) == 8
    assert all(set(row) == {"what", "ours", "peer", "target", "reached"} for row in rows)
    (rush,) = [row for row in rows if "at once" in row["what"]]
    assert "5 given, 0 told why not" in rush["ours"]
