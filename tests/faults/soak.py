"""Breaks everything again and again: `make soak`, or `python -m tests.faults.soak [-k WORDS]`.

Each round is the stage `faults` of `make test` with another seed, on a fresh portal.
`PORTAIL_SOAK_ROUNDS` says how many (10), `PORTAIL_FAULTS_SEED` with which seed to begin.
"""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import defaultdict
from pathlib import Path
from random import SystemRandom

ROOT = Path(__file__).parent.parent.parent


def main() -> int:
    rounds = int(os.environ.get("PORTAIL_SOAK_ROUNDS", "10"))
    first = int(os.environ.get("PORTAIL_FAULTS_SEED") or SystemRandom().randrange(1, 1_000_000))
    held: dict[str, int] = defaultdict(int)
    broke: dict[str, list[int]] = defaultdict(list)
    started = time.monotonic()
    for seed in range(first, first + rounds):
        print(f"round {seed - first + 1} of {rounds}, seed {seed}", flush=True)
        for name, seconds, trouble in _round(seed):
            print(f"  {'BROKE' if trouble else 'held '} {seconds:>6.1f} s  {name}", flush=True)
            if trouble:
                broke[name].append(seed)
                print(f"\n{trouble}\n", flush=True)
            else:
                held[name] += 1
    print(f"\n{rounds} rounds in {(time.monotonic() - started) / 60:.0f} min")
    for name in sorted({*held, *broke}):
        seeds = f"  BROKE with seeds {', '.join(map(str, broke[name]))}" if broke[name] else ""
        print(f"  held {held[name]:>4} times  {name}{seeds}")
    print("\nPORTAIL_FAULTS_SEED=… PORTAIL_SOAK_ROUNDS=1 make soak repeats one.")
    return int(bool(broke) or not held)


def _round(seed: int) -> list[tuple[str, float, str]]:
    """Every test of the round: its sentence, its seconds, and what broke, if anything did."""
    with tempfile.TemporaryDirectory(prefix="portail-soak-") as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "tests/faults", "-m", "faults", "-q"),
                *(f"--junitxml={report}", *sys.argv[1:]),
            ],
            cwd=ROOT,
            env={**os.environ, "PORTAIL_FAULTS_SEED": str(seed)},
            capture_output=True,
            text=True,
        )
        if not report.exists():
            return [("the round itself", 0.0, done.stdout[-3000:] + done.stderr[-3000:])]
        return [_test(case) for case in ET.parse(report).iter("testcase")]


def _test(case: ET.Element) -> tuple[str, float, str]:
    sentence = str(case.get("name")).split("[")[0].removeprefix("test_").replace("_", " ")
    trouble = [part for kind in ("failure", "error", "skipped") for part in case.findall(kind)]
    said = "\n".join(f"{part.get('message')}\n{(part.text or '')[-3000:]}" for part in trouble)
    return sentence, float(case.get("time", "0")), said


if __name__ == "__main__":
    sys.exit(main())
