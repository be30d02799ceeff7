"""The benchmark still runs, and says what it measured."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import report
from tests.benchmarks.measuring import Figure, Row, take_turns

ROOT = Path(__file__).parents[2]
QUICK = ("append", "decide", "replay", "feed", "register", "workers", "relay", "history")


def figure(median: float, unit: str = "/s") -> Figure:
    return Figure.of([median / 2, median, median * 2], unit)


def test_a_ratio_reaches_its_target_or_not() -> None:
    reached = Row(what="append", ours=figure(1000), peer=figure(400), peer_name="it", least=2.5)
    missed = Row(what="append", ours=figure(999), peer=figure(400), peer_name="it", least=2.5)

    assert (reached.ratio, reached.reached, missed.reached) == (2.5, True, False)
    assert reached.as_json() == {
        "what": "append",
        "ours": {"median": 1000, "min": 500, "max": 2000, "unit": "per second"},
        "peer": {"name": "it", "median": 400, "min": 200, "max": 800, "unit": "per second"},
        "ratio": 2.5,
        "target": "≥ 2.5×",
        "reached": True,
    }


def test_a_time_has_a_target_of_its_own() -> None:
    within = Row(what="half of them within", ours=figure(9, " ms"), most=10)
    late = Row(what="half of them within", ours=figure(11, " ms"), most=10)

    assert (within.reached, late.reached, within.target) == (True, False, "≤ 10 ms")
    assert Row(what="to be read", ours=figure(1)).reached is None


def test_cases_take_turns() -> None:
    called: list[str] = []
    cases = {
        name: lambda name=name: called.append(name) or float(len(called)) for name in ("a", "b")
    }

    found = take_turns(cases, 2)

    assert called == ["a", "b", "a", "b"]
    assert found["a"] == Figure(lowest=1, median=2, highest=3)


def test_each_bench_leaves_the_sections_of_others_alone(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    report.write_section("The backbone", "old", page)
    report.write_section("The opening minute", "theirs", page)

    report.write_section("The backbone", "new \\1", page)

    text = page.read_text()
    assert text.startswith("# Benchmarks")
    assert text.endswith("## The backbone\n\nnew \\1\n\n## The opening minute\n\ntheirs\n")


def test_an_event_is_as_large_as_in_event_store_benchmark() -> None:

    asked = (
        "import msgspec; from tests.benchmarks.notes import SIZE, TEXT, Noted;"
        "event = Noted(notebook_id='0' * 36, number=10, text=TEXT);"
        "print(SIZE - len(msgspec.json.encode(event)))"
    )
    # Elsewhere: the contract of the notes is none of this portal's.
    said = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True)
    assert said.stdout == "0\n", said.stderr


@pytest.mark.servers
def test_every_part_of_the_bench_runs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.backbone", "--quick", "--json", str(tmp_path)]
        + ["--only", *QUICK],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    rows = json.loads((tmp_path / "backbone.json").read_text())
    assert {row.keys() == rows[0].keys() for row in rows} == {True}
    assert sum(row["target"] is not None for row in rows) >= 10
