"""The whole test run: `make test`, or `python -m tests.run [STAGE …]`.

First it says what it had to install, then it runs the stages one after another and sums them up.
A stage that fails does not stop the next one. A test that is skipped, a stage without a test or
a test in no stage counts as a failure: what was not run was not seen to work.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.support.servers import missing_packages

ROOT = Path(__file__).parent.parent
_POLICY = Path("/usr/sbin/policy-rc.d")
_MEMORY = Path("/dev/shm")  # a folder in memory, where Linux has one
_UNITS = {
    "postgresql": ("postgresql.service",),
    "rabbitmq-server": ("rabbitmq-server.service", "epmd.socket", "epmd.service"),
}


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Tests that are run together; each test belongs to exactly one stage."""

    name: str
    markers: str
    options: tuple[str, ...] = ()
    in_memory: bool = False  # its files are never written to the disk: it kills nothing


STAGES = (
    Stage(
        name="unit",
        markers="not whole and not browser and not servers and not faults",
        options=("--numprocesses=2", "--dist=worksteal"),
        in_memory=True,
    ),
    Stage(
        name="whole",
        markers="whole and not browser and not servers and not faults",
        in_memory=True,
    ),
    Stage(name="servers", markers="servers and not browser and not faults"),
    Stage(name="browser", markers="browser and not faults", in_memory=True),
    Stage(name="faults", markers="faults"),
)


# A browser and servers wait as much as they work: two lanes fill two cores.
_UNIT = (("unit",),)
_SIDE_BY_SIDE = (("browser", "whole"), ("servers", "faults"))


@dataclass(frozen=True, kw_only=True)
class Result:
    """How a stage ended, in numbers and, if it failed, in words."""

    stage: Stage
    passed: int
    seconds: float
    trouble: str


def main() -> int:
    """Install what is missing, run the stages, sum up; the answer is the exit code."""
    names = [stage.name for stage in STAGES]
    parser = argparse.ArgumentParser(prog="python -m tests.run", description=__doc__)
    parser.add_argument("stage", nargs="*", metavar="STAGE", help=", ".join(names))
    asked = parser.parse_args().stage
    if unknown := sorted(set(asked) - set(names)):
        parser.error(f"no stage {', '.join(unknown)}: there are {', '.join(names)}")
    stages = [stage for stage in STAGES if not asked or stage.name in asked]

    if not _install(missing_packages()):
        return 1
    results = []
    for lanes in (_UNIT, _SIDE_BY_SIDE):
        with ThreadPoolExecutor(max_workers=len(lanes)) as side_by_side:
            run = partial(_run_lane, stages)
            results += [result for lane in side_by_side.map(run, lanes) for result in lane]

    _say("")
    _say(f"{'summary':<10} {sum(result.passed for result in results)} passed")
    for result in results:
        _say(f"  {_line(result)}")
    return int(any(result.trouble for result in results))


def _run_lane(stages: list[Stage], lane: tuple[str, ...]) -> list[Result]:
    """The stages of one lane, one after the other."""
    results = []
    for number, stage in enumerate(stages, start=1):
        if stage.name in lane:
            _say(f"[{number}/{len(stages)}] {stage.name} …")
            results.append(_run(stage))
            _say(f"[{number}/{len(stages)}] {_line(results[-1])}")
    return results


# Installing


def _install(missing: list[str]) -> bool:
    if not missing:
        _say("had to install nothing: PostgreSQL, RabbitMQ and Chromium are there")
        return True
    names = " ".join(missing)
    command = f"apt-get install -y --no-install-recommends {names}"
    if os.geteuid() != 0:
        _say(f"missing: {names}; run as root: {command}")
        return False
    _say(f"had to install: {names} (Debian packages, by apt-get)")
    started = time.monotonic()
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with _no_service_starts():
        for step in ("apt-get update", command):
            done = subprocess.run(
                step.split(), env=quiet, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            if done.returncode and step == command:
                _say(f"{done.stdout[-3000:]}\n{step}: failed")
                return False
    _keep_services_off(missing)
    still = missing_packages()
    if still:
        _say(f"installed, but still not to be found: {' '.join(still)}")
        return False
    _say(f"installed in {time.monotonic() - started:.0f} s")
    return True


@contextlib.contextmanager
def _no_service_starts() -> Iterator[None]:
    """Packages must not start servers on the usual ports: Debian asks this file before it does."""
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink()


def _keep_services_off(installed: list[str]) -> None:
    """Nor at the next start of the machine; only for what this run has itself installed."""
    units = [unit for package in installed for unit in _UNITS.get(package, ())]
    if units and Path("/run/systemd/system").exists():
        subprocess.run(["systemctl", "disable", "--now", *units], capture_output=True)


# Running


def _run(stage: Stage) -> Result:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="portail-tests-") as folder:
        report = Path(folder) / "report.xml"
        code, said = _pytest(stage, report)
        counts = _count(report)
    trouble = []
    if code == 5 or not counts["tests"]:
        trouble.append("no test at all")
    elif code not in (0, 1):
        trouble.append(f"pytest ended with {code}")
    for kind in ("failed", "errors", "skipped"):
        if counts[kind]:
            trouble.append(f"{counts[kind]} {kind}")
    if code == 1 and not trouble:
        trouble.append("failed")
    if trouble:
        _say("\n".join(_shortened(said)))
    return Result(
        stage=stage,
        passed=counts["passed"],
        seconds=time.monotonic() - started,
        trouble=", ".join(trouble),
    )


def _pytest(stage: Stage, report: Path) -> tuple[int, list[str]]:
    """Run pytest and keep what it says for the case of failure; meanwhile tell how far it is."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "pytest", "tests", "-m", stage.markers, "-q", "-rsfE"),
            *("--color=no", f"--junitxml={report}", "--durations=5", *stage.options),
        ],
        cwd=ROOT,
        env=_surroundings(stage),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said: list[str] = []
    told = time.monotonic()
    for line in process.stdout:
        said.append(line.rstrip("\n"))
        percent = re.search(r"\[ *(\d+%)\]$", said[-1])
        if percent and time.monotonic() - told > 10:
            told = time.monotonic()
            _say(f"      {stage.name} {percent[1]}")
    return process.wait(), said


def _shortened(said: list[str]) -> list[str]:
    """The beginning tells what failed first, the end how it all came out."""
    if len(said) <= 800:
        return said
    return [*said[:400], f"… {len(said) - 800} lines left out …", *said[-400:]]


def _surroundings(stage: Stage) -> dict[str, str]:
    in_memory = {"TMPDIR": str(_MEMORY)} if stage.in_memory and _MEMORY.is_dir() else {}
    # Dozens of portals of many processes: none compiles what another one has compiled.
    there = {name: kept for name, kept in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**there, **in_memory}


def _count(report: Path) -> dict[str, int]:
    """What became of the tests; an expected failure (xfail) is a pass, a skip is not."""
    counts = dict.fromkeys(("tests", "passed", "failed", "errors", "skipped"), 0)
    if not report.exists():
        return counts
    for case in ET.parse(report).iter("testcase"):
        counts["tests"] += 1
        skipped = case.find("skipped")
        if case.find("failure") is not None:
            counts["failed"] += 1
        elif case.find("error") is not None:
            counts["errors"] += 1
        elif skipped is not None and skipped.get("type") != "pytest.xfail":
            counts["skipped"] += 1
        else:
            counts["passed"] += 1
    return counts


def _line(result: Result) -> str:
    verdict = f"FAILED: {result.trouble}" if result.trouble else "ok"
    return f"{result.stage.name:<8} {result.passed:>5} passed {result.seconds:>7.1f} s   {verdict}"


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
