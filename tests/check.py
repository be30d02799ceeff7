"""What is seen without running the product: `make check`, or `python -m tests.check [NAME …]`.

Every check runs, whatever became of the others, and says in one line how it went. What a failing
one had to say follows at the end.
"""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
_PYTHON = sys.executable
_BIN = Path(sys.executable).parent

CHECKS: dict[str, list[str]] = {
    "lint": [str(_BIN / "ruff"), "check", "--quiet", "."],
    "format": [str(_BIN / "ruff"), "format", "--check", "."],
    "types": [str(_BIN / "mypy")],
    "architecture": [str(_BIN / "lint-imports")],
    "catalogue": [_PYTHON, "-m", "deploy.catalogue", "--check"],
    "translations": [_PYTHON, "-m", "deploy.translations", "--check"],
    "hosts": [_PYTHON, "-m", "tests.check_hosts"],
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one check went."""

    name: str
    ok: bool
    seconds: float
    said: str


def main() -> int:
    """Run the checks, two at a time; the answer is the exit code."""
    asked = sys.argv[1:] or list(CHECKS)
    if unknown := sorted(set(asked) - set(CHECKS)):
        print(f"no check {', '.join(unknown)}: there are {', '.join(CHECKS)}")
        return 2
    failed = []
    with ThreadPoolExecutor(max_workers=2) as two_at_a_time:
        for outcome in two_at_a_time.map(_run, asked):
            verdict = "ok" if outcome.ok else "FAILED"
            print(f"{outcome.name:<14} {verdict:<6} {outcome.seconds:>6.1f} s", flush=True)
            if not outcome.ok:
                failed.append(outcome)
    for outcome in failed:
        print(f"\n--- {outcome.name}: {' '.join(CHECKS[outcome.name])}\n{outcome.said.rstrip()}")
    return int(bool(failed))


def _run(name: str) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(
        CHECKS[name], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return Outcome(
        name=name,
        ok=done.returncode == 0,
        seconds=time.monotonic() - started,
        said=done.stdout,
    )


if __name__ == "__main__":
    sys.exit(main())
